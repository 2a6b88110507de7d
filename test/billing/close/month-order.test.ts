import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closeDueMonths, closeMonth } from '#src/billing/close/close.service.ts';
import { auditPortal } from '#src/invariants/audit.ts';
import { day, month } from '#src/lib/days.ts';
import { systemScope } from '#src/platform/scope.ts';
import { Managing } from '#test/support/managing.ts';
import { placeNew } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';
import { at } from './late-world.ts';

describe('months', () => {
  let p: TestPortal;
  beforeEach(async () => {
    p = await openTestPortal();
  });
  afterEach(() => p.close());

  const close = (of: string) => closeMonth(systemScope(p.portal, 'test'), month(of));
  const closeDueOn = (of: string) => {
    p.clock.setTo(at(day(of), 21));
    return closeDueMonths(p.portal);
  };
  /** A subscription that ends in the month it began in. */
  async function brief(login: string): Promise<void> {
    const number = await placeNew(p, login, { seats: 5 });
    await new Managing(await p.scope(login)).stop(number);
  }
  const closed = async (): Promise<string[]> => {
    const closes = await p.portal.db.partnerClose.findMany({ where: { partner: { code: 'vector' } }, orderBy: { period: 'asc' } });
    return closes.map(({ period, closedAt }) => `${period.toISOString().slice(0, 7)} ${closedAt ? 'closed' : 'parked'}`);
  };
  const violations = async () => {
    await p.drainJobs();
    return auditPortal(p.portal);
  };

  it('with nothing charged in them are closed too, one after another', async () => {
    await brief('vector');
    await closeDueOn('2026-11-30');
    expect(await closeDueOn('2026-12-31')).toMatchObject([{ month: '2026-12', state: 'done', parked: [] }]);
    p.clock.setTo(at(day('2027-01-15'), 12));
    await placeNew(p, 'vector', { seats: 5 });
    await closeDueOn('2027-01-31');
    expect(await closed()).toEqual(['2026-11 closed', '2026-12 closed', '2027-01 closed']);
    expect(await violations()).toEqual([]);
  });

  it('before the first one with charges are not closed by hand', async () => {
    await expect(close('2026-10')).rejects.toMatchObject({ fields: { '': 'Закрывать пока нечего: начислений ещё не было.' } });
    await placeNew(p, 'vector', { seats: 5 });
    await expect(close('2026-05')).rejects.toMatchObject({
      fields: { '': 'В этом месяце закрывать нечего: следующий по порядку — ноябрь 2026.' },
    });
    await closeDueOn('2026-11-30');
    expect(await closed()).toEqual(['2026-11 closed']);
    expect(await violations()).toEqual([]);
  });

  it('are not closed before those ahead of them, from the page neither', async () => {
    await brief('orion');
    await placeNew(p, 'vector', { seats: 5 });
    await closeDueOn('2026-11-30');
    p.clock.setTo(at(day('2027-01-31'), 20));
    await expect(close('2027-01')).rejects.toMatchObject({ fields: { '': 'Месяцы закрываются по порядку: сначала декабрь 2026.' } });
    const admin = await p.as('admin');
    const page = await admin.get('/admin/closing/2027-01');
    const token = page.$('input[name=token]').attr('value') ?? '0f8fad5b-d9cb-469f-a165-70867728950e';
    const answer = await admin.post('/admin/closing/2027-01', { token });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('сначала декабрь 2026');
    expect(await p.portal.db.monthClose.count()).toBe(1);
    expect(await closeDueOn('2027-01-31')).toMatchObject([{ month: '2026-12' }, { month: '2027-01' }]);
    expect(await violations()).toEqual([]);
  });

  it('a month that parked somebody does not keep the next one from the others', async () => {
    await placeNew(p, 'vector', { seats: 5 });
    await placeNew(p, 'orion', { seats: 5 });
    await p.portal.db.$executeRaw`alter table service_periods disable trigger user`;
    await p.portal.db
      .$executeRaw`update service_periods set charge = charge + 1, vat = vat where partner_id = (select id from partners where code = 'vector')`;
    expect(await closeDueOn('2026-11-30')).toMatchObject([{ state: 'partial', parked: [{ name: 'ООО «Вектор»' }] }]);
    expect(await closeDueOn('2026-12-31')).toMatchObject([
      { month: '2026-11', state: 'partial' },
      { month: '2026-12', state: 'partial' },
    ]);
    expect(await closed()).toEqual(['2026-11 parked', '2026-12 parked']);
    await p.portal.db
      .$executeRaw`update service_periods set charge = charge - 1 where partner_id = (select id from partners where code = 'vector')`;
    await p.portal.db.$executeRaw`alter table service_periods enable trigger user`;
    expect(await closeDueMonths(p.portal)).toMatchObject([
      { month: '2026-11', state: 'done' },
      { month: '2026-12', state: 'done' },
    ]);
    expect(await closed()).toEqual(['2026-11 closed', '2026-12 closed']);
    expect(await violations()).toEqual([]);
  });
});
