/* keyboard.test.mjs - the whole way without a mouse. */
import assert from "node:assert/strict";
import {after, before, test} from "node:test";
import {expectNoFaults, openBrowser, openPage, serve, settled, sliderOf, textOf, textsOf}
    from "../harness.mjs";

let server, browser;
before(async () => {
    server = await serve();
    browser = await openBrowser();
});
after(async () => {
    await browser?.close();
    await server?.stop();
});

const active = (page) => page.evaluate(() => document.activeElement.id);

/* Press Tab until the focus is on what is wanted. */
async function tabTo(page, selector, most = 120) {
    for (let i = 0; i < most; i++) {
        if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector))
            return;
        await page.keyboard.press("Tab");
    }
    assert.fail(`${most} times Tab never reach ${selector}`);
}

async function outlineOf(page) {
    return page.evaluate(() => {
        const style = getComputedStyle(document.activeElement);
        return style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) >= 2;
    });
}

test("role, skill, ranking, target and link by keys alone", async () => {
    const page = await openPage(browser, server.url);
    await settled(page);
    await page.keyboard.press("Tab");
    assert.match(await page.evaluate(() => document.activeElement.textContent), /^Skip/);
    assert.ok(await outlineOf(page), "focus is visible");

    await tabTo(page, "#role");
    assert.ok(await outlineOf(page));
    await page.keyboard.press("ArrowDown");
    await page.waitForSelector("#role-list li", {visible: true});
    assert.equal(await page.$eval("#role", (e) => e.getAttribute("aria-expanded")), "true");
    await page.keyboard.press("Escape");
    assert.equal(await page.$eval("#role", (e) => e.getAttribute("aria-expanded")), "false");
    await page.keyboard.type("technician");
    await page.waitForFunction(() => document.querySelectorAll("#role-list li").length === 4);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowUp");
    const option = await page.$eval("#role", (e) => e.getAttribute("aria-activedescendant"));
    const title = await page.$eval(`#${option} .label`, (e) => e.textContent);
    assert.equal(await page.$eval(`#${option}`, (e) => e.getAttribute("aria-selected")), "true");
    await page.keyboard.press("Enter");
    await page.waitForSelector("#hits .hit");
    assert.equal(await page.$eval("#role", (e) => e.value), title);
    await page.keyboard.down("Control");
    await page.keyboard.press("a");
    await page.keyboard.up("Control");
    await page.keyboard.type("it support");
    await page.waitForFunction(() => document.querySelectorAll("#role-list li").length === 1);
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => location.hash === "#role=it-support-technician");
    await settled(page);
    assert.equal(await active(page), "role", "the focus stays");

    const slider = await sliderOf(page, "Programming");
    const before = await slider.evaluate((e) => e.valueAsNumber);
    await slider.focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await settled(page);
    assert.equal(await slider.evaluate((e) => e.valueAsNumber), before + 1);
    assert.match(await slider.evaluate((e) => e.getAttribute("aria-valuetext")),
        new RegExp(`^${before + 1}, changed from ${before}`));
    assert.ok(await slider.evaluate((e) => e === document.activeElement), "the focus stays");

    const wanted = "system-administrator";
    await tabTo(page, `#hits [data-key="${wanted}"]`);
    await page.keyboard.press("Enter");
    await page.waitForFunction((role) => location.hash.includes(`target=${role}`), {}, wanted);
    await settled(page);
    assert.equal(await page.evaluate(() => document.activeElement.dataset.key), wanted,
        "the focus stays on the role that was taken");
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-current")),
        "true");

    await tabTo(page, "#ladder-words summary");
    await page.keyboard.press("Enter");
    const words = await textsOf(page, "#ladder-text li");
    assert.match(words[0], /^Today: /);
    assert.match(words.at(-1), new RegExp(await textOf(page, "#target-title")));
    await expectNoFaults(page);
    await page.browserContext().close();
});

test("what changes is said, once it has come to rest", async () => {
    const page = await openPage(browser, server.url, {hash: "/#role=dispatcher"});
    await settled(page);
    await page.waitForFunction(() =>
        /ranked\. First: .* % ready|ways? found\. Best: /.test(
            document.getElementById("said").textContent));
    await page.evaluate(() => {
        window.heard = [];
        new MutationObserver(() => window.heard.push(document.getElementById("said").textContent))
            .observe(document.getElementById("said"), {childList: true});
    });
    const slider = await sliderOf(page, "Programming");
    await slider.focus();
    for (let i = 0; i < 8; i++)
        await page.keyboard.press("ArrowRight");
    await settled(page);
    await new Promise((resolve) => setTimeout(resolve, 900));
    const heard = await page.evaluate(() => window.heard);
    assert.ok(heard.some((text) => text.includes("ranked")), `heard: ${heard}`);
    assert.ok(heard.length <= 4, `${heard.length} messages for one change`);
    await page.browserContext().close();
});

test("the skip link leads to the ranking and leaves the view as it is", async () => {
    const page = await openPage(browser, server.url, {hash: "/#role=dispatcher"});
    await settled(page);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    assert.equal(await active(page), "main");
    assert.equal(await page.evaluate(() => location.hash), "#role=dispatcher");
    await page.browserContext().close();
});
