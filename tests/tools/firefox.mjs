/* Walk a site in Firefox, from its folder, as somebody does who unpacked it. What was seen is printed
   as JSON; tests/validators/test_firefox.py says what it should be.
   Arguments: the program, the address of the folder, a file for the printed page, and the pages. */
import { writeFileSync } from "node:fs";
import puppeteer from "puppeteer-core";

const [program, root, paper, ...pages] = process.argv.slice(2);
const firefox = await puppeteer.launch({ browser: "firefox", executablePath: program, headless: true });
const page = await firefox.newPage();
const complaints = [];
let asked = new Set();
page.on("console", (line) => {
  if (["error", "warn"].includes(line.type())) { complaints.push(`${page.url()}: ${line.text()}`); }
});
page.on("pageerror", (error) => complaints.push(`${page.url()}: ${error.message}`));
page.on("request", (request) => asked.add(request.url()));
await page.setViewport({ width: 1280, height: 900 });

const open = (path) => page.goto(root + path, { waitUntil: "load" });
const texts = (selector) => page.$$eval(selector, (all) => all.map((one) => one.textContent.trim()));
const shown = (selector) => page.$$eval(selector, (all) => all.filter((one) => one.checkVisibility()).length);

async function walked() {
  const found = [];
  for (const path of pages) {
    await open(path);
    found.push({ path, ...(await page.evaluate(() => ({
      language: document.documentElement.lang,
      headings: document.querySelectorAll("h1").length,
      scripted: document.documentElement.classList.contains("scripted"),
      font: getComputedStyle(document.body).fontFamily,
      wide: document.documentElement.scrollWidth > innerWidth,
    }))) });
  }
  return found;
}

async function searched() {
  await open("waterland/nl/search.html");
  await page.type("#q", "factuur");
  await page.waitForSelector(".find-group a.find-hit");
  // That the address remembers the words counts as going to a page as well: first let it.
  await page.waitForFunction(() => location.search === "?q=factuur");
  const hits = await texts(".find-title");
  await page.keyboard.press("ArrowDown");
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  return { hits, url: page.url() };
}

async function filtered() {
  await open("waterland/nl/processes.html");
  const rows = "table[data-filter] tbody tr", whole = await shown(rows);
  await page.evaluate(() => { document.querySelectorAll("details:has(.tablefilter)").forEach((fold) => { fold.open = true; }); });
  const choice = await page.$eval(".tablefilter select", (field) => field.options[1].value);
  await page.select(".tablefilter select", choice);
  const some = await shown(rows), url = page.url();
  await page.reload();
  return { whole, some, url, kept: await shown(rows) };
}

async function switched() {
  await open("waterland/nl/trust.html");
  await Promise.all([page.waitForNavigation(), page.click("a[hreflang=en]")]);
  return page.url();
}

async function toggled() {
  const ink = () => page.$eval("h1", (title) => getComputedStyle(title).color), before = await ink();
  await page.click("[data-theme-toggle]");
  return [before, await ink()];
}

async function printed() {
  await open("waterland/nl/processes/accounts-payable.html");
  writeFileSync(paper, await page.pdf({ format: "A4", preferCSSPageSize: true }));
}

const seen = {
  walked: await walked(),
  searched: await searched(),
  filtered: await filtered(),
  switched: await switched(),
  toggled: await toggled(),
};
await printed();
console.log(JSON.stringify({ ...seen, complaints, asked: [...asked] }));
await firefox.close();
