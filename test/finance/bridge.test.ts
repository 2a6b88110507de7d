import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BridgeRow, bridgeOf, bridgeRows } from '#src/finance/bridge.queries.ts';
import { day } from '#src/lib/days.ts';
import { formatRub, sum } from '#src/lib/money.ts';
import { liveToDecember } from '#test/billing/close/late-world.ts';
import type { Browser, TestPage } from '#test/support/browser.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

const DECEMBER = day('2026-12-03');

describe.each([7, 11, 23])('«почему сумма изменилась» of random changes around a month’s end, seed %i', (seed) => {
  let p: TestPortal;
  let anna: Browser;
  let page: TestPage;
  let rows: BridgeRow[];

  beforeAll(async () => {
    p = await openTestPortal();
    await liveToDecember(p, seed);
    anna = await p.as('vector');
    page = await anna.get('/finance');
    rows = await bridgeRows(await p.scope('vector'), DECEMBER);
  }, 60_000);
  afterAll(() => p.close());

  it('leads from one month to the other, subscription by subscription', async () => {
    const months = await chargesOf(p);
    for (const [number, { before, now }] of months) {
      const mine = rows.filter((row) => row.number === number);
      expect([number, total(mine)]).toEqual([number, now - before]);
      if (before === 0n || now === 0n) expect(mine.map(({ part }) => part)).toEqual(now === before ? [] : [now ? 'added' : 'gone']);
      else expect(mine.every(({ part }) => part === 'priced' || part === 'used')).toBe(true);
    }
    expect(rows.every(({ number }) => months.has(number))).toBe(true);
  });

  it('counts as price what this month would cost less at the old one', async () => {
    const periods = await p.portal.db.servicePeriod.findMany({
      where: { fromOn: { gte: new Date('2026-12-01') } },
      include: { subscription: true },
    });
    for (const row of rows.filter(({ part }) => part === 'priced')) {
      const mine = periods.filter(({ subscription, unitPrice }) => subscription.number === row.number && unitPrice === 215_00n);
      const more = mine.reduce((sum, { seats, fromOn, toOn }) => sum + (seats * (toOn.getTime() - fromOn.getTime())) / 86_400_000 / 31, 0);
      expect(Math.abs(Number(row.after - row.before) - more * 100)).toBeLessThan(mine.length + 1); // 1,00 ₽ a seat, to a kopeck each
    }
  });

  it('is told in parts that add up, each with the subscriptions that moved it most', async () => {
    const { before, now, parts } = await bridgeOf(await p.scope('vector'), DECEMBER);
    expect(sum(before, ...parts.map(({ delta }) => delta))).toBe(now);
    expect(parts.map(({ part }) => part)).toEqual(
      ['added', 'gone', 'priced', 'used'].filter((part) => rows.some((row) => row.part === part)),
    );
    for (const { part, delta, count, top } of parts) {
      const mine = rows.filter((row) => row.part === part);
      expect([part, total(mine), mine.length]).toEqual([part, delta, count]);
      expect(top.map(({ number }) => number)).toEqual(mine.slice(0, 5).map(({ number }) => number));
      for (const row of top) expect([row.number, row.events.length > 0]).toEqual([row.number, true]);
      const block = page.$(`#bridge-${part}`);
      expect(block.find('tbody tr').length).toBe(top.length);
      expect(words(block.find('summary').text())).toContain(words(formatRub(delta)));
      if (count > 5) expect(words(block.find('tfoot').text())).toContain(words(formatRub(delta - total(top))));
    }
  });

  it('links every cause to its row of the journal', async () => {
    const links = page.$('.bridge td a, .bridge th a, .bridge .more a');
    const addresses = new Set(links.map((_, a) => page.$(a).attr('href') ?? '').get());
    expect(addresses.size).toBeGreaterThan(10);
    for (const address of addresses) {
      const found = await anna.get(address);
      expect([address, found.status]).toEqual([address, 200]);
      if (address.startsWith('/subscriptions/')) expect([address, found.$('.timeline li').length > 0]).toEqual([address, true]);
    }
  });

  it('comes as a file, every subscription of it', async () => {
    const { text } = (await anna.get('/finance/changes.csv')).response;
    expect(text.trim().split('\n')).toHaveLength(rows.length + 1);
    for (const { number } of rows) expect(text).toContain(number);
    expect((await anna.get('/finance/changes.xlsx')).status).toBe(200);
  });
});

const total = (rows: readonly BridgeRow[]): bigint => rows.reduce((sum, { before, after }) => sum + after - before, 0n);
const words = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** What each subscription is charged in November and December, added up here and not by the statement. */
async function chargesOf(p: TestPortal): Promise<Map<string, { before: bigint; now: bigint }>> {
  const months = new Map<string, { before: bigint; now: bigint }>();
  for (const { fromOn, charge, subscription } of await p.portal.db.servicePeriod.findMany({ include: { subscription: true } })) {
    const sums = months.get(subscription.number) ?? { before: 0n, now: 0n };
    if (fromOn < new Date('2026-12-01')) sums.before += charge;
    else sums.now += charge;
    months.set(subscription.number, sums);
  }
  return months;
}
