import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CAST_SKU } from '#prisma/seeds/data/cast.ts';
import { type ListeningPortal, listen } from '#test/support/listening.ts';
import { placeNew } from '#test/support/orders.ts';
import { bytesOf, transfersOf } from './bytes.ts';
import { describeInBrowser, openChromium } from './chromium.ts';
import { Person } from './person.ts';

const KIB = 1024;
const browser = await openChromium();
let p: ListeningPortal;

beforeAll(async () => {
  p = await listen();
  for (let seats = 5; seats < 20; seats += 1) await placeNew(p, 'vector', { seats });
});
afterAll(async () => {
  await browser?.close();
  await p.close();
});

describeInBrowser('bytes on the wire', browser, (chromium: Browser) => {
  it('are at most 60 KiB for the first visit and 6 KiB for each page after it, and nothing is fetched that is not needed', async () => {
    const anna = await Person.at(chromium, p);
    const { page } = anna;
    const first = await transfersOf(page, () => page.goto('/Account/LogOn'));
    expect(bytesOf(first)).toBeLessThanOrEqual(60 * KIB);
    expect(kindsOf(first)).toEqual(['Document', 'Font', 'Other', 'Script', 'Stylesheet']);
    expect(first.filter(({ type }) => type === 'Script' || type === 'Stylesheet').length).toBe(2);

    await anna.logOn('vector');
    await page.waitForLoadState('networkidle');
    for (const address of [
      '/cabinet',
      '/subscriptions',
      '/subscriptions/S-100001',
      '/catalog',
      `/orders/new?offer=${CAST_SKU}`,
      '/orders',
    ]) {
      const next = await transfersOf(page, () => page.goto(address));
      expect([address, ...next.map(({ type }) => type)]).toEqual([address, 'Document']);
      expect(bytesOf(next), address).toBeLessThanOrEqual(6 * KIB);
    }
    await anna.leave();
  });
});

const kindsOf = (transfers: readonly { type: string }[]): string[] => [...new Set(transfers.map(({ type }) => type))].sort();
