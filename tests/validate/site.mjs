// Reads sites as a browser does: node site.mjs FOLDER ...; prints each fault as a line, and how many pages were read.
//
// Of each page: no error in the console, no request that leaves the folder, no violation of WCAG 2.2 AA in light and in
// dark, every link and fragment there, nothing to scroll sideways on 320 pixels or at twice the size of text, and the
// same words without scripts.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const home = process.env.RECTO_VALIDATORS;
const require = createRequire(path.join(home, 'package.json'));
const { chromium } = require('playwright-core');
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'];

const ids = new Map();
let fault;
const browser = await chromium.launch({ executablePath: path.join(home, 'chromium') });
for (const folder of process.argv.slice(2)) {
  const pages = fs.readdirSync(folder).filter((name) => name.endsWith('.html'));
  for (const name of pages) {
    fault = (what) => console.log(`fault\t${folder}\t${name}: ${what}`);
    await read(folder, name);
  }
  console.log(`pages\t${folder}\t${pages.length}`);
}
await browser.close();

async function read(folder, name) {
  const words = {};
  for (const scheme of ['light', 'dark']) {
    await on(folder, name, { colorScheme: scheme, viewport: { width: 1280, height: 900 } }, async (page) => {
      await accessible(page, scheme);
      if (scheme === 'light') {
        words.on = await said(page);
        links(folder, await page.evaluate(() => [...document.querySelectorAll('[href], [src]')]
          .map((element) => element.getAttribute('href') ?? element.getAttribute('src'))), name);
        await narrow(page, 320, 'at 320 pixels');
      }
    });
  }
  await on(folder, name, { viewport: { width: 1280, height: 900 } }, async (page) => {
    // As large as by a reader's own setting of the size of text.
    await page.evaluate(() => { document.documentElement.style.fontSize = '200%'; });
    await narrow(page, 1280, 'with text of twice the size');
    const cut = await page.evaluate(() => {
      // Words below what hides what is below it; ornaments may be there. At the side, spaces are that end lines.
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
      return [...document.querySelectorAll('main *')]
        .filter((element) => ['hidden', 'clip'].includes(getComputedStyle(element).overflowY)
          && element.clientHeight > 1 && reaches(element))
        .map((element) => `${element.tagName}.${element.className}: ${element.textContent.slice(0, 60)}`);
    });
    for (const what of cut) fault(`cut with text of twice the size: ${what}`);
  });
  await on(folder, name, { javaScriptEnabled: false }, async (page) => { words.off = await said(page); });
  if (words.on !== words.off) fault('other words without scripts than with them');
  if (!words.off) fault('no words');
}

async function on(folder, name, options, look) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const inside = pathToFileURL(fs.realpathSync(folder) + '/').href;
  page.on('console', (message) => message.type() === 'error' && fault(`console: ${message.text()}`));
  page.on('pageerror', (error) => fault(`script: ${error.message}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(inside) && !request.url().startsWith('data:')) fault(`asks for ${request.url()}`);
  });
  await page.goto(inside + encodeURIComponent(name));
  await look(page);
  await context.close();
}

async function accessible(page, scheme) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate((rules) => axe.run({ preload: false, runOnly: rules }), RULES);
  for (const { id, nodes } of violations) {
    fault(`${scheme}: ${id}, ${nodes.length} times, first ${nodes[0].target.join(' ')}: ${nodes[0].failureSummary}`
      .replaceAll(/\s+/g, ' '));
  }
}

// Copy buttons are there with scripts alone.
function said(page) {
  return page.locator('main').first().innerText().then((text) => text.replaceAll(/\s+/g, ' ')
    .replaceAll(/\b(Copy|Copied)\b|复制|已复制/g, '').replaceAll(/\s+/g, ' ').trim());
}

async function narrow(page, width, when) {
  await page.setViewportSize({ width, height: 900 });
  const wide = await page.evaluate(() => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return null;
    const out = [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > root.clientWidth + 1);
    return `${root.scrollWidth} of ${root.clientWidth}: ${out.slice(0, 3).map((e) => `${e.tagName}.${e.className}`)}`;
  });
  if (wide) fault(`scrolls sideways ${when}: ${wide}`);
}

function links(folder, targets, name) {
  for (const target of new Set(targets)) {
    if (/^(https?|mailto|data):/.test(target)) continue;
    const [file, fragment] = target.split('#');
    const to = path.join(folder, file.split('?')[0] === '' ? name : decodeURIComponent(file));
    if (!fs.existsSync(to)) fault(`leads to ${target}, which is not there`);
    else if (fragment && !has(to, decodeURIComponent(fragment))) fault(`leads to ${target}, which is not in that page`);
  }
}

function has(file, id) {
  if (!ids.has(file)) {
    ids.set(file, new Set([...fs.readFileSync(file, 'utf8').matchAll(/\bid="([^"]*)"/g)].map((found) => found[1])));
  }
  return ids.get(file).has(id);
}
