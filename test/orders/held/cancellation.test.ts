import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { rejectOrder } from '#src/orders/held/release.service.ts';
import { numberOf, prepared } from '#test/orders/new/order-form.ts';
import type { Browser } from '#test/support/browser.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let portal: TestPortal;
let svetlana: Browser;
let number: string;

beforeAll(async () => {
  portal = await openTestPortal();
});
afterAll(() => portal.close());
beforeEach(async () => {
  svetlana = await portal.as('meridian');
  number = numberOf(await svetlana.post('/orders', await prepared(svetlana)));
});

const order = () => portal.portal.db.order.findUniqueOrThrow({ where: { number }, include: { subscription: true } });

test('asks first, also without script', async () => {
  const page = await svetlana.get(`/orders/${number}/cancellation`);
  expect(page.$('h1').text()).toBe(`Отменить заказ ${number}?`);
  expect(page.text).toContain('ещё не выполнен и ничего не стоит');
  expect(page.$('form[method=post] [name=_csrf]').length).toBeGreaterThan(0);
});

test('cancels the order and its subscription, writes the journal and the letter', async () => {
  const answer = await svetlana.post(`/orders/${number}/cancellation`);
  expect([answer.status, answer.location]).toEqual([303, `/orders/${number}`]);
  expect(await order()).toMatchObject({
    status: 'cancelled',
    heldReason: null,
    decidedByName: 'Светлана Меркулова',
    subscription: { status: 'cancelled' },
  });
  const events = await portal.portal.db.subscriptionEvent.findMany({ where: { subscriptionId: (await order()).subscriptionId } });
  expect(events.map(({ action }) => action)).toContain('cancelled');
  expect(await portal.letters({ cause: `order:${number}:cancelled` })).toMatchObject([{ template: 'order-cancelled' }]);
  const page = await svetlana.follow(answer);
  expect(page.text).toContain(`Заказ ${number} отменён.`);
  expect(page.$('dialog').length).toBe(0);
});

test('a second click, or twenty, is answered like the first and does nothing more', async () => {
  const clicks = await Promise.all(Array.from({ length: 20 }, () => svetlana.post(`/orders/${number}/cancellation`)));
  const late = await svetlana.post(`/orders/${number}/cancellation`);
  expect(new Set([...clicks, late].map(({ status, location }) => `${status} ${location}`))).toEqual(new Set([`303 /orders/${number}`]));
  const { subscriptionId } = await order();
  expect(await portal.portal.db.subscriptionEvent.count({ where: { subscriptionId, action: 'cancelled' } })).toBe(1);
  expect(await portal.portal.db.auditEntry.count({ where: { action: 'order.cancelled', subject: `заказ ${number}` } })).toBe(1);
  expect(await portal.letters({ cause: `order:${number}:cancelled` })).toHaveLength(1);
});

test('when it was rejected meanwhile, says so and changes nothing', async () => {
  await rejectOrder(await portal.scope('manager'), number, 'Нет договора', randomUUID());
  const answer = await svetlana.post(`/orders/${number}/cancellation`);
  expect(answer.status).toBe(409);
  expect(answer.text).toContain('уже решён');
  expect((await svetlana.get(`/orders/${number}/cancellation`)).location).toBe(`/orders/${number}`);
});

test('a stranger gets 404, an accountant 403, a visitor the log-on page', async () => {
  const path = `/orders/${number}/cancellation`;
  expect((await (await portal.as('vector')).post(path)).status).toBe(404);
  expect((await (await portal.as('vector-books')).post(path)).status).toBe(403);
  expect((await portal.visitor().post(path)).location).toBe('/Account/LogOn');
  expect((await order()).status).toBe('held');
});

test('takes no fields', async () => {
  expect((await svetlana.post(`/orders/${number}/cancellation`, { number: 'O-1' })).status).toBe(400);
});
