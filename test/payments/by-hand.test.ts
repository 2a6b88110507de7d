import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { cast } from '#prisma/seeds/data/cast.ts';
import { closeMonth } from '#src/billing/close/close.service.ts';
import { month } from '#src/lib/days.ts';
import { remindAndHold } from '#src/payments/receivables.service.ts';
import { systemScope } from '#src/platform/scope.ts';
import type { Browser, TestPage } from '#test/support/browser.ts';
import { placeNew } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;
let manager: Browser;

/** Two months of 10 seats: November of 9 days 642,00 ₽ (МС-000001), December 2 140,00 ₽ (МС-000002). */
beforeEach(async () => {
  p = await openTestPortal();
  await placeNew(p, 'vector', { seats: 10 });
  await close('2026-11', '30');
  await close('2026-12', '31');
  manager = await p.as('manager');
});
afterEach(() => p.close());

async function close(of: string, last: string): Promise<void> {
  p.clock.setTo(new Date(`${of}-${last}T21:00:00+03:00`));
  await closeMonth(systemScope(p.portal, 'test'), month(of));
}

const typed = {
  partner: cast.vector.inn,
  receivedOn: '2026-12-31',
  amount: '2 140,00',
  docNumber: '71',
  payerName: '',
  payerInn: '',
  purpose: 'Оплата по счету MC-000002 от 31.12.2026',
  contract: '',
};

const post = (fields: Record<string, string>) => manager.post('/admin/payments', { ...typed, token: randomUUID(), ...fields });
const shownBy = (page: TestPage) => String(page.$('input[name=shown]').attr('value') ?? '');
const text = (page: TestPage, of = '#spread') =>
  page
    .$(of)
    .text()
    .replace(/[\s\u00a0]+/g, ' ')
    .trim();
const settled = async () =>
  (await p.portal.db.settlement.findMany({ orderBy: { id: 'asc' }, include: { invoice: true } })).map(({ invoice, amount }) => [
    invoice.number,
    amount,
  ]);

test('a payment that names an invoice with exactly its sum settles that one, not an older one, and shows it before', async () => {
  const review = await post({});
  expect([review.status, text(review)]).toEqual([200, expect.stringContaining('Счёт № МС-0000022 140,00 ₽ Останется авансом0,00 ₽')]);
  expect(text(review)).toContain('Совпало: номер, ИНН, сумма до копейки, дата счёта.');
  expect(await settled()).toEqual([]);
  expect((await post({ shown: shownBy(review) })).status).toBe(303);
  expect(await settled()).toEqual([['МС-000002', 2_140_00n]]);
});

test('the holds it lifts and the orders that are decided then are told before', async () => {
  const { partnerId } = await p.portal.db.subscription.findFirstOrThrow();
  p.clock.setTo(new Date('2027-01-29T10:00:00+03:00'));
  await remindAndHold(p.portal);
  manager = await p.as('manager');
  await placeNew(p, 'vector', { seats: 10 });
  const [first, second] = await p.portal.db.hold.findMany({ where: { partnerId }, orderBy: { id: 'asc' } });
  const both = await post({ amount: '2 782,00', purpose: 'МС-000001 и 2' });
  expect(text(both)).toContain(`Снимется блокировка: ${first?.text}`);
  expect(text(both)).toContain(`Снимется блокировка: ${second?.text}`);
  expect(text(both)).toMatch(/Решится, что ждёт: 1 заказ на [\d ,]+ ₽/);
  const one = await post({ amount: '642,00', purpose: 'МС-000001' });
  expect(text(one)).toContain('Останется 1 блокировка');
  expect(text(one)).toContain('Будет ждать дальше: 1 заказ');
});

test('with script the preview is what is confirmed: one press is enough', async () => {
  const query = new URLSearchParams({ ...typed, way: '' });
  const preview = await manager.get(`/admin/payments/new/spread?${query}`);
  expect((await post({ shown: shownBy(preview) })).status).toBe(303);
  expect(await settled()).toEqual([['МС-000002', 2_140_00n]]);
});

test('where the purpose is not sure a person chooses, and may choose other invoices', async () => {
  const asked = await post({ purpose: 'Оплата за подписки', amount: '642,00' });
  expect([asked.status, asked.$('input[name=way]').length]).toEqual([422, 3]);
  expect(text(asked, '.choice')).toContain('№ МС-000001 от 30.11.2026, 642,00 ₽Совпало: ИНН, сумма до копейки');
  expect(asked.$('textarea[name=purpose]').text().trim()).toBe('Оплата за подписки');
  const second = await p.portal.db.invoice.findFirstOrThrow({ where: { number: 'МС-000002' } });
  const taken = { purpose: 'Оплата за подписки', amount: '642,00', way: String(second.id) };
  const review = await post(taken);
  expect([review.status, text(review)]).toEqual([200, expect.stringContaining('Счёт № МС-000002, частично642,00 ₽')]);
  expect((await post({ ...taken, shown: shownBy(review) })).status).toBe(303);
  expect(await settled()).toEqual([['МС-000002', 642_00n]]);
});

test('sums typed for invoices are settled exactly; what they leave is an advance, and what they do is shown before', async () => {
  const [first = 0, second = 0] = (await p.portal.db.invoice.findMany({ orderBy: { id: 'asc' } })).map(({ id }) => id);
  const parts = (one: string, two: string) => ({ of: [String(first), String(second)], part: [one, two] });
  const fault = (page: TestPage, id: number) => text(page, `#part-${id}-error`).replace('Ошибка: ', '');
  const send = (fields: Record<string, string | string[]>) => manager.post('/admin/payments', { ...typed, token: randomUUID(), ...fields });

  const much = await send(parts('642,01', '1'));
  expect([much.status, fault(much, first)]).toEqual([422, 'По счёту осталось 642,00 ₽: больше погасить нельзя']);
  expect(much.$(`#part-${first}`).attr('value')).toBe('642,01');
  const together = await send({ ...parts('642', '1 498,01'), amount: '2 140,00' });
  expect([together.status, fault(together, second)]).toEqual([
    422,
    'Вместе больше платежа: на этот счёт осталось 1 498,00 ₽ из 2 140,00 ₽',
  ]);
  expect(fault(await send(parts('много', '')), first)).toContain('Укажите сумму в рублях');
  expect((await send({ of: [String(first)], part: ['1', '2'] })).status).toBe(400);

  const review = await send(parts('600', '1 000,50'));
  expect([review.status, text(review)]).toEqual([200, expect.stringContaining('частично600,00 ₽Счёт № МС-000002, частично1 000,50 ₽')]);
  expect(text(review)).toContain('Останется авансом539,50 ₽');
  const both = [first, '600', second, '1000.5'].map((value, at): [string, string] => [at % 2 === 0 ? 'of' : 'part', String(value)]);
  const query = new URLSearchParams([...Object.entries({ ...typed, way: '' }), ...both]);
  const preview = await manager.get(`/admin/payments/new/spread?${query}`);
  expect(shownBy(preview)).toBe(shownBy(review));
  expect((await send({ ...parts('600', '1 000,50'), shown: shownBy(review) })).status).toBe(303);
  expect(await settled()).toEqual([
    ['МС-000001', 600_00n],
    ['МС-000002', 1_000_50n],
  ]);
});

test('what changed since it was shown is shown once more', async () => {
  const review = await post({});
  await post({ shown: shownBy(review) });
  const late = await post({ shown: shownBy(review), docNumber: '72', amount: '2 140,00' });
  expect([late.status, text(late)]).toEqual([200, expect.stringContaining('Счёт № МС-000001642,00 ₽ Останется авансом1 498,00 ₽')]);
  expect(await p.portal.db.payment.count()).toBe(1);
});

describe('the improbable is asked about, each for itself, with its figures', () => {
  const MILLION = { amount: '1 000 000,00', purpose: 'МС-000001 и МС-000002', docNumber: '90' };

  it('a sum far above the debt', async () => {
    const chosen = { ...MILLION, way: 'oldest' };
    const asked = await post(chosen);
    // Owed: 642,00 + 2 140,00 invoiced, 2 140,00 of January: nobody was told of its higher price.
    expect([asked.status, text(asked)]).toEqual([422, expect.stringContaining('Сумма 1 000 000,00 ₽, а партнёр должен 4 922,00 ₽')]);
    expect(asked.$('input[name=amount]').val()).toBe('1 000 000,00');
    const sure = String(asked.$('input[name=sure]').attr('value'));
    const other = await post({ ...chosen, amount: '3 000 000,00', sure, shown: shownBy(asked) });
    expect([other.status, other.$('input[name=sure]:checked').length]).toEqual([422, 0]);
    expect((await post({ ...chosen, sure, shown: shownBy(asked) })).status).toBe(303);
  });

  it('a day before the first contract, or long ago', async () => {
    const asked = await post({ receivedOn: '2019-01-01' });
    const { number } = await p.portal.db.contract.findFirstOrThrow({
      where: { partner: { code: 'vector' } },
      orderBy: { signedOn: 'asc' },
    });
    expect([asked.status, text(asked)]).toEqual([
      422,
      expect.stringContaining(`Дата 01.01.2019 раньше первого договора партнёра: ${number}`),
    ]);
    const sure = String(asked.$('input[name=sure]').attr('value'));
    expect((await post({ receivedOn: '2019-01-01', sure, shown: shownBy(asked) })).status).toBe(303);
  });

  it('a trillion is refused at the field, the future too', async () => {
    const trillion = await post({ amount: '1 000 000 000 000' });
    expect([
      trillion.status,
      trillion
        .$('#amount-error')
        .text()
        .replace(/\u00a0/g, ' '),
    ]).toEqual([422, expect.stringContaining('Не больше 100 000 000 000,00 ₽')]);
    expect((await post({ receivedOn: '2027-01-02', amount: '1' })).status).toBeGreaterThanOrEqual(200);
    expect(await p.portal.db.payment.count()).toBe(0);
  });
});

test('an advance paid under a contract settles its invoice first, whatever is older', async () => {
  const { partnerId, contractId: first } = await p.portal.db.subscription.findFirstOrThrow();
  const second = await p.portal.db.contract.create({
    data: { partnerId, number: 'KL-200/2026', signedOn: new Date('2026-12-01'), createdAt: p.portal.clock.now() },
  });
  for (const { amount, purpose } of [
    { amount: '2 782,00', purpose: 'МС-000001 и 2' },
    { amount: '100,00', purpose: 'Аванс по договору KL-200/2026 от 01.12.2026' },
  ]) {
    const review = await post({ amount, purpose, docNumber: amount });
    expect((await post({ amount, purpose, docNumber: amount, shown: shownBy(review) })).status).toBe(303);
  }
  expect(await p.portal.db.payment.findFirst({ orderBy: { id: 'desc' } })).toMatchObject({ contractId: second.id });
  expect((await manager.get('/admin/payments')).text.replace(/\u00a0/g, ' ')).toContain('Аванс 100,00 ₽ по договору KL-200/2026');
  const finance = (await (await p.as('vector')).get('/finance')).text.replace(/\u00a0/g, ' ');
  expect(finance).toContain('из аванса сначала счета по договору KL-200/2026');
  // January: the older subscription under the first contract, a new one under the second.
  p.clock.setTo(new Date('2027-01-10T10:00:00+03:00'));
  await placeNew(p, 'vector', { seats: 10 });
  await close('2027-01', '31');
  const january = await p.portal.db.invoice.findMany({ where: { period: new Date('2027-01-01') }, orderBy: { id: 'asc' } });
  expect(january.map(({ contractId }) => contractId).sort()).toEqual([first, second.id].sort());
  const [, , paid] = await p.portal.db.settlement.findMany({ orderBy: { id: 'asc' }, include: { invoice: true } });
  expect([paid?.invoice.contractId, paid?.amount]).toEqual([second.id, 100_00n]);
});
