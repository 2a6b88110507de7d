import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { Managing } from '#test/support/managing.ts';
import { orderAs, placeNew } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;
let anna: Managing;
let number: string;

beforeAll(async () => {
  p = await openTestPortal();
  anna = new Managing(await p.scope('vector'));
  number = await placeNew(p, 'vector', { seats: 7 });
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => p.close());

/** What the command that `act` runs sends from BEGIN to COMMIT; gathered rows under one name. */
async function sentBy(act: () => Promise<unknown>): Promise<string[]> {
  const query = vi.spyOn(pg.Client.prototype, 'query');
  await act();
  const sent = query.mock.calls.map(([asked]) => (typeof asked === 'string' ? asked : String((asked as { name?: string }).name)));
  return sent.slice(sent.indexOf('BEGIN'), sent.indexOf('COMMIT') + 1).map((name) => name.replace(/^gathered\.\d+$/, 'gathered'));
}

test('an order reads by one statement behind the lock and writes by one', async () => {
  const sent = await sentBy(() => orderAs(anna.scope, { seats: 7 }));
  expect(sent).toEqual(['BEGIN', 'form_token_claim', 'lock_partner', 'order_facts', 'gathered', 'COMMIT']);
});

test.each([
  ['more seats', () => anna.seats(number, 8), 'change_facts_and_key', 1],
  ['fewer seats', () => anna.seats(number, 7), 'change_facts_and_key', 0],
  ['a stop', () => anna.stop(number), 'change_facts', 0],
  ['a start', () => anna.start(number), 'change_facts_and_key', 1],
])('so does %s; the number of an order is drawn by what reads, and only where one is made', async (_, act, reads, drawn) => {
  const before = await lastNumber();
  expect(await sentBy(act)).toEqual(['BEGIN', 'form_token_claim', 'lock_partner', 'lock_managed_number', reads, 'gathered', 'COMMIT']);
  expect(await lastNumber()).toBe(before + drawn);
});

/** The last number an order was given. */
async function lastNumber(): Promise<number> {
  const [row] = await p.portal.sql<{ last: number }>('last_number', 'select last_value::int as last from order_numbers');
  return row?.last ?? 0;
}

test('a form sent again sends no more than was under way when it is known', async () => {
  const token = crypto.randomUUID();
  const first = await orderAs(anna.scope, { seats: 7 }, token);
  const query = vi.spyOn(pg.Client.prototype, 'query');
  expect(await orderAs(anna.scope, { seats: 7 }, token)).toEqual(first);
  const sent = query.mock.calls.map(([asked]) => (typeof asked === 'string' ? asked : (asked as { name?: string }).name));
  expect(sent.slice(sent.indexOf('BEGIN'))).toEqual([
    'BEGIN',
    'form_token_claim',
    'lock_partner',
    'order_facts',
    'ROLLBACK',
    'form_token_used',
  ]);
});
