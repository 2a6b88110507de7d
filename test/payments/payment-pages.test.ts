import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cast } from '#prisma/seeds/data/cast.ts';
import { closeMonth } from '#src/billing/close.service.ts';
import { month } from '#src/lib/days.ts';
import type { Browser } from '#test/support/browser.ts';
import { placeNew } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

describe('payments by hand', () => {
  let p: TestPortal;
  let manager: Browser;
  const form = {
    partner: cast.vector.inn,
    receivedOn: '2026-11-30',
    amount: '500,00',
    payerName: '',
    docNumber: '517',
    purpose: 'Оплата',
    invoice: '',
  };
  const token = async () => (await manager.get('/admin/payments/new')).$('input[name=token]').attr('value') ?? '';

  beforeAll(async () => {
    p = await openTestPortal();
    await placeNew(p, 'vector', { seats: 7 });
    p.clock.setTo(new Date('2026-11-30T21:00:00+03:00'));
    await closeMonth(await p.scope('admin'), month('2026-11'));
    manager = await p.as('manager');
  });
  afterAll(() => p.close());

  it('shows the open invoices of the partner found', async () => {
    const page = await manager.get(`/admin/payments/new?partner=${cast.vector.inn}`);
    expect(page.text).toContain('№ МС-000001 от 30.11.2026, к оплате 449,40 ₽');
  });

  it('keeps what was typed when something is wrong, and tells where', async () => {
    const page = await manager.post('/admin/payments', { ...form, amount: 'много', token: await token() });
    expect(page.status).toBe(422);
    expect(page.text).toContain('Укажите сумму в рублях');
    expect(page.$('input[name=docNumber]').attr('value')).toBe('517');
    const stranger = await manager.post('/admin/payments', { ...form, partner: '0000', token: await token() });
    expect(stranger.text).toContain('Такого партнёра нет');
  });

  it('settles the invoice and shows the prepayment; a repeated submit adds nothing', async () => {
    const once = await token();
    for (let i = 0; i < 3; i++) expect((await manager.post('/admin/payments', { ...form, token: once })).status).toBe(303);
    const list = await manager.get('/admin/payments');
    expect(list.text).toContain('500,00 ₽');
    expect(list.text).toContain('Аванс 50,60 ₽');
    expect(await p.portal.db.payment.count()).toBe(1);
  });

  it('is taken back with a reason', async () => {
    const { id } = await p.portal.db.payment.findFirstOrThrow();
    const page = await manager.get(`/admin/payments/${id}/reversal`);
    const fields = { token: page.$('input[name=token]').attr('value') ?? '', reason: 'Ошиблись партнёром' };
    expect((await manager.post(`/admin/payments/${id}/reversal`, { ...fields, reason: '' })).status).toBe(422);
    expect((await manager.post(`/admin/payments/${id}/reversal`, fields)).status).toBe(303);
    expect((await manager.get('/admin/payments')).text).toContain('Сторнирован');
  });

  it('gives the list as files, to staff only', async () => {
    expect((await manager.get('/admin/payments.csv')).response.text).toContain('ООО «Вектор»');
    expect((await manager.get('/admin/payments.xlsx')).status).toBe(200);
    expect((await (await p.as('vector')).get('/admin/payments')).status).toBe(403);
    expect((await manager.get('/admin/payments/999999/reversal')).status).toBe(404);
  });
});
