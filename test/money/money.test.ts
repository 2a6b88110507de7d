import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';
import { disagreements } from './agreement.ts';
import { Life } from './life.ts';

let p: TestPortal;
beforeAll(async () => {
  p = await openTestPortal();
});
afterAll(() => p.close());

// A short form of `npm run drill -- money`.
it('after random operations ledger, acts, exposure, holds and invoices are those of the books, on any day', async () => {
  const life = new Life(p, { operations: 240, perDay: 6, seed: 3, subscriptions: 8 });
  await life.live();
  expect(life.faults).toEqual([]);
  expect(await disagreements(p, life)).toEqual([]);
  for (const act of [
    'order: done',
    'seats: more',
    'payment: bank',
    'payment: axapta',
    'taken back',
    'correction',
    'close',
    'overdue hold lifted',
  ])
    expect([act, life.counts.get(act) ?? 0]).not.toEqual([act, 0]);
}, 120_000);
