/* large.test.mjs - a catalog of the size of ESCO: thousands of roles, more skills than a page can
 * show. */
import assert from "node:assert/strict";
import {mkdirSync, writeFileSync} from "node:fs";
import {after, before, test} from "node:test";
import {choose, expectNoFaults, hitsOf, makeFolder, openBrowser, openPage, serve, setLevel, settled,
    textOf, textsOf} from "../harness.mjs";

const ROLES = 3000, SKILLS = 13_896, ASKED = 40;
const MOST_ELEMENTS = 2500;

let files, server, browser;

function writeCatalog(folder) {
    mkdirSync(folder);
    const write = (name, lines) => writeFileSync(`${folder}/${name}`, `${lines.join("\n")}\n`);
    const range = (n, make) => Array.from({length: n}, (_, i) => make(i));
    write("catalog.ini", ["name = Large", "levels = 1"]);
    write("skills.csv", ["skill_id,name,kind", ...range(SKILLS, (d) =>
        `http://skill/${d},skill number ${d},${d % 3 ? "technical" : "knowledge"}`)]);
    write("roles.csv", ["role_id,title", ...range(ROLES, (r) =>
        `http://role/${r},role number ${r}`)]);
    write("role_skills.csv", ["role_id,skill_id,level,importance,essential",
        ...range(ROLES, (r) => range(ASKED, (i) => `http://role/${r},http://skill/` +
            `${(r * 17 + i * (1 + r % 5)) % SKILLS},1,${i % 2 ? 0.5 : 1},${i < 3 ? 1 : 0}`)).flat()]);
}

before(async () => {
    files = makeFolder();
    writeCatalog(files.path("large"));
    mkdirSync(files.path("staff"));
    writeFileSync(`${files.path("staff")}/people.csv`,
        "person_id,role_id\nann,http://role/5\nbob,http://role/6\n");
    writeFileSync(`${files.path("staff")}/people_skills.csv`, "person_id,skill_id,level\n" +
        "ann,http://skill/85,1\nann,http://skill/13000,1\n");
    server = await serve(["--people", files.path("staff")], {from: files.path("large")});
    browser = await openBrowser();
});
after(async () => {
    await browser?.close();
    await server?.stop();
    files.remove();
});

test("of many skills those are shown that matter, and others can be added", async (t) => {
    const page = await openPage(browser, server.url);
    await settled(page);
    await choose(page, "role", "role number 12", "role number 12");
    await page.waitForSelector("#hits .hit");
    await settled(page);
    assert.equal((await page.$$(".level input")).length, ASKED);
    await choose(page, "skill", "number 13895", "skill number 13895");
    await page.waitForFunction((n) =>
        document.querySelectorAll(".level input").length === n, {}, ASKED + 1);
    assert.match(await page.evaluate(() => document.activeElement.type), /^range$/);
    const before = await hitsOf(page);
    const start = await page.evaluate(() => performance.now());
    await setLevel(page, "skill number 204", 0);
    await settled(page);
    const spent = await page.evaluate((from) => performance.now() - from, start);
    t.diagnostic(`a slider's roles are there after ${spent.toFixed(0)} ms`);
    assert.notDeepEqual(await hitsOf(page), before);
    const elements = await page.evaluate(() => document.querySelectorAll("*").length);
    assert.ok(elements < MOST_ELEMENTS, `${elements} elements`);
    await expectNoFaults(page);
    await page.browserContext().close();
});

test("a link with a skill that nobody asks for brings its slider back", async () => {
    const page = await openPage(browser, server.url, {hash: "/#role=" +
        `${encodeURIComponent("http://role/12")}&levels=${encodeURIComponent("http://skill/9000")}:1` +
        `&target=${encodeURIComponent("http://role/13")}`});
    await settled(page);
    const names = await page.$$eval(".level label", (labels) => labels.map((l) => l.textContent));
    assert.ok(names.some((name) => name.startsWith("skill number 9000")));
    assert.equal(await textOf(page, "#target-title"), "role number 13");
    assert.match(await textOf(page, "#gaps-rows tr th"), /^skill number \d+/);
    assert.match(await textOf(page, "#ways-note"), /may take minutes/);
    assert.ok(await page.$("#ways-search:not([hidden])"), "a long search is not begun unasked");
    await expectNoFaults(page);
    await page.browserContext().close();
});

test("skills of a person that her role does not ask for have their names", async () => {
    const page = await openPage(browser, server.url, {hash: "/#person=ann"});
    await settled(page);
    assert.ok((await textsOf(page, ".level label")).includes("skill number 13000"));
    await expectNoFaults(page);
    await page.browserContext().close();
});
