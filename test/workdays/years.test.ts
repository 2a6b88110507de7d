import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeDays, dueOn } from '#src/billing/close/close.rules.ts';
import { closeMonth } from '#src/billing/close/close.service.ts';
import { day, month } from '#src/lib/days.ts';
import { remindAndHold } from '#src/payments/receivables.service.ts';
import { systemScope } from '#src/platform/scope.ts';
import { openPortal } from '#src/portal.ts';
import { calendarOf } from '#src/workdays/calendar.queries.ts';
import type { Browser } from '#test/support/browser.ts';
import { testConfig } from '#test/support/config.ts';
import { orderAs } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';
import { postFile } from '#test/support/upload.ts';
import { of2028, yearXml } from './year-files.ts';

const PATH = '/admin/settings/calendar';
const at = (text: string) => new Date(`${text}+03:00`);

/** A partner with 10 days to pay: December 2027 is due on 10 January 2028, a day that a calendar can make one off. */
describe('a year without a calendar', () => {
  let p: TestPortal;
  let other: Awaited<ReturnType<typeof openPortal>>;
  let admin: Browser;
  let manager: Browser;
  let anna: Browser;
  beforeAll(async () => {
    p = await openTestPortal();
    p.clock.setTo(at('2027-12-06T10:00'));
    await p.portal.db.partner.update({ where: { code: 'vector' }, data: { paymentTermDays: 10, creditLimit: 10n ** 12n } });
    await orderAs(await p.scope('vector'), { seats: 10 });
    p.clock.setTo(at('2027-12-31T21:00'));
    await closeMonth(systemScope(p.portal, 'test'), month('2027-12'));
    await p.drainJobs();
    const { clock, log } = p.portal;
    other = await openPortal({ config: testConfig(), clock, log, databaseUrl: p.database.url });
    await comeIn();
  });
  afterAll(async () => {
    await other.close();
    await p.close();
  });

  /** Sessions end where the clock leaps. */
  const comeIn = async () => {
    [admin, manager, anna] = [await p.as('admin'), await p.as('manager'), await p.as('vector')];
  };
  const upload = (xml: string) => postFile(admin, PATH, { token: randomUUID() }, { name: 'calendar.xml', bytes: xml });
  /** Presses the button of the page of a calendar. */
  const press = async (path: string) => {
    const page = await admin.get(path);
    const form = page.$('form[action^="/admin/settings/calendar/"]');
    const fields = Object.fromEntries(
      form
        .find('input[type=hidden]')
        .get()
        .map((one) => [one.attribs['name'] ?? '', one.attribs['value'] ?? '']),
    );
    return admin.post(form.attr('action') ?? '', fields);
  };
  /** Where a partner and MONT see the day to pay. */
  const shown = async () => {
    const { id, inn } = await p.portal.db.partner.findUniqueOrThrow({ where: { code: 'vector' } });
    const pages = [
      ...['/finance', '/cabinet', '/documents'].map((path) => anna.get(path)),
      ...[`/admin/partners/${id}?tab=money`, `/admin/payments/new?partner=${inn}`].map((path) => manager.get(path)),
    ];
    return (await Promise.all(pages)).map(
      ({ text }) =>
        /10(\.01\.2028| января)( \(предварительно\))?/.exec(text)?.[2] ?? (/10(\.01\.2028| января)/.test(text) ? 'final' : 'none'),
    );
  };

  it('marks its days to pay wherever they are shown', async () => {
    expect(await shown()).toEqual(Array(5).fill(' (предварительно)'));
    const [letter] = await p.letters({ template: 'invoice-issued' });
    expect(letter?.text).toContain('10 января 2028 (предварительно)');
    p.clock.setTo(at('2028-01-07T00:15'));
    await comeIn();
    await remindAndHold(p.portal);
    await p.drainJobs();
    const [reminder] = await p.letters({ template: 'invoice-due-soon' });
    expect(reminder?.subject).toContain('оплатить до 10 января 2028 (предварительно)');
  });

  it('is told loudly to staff and to whoever watches the portal', async () => {
    const home = await manager.get('/admin');
    expect(home.text).toContain('Нет производственного календаря на 2028 год');
    expect(home.text).toContain('Уже 1 неоплаченный счёт с таким сроком');
    const { text } = await p.visitor().agent.get('/metrics');
    expect(text).toContain('calendar_gaps{of="years"} 1');
    expect(text).toContain('calendar_gaps{of="dues"} 1');
  });

  it('takes a file from administrators only; a bad one is told at its field', async () => {
    expect((await manager.get(PATH)).$('input[type=file]')).toHaveLength(0);
    expect((await manager.post(PATH, { token: randomUUID() })).status).toBe(403);
    expect((await anna.get(PATH)).status).toBe(403);
    for (const [xml, sentence] of [
      [`<?xml version="1.0"?><!DOCTYPE c [<!ENTITY a "b">]><calendar year="2028">&a;</calendar>`, 'DOCTYPE'],
      [yearXml(2020), 'он уже прошёл'],
      [yearXml(2040), 'слишком далеко'],
    ] as const) {
      const refused = await upload(xml);
      expect([refused.status, refused.$('#file-error').text()]).toEqual([422, expect.stringContaining(sentence)]);
    }
    expect(await p.portal.db.workYear.count()).toBe(0);
  });

  it('shows what a calendar changes before it counts', async () => {
    const { location = '' } = await upload(of2028());
    const page = await manager.get(location);
    expect(page.text).toContain('Станут выходными 10.01.2028, 10.02.2028, 06.11.2028');
    expect(page.text).toContain('Станут рабочими 30.12.2028');
    expect(page.text).toContain('Из 1 на выходные по этому календарю приходится 1');
    expect(page.text).toMatch(/ООО «Вектор» 10\.01\.2028 11\.01\.2028/);
    expect(page.$('form[action$=confirmation]')).toHaveLength(0);
    expect((await calendarOf(p.portal.sql)).has('2028')).toBe(false);
  });

  it('is final for every instance once it is confirmed, and issued days stay', async () => {
    const { id } = await p.portal.db.workYear.findFirstOrThrow();
    const due = async () => dueOn(closeDays(month('2027-12')), day('2027-12-31'), 10, await calendarOf(other.portal.sql));
    expect(await due()).toBe('2028-01-10');
    expect((await press(`${PATH}/${id}`)).status).toBe(303);
    expect(await due()).toBe('2028-01-11');
    expect(await shown()).toEqual(Array(5).fill('final'));
    expect((await manager.get('/admin')).text).not.toContain('Нет производственного календаря');
    const csv = await manager.agent.get(`${PATH}.csv`).buffer(true);
    expect(csv.text).toMatch(/2028;15;19;/);
  });

  it('holds nobody before the first working day on or after an issued day has passed', async () => {
    const held = async (text: string) => {
      p.clock.setTo(at(text));
      await remindAndHold(p.portal);
      return p.portal.db.hold.count({ where: { reason: 'overdue' } });
    };
    expect(await held('2028-01-11T00:15')).toBe(0);
    expect((await p.letters({ template: 'invoice-due-soon' })).at(-1)?.subject).toContain('сегодня последний день');
    expect(await held('2028-01-12T00:15')).toBe(1);
  });

  it('another instance closes the next month by it', async () => {
    p.clock.setTo(at('2028-01-31T21:00'));
    await closeMonth(systemScope(other.portal, 'test'), month('2028-01'));
    const [invoice] = await p.portal.db.invoice.findMany({ where: { period: new Date('2028-01-01') } });
    expect(invoice?.dueOn).toEqual(new Date('2028-02-11')); // 10 February is off
  });

  it('is replaced and taken back with a row of the journal each; what was seen counts', async () => {
    await comeIn();
    const { location = '' } = await upload(yearXml(2028, [['12.29', 1, '01.01']]));
    const first = await p.portal.db.workYear.findFirstOrThrow({ orderBy: { id: 'asc' } });
    expect((await press(location)).status).toBe(303);
    expect((await calendarOf(other.portal.sql)).get('2028')?.off.has('01-10')).toBe(false);
    const meanwhile = await admin.post(`${PATH}/${first.id}/confirmation`, { seen: '0', token: randomUUID() });
    expect([meanwhile.status, meanwhile.text]).toEqual([409, expect.stringContaining('другой календарь')]);
    expect((await press(location)).status).toBe(303);
    expect((await calendarOf(other.portal.sql)).has('2028')).toBe(false);
    expect((await admin.post(`${location}/removal`, { token: randomUUID() })).status).toBe(409);
    expect((await press(`${PATH}/${first.id}`)).status).toBe(303);
    expect((await calendarOf(other.portal.sql)).get('2028')?.off.has('01-10')).toBe(true);
    const journal = await p.portal.db.auditEntry.findMany({ where: { action: { startsWith: 'work-year.' } }, orderBy: { id: 'asc' } });
    expect(journal.map(({ action }) => action.slice(10))).toEqual([
      'loaded',
      'confirmed',
      'loaded',
      'confirmed',
      'taken-back',
      'confirmed',
    ]);
    expect(journal.map(({ subject }) => subject)).toEqual(Array(6).fill('производственный календарь 2028 года'));
  });
});
