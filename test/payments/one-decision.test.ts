import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { cast } from '#prisma/seeds/data/cast.ts';
import { closeMonth } from '#src/billing/close/close.service.ts';
import { auditPortal } from '#src/invariants/audit.ts';
import { formatDayShort, month } from '#src/lib/days.ts';
import { kopecks } from '#src/lib/money.ts';
import { registerThroughDoorIn } from '#src/payments/doors.service.ts';
import { remindAndHold } from '#src/payments/receivables.service.ts';
import { command } from '#src/platform/command.ts';
import { systemScope } from '#src/platform/scope.ts';
import { in1251, oneC, paid } from '#test/statements/bank-files.ts';
import type { Browser } from '#test/support/browser.ts';
import { orderAs, placeNew } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';
import { postFile } from '#test/support/upload.ts';

let p: TestPortal;
let manager: Browser;
let partnerId: number;

/** 642,00 ₽ of November and 2 140,00 ₽ of December, both overdue: two holds, and behind them two orders of 10 and 5 seats. */
beforeEach(async () => {
  p = await openTestPortal();
  await placeNew(p, 'vector', { seats: 10 });
  for (const last of ['2026-11-30', '2026-12-31']) {
    p.clock.setTo(new Date(`${last}T21:00:00+03:00`));
    await closeMonth(systemScope(p.portal, 'test'), month(last.slice(0, 7)));
  }
  p.clock.setTo(new Date('2027-01-29T10:00:00+03:00'));
  await remindAndHold(p.portal);
  for (const seats of [10, 5]) await orderAs(await p.scope('vector'), { seats });
  manager = await p.as('manager');
  partnerId = (await p.portal.db.partner.findUniqueOrThrow({ where: { code: 'vector' } })).id;
});
afterEach(async () => {
  await p.drainJobs();
  expect(await auditPortal(p.portal)).toEqual([]);
  await p.close();
});

const PURPOSE = 'Оплата по счетам МС-000001 и МС-000002';

const doors: Record<'hand' | 'bank' | 'axapta', () => Promise<void>> = {
  hand: async () => {
    const typed = { partner: cast.vector.inn, receivedOn: '2027-01-29', amount: '2 782,00', docNumber: '71', payerName: '', payerInn: '' };
    const post = (more: Record<string, string>) =>
      manager.post('/admin/payments', { ...typed, purpose: PURPOSE, contract: '', token: randomUUID(), ...more });
    const shown = String((await post({})).$('input[name=shown]').attr('value'));
    expect((await post({ shown })).status).toBe(303);
  },
  bank: async () => {
    const on = formatDayShort(p.portal.clock.today());
    const line = paid({
      Номер: '71',
      Дата: on,
      ДатаПоступило: on,
      Сумма: '2782',
      ПлательщикИНН: cast.vector.inn,
      НазначениеПлатежа: PURPOSE,
    });
    const path = '/admin/payments/import';
    const { location } = await postFile(
      manager,
      path,
      { token: randomUUID() },
      { name: 'kl.txt', bytes: in1251(oneC({ documents: [line] })) },
    );
    const page = await manager.get(String(location));
    const hidden = (name: string) => String(page.$(`form[action$="/sure"] input[name=${name}]`).attr('value'));
    expect((await manager.post(`${location}/sure`, { token: hidden('token'), seen: hidden('seen') })).status).toBe(303);
    await p.drainJobs();
  },
  axapta: async () => {
    const payment = {
      partnerId,
      receivedOn: p.portal.clock.today(),
      amount: kopecks(2_782_00n),
      payerName: 'ООО «Вектор»',
      docNumber: '71',
    };
    const more = { payerInn: cast.vector.inn, purpose: PURPOSE, source: 'axapta', sourceKey: 'AX-71', invoiceIds: [] } as const;
    const { is } = await command(systemScope(p.portal, 'exchange'), { action: 'test.exchange' }, (tx) =>
      registerThroughDoorIn(tx, { ...payment, ...more }),
    );
    expect(is).toBe('new');
  },
};

it.each(Object.keys(doors) as (keyof typeof doors)[])(
  'one payment of two overdue invoices is one decision, told once (%s)',
  async (door) => {
    const held = { partnerId, status: 'held' } as const;
    expect([
      await p.portal.db.hold.count({ where: { partnerId, liftedAt: null } }),
      await p.portal.db.order.count({ where: held }),
    ]).toEqual([2, 2]);
    await doors[door]();
    await p.drainJobs();
    expect([
      await p.portal.db.hold.count({ where: { partnerId, liftedAt: null } }),
      await p.portal.db.order.count({ where: held }),
    ]).toEqual([0, 0]);
    const letters = await p.letters({ partnerId, template: 'hold-lifted', recipientAddress: 'anna@vector.example' });
    expect(letters).toHaveLength(1);
    const { text } = letters[0] ?? { text: '' };
    expect(text).toContain('Выполнено из ожидания: 2 заказа.');
    const [first, second, ...more] = await p.portal.db.auditEntry.findMany({
      where: { action: 'hold.lifted', partnerId },
      orderBy: { id: 'asc' },
    });
    expect([first?.after, second?.after, more]).toMatchObject([
      { released: 2, waiting: 0, otherHolds: 0 },
      { released: 2, waiting: 0, otherHolds: 0 },
      [],
    ]);
    const done = await p.portal.db.order.findMany({ where: { partnerId, status: 'done' }, select: { id: true, number: true } });
    for (const { id } of done)
      expect(await p.portal.db.subscriptionEvent.count({ where: { orderId: id, action: 'released' } })).toBeLessThanOrEqual(1);
  },
);
