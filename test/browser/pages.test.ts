import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Role } from '#src/platform/scope.ts';
import { type ListeningPortal, listen } from '#test/support/listening.ts';
import { bringAxe, kindsOn, violations } from './axe.ts';
import { describeInBrowser, openChromium } from './chromium.ts';
import { type Crawled, crawl, getRoutes } from './crawl.ts';
import { Person } from './person.ts';
import { liveThrough } from './world.ts';

const browser = await openChromium();
let p: ListeningPortal;
let also: string[];
/** The kinds of elements axe has seen on each route. */
const looked = new Map<string, Set<string>>();

beforeAll(async () => {
  p = await listen();
  const { active, stopped } = await liveThrough(p);
  const colleague = await p.portal.db.user.findFirstOrThrow({ where: { login: 'vector-sales' } });
  also = [`/subscriptions/${active}`, `/subscriptions/${stopped}`, `/team/${colleague.id}`];
});
afterAll(async () => {
  await browser?.close();
  await p.close();
});

const people: [string, Role | null][] = [
  ['a stranger', null],
  ['vector', 'partner_owner'],
  ['vector-books', 'partner_accountant'],
  ['meridian', 'partner_owner'],
  ['orion', 'partner_owner'],
  ['romashka', 'customer'],
  ['manager', 'manager'],
  ['admin', 'admin'],
];

describeInBrowser('every page, light and dark, wide and narrow', browser, (chromium: Browser) => {
  it.each(people)(
    'suits %s',
    async (login, role) => {
      const { pages } = await comesTo(login, role);
      const person = await Person.at(chromium, p);
      if (role) await person.logOn(login);
      const { page } = person;
      await bringAxe(page);
      const faults: string[] = [];
      for (const { route, address } of pages) {
        await page.setViewportSize({ width: 1440, height: 900 });
        await page.goto(address);
        faults.push(...(await tooWide(page)));
        if (await isNews(page, route)) faults.push(...(await lookAt(page, address === pages[0]?.address ? 'html' : 'main')));
      }
      expect(faults).toEqual([]);
      await person.leave();
    },
    240_000,
  );

  it('is come to by links, every file too', async () => {
    const reached = new Set<string>();
    for (const [login, role] of people) for (const path of (await comesTo(login, role)).reached) reached.add(path);
    const missed = getRoutes(p).map(({ path }) => path);
    expect(missed.filter((path) => !reached.has(path) && !withoutLink.has(path))).toEqual([]);
  }, 60_000);
});

/** Leads on, is asked for by script or by a form with boxes ticked, stands in a letter, follows an upload, or waits for a month's end. */
const withoutLink = new Set([
  '/',
  '/orders/quote',
  '/subscriptions/:number/parameters/preview',
  '/subscriptions/bulk',
  '/Account/LogOn/Code',
  '/Account/Password/:token',
  '/admin/letters/:id/html',
  '/admin/catalog/import/:id',
  '/admin/closing/:period/start',
  '/Account/Email/:mark',
  '/admin/partners/:id/contracts/:contractId/ending/outcome',
  '/admin/partners/:id/customers/:customerId/users/:userId/edit',
]);

async function comesTo(login: string, role: Role | null): Promise<Crawled> {
  return crawl(p, role ? await p.as(login) : p.visitor(), role, login === 'vector' ? also : []);
}

/** Whether the page is built of anything that this route has not shown to anybody before. */
async function isNews(page: Page, route: string): Promise<boolean> {
  const known = looked.get(route) ?? new Set();
  const news = (await kindsOn(page)).filter((kind) => !known.has(kind));
  looked.set(route, new Set([...known, ...news]));
  return news.length > 0;
}

/** Runs axe over what stands in `part`, in four ways, and over its dialogs. The theme changes nothing but colours. */
async function lookAt(page: Page, part: string): Promise<string[]> {
  const found: string[] = [];
  const note = (how: string, faults: string[]) => found.push(...faults.map((fault) => `${page.url()} ${how}: ${fault}`));
  note('wide', await violations(page, part));
  for (const opener of await page.locator('main [data-dialog]:visible').all()) {
    await opener.click();
    note('dialog', await violations(page, 'dialog[open]'));
    await page.keyboard.press('Escape');
  }
  await page.emulateMedia({ colorScheme: 'dark' });
  note('wide, dark', await violations(page, part, 'color-contrast'));
  await page.setViewportSize({ width: 360, height: 780 });
  note('narrow, dark', await violations(page, part));
  await page.emulateMedia({ colorScheme: 'light' });
  note('narrow', await violations(page, part, 'color-contrast'));
  return found;
}

/** Nobody scrolls sideways, down to 320 px. */
async function tooWide(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const width of [360, 320]) {
    await page.setViewportSize({ width, height: 780 });
    const wide = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      if (scrollWidth <= clientWidth) return null;
      const sticksOut = [...document.querySelectorAll('body :not(.tabs *)')].find(
        (one) => one.getBoundingClientRect().right > clientWidth + 1,
      );
      return sticksOut?.outerHTML.slice(0, 120) ?? 'something';
    });
    if (wide) found.push(`${page.url()} is too wide for ${width} px: ${wide}`);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  return found;
}
