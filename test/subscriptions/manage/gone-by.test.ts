import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CAST_SKU } from '#prisma/seeds/data/cast.ts';
import { closeMonth } from '#src/billing/close/close.service.ts';
import { day, month } from '#src/lib/days.ts';
import { kopecks } from '#src/lib/money.ts';
import { releaseInSpite } from '#src/orders/held/release.service.ts';
import { systemScope } from '#src/platform/scope.ts';
import { changeFacts } from '#src/subscriptions/manage/change.queries.ts';
import { managedBy } from '#src/subscriptions/manage/managed.queries.ts';
import { startSubscription } from '#src/subscriptions/manage/seats-and-start.service.ts';
import { runDailyTick } from '#src/subscriptions/service/daily-tick.service.ts';
import { order, setAutoRenewal } from '#test/subscriptions/service/ordering.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;

beforeEach(async () => {
  p = await openTestPortal();
});
afterEach(() => p.close());

const at = (moment: string) => p.clock.setTo(new Date(`${moment}+03:00`));
const close = () => closeMonth(systemScope(p.portal, 'test'), month('2026-11'));

async function start(login: string, number: string) {
  const scope = await p.scope(login);
  const { subscription, offer, credit } = await changeFacts(scope, number);
  const shown = { unitPrice: offer.unitPrice, charge: null, creditLimit: credit.limit };
  return startSubscription(scope, number, { version: subscription.version, comment: null, shown }, randomUUID());
}

describe('started in the evening after the month was closed', () => {
  test('a stop date of that day is forgotten: the service of the next month stays', async () => {
    const { subscriptionNumber: number } = await order(p, 'vector', { customer: '', stopOn: day('2026-11-30') });
    at('2026-11-30T21:00:00');
    await close();
    at('2026-11-30T21:30:00');
    const page = await (await p.as('vector')).get(`/subscriptions/${number}/start`);
    expect(page.text).toContain('Дата остановки 30.11.2026 уже прошла');
    expect((await start('vector', number)).forgottenStopOn).toBe('2026-11-30');
    at('2026-12-01T00:05:00');
    await runDailyTick(p.portal);
    const subscription = await managedBy(await p.scope('vector'), number);
    expect(subscription).toMatchObject({ status: 'active', stopOn: null });
    expect(subscription.periods.at(-1)).toMatchObject({ from: '2026-12-01', to: '2027-01-01' });
  });

  test('it is charged at the price of the day it starts', async () => {
    const { subscriptionNumber: number } = await order(p, 'vector', { customer: '' });
    const { id: offerId } = await p.portal.db.offer.findFirstOrThrow({ where: { sku: CAST_SKU } });
    await p.portal.db.price.create({ data: { offerId, gross: 300_00n, validFrom: new Date('2026-12-01') } });
    await setAutoRenewal(p, 'vector', number, { autoRenew: false, stopOn: null });
    at('2026-11-30T21:00:00');
    await close();
    at('2026-11-30T21:30:00');
    await start('vector', number);
    const { unitPrice, periods } = await managedBy(await p.scope('vector'), number);
    expect([unitPrice, periods.at(-1)?.unitPrice]).toEqual([300_00n, 300_00n]);
  });
});

test('a stop date that went by while the order waited is forgotten when it is released', async () => {
  await p.portal.db.partner.update({ where: { code: 'orion' }, data: { creditLimit: 1n } });
  const waiting = await order(p, 'orion', { customer: '', stopOn: day('2026-11-25') });
  at('2026-11-27T10:00:00');
  await releaseInSpite(await p.scope('manager'), waiting.number, 'гарантийное письмо', randomUUID());
  at('2026-11-28T00:05:00');
  await runDailyTick(p.portal);
  const subscription = await managedBy(await p.scope('orion'), waiting.subscriptionNumber);
  expect(subscription).toMatchObject({ status: 'active', stopOn: null });
  expect(subscription.periods).toMatchObject([{ from: '2026-11-27', to: '2026-12-01', charge: kopecks(142_67n) }]);
  const journal = await (await p.as('orion')).get(`/subscriptions/${waiting.subscriptionNumber}/history`);
  expect(journal.text).toContain('Дата остановки 25.11.2026 снята.');
});
