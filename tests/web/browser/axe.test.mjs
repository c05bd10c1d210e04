/* axe.test.mjs - nothing that axe finds, in both themes and at both widths; nothing too wide. */
import assert from "node:assert/strict";
import {after, before, test} from "node:test";
import {DESK, PHONE, expectAccessible, expectNoFaults, expectNoOverflow, makeFolder, makePeople,
    openBrowser, openPage, serve, settled} from "../harness.mjs";

const VIEWS = {
    "the start": "",
    "a ranking with its best ways": "/#role=fulfillment-associate&is=employment:hourly",
    "a role to reach": "/#role=it-support-technician&levels=X.cloud:3.5&target=solutions-architect",
    "a role without a way": "/#role=data-analyst&target=shipping-clerk",
};

let files, server, browser;
before(async () => {
    files = makeFolder();
    server = await serve(["--people", makePeople(files)]);
    browser = await openBrowser();
});
after(async () => {
    await browser?.close();
    await server?.stop();
    files.remove();
});

async function openAll(page) {
    await page.evaluate(() => {
        for (const details of document.querySelectorAll("details"))
            details.open = true;
        const toggle = document.getElementById("levels-toggle");
        if (toggle.getAttribute("aria-expanded") === "false")
            toggle.click();
    });
}

for (const [shape, viewport] of Object.entries({desk: DESK, phone: PHONE}))
    for (const theme of ["light", "dark"])
        test(`axe finds nothing on a ${shape} in ${theme}`, async () => {
            for (const [name, hash] of Object.entries(VIEWS)) {
                const page = await openPage(browser, server.url, {viewport, theme, hash});
                await settled(page);
                await openAll(page);
                await expectNoOverflow(page);
                await expectAccessible(page).catch((error) => {
                    error.message = `${name}: ${error.message}`;
                    throw error;
                });
                await expectNoFaults(page);
                await page.browserContext().close();
            }
        });

test("an open list of options is accessible too", async () => {
    const page = await openPage(browser, server.url);
    await settled(page);
    await page.click("#role");
    await page.keyboard.type("an");
    await page.waitForSelector("#role-list li", {visible: true});
    await page.keyboard.press("ArrowDown");
    await expectAccessible(page);
    await page.browserContext().close();
});

test("the switch of colours holds after a reload, against the system's", async () => {
    const page = await openPage(browser, server.url, {theme: "light"});
    await settled(page);
    const ground = () => page.evaluate(() =>
        getComputedStyle(document.documentElement).backgroundColor);
    const light = await ground();
    await page.select("#theme", "dark");
    const dark = await ground();
    assert.notEqual(dark, light);
    await page.reload();
    await settled(page);
    assert.equal(await ground(), dark);
    await page.select("#theme", "light");
    assert.equal(await ground(), light);
    await page.emulateMediaFeatures([{name: "prefers-color-scheme", value: "dark"}]);
    assert.equal(await ground(), light);
    await page.select("#theme", "system");
    assert.equal(await ground(), dark);
    await expectNoFaults(page);
    await page.browserContext().close();
});
