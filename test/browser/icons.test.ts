import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ListeningPortal, listen } from '#test/support/listening.ts';
import { describeInBrowser, openChromium } from './chromium.ts';
import { Person } from './person.ts';

const browser = await openChromium();
let p: ListeningPortal;

beforeAll(async () => {
  p = await listen();
});
afterAll(async () => {
  await browser?.close();
  await p.close();
});

describeInBrowser('icons', browser, (chromium: Browser) => {
  it('are drawn on every page, also when their sprite comes from the cache', async () => {
    const irina = await Person.at(chromium, p);
    await irina.logOn('manager');
    const undrawn = () =>
      irina.page.$$eval('svg use', (uses) =>
        uses.filter((use) => use.checkVisibility() && (use as SVGUseElement).getBBox().width === 0).map((use) => use.getAttribute('href')),
      );
    for (let i = 0; i < 5; i++) {
      for (const path of ['/admin', '/admin/partners', '/admin/orders', '/admin/journal']) {
        await irina.page.goto(path);
        await expect.poll(undrawn).toEqual([]);
      }
    }
    await irina.leave();
  }, 60_000);
});
