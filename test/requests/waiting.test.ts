import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { rejectOrder, releaseInSpite } from '#src/orders/held/release.service.ts';
import { cancelOrder } from '#src/orders/orders.service.ts';
import { askForChange } from '#src/requests/requests.service.ts';
import type { RequestKind } from '#src/requests/requests.types.ts';
import { hiddenOf } from '#test/subscriptions/manage/forms.ts';
import type { Browser } from '#test/support/browser.ts';
import { Managing } from '#test/support/managing.ts';
import { placeNew } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;
let anna: Managing;
let vector: Browser;
let romashka: Browser;
let number: string;
let id: number;
let order: string;

beforeAll(async () => {
  p = await openTestPortal();
  anna = new Managing(await p.scope('vector'));
  vector = await p.as('vector');
  romashka = await p.as('romashka');
});
afterAll(() => p.close());

/** «Ромашка» asked for 100 seats, Анна accepted, and the limit does not suffice. */
beforeEach(async () => {
  await anna.setLimit(500_000_00n);
  const scope = await p.scope('romashka');
  number = await placeNew(p, 'vector', { seats: 10, customerId: scope.actor.customerId ?? 0 });
  const wish = { kind: 'seats' satisfies RequestKind, seats: 100, comment: null } as const;
  id = (await askForChange(scope, number, wish, randomUUID())).id;
  await anna.setLimit(1n);
  const page = await vector.get(`/requests/${id}`);
  expect(page.text).toContain('Заказ будет ждать');
  const answer = await vector.post(`/requests/${id}/acceptance`, { ...hiddenOf(page, 'form[action$="/acceptance"]'), comment: '' });
  order = /заказ (O-\d+) ждёт/.exec((await vector.follow(answer)).text)?.[1] ?? '';
});

/** What the customer was told of this request, oldest first. */
async function told(): Promise<string[]> {
  await p.drainJobs();
  const letters = (await p.letters({ cause: { startsWith: `request-${id}:` } })).filter(({ to }) => to === 'admin@romashka.example');
  for (const { subject, text } of letters) expect(`${subject} ${text}`).not.toMatch(/₽|лимит|заказ O-|блокир/i);
  return letters.map(({ subject }) => subject.split(':')[0] ?? '');
}

const badges = async () => {
  const [mine, inbox] = [await romashka.get(`/my/subscriptions/${number}/requests`), await vector.get(`/requests/${id}`)];
  return [mine.$('tbody .badge').first().text(), inbox.$('main .badge').first().text()];
};

test('it is accepted, not yet done; nothing of the limit is told to the customer', async () => {
  expect(await told()).toEqual(['Запрос принят']);
  expect(await badges()).toEqual(['Принят, ещё не выполнен', 'Принят, ещё не выполнен']);
  const [letter] = await p.letters({ cause: `request-${id}:request-accepted` });
  expect(letter?.text).toContain('ждёт решения дистрибьютора');
  expect((await romashka.get(`/my/subscriptions/${number}/requests`)).text).not.toMatch(/₽|лимит/i);
});

test.each([
  ['the limit is raised', async () => anna.setLimit(500_000_00n).then(() => anna.ease())],
  ['staff release it', async () => releaseInSpite(await p.scope('manager'), order, 'да', randomUUID())],
])('done when %s', async (_, decide) => {
  await decide();
  expect((await anna.find(number)).seats).toBe(100);
  expect(await told()).toEqual(['Запрос принят', 'Запрос выполнен']);
  expect(await badges()).toEqual(['Выполнен', 'Выполнен']);
});

test.each([
  ['the partner cancels its order', () => cancelOrder(anna.scope, order)],
  ['staff reject it', async () => rejectOrder(await p.scope('manager'), order, 'Нет договора', randomUUID())],
  ['the subscription is stopped', () => anna.stop(number)],
])('not done when %s', async (_, decide) => {
  await decide();
  expect((await anna.find(number)).seats).toBe(10);
  expect(await told()).toEqual(['Запрос принят', 'Запрос не выполнен']);
  expect(await badges()).toEqual(['Принят, но не выполнен', 'Принят, но не выполнен']);
});
