// npm run guide-pictures: takes the pictures of the user guide (src/help/pictures.ts) from a demo portal of its own and writes them to
// public/guide/. The results are committed; what does not fit its bytes stops it.
import { mkdir, writeFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { DEMO_PASSWORD } from '#prisma/seeds/data/cast.ts';
import { pictureFile, pictures } from '#src/help/pictures.ts';
import { openChromium } from '#test/browser/chromium.ts';
import { startDemo } from './guide-pictures/demo.ts';
import { type Shot, shotsOf } from './guide-pictures/shots.ts';

/** Bytes of one picture and of all. */
const MOST = 40_000;
const MOST_OF_ALL = 500_000;
/** Width of the window of those who are logged on: tables are tables. Taken is the page beside the menu. */
const WINDOW = 1280;
/** Pixels above the part a picture begins with. */
const ABOVE = 6;

const browser = await openChromium();
if (!browser) throw new Error('no browser: install Google Chrome');
const demo = await startDemo();
try {
  await mkdir(new URL('../public/guide/', import.meta.url), { recursive: true });
  let all = 0;
  for (const shot of shotsOf(demo.statement)) {
    const bytes = await smallest(await take(browser, demo.url, shot), shot);
    await writeFile(new URL(`../public/${pictureFile(shot.name)}`, import.meta.url), bytes);
    all += bytes.length;
    console.log(shot.name, bytes.length);
  }
  if (all > MOST_OF_ALL) throw new Error(`all pictures have ${all} bytes, more than ${MOST_OF_ALL}`);
} finally {
  await browser.close();
  await demo.stop();
}

/** The picture as PNG. */
async function take(chromium: Browser, baseURL: string, shot: Shot): Promise<Buffer> {
  const { width, height } = pictures[shot.name];
  const viewport = { width: shot.width ?? (shot.as ? WINDOW : width), height: 900 };
  const context = await chromium.newContext({ baseURL, viewport, locale: 'ru-RU', colorScheme: 'light', reducedMotion: 'reduce' });
  try {
    const page = await context.newPage();
    if (shot.as) await logOn(page, shot.as);
    await page.goto(shot.path);
    await shot.prepare?.(page);
    await page.mouse.move(0, 0);
    await page.waitForLoadState('networkidle');
    const main = shot.as ? await page.locator('main').boundingBox() : null;
    const { x, width: taken } = main ?? { x: 0, width: viewport.width };
    const top = shot.from ? ((await page.locator(shot.from).first().boundingBox())?.y ?? 0) - ABOVE : 0;
    const clip = { x, y: Math.max(0, Math.round(top)), width: taken, height: Math.round((height * taken) / width) };
    return await page.screenshot({ clip, fullPage: true, animations: 'disabled', caret: 'hide' });
  } finally {
    await context.close();
  }
}

async function logOn(page: Page, login: string): Promise<void> {
  await page.goto('/Account/LogOn');
  await page.getByLabel('Логин').fill(login);
  await page.getByLabel('Пароль').fill(DEMO_PASSWORD);
  await page.getByRole('button', { name: 'Войти' }).click();
  await page.waitForURL((url) => url.pathname !== '/Account/LogOn');
}

/** WebP in the size of the guide: without loss where that is small enough, else as good as fits. */
async function smallest(png: Buffer, { name }: Shot): Promise<Buffer> {
  const { width, height } = pictures[name];
  const picture = sharp(png).resize(width, height, { fit: 'cover', position: 'top' });
  for (const options of [{ lossless: true }, { quality: 85 }, { quality: 75 }, { quality: 60 }]) {
    const bytes = await picture
      .clone()
      .webp({ ...options, effort: 6 })
      .toBuffer();
    if (bytes.length <= MOST) return bytes;
  }
  throw new Error(`${name} is larger than ${MOST} bytes: take a smaller part`);
}
