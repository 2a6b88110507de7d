import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { closeMonth } from '#src/billing/close/close.service.ts';
import { month } from '#src/lib/days.ts';
import { command } from '#src/platform/command.ts';
import { systemScope } from '#src/platform/scope.ts';
import type { Browser, TestPage } from '#test/support/browser.ts';
import { Managing } from '#test/support/managing.ts';
import { placeNew } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

const NOVEMBER = month('2026-11');
const CLOSE_TIME = new Date('2026-11-30T21:00:00+03:00');
const REASON = 'Сверено с договором, так и договорились';

let p: TestPortal;
let number: string;
let path: string;

/** 7 seats: 449,40 ₽ for nine days. */
async function begin(): Promise<void> {
  p = await openTestPortal();
  number = await placeNew(p, 'vector', { seats: 7 });
  await placeNew(p, 'orion', { seats: 5 });
  const { id } = await p.portal.db.partner.findUniqueOrThrow({ where: { code: 'vector' } });
  path = `/admin/closing/2026-11/partners/${id}`;
}

const close = () => closeMonth(systemScope(p.portal, 'test'), NOVEMBER);
const invoices = async () => (await p.portal.db.invoice.findMany({ where: { partner: { code: 'vector' } } })).map(({ gross }) => gross);
const fieldsOf = (page: TestPage, reason: string) => ({
  token: page.$('form[action$="/pass"] input[name=token]').attr('value') ?? '',
  fault: page.$('form[action$="/pass"] input[name=fault]').attr('value') ?? '',
  reason,
});
const pass = (by: Browser, fields: Record<string, string>) => by.post(`${path}/pass`, fields);
/** The charge of the seven seats as another sum, and price where it is many times as high. */
async function chargeOtherwise(by: { times?: bigint; more?: bigint }): Promise<void> {
  const period = await p.portal.db.servicePeriod.findFirstOrThrow({ where: { seats: 7 } });
  const charge = period.charge * (by.times ?? 1n) + (by.more ?? 0n);
  const vat = (charge * 44n + 122n) / 244n; // 22 of 122, rounded half up
  await p.portal.db.servicePeriod.delete({ where: { id: period.id } });
  await p.portal.db.servicePeriod.create({ data: { ...period, unitPrice: period.unitPrice * (by.times ?? 1n), charge, vat } });
}

describe('a check that parks a partner', () => {
  let manager: Browser;
  beforeAll(async () => {
    await begin();
    await chargeOtherwise({ times: 10n });
    p.clock.setTo(CLOSE_TIME);
    expect(await close()).toMatchObject({ state: 'partial', parked: [{ name: 'ООО «Вектор»' }] });
    manager = await p.as('manager');
  });
  afterAll(() => p.close());

  it('is looked at a second time, with its figures and what passing it does', async () => {
    const list = await manager.get('/admin/closing/2026-11');
    expect(list.$('tbody a.row-link').first().attr('href')).toBe(path);
    expect(list.$('nav a[href="/admin/closing"] .count').first().text()).toBe('1');
    const page = await manager.get(path);
    expect(page.text).toContain('начислено 4 494,00 ₽, по журналу подписок 449,40 ₽');
    expect(page.text).toContain('1 счёт на 4 494,00 ₽');
    const row = page
      .$('tbody tr')
      .text()
      .replace(/[\s\u00a0]+/g, ' ')
      .trim();
    expect(row).toBe(`${number}Kaspersky Endpoint Security Cloud Plus 4 494,00 ₽ 449,40 ₽ 4 044,60 ₽`);
  });

  it('asks for a reason and keeps what was typed', async () => {
    const page = await manager.get(path);
    const refused = await pass(manager, fieldsOf(page, 'так'));
    expect([refused.status, refused.$('[name=reason]').attr('value') ?? refused.$('[name=reason]').text()]).toEqual([422, 'так']);
    expect(refused.text).toContain('Напишите причину: она останется в журнале');
  });

  it('is not passed for other figures than were seen', async () => {
    const fields = { ...fieldsOf(await manager.get(path), REASON), fault: 'Сумма далека от ожидаемой: начислено 1,00 ₽' };
    const refused = await pass(manager, fields);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('причина изменилась');
    expect(await p.portal.db.closePass.count()).toBe(0);
  });

  it('is not for partners', async () => {
    expect((await (await p.as('vector')).get(path)).status).toBe(403);
  });

  it('is passed by MONT’s people, and the month is closed', async () => {
    const fields = fieldsOf(await manager.get(path), REASON);
    expect((await pass(manager, fields)).location).toBe('/admin/closing/2026-11');
    expect((await pass(manager, fields)).status).toBe(303);
    await p.drainJobs();
    expect(await invoices()).toEqual([449_400n]);
    const done = await manager.get('/admin/closing/2026-11');
    expect(done.text).toContain('Месяц закрыт');
    expect(done.$('nav a[href="/admin/closing"] .count').length).toBe(0);
    expect(done.text).toMatch(/Проверка пропущена: .+, 30\.11\.2026 21:00\. Сверено с договором/);
    expect(await p.portal.db.auditEntry.findMany({ where: { action: 'close.passed' } })).toMatchObject([{ after: { reason: REASON } }]);
    expect(await p.portal.db.closePass.count()).toBe(1);
  });

  it('stays in its journal as it was written', async () => {
    for (const change of ["update close_passes set reason = 'Иначе'", 'delete from close_passes'])
      await expect(p.portal.sql(`test_${change.slice(0, 6)}`, change)).rejects.toThrow('is refused: rows are only added');
    expect(await p.portal.db.closePass.findMany()).toMatchObject([{ reason: REASON }]);
  });
});

// No check may park a partner for ever; months out of order wait for the earlier one, whose checks can be passed.
describe('each other check', () => {
  beforeEach(async () => {
    await begin();
    return () => p.close();
  });

  it.each<[string, () => Promise<unknown>, RegExp, readonly bigint[]]>([
    ['a day without a charge', () => p.portal.db.servicePeriod.deleteMany({ where: { seats: 7 } }), /Нет начисления за последний день/, []],
    ['a charge not by its terms', () => chargeOtherwise({ more: 10n }), /Начисление не сходится с условиями/, [44_950n]],
  ])('can be passed: %s', async (_, spoil, fault, billed) => {
    await spoil();
    p.clock.setTo(CLOSE_TIME);
    expect((await close()).parked.map((one) => one.fault)).toEqual([expect.stringMatching(fault)]);
    const admin = await p.as('admin');
    for (let checks = 0; checks < 3 && (await admin.get(path)).$('form[action$="/pass"]').length > 0; checks++) {
      await pass(admin, fieldsOf(await admin.get(path), REASON));
      await p.drainJobs();
    }
    expect(await invoices()).toEqual(billed);
    expect(await p.portal.db.monthClose.findMany()).toMatchObject([{ state: 'done' }]);
  });

  it('a month out of order leads to the earlier one', async () => {
    await chargeOtherwise({ times: 10n });
    p.clock.setTo(CLOSE_TIME);
    await close();
    p.clock.setTo(new Date('2026-12-31T21:00:00+03:00'));
    expect(await closeMonth(systemScope(p.portal, 'test'), month('2026-12'))).toMatchObject({ state: 'partial' });
    const page = await (await p.as('admin')).get(path.replace('2026-11', '2026-12'));
    expect(page.text).toContain('Не закрыт предыдущий месяц: 11.2026. Сначала разберите тот месяц.');
    expect(page.$('form[action$="/pass"]').length).toBe(0);
  });
});

describe('a partner whose rows somebody holds', () => {
  it('is looked at all the same, at once', async () => {
    await begin();
    const { partnerId } = new Managing(await p.scope('vector'));
    const admin = await p.as('admin');
    await command(systemScope(p.portal, 'test'), { action: 'test.lock' }, async (tx) => {
      await tx.sql('t_lock', 'select 1 from partners where id = $1 for update', [partnerId]);
      await tx.sql('t_lock_rows', 'select 1 from subscriptions where partner_id = $1 for update', [partnerId]);
      for (const at of [path, '/admin/closing/2026-11']) {
        const page = await admin.get(at);
        expect([at, page.status]).toEqual([at, 200]);
        expect(page.text).toContain('449,40 ₽');
      }
      return null;
    });
    await p.close();
  });
});
