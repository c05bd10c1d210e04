/* way.test.mjs - a person's whole way: a role, her skills, the ranking, what is missing, the way
 * there, and a link that shows somebody else the same. */
import assert from "node:assert/strict";
import {after, before, test} from "node:test";
import {DESK, PHONE, choose, expectNoFaults, expectNoOverflow, hitsOf, openBrowser, openPage, serve,
    setLevel, settled, textOf, textsOf} from "../harness.mjs";

let server, browser;
before(async () => {
    server = await serve();
    browser = await openBrowser();
});
after(async () => {
    await browser?.close();
    await server?.stop();
});

/* The server's own answer to what the page should be asking. */
async function matchOf(person, top = 10) {
    const response = await fetch(`${server.url}/v1/match`, {method: "POST",
        headers: {"Content-Type": "application/json"}, body: JSON.stringify({...person, top})});
    return (await response.json()).people[0].hits;
}

/* Everything on the page that a link has to bring back. */
async function seen(page) {
    return {
        hits: await textsOf(page, "#hits .hit"),
        sliders: await page.$$eval(".level input", (sliders) => sliders.map((s) => s.value)),
        gaps: await textsOf(page, "#gaps-rows tr"),
        title: await textOf(page, "#target-title"),
        ways: await textsOf(page, "#ways-list li"),
        ladder: await page.$eval("#ladder svg desc", (desc) => desc.textContent),
        fields: await page.$$eval("#role, #goal, #prefer, #top, #steps, #facts select",
            (fields) => fields.map((field) => field.value)),
    };
}

async function walk(viewport) {
    const page = await openPage(browser, server.url, {viewport});
    await settled(page);
    assert.equal(await textOf(page, "#welcome-title"), "Which role fits next?");
    await expectNoOverflow(page);

    await choose(page, "role", "it supp", "IT Support Technician");
    await page.waitForSelector("#hits .hit");
    await settled(page);
    const before = await hitsOf(page);
    const today = await matchOf({role: "it-support-technician"});
    assert.deepEqual(before.map((hit) => hit.role), today.map((hit) => hit.role));
    assert.deepEqual(before.map((hit) => hit.ready),
        today.map((hit) => Math.floor(Math.round(hit.readiness * 1e9) / 1e7)));

    if (viewport === PHONE)
        await page.click("#levels-toggle");
    await setLevel(page, "Cloud Computing", 5);
    await setLevel(page, "Programming", 4.5);
    await settled(page);
    const after = await hitsOf(page);
    assert.notDeepEqual(after.map((hit) => hit.role), before.map((hit) => hit.role));
    assert.ok((await textsOf(page, "#hits .rise.up")).length > 0, "a role that rose is marked");
    assert.equal(await textOf(page, "#level-reset"), "Reset 2 changes");

    await page.evaluate(() => [...document.querySelectorAll("#hits .hit")]
        .find((hit) => hit.dataset.key === "solutions-architect").click());
    await page.waitForFunction(() =>
        document.getElementById("target-title").textContent === "Solutions Architect");
    await settled(page);
    if (viewport === PHONE)
        assert.equal(await page.evaluate(() => document.activeElement.id), "target-title",
            "on a phone the role that was taken comes into view");
    assert.match(await textOf(page, "#target-figures"), /\$130,390\s*\+\$70,050/);
    assert.match(await textOf(page, "#why-ready"), /^\d+ % ready\s*80 % needed$/);
    const gaps = await textsOf(page, "#gaps-rows tr");
    assert.equal(gaps.length, 8);
    assert.match(gaps[0], /\d\s*of\s*→\s*\d/);
    const ladder = await page.$eval("#ladder svg", (svg) => ({
        role: svg.getAttribute("role"), titles: svg.querySelectorAll("text.title").length,
        rungs: svg.querySelectorAll("line.rung").length, text: svg.textContent}));
    assert.equal(ladder.role, "img");
    assert.ok(ladder.rungs >= 2 && ladder.titles >= 2);
    assert.match(ladder.text, /Solutions Architect/);
    assert.match(await textOf(page, "#ways-list li"), /weeks\s*\$[\d,]+ cost\s*\+\$[\d,]+ gain\s*proven/);

    await page.select("#prefer", "fastest");
    await page.select("#top", "25");
    await page.waitForFunction(() => location.hash.includes("prefer=fastest"));
    await settled(page);
    await expectNoOverflow(page);
    await expectNoFaults(page);
    return page;
}

for (const [shape, viewport] of [["desk", DESK], ["phone", PHONE]])
    test(`somebody finds her way on a ${shape}, and her link shows the same`, async () => {
        const page = await walk(viewport);
        await page.browserContext().overridePermissions(server.url,
            ["clipboard-read", "clipboard-write", "clipboard-sanitized-write"]);
        await page.bringToFront();
        await page.click("#copy");
        await page.waitForFunction(() =>
            document.getElementById("copied").textContent === "Link copied");
        const link = await page.evaluate(() => navigator.clipboard.readText());
        const mine = await seen(page);

        const other = await openPage(browser, server.url, {viewport,
            hash: link.slice(link.indexOf("/#"))});
        await settled(other);
        await other.waitForSelector("#ladder svg");
        assert.deepEqual(await seen(other), mine);
        await expectNoFaults(other);
        await other.browserContext().close();
        await page.browserContext().close();
    });

test("readiness and wage stand apart in rows of any width", async () => {
    for (const width of [320, 360, 480, 1400]) {
        const page = await openPage(browser, server.url,
            {viewport: {width, height: 800}, hash: "/#role=dispatcher"});
        await settled(page);
        const gaps = await page.$$eval("#hits .hit", (hits) => hits.map((hit) => {
            const [ready, wage] = [".number", ".wage"].map((part) => {
                const text = document.createRange(); /* not what is read out alone */
                text.selectNode([...hit.querySelector(part).childNodes]
                    .find((node) => node.nodeType === Node.TEXT_NODE && node.data.trim()));
                return text.getBoundingClientRect();
            });
            return wage.left - ready.right;
        }));
        assert.equal(gaps.length, 10);
        assert.ok(Math.min(...gaps) >= 12, `${Math.min(...gaps)} px apart at ${width} px`);
        await expectNoOverflow(page);
        await page.browserContext().close();
    }
});

test("back and forward go through what was chosen", async () => {
    const page = await openPage(browser, server.url, {hash: "/#role=dispatcher"});
    await settled(page);
    const titles = [await textOf(page, "#target-title")];
    for (const role of ["logistics-coordinator", "area-manager"]) {
        await page.click(`#hits [data-key="${role}"]`);
        await page.waitForFunction((wanted) => location.hash.includes(wanted), {}, role);
        await settled(page);
        titles.push(await textOf(page, "#target-title"));
    }
    assert.deepEqual(titles, ["Best ways up", "Logistics Coordinator", "Area Manager"]);
    for (const at of [1, 0]) {
        await page.goBack();
        await page.waitForFunction((title) =>
            document.getElementById("target-title").textContent === title, {}, titles[at]);
    }
    await page.goForward();
    await page.waitForFunction((title) =>
        document.getElementById("target-title").textContent === title, {}, titles[1]);
    await expectNoFaults(page);
    await page.browserContext().close();
});

test("a slider that is dragged is one step back, and resetting it brings today's levels", async () => {
    const page = await openPage(browser, server.url, {hash: "/#role=dispatcher"});
    await settled(page);
    const before = await textsOf(page, "#hits .hit");
    for (const level of [1, 2, 3, 4, 5, 6])
        await setLevel(page, "Programming", level);
    await page.waitForFunction(() => location.hash.includes("2.B.3.e:6"));
    await settled(page);
    assert.notDeepEqual(await textsOf(page, "#hits .hit"), before);
    await page.goBack();
    await page.waitForFunction(() => !location.hash.includes("levels"));
    await settled(page);
    assert.deepEqual(await textsOf(page, "#hits .hit"), before);
    await setLevel(page, "Programming", 6);
    await page.click("#level-reset");
    await settled(page);
    assert.deepEqual(await textsOf(page, "#hits .hit"), before);
    await expectNoFaults(page);
    await page.browserContext().close();
});

test("raising a skill from the list of what is missing raises readiness", async () => {
    const page = await openPage(browser, server.url,
        {hash: "/#role=it-support-technician&target=system-administrator"});
    await settled(page);
    const ready = async () => Number.parseInt(await textOf(page, "#why-ready"), 10);
    const before = await ready();
    const first = await textOf(page, "#gaps-rows tr th");
    await page.click("#gaps-rows .raise");
    await page.waitForFunction((gone) =>
        !document.querySelector("#gaps-rows tr th").innerText.includes(gone), {}, first);
    await settled(page);
    assert.ok(await ready() > before);
    assert.equal(await textOf(page, "#level-reset"), "Reset 1 change");
    await expectNoFaults(page);
    await page.browserContext().close();
});

test("where there is no way the page says why and offers what would help", async () => {
    const page = await openPage(browser, server.url,
        {hash: "/#role=data-analyst&target=project-coordinator"});
    await settled(page);
    assert.match(await textOf(page, "#ways-note"), /^There is no way there\. .*a fall of 21 % is needed/);
    assert.doesNotMatch(await textOf(page, "#ways-note"), /--/);
    await page.click("#ways-remedy button");
    await page.waitForSelector("#ladder svg");
    await settled(page);
    assert.match(await page.evaluate(() => location.hash), /fall=0\.21/);
    assert.ok((await textsOf(page, "#ways-list li")).length > 0);
    await expectNoFaults(page);
    await page.browserContext().close();
});

/* Script, style and layout in the page's thread, in ms of its processor's time. */
async function workOf(cdp) {
    const {metrics} = await cdp.send("Performance.getMetrics");
    const of = (name) => metrics.find((metric) => metric.name === name).value;
    return 1000 * (of("ScriptDuration") + of("LayoutDuration") + of("RecalcStyleDuration"));
}

test("the first view of the bundled catalog takes less than 100 ms of work", async (t) => {
    const times = [], work = [];
    for (let i = 0; i < 5; i++) {
        const page = await openPage(browser, server.url);
        const cdp = await page.createCDPSession();
        await cdp.send("Performance.enable", {timeDomain: "threadTicks"});
        await page.goto("about:blank");
        await page.goto(`${server.url}/#role=dispatcher`, {waitUntil: "load"});
        await page.waitForSelector("#hits .hit");
        work.push(await workOf(cdp));
        times.push(await page.evaluate(() => {
            const [loaded] = performance.getEntriesByType("navigation");
            const [shown] = performance.getEntriesByName("rung-ranking");
            return shown.startTime - loaded.loadEventEnd;
        }));
        await page.browserContext().close();
    }
    const listed = (ms) => ms.sort((a, b) => a - b).map((x) => x.toFixed(0)).join(", ");
    t.diagnostic(`${listed(times)} ms after the page was loaded`);
    t.diagnostic(`${listed(work)} ms of the processor's time from the beginning on`);
    assert.ok(work[0] < 100, "the page does more than 100 ms of work");
});
