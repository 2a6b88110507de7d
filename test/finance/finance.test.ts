import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { placeHold } from '#src/credit/holds.service.ts';
import { limitAtRenewal, outlook, restOfMonth } from '#src/finance/finance.rules.ts';
import { addMonths, day } from '#src/lib/days.ts';
import { command } from '#src/platform/command.ts';
import type { Browser } from '#test/support/browser.ts';
import { orderAs } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;
let anna: Browser;

beforeAll(async () => {
  p = await openTestPortal();
  anna = await p.as('vector');
});
afterAll(() => p.close());

test('the outlook and the rest of a month', () => {
  expect(outlook(100n, 60n, 40n)).toEqual({ after: 100n, left: 0n, isEnough: true });
  expect(outlook(100n, 60n, 40n, 1n)).toEqual({ after: 101n, left: -1n, isEnough: false });
  expect(restOfMonth(300_00n, day('2026-11-22'), 'prorated')).toBe(90_00n);
  expect(restOfMonth(214_00n, day('2026-11-30'), 'prorated')).toBe(7_13n);
  expect(restOfMonth(214_00n, day('2026-11-30'), 'full_month')).toBe(214_00n);
  const raised = (raiseUntil: string) => ({ limit: 9_000n, raiseUntil: day(raiseUntil), raiseRevertTo: 3_000n });
  expect(limitAtRenewal(raised('2026-11-29'), day('2026-11-22'))).toBe(3_000n);
  expect(limitAtRenewal(raised('2026-11-30'), day('2026-11-22'))).toBe(9_000n);
  expect(limitAtRenewal({ limit: 9_000n, raiseUntil: null, raiseRevertTo: null }, day('2026-11-22'))).toBe(9_000n);
});

describe('a partner without debts', () => {
  test('sees limit, exposure, this month and the renewals of the 1st', async () => {
    await orderAs(await p.scope('vector'), { seats: 10 });
    const page = await anna.get('/finance');
    expect(page.text).toContain('Счёт за ноябрь 2026 на сегодня, с НДС642,00 ₽');
    expect(page.text).toContain('Продления 1 декабря 2026: 1 подписка2 140,00 ₽');
    expect(page.text).toContain('Будет занято 1 декабря 2026, если ничего не оплатить2 782,00 ₽');
    expect(page.text).toContain('Лимита хватит.');
    expect(page.text).toContain('Неоплаченных счетов нет');
    expect(page.$('nav a[href="/finance"][aria-current=page]').length).toBeGreaterThan(0);
  });

  test('counts only what will renew, at the price of the 1st', async () => {
    const offer = await p.portal.db.subscription.findFirstOrThrow({ where: { partner: { code: 'vector' } } });
    await p.portal.db.price.create({ data: { offerId: offer.offerId, validFrom: new Date('2026-12-01'), gross: 300_00n } });
    await p.portal.sql(
      'test_told',
      `insert into price_notices (partner_id, subscription_id, renewal_on, unit_price, told_at)
       values ($1, $2, '2026-12-01', 30000, '2026-11-17T09:00:00+03:00')`,
      [offer.partnerId, offer.id],
    );
    expect((await anna.get('/finance')).text).toContain('1 подписка3 000,00 ₽из них из-за новых цен860,00 ₽');
    await p.portal.db.subscription.update({ where: { id: offer.id }, data: { stopOn: new Date('2026-11-30') } });
    expect((await anna.get('/finance')).text).toContain('0 подписок0,00 ₽');
    expect((await anna.get('/finance')).text).toContain('Продлений не будет.');
    await p.portal.db.subscription.update({ where: { id: offer.id }, data: { stopOn: null } });
  });

  test('asks what if', async () => {
    const asked = async (query: string) => anna.get(`/finance?${query}`);
    const fits = await asked('seats=10&price=214,00&sum=');
    expect(fits.text).toContain('За остаток месяца, с 22.11.2026642,00 ₽');
    expect(fits.text).toContain('Хватит.');
    expect(fits.$('#price').val()).toBe('214,00');
    const whole = await asked('seats=10&price=214,00&sum=&billing=full_month');
    expect(whole.text).toContain('За остаток месяца, с 22.11.20262 140,00 ₽');
    expect(whole.$('#billing').val()).toBe('full_month');
    expect((await asked('sum=90 000 000')).text).toContain('Сейчас не хватит.');
    expect((await asked('sum=1 700 000')).text).toContain('Сейчас хватит, первого числа — нет.');
    const bad = await asked('seats=0&price=x');
    expect([bad.status, bad.$('#seats-error').text(), bad.$('#price-error').text()]).toEqual([
      422,
      expect.stringContaining('целое число от 1'),
      expect.stringContaining('цену за место'),
    ]);
    expect((await asked('limit=1')).status).toBe(400);
  });

  test('does not count on a raise that is over by the renewals', async () => {
    const { id, creditLimit } = await p.portal.db.partner.findUniqueOrThrow({ where: { code: 'vector' } });
    const raised = (untilOn: string) =>
      p.portal.db.limitChange.create({
        data: {
          ...{ partnerId: id, before: 1_000_00n, after: creditLimit, untilOn: new Date(untilOn), revertTo: 1_000_00n },
          ...{ comment: 'на время', at: p.clock.now(), byName: 'тест' },
        },
      });
    const raise = await raised('2026-11-29');
    const page = await anna.get('/finance');
    expect(page.text).toContain('Лимит к тому времени, без временного повышения1 000,00 ₽');
    expect(page.text).toContain('Лимита не хватит.');
    await p.portal.db.limitChange.update({ where: { id: raise.id }, data: { endedAt: p.clock.now() } });
    const longer = await raised('2026-11-30');
    expect((await anna.get('/finance')).text).toContain('Лимита хватит.');
    await p.portal.db.limitChange.update({ where: { id: longer.id }, data: { endedAt: p.clock.now() } });
  });

  test('warns when the limit will not do', async () => {
    const { creditLimit } = await p.portal.db.partner.findUniqueOrThrow({ where: { code: 'vector' } });
    await p.portal.db.partner.update({ where: { code: 'vector' }, data: { creditLimit: 1_000_00n } });
    const page = await anna.get('/finance');
    expect(page.text).toContain('Лимита не хватит.');
    expect(page.text).toContain('Не достаёт 2 642,00 ₽');
    await p.portal.db.partner.update({ where: { code: 'vector' }, data: { creditLimit } });
  });
});

test('tells why this month is not last month', async () => {
  p.clock.setTo(new Date(`${addMonths(day('2026-11-05'), 1)}T09:00:00+03:00`));
  const [bought] = await p.portal.db.servicePeriod.findMany({ where: { partner: { code: 'vector' } } });
  if (!bought) throw new Error('nothing was ordered');
  const { id: _, ...period } = bought;
  const renewed = {
    ...period,
    fromOn: new Date('2026-12-01'),
    toOn: new Date('2027-01-01'),
    unitPrice: 300_00n,
    charge: 3_000_00n,
    vat: 540_98n,
  };
  await p.portal.db.servicePeriod.create({ data: renewed });
  const fresh = await p.as('vector');
  const page = await fresh.get('/finance');
  expect(
    page
      .$('.bridge .line, .bridge summary')
      .map((_, line) => page.$(line).text().replace(/\s+/g, ' ').trim())
      .get(),
  ).toEqual([
    'Начислено за ноябрь 2026642,00 ₽',
    'Изменилась цена1 подписка+860,00 ₽', // 10 seats, 214,00 → 300,00
    'Изменились места и дни1 подписка+1 498,00 ₽', // 9 of 30 days → the whole month, at 214,00
    'Начислено за декабрь 20263 000,00 ₽',
  ]);
});

test('a blocked partner reads why, what waits, what to do and who to call', async () => {
  p.clock.setTo(new Date('2026-11-22T10:00:00+03:00'));
  const partner = await p.portal.db.partner.findUniqueOrThrow({ where: { code: 'orion' }, include: { contracts: true } });
  const contract = partner.contracts[0];
  if (!contract) throw new Error('no contract');
  const invoice = await p.portal.db.invoice.create({
    data: {
      ...{
        partnerId: partner.id,
        contractId: contract.id,
        period: new Date('2026-10-01'),
        series: 'МС',
        year: 2026,
        seq: 91,
        number: 'МС-000091',
      },
      ...{
        issuedOn: new Date('2026-10-31'),
        issuedAt: new Date('2026-10-31T18:00:00Z'),
        dueOn: new Date('2026-11-16'),
        net: 10_000_00n,
        vat: 2_200_00n,
      },
      ...{ gross: 12_200_00n, lineCount: 1, seller: {}, buyer: {}, contract: {}, docMode: 'upd' },
    },
  });
  const text = 'Просрочена оплата счёта № МС-000091 от 31.10.2026.';
  await command(await p.scope('manager'), { action: 'hold.place' }, (tx) =>
    placeHold(tx, { partnerId: partner.id, reason: 'overdue', contractId: contract.id, invoiceId: invoice.id, text }),
  );
  const payment = await p.portal.db.payment.create({
    data: {
      ...{ partnerId: partner.id, receivedOn: new Date('2026-11-20'), amount: 2_200_00n, payerName: 'ООО «Орион»', purpose: 'часть' },
      ...{ source: 'hand', registeredAt: p.clock.now(), registeredBy: 'тест' },
    },
  });
  await p.portal.db.settlement.create({
    data: { paymentId: payment.id, invoiceId: invoice.id, partnerId: partner.id, amount: 2_200_00n, at: p.clock.now() },
  });
  await orderAs(await p.scope('orion'), { seats: 5 });

  const dmitry = await p.as('orion');
  const page = await dmitry.get('/finance');
  expect(page.$('h2').first().text()).toBe('Почему заблокировано: Просрочена оплата');
  for (const part of [
    ...[
      text,
      contract.number,
      '№ МС-000091',
      'К оплате 10 000,00 ₽',
      'Просрочка 6 дней',
      'Ждут заказы 1, на 321,00 ₽',
      'укажите его номер в назначении',
    ],
    ...[
      'Ирина Белова',
      '+7 495 555-01-11',
      'i.belova@mont.example',
      'просрочен на 6 дней',
      'Выставлено и не оплачено10 000,00 ₽',
      'Продлений не будет.',
    ],
  ])
    expect(page.text).toContain(part);
  const bar = (await dmitry.get('/subscriptions')).$('.hold-bar').text().replace(/\s+/g, ' ');
  expect(bar).toContain('К оплате: 10 000,00 ₽');
  expect(bar).toContain(`Счёт № МС-000091 по договору ${contract.number}`);
  expect((await dmitry.get('/finance?seats=1&price=1')).text).toContain('Заказ будет ждать.');
});

test('the whole partner may read it, others may not', async () => {
  expect((await (await p.as('vector-books')).get('/finance')).status).toBe(200);
  expect((await (await p.as('vector-sales')).get('/finance')).status).toBe(200);
  for (const login of ['romashka', 'manager', 'admin']) expect((await (await p.as(login)).get('/finance')).status).toBe(403);
  expect((await p.visitor().get('/finance')).location).toBe('/Account/LogOn');
});
