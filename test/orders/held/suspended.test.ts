import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cast } from '#prisma/seeds/data/cast.ts';
import { closeMonth } from '#src/billing/close/close.service.ts';
import { changeLimit } from '#src/credit/limit.service.ts';
import { day, month } from '#src/lib/days.ts';
import { kopecks } from '#src/lib/money.ts';
import { rejectOrder, releaseInSpite } from '#src/orders/held/release.service.ts';
import { Conflict } from '#src/platform/errors.ts';
import { type Scope, systemScope } from '#src/platform/scope.ts';
import { managedBy } from '#src/subscriptions/manage/managed.queries.ts';
import { changeSeats } from '#src/subscriptions/manage/seats-and-start.service.ts';
import { Managing } from '#test/support/managing.ts';
import { placeNew } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;
let dmitry: Scope;
let manager: Scope;
let number: string;

/** Five seats since 22 November; then the limit is too low for anything. */
beforeEach(async () => {
  p = await openTestPortal();
  [dmitry, manager] = [await p.scope('orion'), await p.scope('manager')];
  number = await placeNew(p, 'orion', { seats: 5 });
  await p.portal.db.partner.update({ where: { code: 'orion' }, data: { creditLimit: 1n } });
});
afterEach(() => p.close());

/** The close suspends it: its renewal waits. */
async function suspended(): Promise<string> {
  p.clock.setTo(new Date('2026-11-30T21:00:00+03:00'));
  await closeMonth(systemScope(p.portal, 'test'), month('2026-11'));
  return (await p.portal.db.order.findFirstOrThrow({ where: { kind: 'renewal', status: 'held' } })).number;
}

const subscription = () => managedBy(dmitry, number);

test('more seats that wait are released after the renewal, never before it', async () => {
  const { version, unitPrice } = await subscription();
  const shown = { unitPrice, charge: null, creditLimit: kopecks(1n) };
  const { orderNumber } = await changeSeats(dmitry, number, { version, seats: 10, comment: null, shown }, randomUUID());
  const more = String(orderNumber);
  const renewal = await suspended();
  const card = await (await p.as('orion')).get(`/subscriptions/${number}`);
  expect(card.text).toContain(`Заказ ${renewal} ждёт`);
  expect(card.text).not.toContain(`Заказ ${more} ждёт`);
  const staff = await p.as('manager');
  const before = await staff.get(`/admin/orders/${renewal}`);
  // November 5 × 214,00 × 9 / 30 = 321,00 and December 5 × 214,00 = 1 070,00 against a limit of 0,01
  expect(before.text).toContain('Сразу начислится 1 070,00 ₽.Будет занято 1 391,00 ₽: больше лимита на 1 390,99 ₽.');
  expect(before.text).toContain('Останутся ждать: 1 заказ партнёра на ');
  const early = await staff.get(`/admin/orders/${more}`);
  expect(early.text).toContain('Сначала продление.');
  expect(early.text).not.toMatch(/хватает лимита|Лимита уже хватает/);
  expect(early.$('form[action$="/release"]').length).toBe(0);
  const list = await staff.get('/admin/orders?reason=renewal_first');
  expect(list.text).toContain('1ждут продления');
  expect([list.text.includes(more), list.text.includes(renewal)]).toEqual([true, false]);
  const finance = await (await p.as('orion')).get('/finance');
  expect(finance.text).toContain('Лимита не хватает: 1 заказ ждёт.');
  expect(finance.text).toContain('Ещё 1 заказ ждёт продления своей подписки и выполнится сразу за ним');
  p.clock.setTo(new Date('2026-12-03T10:00:00+03:00'));
  await expect(releaseInSpite(manager, more, 'да', randomUUID())).rejects.toThrow(Conflict);
  await releaseInSpite(manager, renewal, 'да', randomUUID());
  await releaseInSpite(manager, more, 'да', randomUUID());
  const { status, seats, periods } = await subscription();
  expect([status, seats]).toEqual(['active', 10]);
  expect(periods.at(-1)).toMatchObject({ from: '2026-12-03', to: '2027-01-01', seats: 10 });
});

test('25 renewals that wait are one letter, with list, sum, reason and what to pay; their journals show it', {
  timeout: 60_000,
}, async () => {
  await p.portal.db.partner.update({ where: { code: 'orion' }, data: { creditLimit: 10_000_000n } });
  for (let i = 1; i < 25; i++) await placeNew(p, 'orion', { seats: 5 });
  await p.portal.db.partner.update({ where: { code: 'orion' }, data: { creditLimit: 1n } });
  await suspended();
  await p.drainJobs();
  const { number: invoice } = await p.portal.db.invoice.findFirstOrThrow();
  const letters = await p.letters({ template: { in: ['subscription-suspended', 'order-held-limit'] } });
  expect(letters.map(({ to, subject }) => [to, subject]).sort()).toEqual([
    [cast.dmitry.email, '25 подписок приостановлено: превышен кредитный лимит'],
    [cast.irina.email, '25 подписок приостановлено: превышен кредитный лимит'],
  ]);
  const text = letters.find(({ to }) => to === cast.dmitry.email)?.text.replaceAll('\u00a0', ' ') ?? '';
  expect(text).toContain('С 1 декабря 2026 эти подписки не работают');
  expect(text).toMatch(/Продление на декабрь 2026: 26 750,00/); // 25 × 5 × 214,00
  expect(text).toMatch(new RegExp(`К оплате: счёт № ${invoice}: [\\d ]+,\\d\\d ₽, до `));
  expect(text.match(/S-\d+, /g)).toHaveLength(25);
  const journal = await (await p.as('orion')).get(`/subscriptions/${number}/history`);
  expect(journal.text).toContain(`Письмо «Подписка приостановлена» на ${cast.dmitry.email}`);
});

test('renewals decided late, of subscriptions changed since the month began, are one letter too', async () => {
  await p.portal.db.partner.update({ where: { code: 'orion' }, data: { creditLimit: 10_000_000n } });
  const second = await placeNew(p, 'orion', { seats: 5 });
  p.clock.setTo(new Date('2026-12-02T10:00:00+03:00'));
  const boss = new Managing(dmitry);
  for (const one of [number, second]) await boss.autoRenewal(one, { autoRenew: true, stopOn: day('2026-12-20') });
  await boss.setLimit(1n);
  await closeMonth(systemScope(p.portal, 'test'), month('2026-11'));
  await p.drainJobs();
  const letters = await p.letters({ template: 'subscription-suspended', recipientAddress: cast.dmitry.email });
  expect(letters.map(({ subject }) => subject)).toEqual(['2 подписки приостановлены: превышен кредитный лимит']);
  for (const one of [number, second]) expect(letters[0]?.text).toContain(one);
});

test('a cancelled renewal stops the subscription, and says so first', async () => {
  const renewal = await suspended();
  const browser = await p.as('orion');
  expect((await browser.get(`/orders/${renewal}/cancellation`)).text).toContain(`Подписка ${number} будет остановлена.`);
  expect((await browser.post(`/orders/${renewal}/cancellation`)).status).toBe(303);
  expect((await subscription()).status).toBe('stopped');
  expect(await p.letters({ template: 'subscription-stopped' })).toHaveLength(1);
});

test('a rejected one as well', async () => {
  await rejectOrder(manager, await suspended(), 'договор истёк', randomUUID());
  expect((await subscription()).status).toBe('stopped');
});

test('renewals released by one decision are one letter; their journals show it', async () => {
  await p.portal.db.partner.update({ where: { code: 'orion' }, data: { creditLimit: 10_000_000n } });
  const second = await placeNew(p, 'orion', { seats: 5 });
  await p.portal.db.partner.update({ where: { code: 'orion' }, data: { creditLimit: 1n } });
  await suspended();
  const { id } = await p.portal.db.partner.findUniqueOrThrow({ where: { code: 'orion' } });
  const raise = { limit: kopecks(10_000_000n), untilOn: null, comment: 'оплата обещана', shown: kopecks(1n) };
  expect((await changeLimit(manager, id, raise, randomUUID())).released).toBe(2);
  const letters = await p.letters({ template: 'order-released' });
  expect(letters.map(({ to, subject }) => [to, subject])).toEqual([[cast.dmitry.email, 'После ожидания 2 заказа выполнены']]);
  for (const one of [number, second]) {
    const journal = await (await p.as('orion')).get(`/subscriptions/${one}/history`);
    expect(journal.text).toContain(`Письмо «Заказ выполнен после ожидания» на ${cast.dmitry.email}`);
  }
});
