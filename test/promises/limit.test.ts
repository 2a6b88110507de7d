import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditPortal } from '#src/invariants/audit.ts';
import type { Browser } from '#test/support/browser.ts';
import { orderAs } from '#test/support/orders.ts';
import { postFile } from '#test/support/upload.ts';
import { PromiseWorld, paper } from './promise-world.ts';

let w: PromiseWorld;
let anna: Browser;
let irina: Browser;

/** People log on anew: their sessions have ended with the days that passed. */
async function logOn(): Promise<void> {
  [anna, irina] = [await w.p.as('vector'), await w.p.as('manager')];
}

beforeEach(async () => {
  w = await PromiseWorld.open();
  await logOn();
});
afterEach(async () => {
  await w.p.drainJobs();
  expect(await auditPortal(w.p.portal)).toEqual([]);
  await w.p.close();
});

describe('a promise of a lack of limit', () => {
  it('adds what the waiting orders need until its day; the payment ends it before it decides, and no more', async () => {
    await w.pay('vector', 449_40n);
    await w.p.portal.db.partner.update({ where: { code: 'vector' }, data: { creditLimit: 1_600_00n } }); // December takes 1 498,00 ₽ of it
    await orderAs(await w.p.scope('vector'), { seats: 5 }); // 586,77 ₽: 484,77 ₽ lack
    expect((await anna.get('/finance')).$('a[href="/finance/promises/new"]').length).toBe(1);
    const page = await anna.get('/finance/promises/new');
    for (const said of ['Не хватает лимита 484,77 ₽', 'Выполнятся сразу: 1 заказ на 586,77 ₽']) expect(page.text).toContain(said);
    expect((await anna.get('/finance/promises/new?sum=100')).text).toContain('На эту сумму не выполнится ни один заказ');
    const wrong = await anna.get('/finance/promises/new?sum=много');
    expect([wrong.status, wrong.$('#sum').val()]).toEqual([422, 'много']);

    await w.promise(anna, 'sum=900');
    expect(await w.limit('vector')).toBe(2_084_77n);
    expect(await w.orders('vector', 'held')).toBe(0);
    expect((await w.promises('vector'))[0]).toMatchObject({ amount: 900_00n, holdId: null, invoiceId: null });
    const more = await orderAs(await w.p.scope('vector'), { seats: 5 });
    expect(more.status).toBe('held');

    await w.pay('vector', 400_00n);
    expect(await w.limit('vector')).toBe(2_084_77n);
    await w.pay('vector', 500_00n); // 900,00 ₽ in all: an advance, as no invoice is open
    expect(await w.limit('vector')).toBe(1_600_00n);
    expect((await w.promises('vector'))[0]?.keptAt).not.toBeNull();
    expect(await w.orders('vector', 'held')).toBe(1);
  });

  it('ends with its day, above and below a temporary raise; a limit set by hand ends it at once', async () => {
    await w.pay('vector', 449_40n);
    const setLimit = async (limit: string, untilOn = '') => {
      const path = `/admin/partners/${w.partners.vector}/limit`;
      const form = await irina.get(path);
      const hidden = (name: string) => String(form.$(`input[name=${name}]`).attr('value'));
      const fields = { token: hidden('token'), shown: hidden('shown'), limit, untilOn, comment: 'по звонку' };
      const first = await irina.post(path, fields);
      if (first.status === 303) return;
      const seen = String(first.$('input[name=seen]').attr('value') ?? '');
      expect((await irina.post(path, { ...fields, seen, token: String(first.$('input[name=token]').attr('value')) })).status).toBe(303);
    };
    await w.p.portal.db.partner.update({ where: { code: 'vector' }, data: { creditLimit: 1_500_00n } });
    await setLimit('1600', '2026-12-16');
    await orderAs(await w.p.scope('vector'), { seats: 5 });
    await w.promise(anna);
    expect(await w.limit('vector')).toBe(2_084_77n);
    await w.night('2026-12-17');
    expect(await w.limit('vector')).toBe(1_984_77n); // 1 500,00 ₽ again, and the allowance
    await w.night('2026-12-19');
    expect(await w.limit('vector')).toBe(1_500_00n);
    expect((await w.promises('vector'))[0]?.brokenAt).not.toBeNull();
    expect((await w.letters('promise-broken', 'vector'))[0]?.text).toContain('Прибавка к кредитному лимиту закончилась');
    expect(await w.holds('vector')).toEqual([]);

    w.at('2026-12-21T10:00');
    await logOn();
    await orderAs(await w.p.scope('vector'), { seats: 5 });
    const grant = `/admin/partners/${w.partners.vector}/promises`;
    const token = String((await irina.get(grant)).$('input[name=token]').attr('value'));
    expect((await irina.post(grant, { token, reason: 'Старый партнёр' })).status).toBe(303);
    await w.promise(anna);
    expect(await w.orders('vector', 'held')).toBe(0);
    await setLimit('9000');
    expect(await w.limit('vector')).toBe(9_000_00n);
    await w.night('2026-12-25');
    expect(await w.limit('vector')).toBe(9_000_00n);
  });
});

describe('once a quarter', () => {
  it('a second one is refused, at once or later, by the database too; staff may allow one more, with a reason', async () => {
    const hold = await w.holdId('vector');
    const [one, other] = [await w.fields(anna, `hold=${hold}`), await w.fields(anna, `hold=${hold}`)];
    const marina = await w.p.as('vector-books');
    const answers = await Promise.all([
      postFile(anna, '/finance/promises', one, await paper()),
      postFile(marina, '/finance/promises', other, await paper()),
      postFile(anna, '/finance/promises', one, await paper()),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303]);
    expect((await w.promises('vector')).length).toBe(1);
    expect((await w.letters('promise-made', 'vector')).length).toBe(3);
    const [row] = await w.promises('vector');
    const { id: _, ...columns } = row ?? ({} as never);
    await expect(w.p.portal.db.paymentPromise.create({ data: columns })).rejects.toThrow(/Unique constraint/);

    await w.night('2026-12-19');
    w.at('2026-12-21T10:00');
    await logOn();
    const again = await anna.get(`/finance/promises/new?hold=${await w.holdId('vector')}`);
    expect(again.text).toContain('Обещание этого квартала использовано.');
    expect(again.$('form[enctype]').length).toBe(0);
    const path = `/admin/partners/${w.partners.vector}/promises`;
    const token = String((await irina.get(path)).$('input[name=token]').attr('value'));
    expect((await irina.post(path, { token, reason: '' })).status).toBe(422);
    expect((await irina.post(path, { token, reason: 'Платёж застрял в банке' })).location).toBe(`/admin/partners/${w.partners.vector}`);
    expect((await irina.follow(await irina.post(path, { token: crypto.randomUUID(), reason: 'Ещё раз' }))).text).toContain(
      'ещё есть обещание',
    );
    expect((await w.promise(anna, `hold=${await w.holdId('vector')}`)).location).toBe('/finance');
    expect(await w.holds('vector')).toEqual([]);
    expect((await irina.get('/admin/promises')).text).toContain('сверх одного: Платёж застрял в банке');
    expect((await w.promises('vector'))[1]?.grantId).not.toBeNull();
  });

  it('meets a payment and the night at the same moment: paid is kept, and nobody is held', async () => {
    const form = await w.fields(anna, `hold=${await w.holdId('vector')}`);
    const [answer] = await Promise.all([
      postFile(anna, '/finance/promises', form, await paper()),
      w.pay('vector', 449_40n),
      w.night('2026-12-15'),
    ]);
    expect(answer.status).toBe(303);
    expect(await w.holds('vector')).toEqual([]);
    const [promise] = await w.promises('vector');
    if (promise) expect(promise.keptAt).not.toBeNull();

    const dmitry = await w.p.as('orion');
    w.at('2026-12-15T10:00');
    await w.promise(dmitry, `hold=${await w.holdId('orion')}`);
    w.at('2026-12-18T23:59');
    await Promise.all([w.pay('orion', 449_40n), w.night('2026-12-19'), w.night('2026-12-19')]);
    expect(await w.holds('orion')).toEqual([]);
    expect((await w.promises('orion'))[0]?.keptAt).not.toBeNull();
  });
});
