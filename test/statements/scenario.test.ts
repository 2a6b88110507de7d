import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cast } from '#prisma/seeds/data/cast.ts';
import { createRandom } from '#prisma/seeds/data/random.ts';
import { closeMonth } from '#src/billing/close/close.service.ts';
import { auditPortal } from '#src/invariants/audit.ts';
import { formatDayShort, month } from '#src/lib/days.ts';
import { remindAndHold } from '#src/payments/receivables.service.ts';
import { systemScope } from '#src/platform/scope.ts';
import type { Browser } from '#test/support/browser.ts';
import { orderAs, placeNew } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';
import { postFile } from '#test/support/upload.ts';
import { payableInvoices } from '../../scripts/statement/payable.ts';
import { statementOf } from '../../scripts/statement/statement-of.ts';
import { in1251, oneC, paid } from './bank-files.ts';

const PATH = '/admin/payments/import';

let p: TestPortal;
let manager: Browser;

/** «Вектор» is overdue, blocked, and has an order waiting; «Орион» owes an invoice that is not due yet. */
beforeAll(async () => {
  p = await openTestPortal();
  await placeNew(p, 'vector', { seats: 10 });
  p.clock.setTo(new Date('2026-11-30T21:00:00+03:00'));
  await closeMonth(systemScope(p.portal, 'test'), month('2026-11'));
  p.clock.setTo(new Date('2026-12-15T09:00:00+03:00'));
  await remindAndHold(p.portal);
  await orderAs(await p.scope('vector'), { seats: 5 });
  await placeNew(p, 'orion', { seats: 9 });
  manager = await p.as('manager');
});
afterAll(() => p.close());

const load = async (bytes: Buffer) => {
  const answer = await postFile(manager, PATH, { token: randomUUID() }, { name: 'kl_to_1c.txt', bytes });
  expect(answer.status).toBe(303);
  return String(answer.location);
};

it('a bookkeeper’s morning: two statements, all sure ones, the rest by suggestion; the hold goes by itself, and a second time changes nothing', async () => {
  const { invoices, ours } = await payableInvoices(p.portal.sql);
  const [own] = invoices;
  const partnerId = (await p.scope('vector')).actor.partnerId ?? 0;
  const today = p.portal.clock.today();
  const on = formatDayShort(today);
  expect(invoices).toHaveLength(1);
  // The small file of the examples: one payment order in, one out, with the bank's own sums.
  const small = oneC({
    header: { Отправитель: 'СберБизнес', ДатаНачала: on, ДатаКонца: on },
    sections: [
      {
        ...{ ДатаНачала: on, ДатаКонца: on, РасчСчет: ours, НачальныйОстаток: '1000000.00' },
        ...{ ВсегоПоступило: '14565.15', ВсегоСписано: '2500.00', КонечныйОстаток: '1012065.15' },
      },
    ],
    documents: [
      paid({
        ...{ Номер: '517', Дата: on, ДатаПоступило: on, ПлательщикИНН: cast.orion.inn, Плательщик: cast.orion.name },
        НазначениеПлатежа: `Оплата по счету № МС-000123 от ${on}. В том числе НДС 22% - 2267.65`,
      }),
      paid({ Номер: '88', Дата: on, Сумма: '2500.00', ПлательщикСчет: ours, ДатаСписано: on, ПолучательСчет: '40702810538000123456' }),
    ],
  });
  const big = statementOf(invoices, { rows: 60, seed: 3, ours, day: today });
  const exact = paid({
    ...{
      Номер: '900',
      Дата: on,
      ДатаПоступило: on,
      ПлательщикИНН: cast.vector.inn,
      Плательщик: cast.vector.name,
      ПлательщикСчет: '40702810200000000777',
    },
    ...{
      Сумма: `${(own?.open ?? 0n) / 100n}.${String((own?.open ?? 0n) % 100n).padStart(2, '0')}`,
      НазначениеПлатежа: `Счёт ${own?.number}`,
    },
  });
  const files = [in1251(small), in1251(oneC({ documents: [exact] })), in1251(big.text)];
  const [, sure = '', large = ''] = [await load(files[0] as Buffer), await load(files[1] as Buffer), await load(files[2] as Buffer)];

  const page = await manager.get(sure);
  expect(page.$('form[action$="/sure"]').text()).toMatch(/Снимется 1 блокировка за просрочку.[\s\S]*Выполнятся сразу 1 заказ/);
  const hidden = (name: string) => String(page.$(`form[action$="/sure"] input[name=${name}]`).attr('value'));
  expect((await manager.post(`${sure}/sure`, { token: hidden('token'), seen: hidden('seen') })).status).toBe(303);
  await p.drainJobs();
  expect([
    await p.portal.db.hold.count({ where: { partnerId, liftedAt: null } }),
    await p.portal.db.order.count({ where: { partnerId, status: 'held' } }),
  ]).toEqual([0, 0]);
  const templates = (await p.letters({ partnerId })).map(({ template }) => template);
  expect(templates).toContain('hold-lifted');

  // What is left of known payers is an advance; each is decided on its own page.
  const found = (
    await p.portal.db.bankPayment.findMany({ where: { partnerId: null, payerInn: cast.vector.inn }, orderBy: { id: 'asc' } })
  ).slice(0, 5);
  for (const { id, statementId } of found) {
    const place = `${PATH}/${statementId}/${id}`;
    const sent = (more: Record<string, string | string[]>) =>
      manager.post(place, { token: randomUUID(), partner: cast.vector.inn, ...more });
    const asked = await sent({ way: 'oldest' });
    const answers = asked
      .$('input[name=sure]')
      .toArray()
      .map((one) => String(asked.$(one).attr('value')));
    const shown = String(asked.$('input[name=shown]').attr('value'));
    expect((await sent({ way: 'oldest', sure: answers, shown })).status).toBe(303);
  }
  const before = [await p.portal.db.payment.count(), await p.portal.db.bankPayment.count(), await p.portal.db.statement.count()];
  for (const file of files) expect(await load(file)).toBe(PATH);
  expect([await p.portal.db.payment.count(), await p.portal.db.bankPayment.count(), await p.portal.db.statement.count()]).toEqual(before);
  expect((await manager.get(`${large}?show=unknown`)).status).toBe(200);
  expect(await auditPortal(p.portal)).toEqual([]);
});

it('three hundred mutated statements through the form: refused with a sentence or taken, never a fault, nothing half-applied', async () => {
  const random = createRandom(11);
  const on = formatDayShort(p.portal.clock.today());
  const whole = in1251(oneC({ documents: [paid({ Номер: '1', ДатаПоступило: on }), paid({ Номер: '2', ДатаПоступило: on })] }));
  const seen = new Map<number, number>();
  for (let round = 0; round < 300; round++) {
    let bytes = Buffer.from(whole);
    for (let change = random.int(1, 3); change > 0; change--) bytes[random.int(0, bytes.length - 1)] = random.int(0, 255);
    if (random.chance(0.2)) bytes = bytes.subarray(0, random.int(0, bytes.length));
    const kept = await p.portal.db.bankPayment.count();
    const { status, location, text } = await postFile(manager, PATH, { token: randomUUID() }, { name: 'kl.txt', bytes });
    seen.set(status, (seen.get(status) ?? 0) + 1);
    const added = (await p.portal.db.bankPayment.count()) - kept;
    if (status === 422) expect([added, text.includes('Ошибка')]).toEqual([0, true]);
    else expect([status, location === PATH ? added : added > 0]).toEqual([303, location === PATH ? 0 : true]);
  }
  expect([...seen.keys()].sort()).toEqual([303, 422]);
}, 120_000);
