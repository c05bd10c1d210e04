import puppeteer from "puppeteer-core";
const [html, out, ...opt] = process.argv.slice(2);
const b = await puppeteer.launch({executablePath: "/usr/bin/chromium", headless: true, args: ["--no-sandbox","--disable-gpu","--disable-dev-shm-usage"]});
for (const w of [390, 1280]) {
  const p = await b.newPage();
  await p.setViewport({width: w, height: 900, deviceScaleFactor: 1});
  if (opt.includes("grey")) await p.emulateVisionDeficiency("achromatopsia");
  await p.goto("file://" + html);
  const o = await p.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth, document.documentElement.scrollHeight]);
  console.log(w, o);
  const H = o[2], step = 2200;
  for (let y = 0, i = 0; y < H; y += step, i++)
    await p.screenshot({path: `${out}-${w}-${i}.png`, clip: {x: 0, y, width: w, height: Math.min(step, H - y)}, captureBeyondViewport: true});
}
await b.close();
