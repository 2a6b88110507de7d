import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeMonth } from '#src/billing/close/close.service.ts';
import { month } from '#src/lib/days.ts';
import { kopecks } from '#src/lib/money.ts';
import { systemScope } from '#src/platform/scope.ts';
import { managedBy } from '#src/subscriptions/manage/managed.queries.ts';
import { changeSeats } from '#src/subscriptions/manage/seats-and-start.service.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';
import { order, setAutoRenewal } from './ordering.ts';

let p: TestPortal;
let fewer: string;
let waits: string;
let off: string;

// Three subscriptions of Vector's customer with eight seats, one of them cut to six; the limit lets none be renewed.
beforeAll(async () => {
  p = await openTestPortal();
  const place = async () => (await order(p, 'vector', { customer: 'Ромашка', seats: 8 })).subscriptionNumber;
  [fewer, waits, off] = [await place(), await place(), await place()];
  await setAutoRenewal(p, 'vector', off, { autoRenew: false, stopOn: null });
  const anna = await p.scope('vector');
  p.clock.setTo(new Date('2026-11-30T12:00:00+03:00'));
  const { version, unitPrice } = await managedBy(anna, fewer);
  const { creditLimit } = await p.portal.db.partner.findUniqueOrThrow({ where: { code: 'vector' } });
  const shown = { unitPrice, charge: null, creditLimit: kopecks(creditLimit) };
  await changeSeats(anna, fewer, { version, seats: 6, comment: null, shown }, randomUUID());
}, 60_000);
afterAll(() => p.close());

/** Words of the row or page that names the subscription. */
async function row(login: string, path: string, number: string): Promise<string> {
  const { $ } = await (await p.as(login)).get(path);
  return $(`tbody tr:contains("${number}")`).text().replaceAll(/\s+/g, ' ');
}
async function page(login: string, path: string): Promise<string> {
  return (await (await p.as(login)).get(path)).text.replaceAll(/\s+/g, ' ');
}
const cells = async (login: string, path: string, number: string) =>
  (await (await p.as(login)).get(path)).response.text.split('\n').find((line) => line.includes(number)) ?? '';

const lists = [
  ['vector', '/subscriptions'],
  ['romashka', '/my/subscriptions'],
  ['manager', '/admin/subscriptions'],
] as const;

describe('fewer seats of today', () => {
  test.each(lists)('the list of %s says what holds till midnight and what comes', async (login, path) => {
    expect(await row(login, path, fewer)).toMatch(/8\s*с 1 декабря 6/);
    expect(await page(login, `${path}/${fewer}`)).toContain('8, с 1 декабря 6');
    expect(await cells(login, `${path}.csv`, fewer)).toMatch(/;8;.*;с 1 декабря 6;/);
  });
});

describe('in the evening, when the close has decided what works from the 1st', () => {
  beforeAll(async () => {
    await p.portal.db.partner.update({ where: { code: 'vector' }, data: { creditLimit: 1n } });
    p.clock.setTo(new Date('2026-11-30T21:00:00+03:00'));
    await closeMonth(systemScope(p.portal, 'test'), month('2026-11'));
    p.clock.setTo(new Date('2026-11-30T21:30:00+03:00'));
  }, 60_000);

  test.each(lists)('the list, card and file of %s say it works today', async (login, path) => {
    expect(await row(login, path, waits)).toContain('С 1 декабря приостановлена');
    expect(await row(login, path, off)).toContain('Остановится 30.11.2026');
    expect(await page(login, `${path}/${waits}`)).toContain('С 1 декабря приостановлена');
    expect(await cells(login, `${path}.csv`, waits)).toContain('С 1 декабря приостановлена');
    expect(await cells(login, `${path}.csv`, off)).toContain('Остановится 30.11.2026');
  });

  test('they count as active, in the list, at home and on the card of MONT', async () => {
    const { $ } = await (await p.as('vector')).get('/subscriptions?status=active');
    expect($('tbody tr')).toHaveLength(3);
    expect((await page('vector', '/subscriptions')).replaceAll(' ', '')).toContain('3Активные');
    expect(await page('vector', '/cabinet')).toMatch(/3\s*Активные подписки/);
    expect(await row('manager', '/admin/subscriptions?status=active', waits)).toContain(waits);
    expect(await row('manager', '/admin/subscriptions?status=stopped', off)).toBe('');
  });

  test('the journal says from when', async () => {
    expect(await page('vector', `/subscriptions/${waits}/history`)).toContain('Работает до конца дня: это действует с 1 декабря.');
  });

  test('at midnight it is so', async () => {
    p.clock.setTo(new Date('2026-12-01T00:10:00+03:00'));
    expect(await row('vector', '/subscriptions', waits)).toContain('Приостановлена');
    expect(await row('vector', '/subscriptions', off)).toContain('Остановлена');
    expect((await page('vector', '/subscriptions')).replaceAll(' ', '')).toContain('0Активные');
  });
});
