import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from '#test/support/browser.ts';
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
    expect(page.$('form[action="/admin/closing/2026-11"]').length).toBe(0);
    expect(await p.portal.db.invoice.count()).toBe(0);
    expect(await p.portal.db.partnerClose.count()).toBe(0);
  });

  it('is run on the last day, shows its progress and then the outcome', async () => {
    p.clock.setTo(new Date('2026-11-30T21:00:00+03:00'));
    admin = await p.as('admin');
    const before = await admin.get('/admin/closing/2026-11');
    const token = before.$('input[name=token]').attr('value') ?? '';
    const started = await admin.post('/admin/closing/2026-11', { token });
    expect(started.status).toBe(303);
    expect((await admin.follow(started)).text).toContain('Закрытие идёт');
    await p.drainJobs();
    const after = await admin.get('/admin/closing/2026-11');
    expect(after.text).toContain('Месяц закрыт');
    expect(after.text).toContain('449,40 ₽');
    expect((await admin.get('/admin/closing')).text).toContain('1 счёт');
  });

  it('does the same as the preview said', async () => {
    expect(await p.portal.db.invoice.findMany()).toMatchObject([{ gross: 44_940n, number: 'МС-000001' }]);
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
