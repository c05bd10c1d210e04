/* shots.mjs - pictures of the page to look at: node shots.mjs FOLDER [NAME...] */
import {mkdirSync} from "node:fs";
import {join} from "node:path";
import {DESK, PHONE, makeFolder, makePeople, openBrowser, openPage, serve, settled}
    from "./harness.mjs";

const [folder, ...wanted] = process.argv.slice(2);
const FULFILLMENT = "role=fulfillment-associate&is=employment:hourly";
const views = {
    start: "",
    ranking: `#${FULFILLMENT}`,
    target: "#role=it-support-technician&levels=X.cloud:3.5,2.C.3.a:5&target=solutions-architect",
    ladder: `#${FULFILLMENT}&target=software-engineer`,
    miss: "#role=data-analyst&target=shipping-clerk",
    person: "#person=p000000002&target=system-administrator&top=25",
};
const shapes = {desk: DESK, phone: {...PHONE, deviceScaleFactor: 2}};

const files = makeFolder();
const server = await serve(["--people", makePeople(files)]);
const browser = await openBrowser();
mkdirSync(folder, {recursive: true});
try {
    for (const [name, hash] of Object.entries(views))
        for (const [shape, viewport] of Object.entries(shapes))
            for (const theme of ["light", "dark"]) {
                const file = `${name}-${shape}-${theme}`;
                if (wanted.length > 0 && !wanted.some((part) => file.includes(part)))
                    continue;
                const page = await openPage(browser, server.url, {viewport, theme, hash});
                await settled(page);
                await new Promise((resolve) => setTimeout(resolve, 200));
                await page.screenshot({path: join(folder, `${file}.png`),
                    fullPage: shape === "phone" || process.env.FULL === "1"});
                console.log(file, page.faults.join("; "));
                await page.browserContext().close();
            }
} finally {
    await browser.close();
    await server.stop();
    files.remove();
}
