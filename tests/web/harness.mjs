/* harness.mjs - a server of its own and headless Chromium, and everything that must not happen
 * while somebody uses the page: errors, refused sources, requests to other hosts. */
import assert from "node:assert/strict";
import {spawn, execFileSync} from "node:child_process";
import {once} from "node:events";
import {mkdtempSync, readFileSync, rmSync} from "node:fs";
import {createRequire} from "node:module";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {createInterface} from "node:readline";
import {fileURLToPath} from "node:url";
import puppeteer from "puppeteer-core";

const root = fileURLToPath(new URL("../..", import.meta.url));
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
export const program = process.env.RUNG ?? join(root, "build/release/rung");
export const catalog = join(root, "datasets/upskilling-2025");
export const PHONE = {width: 360, height: 760, isMobile: true, hasTouch: true};
export const DESK = {width: 1400, height: 900};

/* ------------------------------------------------------------ files and servers */

export function makeFolder() {
    const folder = mkdtempSync(join(tmpdir(), "rung-web-"));
    return {path: (name) => join(folder, name),
        remove: () => rmSync(folder, {recursive: true, force: true})};
}

export function rung(...options) {
    return execFileSync(program, options, {encoding: "utf8", stdio: ["ignore", "pipe", "pipe"]});
}

/* A made-up population of the bundled catalog. */
export function makePeople(folder, people = 60) {
    const staff = folder.path("staff");
    rung("synth", "--catalog", catalog, "--people", String(people), "--seed", "9", "--output",
        staff);
    return staff;
}

async function addressOf(child) {
    for await (const line of createInterface({input: child.stdout})) {
        const found = /listening on (http:\/\/\S+)/.exec(line);
        if (found)
            return found[1];
    }
    throw new Error("rung serve ended before it listened");
}

/* rung serve of the bundled catalog, or of another, on a free port or on the one given. */
export async function serve(options = [], {port = 0, from = catalog} = {}) {
    const child = spawn(program, ["serve", "--catalog", from, "--listen", `127.0.0.1:${port}`,
        ...options], {stdio: ["ignore", "pipe", "pipe"]});
    let told = "";
    child.stderr.on("data", (data) => {
        told += data;
    });
    const url = await addressOf(child).catch((error) => {
        throw new Error(`${error.message}: ${told}`);
    });
    return {
        url, port: Number(new URL(url).port),
        async stop() {
            if (child.exitCode !== null)
                return;
            const ended = once(child, "exit");
            child.kill("SIGTERM");
            const [code] = await ended;
            assert.equal(code, 0, `rung serve ended with ${code}: ${told}`);
        },
    };
}

/* ------------------------------------------------------------ the browser */

const BROWSER = "/usr/bin/chromium";

export async function openBrowser() {
    return puppeteer.launch({
        executablePath: process.env.CHROMIUM ?? BROWSER, headless: true,
        args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--lang=en",
            "--force-color-profile=srgb"],
    });
}

/* What goes wrong in a page is collected in page.faults. */
function watch(page, url) {
    const faults = [];
    const host = new URL(url).host;
    page.on("console", (message) => {
        if (["error", "warn", "assert"].includes(message.type()))
            faults.push(`console: ${message.text()}`);
    });
    page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
    page.on("request", (request) => {
        const asked = new URL(request.url());
        if (asked.protocol !== "data:" && asked.host !== host)
            faults.push(`a request to ${asked.host}`);
    });
    page.on("response", (response) => {
        if (response.status() >= 400)
            faults.push(`${response.status()} for ${new URL(response.url()).pathname}`);
    });
    return faults;
}

async function watchPolicy(page) {
    await page.evaluateOnNewDocument(() => {
        window.refusedByPolicy = [];
        document.addEventListener("securitypolicyviolation", (event) =>
            window.refusedByPolicy.push(`${event.violatedDirective} ${event.blockedURI}`));
    });
}

/* A page of a profile of its own. theme: "light" or "dark", as the system has it. */
export async function openPage(browser, url, {viewport = DESK, theme = "light", hash = ""} = {}) {
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    await page.setViewport(viewport);
    await page.emulateMediaFeatures([{name: "prefers-color-scheme", value: theme},
        {name: "prefers-reduced-motion", value: "reduce"}]);
    await watchPolicy(page);
    page.faults = watch(page, url);
    await page.goto(url + hash, {waitUntil: "load"});
    return page;
}

/* Nothing went wrong, but for what is expected. */
export async function expectNoFaults(page, expected = []) {
    const refused = await page.evaluate(() => window.refusedByPolicy);
    const faults = page.faults.filter((fault) => !expected.some((known) => fault.match(known)));
    assert.deepEqual(refused, [], "sources refused by the Content-Security-Policy");
    assert.deepEqual(faults, []);
}

/* ------------------------------------------------------------ what a person sees and does */

/* All asked for is answered. */
export async function settled(page) {
    await page.waitForFunction(() => document.getElementById("page").hidden === false &&
        document.querySelectorAll('[aria-busy="true"]').length === 0);
}

export async function textOf(page, selector) {
    return page.$eval(selector, (element) => element.innerText.trim());
}

export async function textsOf(page, selector) {
    return page.$$eval(selector, (found) => found.map((element) => element.innerText.trim()));
}

/* Type into a combobox and take the first option with this text. */
export async function choose(page, id, typed, wanted = typed) {
    await page.click(`#${id}`);
    await page.keyboard.type(typed);
    await page.waitForSelector(`#${id}-list[aria-busy="false"]`);
    const option = await page.waitForSelector(
        `xpath///ul[@id="${id}-list"]/li[contains(., "${wanted}")]`, {visible: true});
    await option.click();
}

/* The slider of a skill by its name. */
export async function sliderOf(page, name) {
    const slider = await page.waitForSelector(
        `xpath///div[contains(@class, "level")][label[starts-with(normalize-space(.), "${name}")]]` +
        "//input[@type=\"range\"]");
    await slider.evaluate((element) => {
        element.closest("details").open = true;
        element.scrollIntoView({block: "center"});
    });
    return slider;
}

export async function setLevel(page, name, level) {
    const slider = await sliderOf(page, name);
    await slider.evaluate((element, value) => {
        element.value = value;
        element.dispatchEvent(new Event("input", {bubbles: true}));
        element.dispatchEvent(new Event("change", {bubbles: true}));
    }, level);
}

export async function hitsOf(page) {
    return page.$$eval("#hits .hit", (hits) => hits.map((hit) => ({
        role: hit.dataset.key,
        title: hit.querySelector(".title").firstChild.textContent.trim(),
        ready: Number.parseInt(hit.querySelector(".number").textContent, 10),
        wage: hit.querySelector(".wage").textContent,
    })));
}

/* Nothing reaches beyond the page's width. */
export async function expectNoOverflow(page) {
    const beyond = await page.evaluate(() => {
        const width = document.documentElement.clientWidth;
        return {page: document.documentElement.scrollWidth - width,
            parts: [...document.querySelectorAll("body *")]
                .filter((element) => !element.closest(".unseen, .scroll, .skip, [hidden]") &&
                    element.getBoundingClientRect().right > width + 1)
                .map((element) => element.tagName + "#" + element.id + "." + element.className)};
    });
    assert.deepEqual(beyond, {page: 0, parts: []});
}

export async function expectAccessible(page) {
    await page.evaluate(axe); /* the test's own: the page's policy does not hold for it */
    const {violations, passes} = await page.evaluate(() => window.axe.run(document, {
        runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }));
    assert.ok(passes.length > 15, `axe looked at ${passes.length} rules alone`);
    assert.deepEqual(violations.map((violation) => [violation.id,
        ...violation.nodes.map((node) => `${node.target} ${node.failureSummary}`)]), []);
}
