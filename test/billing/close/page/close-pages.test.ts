import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeMonth } from '#src/billing/close/close.service.ts';
import { refreshOutlook } from '#src/billing/close/close-outlook.service.ts';
import { month } from '#src/lib/days.ts';
import { systemScope } from '#src/platform/scope.ts';
import type { Browser } from '#test/support/browser.ts';
import { Managing } from '#test/support/managing.ts';
import { placeNew } from '#test/support/orders.ts';
import { openTestPortal, TEST_NOW, type TestPortal } from '#test/support/portal.ts';

describe('pages of the month close', () => {
  let p: TestPortal;
  let admin: Browser;

  beforeAll(async () => {
    p = await openTestPortal();
    await placeNew(p, 'vector', { seats: 7 });
    admin = await p.as('admin');
  });
  afterAll(() => p.close());

  it('shows before the end of the month what the close will do, and changes nothing', async () => {
    const page = await admin.get('/admin/closing/2026-11');
    expect(page.text).toContain('449,40 ₽');
    expect(page.text).toContain('Это расчёт на конец месяца');
    expect(page.$('form[method=post][action="/admin/closing/2026-11"]').length).toBe(0);
    expect(await p.portal.db.invoice.count()).toBe(0);
    expect(await p.portal.db.partnerClose.count()).toBe(0);
  });

  it('can’t be started while the month goes on', async () => {
    const start = await admin.get('/admin/closing/2026-11/start');
    expect([start.status, start.location]).toEqual([303, '/admin/closing/2026-11']);
    expect((await admin.post('/admin/closing/2026-11', { token: crypto.randomUUID() })).status).toBe(422);
    expect(await p.portal.db.monthClose.count()).toBe(0);
  });

  it('says what it will do before it is started, and leads back first', async () => {
    p.clock.setTo(new Date('2026-11-30T21:00:00+03:00'));
    admin = await p.as('admin');
    const start = await admin.get('/admin/closing/2026-11/start');
    expect(start.$('[autofocus]').attr('href')).toBe('/admin/closing/2026-11');
    expect(start.text).toContain('1 счёт на 449,40 ₽ от 30 ноября 2026');
    expect(start.text).toContain('1 подписка — с 1 декабря 2026, по ценам этого дня. Лимита хватает всем.');
    expect((await (await p.as('manager')).get('/admin/closing/2026-11/start')).status).toBe(403);
    expect((await (await p.as('manager')).get('/admin/closing/2026-11')).$('a[href$="/start"]').length).toBe(0);
  });

  it('is run on the last day, shows its progress and then the outcome', async () => {
    const before = await admin.get('/admin/closing/2026-11');
    const token = before.$('#start input[name=token]').attr('value') ?? '';
    const started = await admin.post('/admin/closing/2026-11', { token });
    expect(started.status).toBe(303);
    const running = await admin.follow(started);
    expect(running.text).toContain('Закрытие идёт');
    expect(running.$('#closing-said[role=status]').text()).toBe('Закрытие идёт: 0 %');
    expect(running.response.text).toContain('<noscript><meta http-equiv="refresh" content="3"></noscript>');
    expect((await admin.get('/admin/closing/2026-11/start')).location).toBe('/admin/closing/2026-11');
    await p.drainJobs();
    const after = await admin.get('/admin/closing/2026-11');
    expect(after.text).toContain('Месяц закрыт');
    expect(after.text).toContain('449,40 ₽');
    expect(after.$('#closing').attr('data-refresh')).toBeUndefined();
    expect(after.$('#closing-said').text()).toBe('Месяц закрыт');
    expect((await admin.get('/admin/closing')).text).toContain('1 счёт');
  });

  it('does the same as the preview said', async () => {
    expect(await p.portal.db.invoice.findMany()).toMatchObject([{ gross: 44_940n, number: 'МС-000001' }]);
  });

  it('says that there is nothing to do when it is asked for again', async () => {
    const again = await admin.follow(await admin.get('/admin/closing/2026-11/start'));
    expect(again.text).toContain('Делать больше нечего: у каждого партнёра один счёт.');
    expect(again.$('#start').length).toBe(0);
  });

  it('runs once however often it is submitted', async () => {
    await admin.post('/admin/closing/2026-11', { token: '0f8fad5b-d9cb-469f-a165-70867728950e' });
    await p.drainJobs();
    expect(await p.portal.db.invoice.count()).toBe(1);
  });

  it('is for MONT’s people; only an administrator starts it', async () => {
    p.clock.setTo(TEST_NOW);
    const manager = await p.as('manager');
    expect((await manager.get('/admin/closing/2026-12')).status).toBe(200);
    expect((await manager.post('/admin/closing/2026-12', { token: '0f8fad5b-d9cb-469f-a165-70867728950f' })).status).toBe(403);
    expect((await (await p.as('vector')).get('/admin/closing')).status).toBe(403);
    expect((await p.visitor().get('/admin/closing')).location).toBe('/Account/LogOn');
    expect((await manager.get('/admin/closing/2026-13')).status).toBe(404);
  });
});

/** The limit of orion does not do: 5 seats cost 321,00 ₽ in November and 1 070,00 ₽ in December. */
describe('the outlook of very many partners', () => {
  const FEW = 3; // those of the cast
  const MANY = 60;
  let p: TestPortal;
  let admin: Browser;
  const path = '/admin/closing/2026-11';
  const stats = async (query = '') => words((await admin.get(path + query)).$('.stat-card').text());
  const names = async (query: string) => {
    const page = await admin.get(path + query);
    return page
      .$('tbody a.row-link')
      .map((_, a) => page.$(a).text())
      .get();
  };

  beforeAll(async () => {
    p = await openTestPortal();
    await placeNew(p, 'vector', { seats: 7 });
    await placeNew(p, 'vector', { seats: 10 });
    await placeNew(p, 'orion', { seats: 5 });
    await new Managing(await p.scope('orion')).setLimit(400_00n);
    const { id: _, ...one } = await p.portal.db.partner.findUniqueOrThrow({ where: { code: 'vector' } });
    const made = Array.from({ length: MANY }, (_, n) => ({
      ...one,
      code: `many${n}`,
      axDebtorCode: `Д-7${1000 + n}`,
      name: `АО «Альфа ${100 + n}»`,
    }));
    await p.portal.db.partner.createMany({ data: made });
    admin = await p.as('admin');
  });
  afterAll(() => p.close());

  /** The button of the page, and the job it asks for. */
  const recount = async () => {
    const page = await admin.get(path);
    const token = page.$(`form[action="${path}/outlook"] input[name=token]`).attr('value') ?? '';
    expect((await admin.post(`${path}/outlook`, { token })).status).toBe(303);
    expect((await admin.get(path)).text).toContain('Пересчитывается');
    await p.drainJobs();
  };

  it('is made when it is asked for, and by the task', async () => {
    expect((await admin.get(path)).text).toContain('Расчёта ещё нет');
    await recount();
    expect((await admin.get(path)).text).toContain('Расчёт на 22.11.2026 10:00: 63 партнёра.');
    p.clock.setTo(new Date('2026-11-22T10:15:00+03:00'));
    await refreshOutlook(p.portal);
    expect((await admin.get(path)).text).toContain('Расчёт на 22.11.2026 10:15: 63 партнёра.');
  });

  it('has on top the totals of all of them', async () => {
    const totals = '1 412,40 ₽к оплате с НДС 2счёта 2продлено 1продление не прошло 0отложено';
    expect(await stats()).toBe(totals);
    expect(await stats('?page=2')).toBe(totals);
  });

  it('shows first who needs a person, and can be sorted, searched and narrowed', async () => {
    expect((await names('')).slice(0, 2)).toEqual(['ООО «Орион»', 'АО «Альфа 100»']);
    expect(await names('?only=held')).toEqual(['ООО «Орион»']);
    expect((await names('?sort=-gross')).slice(0, 2)).toEqual(['ООО «Вектор»', 'ООО «Орион»']);
    expect((await names('?sort=-name'))[0]).toBe('ООО «Орион»');
    expect(await names('?q=альфа 159')).toEqual(['АО «Альфа 159»']);
    expect((await admin.get(`${path}?q=нет такого`)).text).toContain('Никого не нашлось');
    const [row] = (await admin.get(`${path}?only=held`)).$('tbody tr').toArray();
    expect(words((await admin.get(`${path}?only=held`)).$(row).text())).toContain('1Не хватает лимита');
  });

  it('names what can’t be closed and why', async () => {
    await p.portal.sql('t_gap', `delete from service_periods where subscription_id = (select min(id) from subscriptions)`);
    await recount();
    expect(await names('?only=faults')).toEqual(['ООО «Вектор»']);
    expect((await admin.get(path)).text).toContain('Нет начисления за последний день у подписки');
    expect(await stats()).toContain('1отложено');
  });

  it('comes as a file of everybody the filter finds, foreseen and then done', async () => {
    const lines = async (query = '') => (await admin.get(`${path}.csv${query}`)).response.text.trim().split('\r\n');
    expect(await lines()).toHaveLength(1 + MANY + FEW);
    expect((await lines('?only=held'))[1]).toBe('ООО «Орион»;1;321,00;0;1;Не хватает лимита;0;');
    p.clock.setTo(new Date('2026-11-30T21:00:00+03:00'));
    await closeMonth(systemScope(p.portal, 'test'), month('2026-11'));
    admin = await p.as('admin');
    expect(await lines('?tab=closed&only=held')).toHaveLength(2);
    expect(await lines('?tab=closed')).toHaveLength(1 + MANY + FEW);
    expect(await lines()).toHaveLength(2);
    expect((await lines('?only=faults'))[1]).toContain('Нет начисления за последний день');
    expect((await admin.get(`${path}.xlsx`)).status).toBe(200);
    expect((await admin.get('/admin/closing.csv')).response.text).toContain('ноябрь 2026;Закрыт не для всех;321,00;1;1;');
    const left = await admin.get(path);
    expect(words(left.$('.tabs').text())).toBe(`Осталось закрыть 1Закрыты ${MANY + FEW - 1}`);
    expect(left.$('#start').text()).toContain('1 партнёр будет отложен');
    expect(words(left.$('.stat-card').text())).toBe('321,00 ₽к оплате с НДС 1счёт 0продлено 1продление не прошло 1отложено');
    expect((await admin.get(`${path}?tab=closed&q=орион`)).$('tbody a[href*="/admin/orders?partner="]').length).toBe(1);
  });
});

const words = (text: string): string => text.replace(/[\s\u00a0]+/g, ' ').trim();
