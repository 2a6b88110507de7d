import { extractText } from 'unpdf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { creditOf } from '#src/credit/credit.service.ts';
import { day } from '#src/lib/days.ts';
import { formatAmount, kopecks } from '#src/lib/money.ts';
import { registerPayment } from '#src/payments/payments.service.ts';
import type { Browser } from '#test/support/browser.ts';
import type { TestPortal } from '#test/support/portal.ts';
import { closedNovember, invoiceOf } from './closed-month.ts';

let p: TestPortal;
let manager: Browser;
beforeAll(async () => {
  p = await closedNovember();
  await p.drainJobs();
  manager = await p.as('manager');
}, 60_000);
afterAll(() => p.close());

const states = async (code: string) => {
  const { id } = await invoiceOf(p, code);
  return (await p.portal.db.originalState.findMany({ where: { invoiceId: id }, orderBy: { id: 'asc' } })).map(({ state, byName }) => [
    state,
    byName,
  ]);
};

describe('originals', () => {
  it('of all partners are listed for staff alone', async () => {
    const page = await manager.get('/admin/documents');
    expect(page.text).toContain('2 счёта');
    expect(page.text).toContain('ООО «Орион»');
    expect((await (await p.as('vector')).get('/admin/documents')).status).toBe(403);
  });

  it('are found by partner, number, month and state', async () => {
    const numbers = async (query: string) => (await manager.get(`/admin/documents?${query}`)).text.match(/№ МС-\d+/g) ?? [];
    expect(await numbers('q=вектор')).toEqual(['№ МС-000001']);
    expect(await numbers('q=000002')).toEqual(['№ МС-000002']);
    expect(await numbers('period=2026-10')).toEqual([]);
    expect(await numbers('original=preparing&period=2026-11')).toHaveLength(2);
    expect(await numbers('original=signed')).toEqual([]);
    expect((await manager.get('/admin/documents?original=lost')).status).toBe(400);
  });

  it('come as a file of what the filter shows', async () => {
    const lines = async (query = '') => (await manager.get(`/admin/documents.csv${query}`)).response.text.trim().split('\r\n');
    expect(await lines()).toHaveLength(3);
    expect((await lines('?q=орион&period=2026-11'))[1]).toMatch(/^ООО «Орион»;МС-000002;30\.11\.2026;/);
    expect(await lines('?original=signed')).toHaveLength(1);
    expect((await manager.get('/admin/documents.xlsx')).status).toBe(200);
    expect((await (await p.as('vector')).get('/admin/documents.csv')).status).toBe(403);
    expect((await manager.get('/admin/documents?period=2026-11')).$('a[href="/admin/documents.csv?period=2026-11"]').length).toBe(1);
  });

  it('move many at once, each step with its person, and the partner sees where his paper is', async () => {
    const ids = [(await invoiceOf(p, 'vector')).id, (await invoiceOf(p, 'orion')).id];
    const moved = await manager.agent
      .post('/admin/documents?period=2026-11')
      .type('form')
      .send({ _csrf: await token(), state: 'with_manager', invoice: ids });
    expect([moved.status, moved.headers['location']]).toEqual([303, '/admin/documents?period=2026-11']);
    expect(await states('vector')).toEqual([['with_manager', expect.stringContaining('Ирина')]]);
    expect((await (await p.as('orion')).get('/documents')).text).toContain('Передан менеджеру с 30.11.2026');
    for (const state of ['handed_over', 'signed', 'signed']) await manager.post('/admin/documents', { state, invoice: String(ids[0]) });
    expect((await states('vector')).map(([state]) => state)).toEqual(['with_manager', 'handed_over', 'signed']);
    expect(await p.portal.db.auditEntry.count({ where: { action: 'original.moved' } })).toBe(4);
  });

  it('refuse what the list does not send', async () => {
    expect((await manager.post('/admin/documents', { state: 'lost', invoice: '1' })).status).toBe(400);
    expect((await manager.post('/admin/documents', { state: 'signed', invoice: '-1' })).status).toBe(400);
    expect((await manager.follow(await manager.post('/admin/documents', { state: 'signed' }))).text).toContain('Отметьте счета');
  });
});

describe('a correction', () => {
  it('is asked for with its consequences and wants a reason', async () => {
    const { id } = await invoiceOf(p, 'vector');
    const page = await manager.get(`/admin/documents/${id}/correction`);
    expect(page.text).toContain('Счёт № МС-000001 и его документы будут аннулированы');
    const refused = await manager.post(`/admin/documents/${id}/correction`, { token: crypto.randomUUID(), reason: ' ' });
    expect([refused.status, refused.text.includes('Напишите, что исправлено')]).toEqual([422, true]);
    expect((await manager.get('/admin/documents/999999/correction')).status).toBe(404);
  });

  it('cancels the invoice and issues another from the same periods, with today’s requisites and the money of the old one', async () => {
    const old = await invoiceOf(p, 'vector');
    const exposure = async () => (await creditOf(p.portal.sql, old.partnerId)).exposure;
    await registerPayment(await p.scope('manager'), {
      ...{
        partnerId: old.partnerId,
        receivedOn: day('2026-11-30'),
        amount: kopecks(50_000n),
        payerName: 'Вектор',
        payerInn: null,
        docNumber: '1',
      },
      ...{ purpose: 'оплата', source: 'hand', sourceKey: null, invoiceIds: [] },
    });
    const before = await exposure();
    await p.portal.db.partner.update({ where: { code: 'vector' }, data: { name: 'ООО «Вектор Плюс»' } });
    const form = { token: crypto.randomUUID(), reason: 'Партнёр сменил название' };
    for (const _ of ['once', 'repeated']) {
      expect((await manager.post(`/admin/documents/${old.id}/correction`, form)).location).toBe('/admin/documents?q=%D0%9C%D0%A1-000003');
    }
    const corrected = await invoiceOf(p, 'vector');
    expect(corrected).toMatchObject({
      number: 'МС-000003',
      replacesId: old.id,
      gross: old.gross,
      vat: old.vat,
      dueOn: old.dueOn,
      period: old.period,
    });
    expect(corrected.buyer).toMatchObject({ name: 'ООО «Вектор Плюс»' });
    expect(corrected.lines.map(({ periodId }) => periodId)).toEqual(old.lines.map(({ periodId }) => periodId));
    expect(await exposure()).toBe(before);
    const settled = await p.portal.db.settlement.groupBy({
      by: ['invoiceId'],
      _sum: { amount: true },
      where: { partnerId: old.partnerId },
    });
    expect(new Map(settled.map(({ invoiceId, _sum }) => [invoiceId, _sum.amount]))).toEqual(
      new Map([
        [old.id, 0n],
        [corrected.id, 50_000n],
      ]),
    );
  });

  it('has documents and letters of its own, and the partner sees both', async () => {
    await p.drainJobs();
    const corrected = await invoiceOf(p, 'vector');
    expect(corrected.documents.map(({ kind }) => kind)).toEqual(['invoice', 'utd', 'utd_xml']);
    const [paper] = corrected.documents;
    const { text } = await extractText(new Uint8Array(paper?.bytes ?? []), { mergePages: true });
    const told = text.replace(/[\s\u00a0]+/g, ' ');
    expect(told).toContain('Взамен: счёта № МС-000001, который аннулирован');
    expect(told).toContain(`Оплачено ранее: 500,00 Всего к оплате: ${formatAmount(corrected.gross - 50_000n).replace('\u00a0', ' ')}`);
    const [letter] = (await p.letters({ template: 'invoice-issued' })).filter(({ subject }) => subject.includes('МС-000003'));
    expect(letter?.text).toContain('заменяет счёт № МС-000001');
    const page = await (await p.as('vector')).get('/documents');
    expect(page.text).toContain('заменён счётом № МС-000003');
    expect(page.text).toContain('взамен счёта № МС-000001');
    expect(page.text).toContain('Аннулирован');
    const old = page.$('tr[id="МС-000001"]');
    expect(old.text()).toContain('Партнёр сменил название; заменён счётом');
    expect(old.find('small a').attr('href')).toBe(`/documents?period=2026-11#${encodeURIComponent('МС-000003')}`);
    expect(old.text()).not.toContain('до ');
    const staffPage = await manager.get('/admin/documents?q=000001');
    expect(staffPage.$('tbody small a').attr('href')).toBe(`/admin/documents?q=${encodeURIComponent('МС-000003')}`);
  });

  it('is not made twice', async () => {
    const old = await p.portal.db.invoice.findFirstOrThrow({ where: { number: 'МС-000001' } });
    const over = await manager.get(`/admin/documents/${old.id}/correction`);
    expect([over.status, (await manager.follow(over)).text]).toEqual([303, expect.stringContaining('уже аннулирован')]);
    const again = { token: crypto.randomUUID(), reason: 'ещё раз' };
    expect((await manager.post(`/admin/documents/${old.id}/correction`, again)).status).toBe(409);
  });
});

async function token(): Promise<string> {
  return (await manager.get('/admin/documents')).$('input[name=_csrf]').attr('value') ?? '';
}
