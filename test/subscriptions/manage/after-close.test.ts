import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeMonth } from '#src/billing/close/close.service.ts';
import { day, month } from '#src/lib/days.ts';
import { systemScope } from '#src/platform/scope.ts';
import { countStatements, order, setAutoRenewal } from '#test/subscriptions/service/ordering.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;
/** Goes on, ends by a date in December, not renewed any more since the evening. */
let numbers: readonly [goesOn: string, dated: string, off: string];

// On 30 November, 21:30, November is closed: December is renewed and paid for, and what is to come is of January.
beforeAll(async () => {
  p = await openTestPortal();
  const place = async () => (await order(p, 'vector', { customer: 'Ромашка' })).subscriptionNumber;
  numbers = [await place(), await place(), await place()];
  await setAutoRenewal(p, 'vector', numbers[1], { autoRenew: true, stopOn: day('2026-12-15') });
  p.clock.setTo(new Date('2026-11-30T21:00:00+03:00'));
  await closeMonth(systemScope(p.portal, 'test'), month('2026-11'));
  p.clock.setTo(new Date('2026-11-30T21:30:00+03:00'));
  await setAutoRenewal(p, 'vector', numbers[2], { autoRenew: false, stopOn: null });
});
afterAll(() => p.close());

describe('in the evening after the close', () => {
  test('the list names the 1st of the month after next, in one statement besides the session', async () => {
    const anna = await p.as('vector');
    const statements = countStatements(p);
    const { $, text } = await anna.get('/subscriptions?sort=renewal');
    expect(statements.take().all).toHaveLength(2);
    const rows = $('tbody tr')
      .toArray()
      .map((row) => $(row).text());
    expect(rows).toMatchObject([
      expect.stringMatching(`${numbers[1]}[^]*15.12.2026`),
      expect.stringMatching(`${numbers[2]}[^]*31.12.2026`),
      expect.stringMatching(`${numbers[0]}[^]*01.01.2027`),
    ]);
    expect(rows[1]).toContain('Остановится');
    expect(text).toContain('С продлением 1 января');
    expect(text).not.toContain('01.12.2026');
  });

  test('so do the file, the card and the page of auto-renewal', async () => {
    const anna = await p.as('vector');
    expect((await anna.get('/subscriptions.csv')).response.text).toMatch(/Остановится 31\.12\.2026/);
    expect((await anna.get(`/subscriptions/${numbers[0]}`)).text).toContain('Следующее продление 1 января 2027');
    expect((await anna.get(`/subscriptions/${numbers[2]}`)).text).toContain('Подписка остановится 31 декабря 2026');
    expect((await anna.get(`/subscriptions/${numbers[2]}/auto-renewal`)).text).toContain('Остановится 31.12.2026');
  });

  test('and the pages of the customer and of MONT', async () => {
    const customer = await p.as('romashka');
    expect((await customer.get('/my/subscriptions')).text).toContain('Продлится 01.01.2027');
    expect((await customer.get(`/my/subscriptions/${numbers[2]}`)).text).toContain('Остановится 31.12.2026');
    const manager = await p.as('manager');
    expect((await manager.get('/admin/subscriptions')).text).toContain('Остановится 31.12.2026');
    expect((await manager.get(`/admin/subscriptions/${numbers[0]}`)).text).toContain('Следующее продление 1 января 2027');
  });

  test('the forecast is of December and of the renewals of January', async () => {
    const { text } = await (await p.as('vector')).get('/finance');
    expect(text).toContain('на 30 ноября 2026');
    expect(text).toMatch(/Счёт за декабрь 2026 на сегодня, с НДС\s*3 210,00 ₽/); // 3 × 5 × 214,00 ₽
    expect(text).toMatch(/Продления 1 января 2027: 1 подписка\s*1 145,00 ₽/); // at the price of January, 229,00 ₽
  });

  test('and nothing ends near at home, where a stop counts when it is ten days ahead', async () => {
    expect((await (await p.as('vector')).get('/cabinet')).text).not.toContain('последний день — 30 ноября');
  });

  test('the card’s tab «Документы» has the invoice with what of it is the subscription’s own', async () => {
    const anna = await p.as('vector');
    const card = await anna.get(`/subscriptions/${numbers[0]}`);
    expect(card.$(`a[href="/subscriptions/${numbers[0]}/documents"]`).length).toBe(1);
    const { number } = await p.portal.db.invoice.findFirstOrThrow({ where: { partner: { code: 'vector' }, status: 'issued' } });
    const { $, status } = await anna.get(`/subscriptions/${numbers[0]}/documents`);
    const row = $('tbody tr').text().replace(/\s+/g, ' ');
    expect([status, row]).toEqual([200, expect.stringContaining(number)]);
    expect(row).toMatch(/321,00 ₽.*963,00 ₽/); // 5 × 214,00 ₽ for 9 days of 30, and three of them
    const orion = await p.as('orion');
    expect((await orion.get(`/subscriptions/${numbers[0]}/documents`)).status).toBe(404);
  });
});
