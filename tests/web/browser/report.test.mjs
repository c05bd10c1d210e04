/* report.test.mjs - the pages of --report: valid HTML, nothing that axe finds, nothing too wide, no
 * request, in colour and in grey, on a screen and on paper. */
import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {after, before, test} from "node:test";
import {pathToFileURL} from "node:url";
import {HtmlValidate} from "html-validate";
import {catalog, expectAccessible, expectNoFaults, expectNoOverflow, makeFolder, makePeople,
    openBrowser, openPage, rung} from "../harness.mjs";

const WIDTHS = {narrow: {width: 390, height: 800}, wide: {width: 1280, height: 900}};
const COMMANDS = {
    match: ["--top", "3"],
    path: ["--top", "2", "--paths", "1"],
    "path to a target": ["--target", "solutions-architect"],
};

let files, browser;
const pages = {};
before(async () => {
    files = makeFolder();
    const people = makePeople(files, 200);
    for (const [name, options] of Object.entries(COMMANDS)) {
        pages[name] = files.path(`${name.replaceAll(" ", "-")}.html`);
        rung(name.split(" ")[0], "--catalog", catalog, "--people", people, "--output",
            files.path(`${name}.csv`), "--report", pages[name], ...options);
    }
    pages.audit = files.path("audit.html");
    rung("audit", "--people", people, "--matches", files.path("match.csv"), "--by", "gender",
        "--by", "gender,age_band", "--output", files.path("audit.csv"), "--report", pages.audit);
    pages.gaps = files.path("gaps.html");
    rung("gaps", "--catalog", catalog, "--people", people, "--by", "site", "--output",
        files.path("gaps.csv"), "--report", pages.gaps);
    pages.plan = files.path("plan.html");
    rung("plan", "--catalog", catalog, "--people", people, "--output", files.path("plan"),
        "--budget", "5e5", "--places", "90", "--what-if", "budget=1e5,2e5,1e6", "--what-if",
        "places=30,60,120", "--steps", "1", "--report", pages.plan);
    browser = await openBrowser();
});
after(async () => {
    await browser?.close();
    files.remove();
});

const urlOf = (name) => pathToFileURL(pages[name]).href;

async function openAll(page) {
    await page.evaluate(() => {
        for (const details of document.querySelectorAll("details"))
            details.open = true;
    });
}

/* Pieces of text of a picture that touch each other, or leave it. */
async function collisions(page) {
    return page.evaluate(() => {
        const found = [];
        for (const svg of document.querySelectorAll("figure svg")) {
            const frame = svg.getBoundingClientRect();
            if (frame.width === 0)
                continue;
            const boxes = [...svg.querySelectorAll("text")].map((text) =>
                ({text: text.textContent, box: text.getBoundingClientRect()}));
            for (const [i, {text, box}] of boxes.entries()) {
                if (box.left < frame.left - 1 || box.right > frame.right + 1 ||
                    box.top < frame.top - 1 || box.bottom > frame.bottom + 1)
                    found.push(`'${text}' leaves its picture`);
                for (const other of boxes.slice(i + 1))
                    if (box.left < other.box.right - 1 && other.box.left < box.right - 1 &&
                        box.top < other.box.bottom - 3 && other.box.top < box.bottom - 3)
                        found.push(`'${text}' touches '${other.text}'`);
            }
        }
        return found;
    });
}

/* Text of pictures in pixels of the screen. */
async function smallest(page) {
    return page.evaluate(() => Math.min(...[...document.querySelectorAll("figure svg")]
        .filter((svg) => svg.getBoundingClientRect().width > 0)
        .map((svg) => 14 * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width)));
}

for (const name of [...Object.keys(COMMANDS), "audit", "gaps", "plan"]) {
    test(`the page of ${name} is valid HTML`, () => {
        const validate = new HtmlValidate({
            root: true, extends: ["html-validate:recommended", "html-validate:document"],
            /* The page is XML, too; who shows it has not written all of its names. */
            rules: {"void-style": ["error", {style: "selfclose"}], "long-title": "off",
                "no-trailing-whitespace": "off"},
        });
        const report = validate.validateStringSync(readFileSync(pages[name], "utf8"));
        assert.deepEqual(report.results.flatMap(({messages}) => messages
            .map((m) => `${m.line}:${m.column} ${m.ruleId}: ${m.message}`)), []);
    });

    for (const [shape, viewport] of Object.entries(WIDTHS))
        test(`the page of ${name} can be read by everybody when ${shape}`, async () => {
            const page = await openPage(browser, urlOf(name), {viewport});
            assert.deepEqual(await collisions(page), []);
            assert.ok(await smallest(page) >= 12, "text of a picture is too small");
            await openAll(page);
            await expectNoOverflow(page);
            await expectAccessible(page);
            await expectNoFaults(page);
            await page.browserContext().close();
        });

    test(`the page of ${name} prints with whole pictures`, async () => {
        const page = await openPage(browser, urlOf(name), {viewport: WIDTHS.wide});
        await page.emulateMediaType("print");
        await page.setViewport({width: 680, height: 1000});
        const shown = await page.evaluate(() => [...document.querySelectorAll("figure svg")]
            .filter((svg) => svg.getBoundingClientRect().width > 0)
            .map((svg) => svg.getAttribute("class")));
        assert.ok(shown.length > 0 && shown.every((kind) => kind === "wide"), shown.join());
        await expectNoOverflow(page);
        const tall = await page.evaluate(() => Math.max(...[...document
            .querySelectorAll("figure")].map((figure) => figure.offsetHeight)));
        assert.ok(tall < 980, `a picture of ${tall} px does not fit a sheet`);
        const pdf = await page.pdf({format: "A4", preferCSSPageSize: true});
        assert.ok(pdf.length > 10_000);
        await page.browserContext().close();
    });
}

/* Mean and spread of the grey of a picture's pixels, 0..255. */
async function greyOf(page, clip) {
    const png = await page.screenshot({clip, encoding: "base64"});
    return page.evaluate(async (data) => {
        const image = new Image();
        image.src = `data:image/png;base64,${data}`;
        await image.decode();
        const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
        canvas.drawImage(image, 0, 0);
        const {data: bytes} = canvas.getImageData(0, 0, image.width, image.height);
        const grey = [];
        for (let i = 0; i < bytes.length; i += 4)
            grey.push(0.299 * bytes[i] + 0.587 * bytes[i + 1] + 0.114 * bytes[i + 2]);
        const mean = grey.reduce((sum, g) => sum + g, 0) / grey.length;
        const spread = Math.sqrt(grey.reduce((sum, g) => sum + (g - mean) ** 2, 0) / grey.length);
        return {mean, spread};
    }, png);
}

test("kinds of skills differ in grey by lightness or by pattern", async () => {
    const kinds = ["technical", "soft", "knowledge", "ability", "other"];
    const page = await openPage(browser, urlOf("match"), {viewport: WIDTHS.wide});
    await page.emulateVisionDeficiency("achromatopsia");
    await page.evaluate((all) => {
        const name = "http://www.w3.org/2000/svg";
        const svg = document.createElementNS(name, "svg");
        svg.setAttribute("viewBox", "0 0 500 60");
        svg.style = "position: absolute; top: 0; left: 0; width: 500px; background: white";
        for (const [i, kind] of all.entries()) {
            const bar = document.createElementNS(name, "rect");
            for (const [key, value] of Object.entries({class: kind, x: 10 + 95 * i, y: 10,
                width: 84, height: 18}))
                bar.setAttribute(key, value);
            svg.append(bar);
        }
        document.body.append(svg);
    }, kinds);
    const greys = [];
    for (const i of kinds.keys())
        greys.push(await greyOf(page, {x: 12 + 95 * i, y: 12, width: 80, height: 14}));
    for (const [i, one] of greys.entries())
        for (const [k, other] of greys.slice(0, i).entries())
            assert.ok(Math.abs(one.mean - other.mean) > 12 ||
                Math.abs(one.spread - other.spread) > 12,
            `${kinds[i]} and ${kinds[k]}: ${JSON.stringify([one, other])}`);
    await page.browserContext().close();
});
