import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { cast } from '#prisma/seeds/data/cast.ts';
import { liftHold } from '#src/credit/holds.service.ts';
import { command } from '#src/platform/command.ts';
import { numberOf, prepared, SKU } from '#test/orders/new/order-form.ts';
import type { Browser } from '#test/support/browser.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let portal: TestPortal;
let dmitry: Browser;

beforeAll(async () => {
  portal = await openTestPortal();
});
afterAll(() => portal.close());

const orderOf = (number: string) => portal.portal.db.order.findUniqueOrThrow({ where: { number }, include: { subscription: true } });

describe('an order that exceeds the limit', () => {
  beforeEach(async () => {
    await portal.portal.db.partner.update({ where: { code: 'orion' }, data: { creditLimit: 449_39n } });
    dmitry = await portal.as('orion');
  });

  test('is announced before it is placed', async () => {
    const part = await dmitry.get(`/orders/quote?offer=${SKU}&seats=7`);
    expect(part.text).toContain('Заказ будет ждать: превышен кредитный лимит. Не хватает 0,01 ₽.');
    const fits = await dmitry.get(`/orders/quote?offer=${SKU}&seats=6`);
    expect(fits.text).not.toContain('Заказ будет ждать');
  });

  test('waits, costs nothing, and everyone is told', async () => {
    const answer = await dmitry.post('/orders', await prepared(dmitry));
    const number = numberOf(answer);
    const order = await orderOf(number);
    expect(order).toMatchObject({ status: 'held', heldReason: 'credit_limit', doneAt: null, charge: 449_40n });
    expect(order.subscription.status).toBe('pending');
    expect(await portal.portal.db.servicePeriod.count({ where: { partnerId: order.partnerId } })).toBe(0);

    await portal.drainJobs();
    const letters = await portal.letters({ cause: `order:${number}:held` });
    expect(letters.map(({ template, to }) => [template, to])).toEqual([
      ['order-held-limit', cast.dmitry.email],
      ['order-held-limit', cast.irina.email],
    ]);
    expect(letters[0]?.subject).toContain('превышен кредитный лимит');

    const page = await dmitry.follow(answer);
    expect(page.$('h1').text()).toBe('Заказ ждёт');
    expect(page.text).toContain('задолженность превысит кредитный лимит');
    expect(page.text).toContain('после оплаты счёта или повышения лимита');
    expect(page.text).toContain(cast.dmitry.email);
    expect(page.$(`a[href="/orders/${number}/cancellation"]`).length).toBe(1);
  });

  test('is done by itself when the limit is raised, and a smaller one behind it was not held up', async () => {
    const number = numberOf(await dmitry.post('/orders', await prepared(dmitry, { seats: '8' })));
    const small = numberOf(await dmitry.post('/orders', await prepared(dmitry, { seats: '5' })));
    expect((await orderOf(small)).status).toBe('done');
    await portal.portal.db.partner.update({ where: { code: 'orion' }, data: { creditLimit: 10_000_00n } });
    const manager = await portal.scope('manager');
    const { partnerId } = await orderOf(number);
    await command(manager, { action: 'test.eased' }, async (tx) => {
      await tx.emit('creditEased', { partnerId });
      return null;
    });
    const order = await orderOf(number);
    expect(order).toMatchObject({ status: 'done', heldReason: null, decidedByName: cast.irina.name });
    expect(order.subscription.status).toBe('active');
    const page = await dmitry.get(`/orders/${number}`);
    expect(page.text).toContain('Выполнен после ожидания');
  });
});

describe('an order of a blocked partner', () => {
  test('waits with the reason of the hold, is told to the partner and the manager, and is done when it is lifted', async () => {
    const svetlana = await portal.as('meridian');
    const form = await svetlana.get(`/orders/new?offer=${SKU}`);
    expect(form.text).toContain('Заказ будет ждать снятия блокировки. Просрочена оплата счёта № МС-000087');

    const number = numberOf(await svetlana.post('/orders', await prepared(svetlana)));
    expect(await orderOf(number)).toMatchObject({ status: 'held', heldReason: 'partner_blocked' });
    await portal.drainJobs();
    const letters = await portal.letters({ cause: `order:${number}:held` });
    expect(letters.map(({ template, to }) => [template, to])).toEqual([
      ['order-held-blocked', cast.svetlana.email],
      ['order-held-blocked', cast.irina.email],
    ]);
    expect((await svetlana.get(`/orders/${number}`)).text).toContain('Ждёт: партнёр заблокирован');

    const hold = await portal.portal.db.hold.findFirstOrThrow({ where: { partner: { code: 'meridian' }, liftedAt: null } });
    await command(await portal.scope('manager'), { action: 'test.lift' }, async (tx) => {
      await liftHold(tx, hold.partnerId, hold.id, 'Оплачено');
      return null;
    });
    const done = await orderOf(number);
    expect(done).toMatchObject({ status: 'done', charge: 449_40n });
    expect(done.subscription.status).toBe('active');
    expect(await portal.letters({ cause: `order:${number}:released` })).toMatchObject([
      { template: 'order-released', to: cast.svetlana.email },
    ]);
  });
});
