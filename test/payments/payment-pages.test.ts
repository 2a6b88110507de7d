import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cast } from '#prisma/seeds/data/cast.ts';
import { closeMonth } from '#src/billing/close/close.service.ts';
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
    payerInn: '',
    docNumber: '517',
    purpose: 'Оплата',
  };
  const token = async () => (await manager.get('/admin/payments/new')).$('input[name=token]').attr('value') ?? '';

  /** As without script: the first answer shows what the payment will do, the second sending confirms it. */
  const confirmed = async (fields: Record<string, string>) => {
    const review = await manager.post('/admin/payments', fields);
    return review.status === 303
      ? review
      : manager.post('/admin/payments', { ...fields, shown: review.$('input[name=shown]').attr('value') ?? '' });
  };

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

  it('keeps everything typed when the invoices are asked for', async () => {
    const typed = { ...form, partner: 'vector', payerName: 'АО «Плательщик»', purpose: 'За Вектор', token: await token(), step: 'find' };
    const page = await manager.post('/admin/payments', typed);
    expect(page.status).toBe(200);
    expect(page.text).toContain('№ МС-000001 от 30.11.2026, к оплате 449,40 ₽');
    for (const name of ['partner', 'amount', 'docNumber', 'payerName', 'token'] as const) {
      expect([name, page.$(`input[name=${name}]`).attr('value')]).toEqual([name, typed[name]]);
    }
    expect(page.$('textarea[name=purpose]').text().trim()).toBe('За Вектор');
    expect((await manager.post('/admin/payments', { ...typed, partner: '0000' })).text).toContain('Такого партнёра нет');
    expect(await p.portal.db.payment.count()).toBe(0);
  });

  it('keeps what was typed when something is wrong, and tells where', async () => {
    const page = await manager.post('/admin/payments', { ...form, amount: 'много', token: await token() });
    expect(page.status).toBe(422);
    expect(page.text).toContain('Укажите сумму в рублях');
    expect(page.$('input[name=docNumber]').attr('value')).toBe('517');
    const inn = await manager.post('/admin/payments', { ...form, payerInn: '7700000000', token: await token() });
    expect([inn.status, inn.$('#payerInn-error').length]).toEqual([422, 1]);
    const stranger = await manager.post('/admin/payments', { ...form, partner: '0000', token: await token() });
    expect(stranger.text).toContain('Такого партнёра нет');
  });

  it('settles the invoice and shows the prepayment; a repeated submit adds nothing', async () => {
    const once = await token();
    const review = await manager.post('/admin/payments', { ...form, token: once });
    const shown = review
      .$('#spread')
      .text()
      .replace(/[\s\u00a0]+/g, ' ');
    expect([review.status, await p.portal.db.payment.count()]).toEqual([200, 0]);
    expect(shown).toContain('Счёт № МС-000001449,40 ₽ Останется авансом50,60 ₽');
    for (let i = 0; i < 3; i++) expect((await confirmed({ ...form, token: once })).status).toBe(303);
    const list = await manager.get('/admin/payments');
    expect(list.text).toContain('500,00 ₽');
    expect(list.text).toContain('Аванс 50,60 ₽');
    expect(await p.portal.db.payment.count()).toBe(1);
  });

  it('asks once more before a payment like another is written', async () => {
    const again = await confirmed({ ...form, token: await token() });
    expect(again.status).toBe(422);
    expect(again.text).toMatch(/Похожий платёж уже записан: № \d+ \(Ирина/);
    expect(await p.portal.db.payment.count()).toBe(1);
    const hidden = {
      token: again.$('input[name=token]').attr('value') ?? '',
      sure: again.$('input[name=sure]').attr('value') ?? '',
    };
    // Another sum or number is another payment: nothing to ask. One without a number may be the same.
    for (const other of [{ docNumber: '518' }, { amount: '500,01' }]) {
      expect((await confirmed({ ...form, ...other, token: await token() })).status).toBe(303);
    }
    const nameless = await confirmed({ ...form, docNumber: '', receivedOn: '2026-11-26', token: await token() });
    expect([nameless.status, nameless.$('input[name=sure]').length]).toEqual([422, 2]);
    expect((await confirmed({ ...form, docNumber: '', receivedOn: '2026-11-24', token: await token() })).status).toBe(303); // six days
    expect((await confirmed({ ...form, ...hidden })).status).toBe(303);
    expect((await confirmed({ ...form, ...hidden, token: await token() })).status).toBe(422); // like the second
    expect(await p.portal.db.payment.count()).toBe(5);
  });

  it('may be paid by another company', async () => {
    const payer = { payerName: 'АО «Плательщик»', payerInn: cast.orion.inn, docNumber: '77' };
    expect((await confirmed({ ...form, ...payer, token: await token() })).status).toBe(303);
    expect(await p.portal.db.payment.findFirst({ where: { docNumber: '77' } })).toMatchObject({
      payerName: 'АО «Плательщик»',
      payerInn: cast.orion.inn,
    });
    const nameless = { payerName: 'ИП Без ИНН', docNumber: '78' };
    await confirmed({ ...form, ...nameless, token: await token() });
    expect(await p.portal.db.payment.findFirst({ where: { docNumber: '78' } })).toMatchObject({ payerInn: null });
  });

  it('is taken back with a reason', async () => {
    const { id } = await p.portal.db.payment.findFirstOrThrow();
    const page = await manager.get(`/admin/payments/${id}/reversal`);
    const fields = { token: page.$('input[name=token]').attr('value') ?? '', reason: 'Ошиблись партнёром' };
    expect((await manager.post(`/admin/payments/${id}/reversal`, { ...fields, reason: '' })).status).toBe(422);
    expect((await manager.post(`/admin/payments/${id}/reversal`, fields)).status).toBe(303);
    expect((await manager.get('/admin/payments')).text).toContain('Сторнирован');
    const over = await manager.get(`/admin/payments/${id}/reversal`);
    expect([over.status, over.location]).toEqual([303, '/admin/payments']);
    expect((await manager.follow(over)).text).toContain('Этот платёж уже сторнирован.');
  });

  it('says what its reversal will do', async () => {
    const { paymentId } = await p.portal.db.settlement.findFirstOrThrow({ orderBy: { id: 'desc' } });
    const page = await manager.get(`/admin/payments/${paymentId}/reversal`);
    expect(page.text).toContain('Счёт № МС-000001 снова будет не оплачен на 449,40 ₽.');
    expect(page.$('[autofocus]').text()).toBe('Отмена');
  });

  it('is found by month, by what is left of it, and by being taken back, with the sums of what is found', async () => {
    const sub = async (query: string) =>
      (await manager.get(`/admin/payments?${query}`))
        .$('.page-head .sub')
        .text()
        .replace(/[\s\u00a0]+/g, ' ')
        .trim();
    expect(await sub('')).toBe('8 платежей на 3 000,01 ₽, аванс 2 550,61 ₽');
    const ofVector = await manager.get(`/admin/payments?q=${cast.vector.inn}`);
    expect(ofVector.$('.page-head .btn.primary').attr('href')).toBe(`/admin/payments/new?partner=${cast.vector.inn}`);
    expect(await sub('period=2026-10')).toBe('0 платежей на 0,00 ₽');
    expect(await sub('kind=prepaid')).toBe('6 платежей на 3 000,01 ₽, аванс 2 550,61 ₽');
    expect(await sub('kind=reversed&period=2026-11')).toBe('2 платежа на 0,00 ₽');
    expect(await sub('q=АО «Плательщик»')).toContain('1 платёж на 500,00 ₽');
    expect((await manager.get('/admin/payments.csv?kind=reversed')).response.text.trim().split('\n')).toHaveLength(3);
  });

  it('gives the list as files, to staff only', async () => {
    expect((await manager.get('/admin/payments.csv')).response.text).toContain('ООО «Вектор»');
    expect((await manager.get('/admin/payments.xlsx')).status).toBe(200);
    expect((await (await p.as('vector')).get('/admin/payments')).status).toBe(403);
    expect((await manager.get('/admin/payments/999999/reversal')).status).toBe(404);
  });
});

describe('invoices chosen by hand', () => {
  let p: TestPortal;
  let manager: Browser;

  /** Two months of 10 seats: November of 9 days 642,00 ₽, December 2 140,00 ₽. */
  beforeAll(async () => {
    p = await openTestPortal();
    await placeNew(p, 'vector', { seats: 10 });
    for (const [at, of] of [
      ['2026-11-30T21:00:00+03:00', '2026-11'],
      ['2026-12-31T21:00:00+03:00', '2026-12'],
    ] as const) {
      p.clock.setTo(new Date(at));
      await closeMonth(await p.scope('admin'), month(of));
    }
    manager = await p.as('manager');
  });
  afterAll(() => p.close());

  const openIds = async () => (await p.portal.db.invoice.findMany({ orderBy: { id: 'asc' } })).map(({ id }) => String(id));
  const spreadOf = async (query: string) =>
    (await manager.get(`/admin/payments/new/spread?partner=${cast.vector.inn}&receivedOn=2026-12-31&${query}`)).text.replace(
      /[\s\u00a0]+/g,
      ' ',
    );

  it('are offered by age, several at once', async () => {
    const page = await manager.get(`/admin/payments/new?partner=${cast.vector.inn}`);
    const boxes = page.$('input[type=checkbox][name=invoice]');
    expect(boxes.map((_, box) => page.$(box).attr('value')).get()).toEqual(await openIds());
  });

  it('are settled as the page foresees while it is typed', async () => {
    const [, december = ''] = await openIds();
    expect(await spreadOf('amount=700,00&way=oldest')).toContain(
      'Счёт № МС-000001642,00 ₽Счёт № МС-000002, частично58,00 ₽ Останется авансом0,00 ₽',
    );
    const chosen = await spreadOf(`amount=2200&invoice=${december}`);
    expect(chosen).toContain('Счёт № МС-0000022 140,00 ₽Счёт № МС-000001, частично60,00 ₽ Останется авансом0,00 ₽');
    expect(await spreadOf('amount=&invoice=1')).toContain('Укажите партнёра и сумму');
    expect((await manager.get('/admin/payments/new/spread?partner=x&invoice=y')).status).toBe(400);
    const form = {
      partner: cast.vector.inn,
      receivedOn: '2026-12-31',
      amount: '2200',
      docNumber: '',
      payerName: '',
      payerInn: '',
      purpose: 'Оплата',
    };
    const token = (await manager.get('/admin/payments/new')).$('input[name=token]').attr('value') ?? '';
    const review = await manager.post('/admin/payments', { ...form, token, invoice: december });
    await manager.post('/admin/payments', {
      ...form,
      token,
      invoice: december,
      shown: String(review.$('input[name=shown]').attr('value')),
    });
    const settled = await p.portal.db.settlement.findMany({ orderBy: { id: 'asc' } });
    expect(settled.map(({ invoiceId, amount }) => [String(invoiceId), amount])).toEqual([
      [december, 2_140_00n],
      [(await openIds())[0], 60_00n],
    ]);
  });

  it('that are paid or foreign are refused, and nothing typed is lost', async () => {
    const [november = '', december = ''] = await openIds();
    const csrf = (await manager.get('/admin/payments/new')).$('input[name=_csrf]').attr('value') ?? '';
    const typed = { receivedOn: '2026-12-31', amount: '1', docNumber: '9', payerName: '', payerInn: '', purpose: 'Ещё' };
    const send = (partner: string, invoice: string[]) =>
      manager.agent
        .post('/admin/payments')
        .type('form')
        .send({ ...typed, _csrf: csrf, partner, token: crypto.randomUUID(), invoice });
    const paid = await send(cast.vector.inn, [november, december]);
    expect([paid.status, paid.text.includes('Один из выбранных счетов уже оплачен или чужой')]).toEqual([422, true]);
    expect(paid.text).toMatch(new RegExp(`value="${november}"\\s+checked`));
    expect((await send(cast.orion.inn, [november])).status).toBe(422);
    expect((await send(cast.vector.inn, ['x'])).status).toBe(400);
    expect(await p.portal.db.payment.count()).toBe(1);
  });
});
