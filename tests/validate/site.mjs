// Reads sites as a browser does: node site.mjs FOLDER ...; prints each fault as a line, and how many pages were read.
//
// Of each page, from the disk: no error in the console, no request that leaves the folder, no violation of WCAG 2.2 AA in light
// and in dark, every link and fragment there, nothing to scroll sideways on a telephone of 320 pixels or with text of twice the
// size, no words cut off then, and the same words without scripts.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const home = process.env.RECTO_VALIDATORS;
const require = createRequire(path.join(home, 'package.json'));
const { chromium } = require('playwright-core');
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const DESK = { width: 1280, height: 900 };
const TELEPHONE = { viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true };

const executablePath = path.join(home, 'chromium');
const browser = await chromium.launch({ executablePath });
// As large as by a reader's own setting of the size of text, which is 16 where nothing is set.
const large = await chromium.launch({ executablePath, args: ['--blink-settings=defaultFontSize=32,defaultFixedFontSize=26'] });
for (const folder of process.argv.slice(2)) await site(folder);
await browser.close();
await large.close();

async function site(folder) {
  const pages = fs.readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.html'));
  const inside = pathToFileURL(fs.realpathSync(folder) + '/').href;
  // What runs while a page is read is that page's.
  const reading = { name: '', fault: (what) => console.log(`fault\t${folder}\t${reading.name}: ${what}`) };
  const views = {
    desk: await view(browser, { viewport: DESK }, inside, reading),
    telephone: await view(browser, TELEPHONE, inside, reading),
    large: await view(large, { viewport: DESK }, inside, reading),
    quiet: await view(browser, { viewport: DESK, javaScriptEnabled: false }, inside, reading),
  };
  const found = new Map();
  for (reading.name of pages) {
    const url = inside + reading.name.split('/').map(encodeURIComponent).join('/');
    for (const page of Object.values(views)) await page.goto(url);
    found.set(reading.name, await read(views, reading.fault));
  }
  links(folder, found, reading);
  for (const page of Object.values(views)) await page.context().close();
  console.log(`pages\t${folder}\t${pages.length}`);
}

async function view(browser, options, inside, reading) {
  const page = await (await browser.newContext(options)).newPage();
  page.on('console', (message) => message.type() === 'error' && reading.fault(`console: ${message.text()}`));
  page.on('pageerror', (error) => reading.fault(`script: ${error.message}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(inside) && !request.url().startsWith('data:')) reading.fault(`asks for ${request.url()}`);
  });
  return page;
}

// Gives the ids of a page and where it leads.
async function read({ desk, telephone, large, quiet }, fault) {
  const words = [await said(desk), await said(quiet)];
  if (words[0] !== words[1]) fault('other words without scripts than with them');
  if (!words[1]) fault('no words');
  // Half as wide is what a page is when all of it is shown twice as large, and the same in letters as with large text.
  await desk.setViewportSize({ width: DESK.width / 2, height: DESK.height / 2 });
  const [once, twice] = await Promise.all([desk, large].map((page) => page.evaluate(sizesOfText)));
  const still = once.findIndex(({ size }, index) => twice[index].size < 1.95 * size);
  if (still >= 0) fault(`stays small where readers ask for larger text: ${once[still].text}`);
  for (const [page, width, when] of [
    [telephone, 320, 'at 320 pixels'],
    [desk, DESK.width / 2, 'at twice the size'],
    [large, DESK.width, 'with text of twice the size'],
  ]) {
    const wide = await page.evaluate(widest, width);
    if (wide) fault(`scrolls sideways ${when}: ${wide}`);
    for (const what of await page.evaluate(cut)) fault(`cut off ${when}: ${what}`);
  }
  await desk.setViewportSize(DESK);
  const targets = await desk.evaluate(ways);
  for (const scheme of ['light', 'dark']) {
    await desk.emulateMedia({ colorScheme: scheme });
    for (const what of await violations(desk)) fault(`${scheme}: ${what}`);
  }
  await desk.emulateMedia({ colorScheme: 'light' });
  return targets;
}

async function violations(page) {
  await page.evaluate(axe);
  const options = { preload: false, runOnly: RULES, resultTypes: ['violations'] };
  const { violations } = await page.evaluate((options) => axe.run(options), options);
  return violations.map(({ id, nodes }) =>
    `${id}, ${nodes.length} times, first ${nodes[0].target.join(' ')}: ${nodes[0].failureSummary}`.replaceAll(/\s+/g, ' '));
}

// The words that are seen; buttons are there with scripts alone.
function said(page) {
  return page.evaluate(() => {
    const main = document.querySelector('main');
    for (const button of main?.querySelectorAll('button') ?? []) button.hidden = true;
    const words = (main?.innerText ?? '').replaceAll(/\s+/g, ' ').trim();
    for (const button of main?.querySelectorAll('button') ?? []) button.hidden = false;
    return words;
  });
}

// In pixels, of each piece of text of the page.
function sizesOfText() {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const sizes = [];
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    if (text.data.trim()) sizes.push({ size: parseFloat(getComputedStyle(text.parentElement).fontSize), text: text.data });
  }
  return sizes;
}

function widest(width) {
  // Without room for it, telephones show a page smaller.
  const wide = Math.max(document.documentElement.scrollWidth, window.innerWidth);
  if (wide <= width) return null;
  const out = [...document.querySelectorAll('body *')].filter((element) => element.getBoundingClientRect().right > width + 1);
  return `${wide} of ${width}: ${out.slice(0, 3).map((element) => `${element.tagName}.${element.className}`)}`;
}

// Words below what hides what is below it; ornaments may be there. At the side, spaces are that end lines.
function cut() {
  const reaches = (element) => {
    const frame = element.getBoundingClientRect();
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      const range = document.createRange();
      range.selectNodeContents(text);
      const rects = [...range.getClientRects()];
      if (text.data.trim() && rects.some((rect) => rect.width > 0 && rect.bottom > frame.bottom + 2)) return true;
    }
    return false;
  };
  return [...document.querySelectorAll('body *')]
    .filter((element) => ['hidden', 'clip'].includes(getComputedStyle(element).overflowY)
      && element.clientHeight > 1 && reaches(element))
    .map((element) => `${element.tagName}.${element.className}: ${element.textContent.slice(0, 60)}`);
}

function ways() {
  const of = (name) => [...document.querySelectorAll(`[${name}]`)].map((element) => element.getAttribute(name));
  const sets = of('srcset').flatMap((set) => set.split(',').map((one) => one.trim().split(/\s/)[0]));
  return { ids: of('id'), targets: [...new Set([...of('href'), ...of('src'), ...of('poster'), ...sets])] };
}

function links(folder, found, reading) {
  const ids = new Map([...found].map(([name, page]) => [name, new Set(page.ids)]));
  for (const [name, { targets }] of found) {
    reading.name = name;
    for (const target of targets) {
      if (/^(https?|mailto|data):/.test(target)) continue;
      const [file, fragment] = target.split('#');
      const to = file.split('?')[0] === '' ? name : path.join(path.dirname(name), decodeURIComponent(file.split('?')[0]));
      if (to.startsWith('..')) reading.fault(`leads to ${target}, which is outside`);
      else if (!fs.statSync(path.join(folder, to), { throwIfNoEntry: false })?.isFile()) {
        reading.fault(`leads to ${target}, which is not there`);
      } else if (fragment && !ids.get(to)?.has(decodeURIComponent(fragment))) {
        reading.fault(`leads to ${target}, which is not in that page`);
      }
    }
  }
}
