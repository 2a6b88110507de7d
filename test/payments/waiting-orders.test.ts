import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cast } from '#prisma/seeds/data/cast.ts';
import { closeMonth } from '#src/billing/close/close.service.ts';
import { month } from '#src/lib/days.ts';
import { cancelOrder } from '#src/orders/orders.service.ts';
import { systemScope } from '#src/platform/scope.ts';
import type { Browser, TestPage } from '#test/support/browser.ts';
import { orderAs, placeNew } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;
let manager: Browser;
/** Numbers of held orders of 1 625,16 ₽, 812,58 ₽ and 812,58 ₽: 10, 5 and 5 seats at 229,00 ₽, 22 days of 31. */
let waiting: string[];

/** Owed to the kopeck what the limit allows: 642,00 ₽ of November, 2 140,00 ₽ of December and of January. */
beforeEach(async () => {
  p = await openTestPortal();
  await placeNew(p, 'vector', { seats: 10 });
  for (const last of ['2026-11-30', '2026-12-31']) {
    p.clock.setTo(new Date(`${last}T21:00:00+03:00`));
    await closeMonth(systemScope(p.portal, 'test'), month(last.slice(0, 7)));
  }
  await p.portal.db.partner.updateMany({ where: { code: 'vector' }, data: { creditLimit: 4_922_00n } });
  p.clock.setTo(new Date('2027-01-10T10:00:00+03:00'));
  waiting = [];
  for (const seats of [10, 5, 5]) waiting.push((await orderAs(await p.scope('vector'), { seats })).number);
  manager = await p.as('manager');
});
afterEach(() => p.close());

const typed = {
  ...{ partner: cast.vector.inn, receivedOn: '2027-01-10', amount: '2 140,00', docNumber: '71', payerName: '', payerInn: '' },
  ...{ purpose: 'Оплата по счету МС-000002 от 31.12.2026', contract: '' },
};
const post = (fields: Record<string, string>) => manager.post('/admin/payments', { ...typed, token: randomUUID(), ...fields });
const shownBy = (page: TestPage) => String(page.$('input[name=shown]').attr('value'));
const text = (page: TestPage, of: string) => page.$(of).text().replace(/\s+/g, ' ').trim();
const statuses = async () =>
  (await p.portal.db.order.findMany({ where: { number: { in: waiting } }, orderBy: { id: 'asc' } })).map((o) => o.status);

test('before a payment is written it tells which held orders will run of it, which will not, why, and the sums', async () => {
  const review = await post({});
  const told = text(review, '#waiting');
  expect([review.status, review.$('#waiting input[name=drop]').attr('value')]).toEqual([200, waiting[0]]);
  expect(told).toContain('Выполнятся сразу: 1 заказ на 1 625,16 ₽');
  expect(told).toContain('доступно: 514,84 ₽');
  expect(told).toContain('Останутся ждать: 2 заказа');
  expect(told.split('не хватает 297,74 ₽')).toHaveLength(3);
  expect(text(review, '#spread')).toContain('Решится, что ждёт: 3 заказа на 3 250,32 ₽; выполнятся сразу 1 заказ на 1 625,16 ₽.');
  expect(await statuses()).toEqual(['held', 'held', 'held']);
});

test('an order ticked off is cancelled in the same act, after what runs in its place was shown', async () => {
  const [first = '', second = '', third = ''] = waiting;
  const review = await post({});
  const again = await post({ drop: first, shown: shownBy(review) });
  expect([again.status, await p.portal.db.payment.count()]).toEqual([200, 0]);
  expect(text(again, '#waiting')).toContain('Выполнятся сразу: 2 заказа на 1 625,16 ₽');
  expect(again.$('#waiting input[name=drop]:checked').attr('value')).toBe(first);
  const done = await post({ drop: first, shown: shownBy(again) });
  expect([done.status, await statuses()]).toEqual([303, ['cancelled', 'done', 'done']]);
  const next = await manager.get('/admin/payments');
  expect(text(next, '.flash')).toContain(`Выполнено из ожидания: ${second}, ${third}. Отменено: ${first}.`);
  const { partnerId } = await p.portal.db.order.findFirstOrThrow();
  expect(next.$('.flash a').attr('href')).toBe(`/admin/orders?partner=${partnerId}&status=done`);
});

test('with script the preview shows the same, with what is ticked off, and one press is enough', async () => {
  const [first = ''] = waiting;
  const query = new URLSearchParams({ ...typed, way: '', drop: first });
  const preview = await manager.get(`/admin/payments/new/spread?${query}`);
  expect(text(preview, '#waiting')).toContain('Выполнятся сразу: 2 заказа на 1 625,16 ₽');
  expect((await post({ drop: first, shown: shownBy(preview) })).status).toBe(303);
  expect(await statuses()).toEqual(['cancelled', 'done', 'done']);
});

test('when other orders would run than were shown, nothing is written and they are shown', async () => {
  const review = await post({});
  await cancelOrder(await p.scope('vector'), waiting[0] ?? '');
  const late = await post({ shown: shownBy(review) });
  expect([late.status, await p.portal.db.payment.count()]).toEqual([200, 0]);
  expect(text(late, '#waiting')).toContain('Выполнятся сразу: 2 заказа на 1 625,16 ₽');
  expect((await post({ shown: shownBy(late) })).status).toBe(303);
  expect(await statuses()).toEqual(['cancelled', 'done', 'done']);
});

test('taking a payment back tells before it what is open again, whose hold comes back and what is left of the limit', async () => {
  for (const number of waiting) await cancelOrder(await p.scope('vector'), number);
  const review = await post({});
  await post({ shown: shownBy(review) });
  p.clock.setTo(new Date('2027-01-30T10:00:00+03:00'));
  manager = await p.as('manager');
  const { id } = await p.portal.db.payment.findFirstOrThrow();
  const path = `/admin/payments/${id}/reversal`;
  const effects = text(await manager.get(path), '.prose');
  expect(effects).toContain('Счёт № МС-000002 снова будет не оплачен на 2 140,00 ₽.');
  expect(effects).toContain('Срок прошёл: № МС-000002. Блокировка за то, что не оплачено, вернётся следующей ночью');
  expect(effects).toContain('После этого доступно: 0,00 ₽.');
  await p.portal.db.payment.create({
    data: {
      ...{ partnerId: (await p.portal.db.payment.findFirstOrThrow()).partnerId, amount: 1_000_00n, source: 'hand', purpose: 'Аванс' },
      ...{ receivedOn: new Date('2027-01-30'), payerName: 'Вектор', registeredAt: p.portal.clock.now(), registeredBy: 'тест' },
    },
  });
  const other = text(await manager.get(path), '.prose');
  expect(other).toContain('Другой аванс партнёра, 1 000,00 ₽, сразу зачтётся вместо него: не оплачено останется 1 140,00 ₽.');
  expect(other).toContain('После этого доступно: 1 000,00 ₽.');
});

test('lifting a hold shows what runs in the place of an order ticked off, and then does it', async () => {
  const { id: partnerId } = await p.portal.db.partner.findFirstOrThrow({ where: { code: 'vector' } });
  await p.portal.db.partner.update({ where: { id: partnerId }, data: { creditLimit: 6_550_00n } });
  const hold = await p.portal.db.hold.create({
    data: { partnerId, reason: 'manual', text: 'Звонок', placedAt: p.portal.clock.now() },
    select: { id: true },
  });
  const path = `/admin/partners/${partnerId}/holds/${hold.id}/lift`;
  const lift = (page: TestPage) =>
    manager.post(path, {
      ...{ comment: '', [`drop-${waiting[0]}`]: 'on', token: randomUUID() },
      seen: String(page.$('input[name=seen]').attr('value')),
    });
  const again = await lift(await manager.get(path));
  expect([again.status, again.$('main').text().replace(/\s+/g, ' ')]).toEqual([
    422,
    expect.stringContaining('Выполнятся сразу: 2 заказа на 1 625,16 ₽'),
  ]);
  expect((await lift(again)).status).toBe(303);
  expect(await statuses()).toEqual(['cancelled', 'done', 'done']);
});
