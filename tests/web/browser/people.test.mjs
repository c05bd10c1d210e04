/* people.test.mjs - the way of somebody of a loaded population. */
import assert from "node:assert/strict";
import {after, before, test} from "node:test";
import {choose, expectNoFaults, hitsOf, makeFolder, makePeople, openBrowser, openPage, catalog, rung,
    serve, setLevel, settled, textOf} from "../harness.mjs";

let files, staff, server, browser;
before(async () => {
    files = makeFolder();
    staff = makePeople(files);
    server = await serve(["--people", staff]);
    browser = await openBrowser();
});
after(async () => {
    await browser?.close();
    await server?.stop();
    files.remove();
});

function commandHits(person) {
    const output = rung("match", "--catalog", catalog, "--people", staff, "--format", "jsonl");
    return output.trim().split("\n").map((line) => JSON.parse(line))
        .filter((row) => row.person_id === person).map((row) => row.role_id);
}

test("a person of the population has the roles that rung match gives her", async () => {
    const page = await openPage(browser, server.url);
    await settled(page);
    await choose(page, "person", "p000000002");
    await page.waitForSelector("#hits .hit");
    await settled(page);
    assert.deepEqual((await hitsOf(page)).map((hit) => hit.role), commandHits("p000000002"));
    assert.equal(await page.$eval("#role", (field) => field.value), "Inventory Control Specialist");
    assert.equal(await page.$eval("#fact-0", (field) => field.value), "hourly",
        "what programs ask for is known of her");
    assert.match(await page.evaluate(() => location.hash), /^#person=p000000002$/);

    await setLevel(page, "Programming", 5);
    await settled(page);
    const link = await page.evaluate(() => location.hash);
    const hits = await hitsOf(page);
    const other = await openPage(browser, server.url, {hash: `/${link}`});
    await settled(other);
    assert.deepEqual(await hitsOf(other), hits);
    await expectNoFaults(other);
    await other.browserContext().close();

    await page.click("#person-clear");
    await page.waitForSelector("#welcome:not([hidden])");
    assert.equal(await page.evaluate(() => location.hash), "");
    await expectNoFaults(page);
    await page.browserContext().close();
});

test("choosing a role leaves the person", async () => {
    const page = await openPage(browser, server.url, {hash: "/#person=p000000002"});
    await settled(page);
    await choose(page, "role", "Dispatcher", "Transportation Dispatcher");
    await page.waitForFunction(() => location.hash === "#role=dispatcher");
    await settled(page);
    assert.equal(await page.$eval("#person", (field) => field.value), "");
    await page.browserContext().close();
});

test("a value that no program asks for is not told to be missing", async () => {
    const page = await openPage(browser, server.url, {hash: "/#person=p000000001"}); /* salaried */
    await settled(page);
    const shown = () => page.$eval("#fact-0", (field) => field.selectedOptions[0].textContent);
    assert.equal(await shown(), "other or not stated");
    await choose(page, "role", "Dispatcher", "Transportation Dispatcher");
    await page.waitForFunction(() => location.hash === "#role=dispatcher");
    await settled(page);
    assert.equal(await shown(), "not stated");
    await expectNoFaults(page);
    await page.browserContext().close();
});

test("somebody unknown is told in words", async () => {
    const page = await openPage(browser, server.url, {hash: "/#person=nobody"});
    await page.waitForSelector("#who-error:not([hidden])");
    assert.match(await textOf(page, "#who-error"), /^Unknown person 'nobody', expected /);
    await page.waitForSelector("#welcome:not([hidden])");
    await expectNoFaults(page, [/404/]);
    await page.browserContext().close();
});
