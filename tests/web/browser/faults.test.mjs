/* faults.test.mjs - a server that is away, slow, guarded or that says no. */
import assert from "node:assert/strict";
import {writeFileSync} from "node:fs";
import {after, before, test} from "node:test";
import {expectNoFaults, hitsOf, makeFolder, openBrowser, openPage, serve, setLevel, settled, textOf,
    textsOf} from "../harness.mjs";

let server, browser;
before(async () => {
    server = await serve();
    browser = await openBrowser();
});
after(async () => {
    await browser?.close();
    await server?.stop();
});

test("while the server is away the page says so, and goes on when it is back", async (t) => {
    let own = await serve();
    t.after(() => own.stop());
    const page = await openPage(browser, own.url, {hash: "/#role=dispatcher"});
    await settled(page);
    const before = await hitsOf(page);
    await own.stop();
    await setLevel(page, "Programming", 6);
    await page.waitForSelector("#lost:not([hidden])");
    assert.match(await textOf(page, "#lost"), /cannot be reached/);
    assert.deepEqual(await hitsOf(page), before, "what was there stays");
    own = await serve([], {port: own.port});
    await page.click("#lost-again");
    await page.waitForSelector("#lost", {hidden: true});
    await settled(page);
    assert.equal((await textsOf(page, ".error:not([hidden])")).join(""), "");
    assert.notDeepEqual(await hitsOf(page), before);
    await expectNoFaults(page, [/ERR_CONNECTION|Failed to load/]);
    await page.browserContext().close();
});

test("an answer that comes after a newer one is never shown", async () => {
    const page = await openPage(browser, server.url, {hash: "/#role=dispatcher"});
    await settled(page);
    let held = 0;
    await page.setRequestInterception(true);
    page.on("request", async (request) => {
        const late = request.url().endsWith("/v1/match") && held++ === 0;
        if (late)
            await new Promise((resolve) => setTimeout(resolve, 600));
        await request.continue().catch(() => {}); /* given up by the page */
    });
    await setLevel(page, "Programming", 1);
    await new Promise((resolve) => setTimeout(resolve, 150));
    await setLevel(page, "Programming", 7);
    await page.waitForFunction(() => location.hash.includes(":7"));
    await settled(page);
    const now = await hitsOf(page);
    await new Promise((resolve) => setTimeout(resolve, 900));
    assert.deepEqual(await hitsOf(page), now);
    assert.ok(held >= 2);
    const fresh = await openPage(browser, server.url,
        {hash: `/${await page.evaluate(() => location.hash)}`});
    await settled(fresh);
    assert.deepEqual(now, await hitsOf(fresh));
    await fresh.browserContext().close();
    await page.browserContext().close();
});

test("what the server refuses is said in its words, and the rest goes on", async () => {
    const page = await openPage(browser, server.url,
        {hash: "/#role=dispatcher&target=no-such-role"});
    await settled(page);
    assert.match(await textOf(page, "#target-error"), /^Unknown role 'no-such-role'/);
    assert.match(await textOf(page, "#ways-error"), /^Unknown role 'no-such-role'/);
    assert.equal((await hitsOf(page)).length, 10);
    await page.click("#hits .hit");
    await page.waitForSelector("#ladder svg, #ways-note:not(:empty)");
    await settled(page);
    assert.equal((await textsOf(page, ".error:not([hidden])")).join(""), "");
    await expectNoFaults(page, [/400/]);
    await page.browserContext().close();
});

test("a role that the catalog does not have is told, and another can be chosen", async () => {
    const page = await openPage(browser, server.url, {hash: "/#role=%3Cb%3Egone"});
    await page.waitForSelector("#who-error:not([hidden])");
    assert.match(await textOf(page, "#who-error"), /^Unknown role '<b>gone'/);
    assert.equal(await page.$("#who-error b"), null, "data never becomes markup");
    await expectNoFaults(page, [/404/]);
    await page.browserContext().close();
});

test("below an unknown role the page begins as without one", async () => {
    const page = await openPage(browser, server.url,
        {hash: "/#role=nosuch&is=employment:zzz"});
    await page.waitForSelector("#who-error:not([hidden])");
    await page.waitForSelector("#welcome:not([hidden]) #examples a");
    await settled(page);
    assert.match(await textOf(page, "#who-error"), /^Unknown role 'nosuch'/);
    assert.equal(await page.$eval("#role", (field) => field.value), "nosuch");
    assert.equal(await page.$("#matches:not([hidden]), #target:not([hidden])"), null);
    await setLevel(page, "Programming", 6);
    await page.waitForSelector("#matches:not([hidden]) .hit");
    await page.goto(`${server.url}/#role=dispatcher`);
    await page.waitForSelector("#who-error", {hidden: true});
    await settled(page);
    assert.equal((await hitsOf(page)).length, 10);
    await page.goto(`${server.url}/#role=nosuch`);
    await page.waitForSelector("#welcome:not([hidden])");
    assert.equal(await page.$("#matches:not([hidden])"), null, "nothing is of the role before");
    await expectNoFaults(page, [/404/]);
    await page.browserContext().close();
});

test("a link with a skill that the catalog does not have still shows the rest", async () => {
    const page = await openPage(browser, server.url,
        {hash: "/#role=dispatcher&levels=gone:3,2.B.3.e:6"});
    await settled(page);
    assert.equal((await hitsOf(page)).length, 10);
    assert.equal(await textOf(page, "#level-strange"),
        "This catalog has no skill gone. It was left out.");
    assert.equal(await page.evaluate(() => location.hash), "#role=dispatcher&levels=2.B.3.e:6");
    assert.equal(await textOf(page, "#level-reset"), "Reset 1 change");
    await expectNoFaults(page);
    await page.browserContext().close();
});

test("a guarded server is asked with the token that somebody gives, kept in the tab", async (t) => {
    const files = makeFolder();
    t.after(() => files.remove());
    const secret = "correct-horse-battery-staple";
    writeFileSync(files.path("token"), `${secret}\n`, {mode: 0o600});
    const own = await serve(["--token-file", files.path("token")]);
    t.after(() => own.stop());
    const page = await openPage(browser, own.url, {hash: "/#role=dispatcher"});
    await page.waitForSelector("#token-dialog[open]");
    await page.keyboard.type("wrong");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() =>
        document.getElementById("token-note").textContent.includes("did not take"));
    await page.keyboard.type(secret);
    await page.keyboard.press("Enter");
    await page.waitForSelector("#hits .hit");
    await settled(page);
    const kept = await page.evaluate(() => ({session: Object.values(sessionStorage),
        local: Object.values(localStorage), cookie: document.cookie, link: location.href}));
    assert.deepEqual(kept.session, [secret]);
    assert.ok(!JSON.stringify([kept.local, kept.cookie, kept.link]).includes(secret));
    await page.reload();
    await page.waitForSelector("#hits .hit");
    await expectNoFaults(page, [/401/]);
    await page.browserContext().close();
});
