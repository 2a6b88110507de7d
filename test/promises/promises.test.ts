import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { correctInvoice } from '#src/billing/correction.service.ts';
import { auditPortal } from '#src/invariants/audit.ts';
import { day } from '#src/lib/days.ts';
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

describe('a promise of an overdue invoice', () => {
  it('opens the partner until its day, and the payment keeps it', async () => {
    const order = await orderAs(await w.p.scope('vector'), { seats: 5 }); // 17 of 31 days: 586,77 ₽
    expect(order.status).toBe('held');
    const hold = await w.holdId('vector');
    const finance = await anna.get('/finance');
    expect(finance.$(`a[href="/finance/promises/new?hold=${hold}"]`).text()).toContain('Обещать оплату');

    const page = await anna.get(`/finance/promises/new?hold=${hold}`);
    for (const said of ['№ МС-', '449,40 ₽', '18 декабря 2026', '3 рабочих дня', 'Выполнятся сразу: 1 заказ на 586,77 ₽', order.number])
      expect(page.text).toContain(said);
    expect(page.$(`a[href="/orders/${order.number}"]`).length).toBe(1);

    const done = await w.promise(anna, `hold=${hold}`);
    expect([done.status, done.location]).toEqual([303, '/finance']);
    expect((await anna.get('/finance')).text).toContain('Обещание принято: оплатите до 18 декабря 2026. Выполнено из ожидания: 1 заказ.');
    expect(await w.holds('vector')).toEqual([]);
    expect(await w.orders('vector', 'held')).toBe(0);
    const row = await w.p.portal.db.hold.findUniqueOrThrow({ where: { id: hold } });
    expect(row).toMatchObject({ liftCause: 'promise', liftedUntil: new Date('2026-12-18'), liftedById: null });
    const [promise] = await w.promises('vector');
    expect(promise).toMatchObject({
      amount: 449_40n,
      dueOn: new Date('2026-12-18'),
      quarter: new Date('2026-10-01'),
      madeBy: 'Анна Ветрова',
    });

    const made = await w.letters('promise-made', 'vector');
    expect(made.map(({ to }) => to).sort()).toEqual(['anna@vector.example', 'i.belova@mont.example', 'marina@vector.example']);
    expect(made[0]?.text).toContain('причина — обещанный платёж');
    expect(await w.letters('hold-lifted', 'vector')).toEqual([]);
    expect((await irina.get(`/admin/journal?partner=${w.partners.vector}`)).text).toContain('Обещан платёж');
    expect((await irina.get(`/admin/partners/${w.partners.vector}`)).$('#past-holds').closest('section').text()).toContain(
      'Обещанный платёж',
    );

    await w.night('2026-12-17');
    expect(await w.holds('vector')).toEqual([]);
    expect((await w.letters('promise-day-near', 'vector')).map(({ subject }) => subject)).toEqual(
      Array(2).fill('Обещанный платёж: завтра, 18 декабря, последний день'),
    );
    await w.night('2026-12-18');
    w.at('2026-12-18T12:00');
    await logOn();
    expect((await irina.get('/admin')).text).toContain('Последний день');
    await w.pay('vector', 449_40n);
    expect((await w.promises('vector'))[0]?.keptAt).toEqual(w.p.clock.now());
    expect((await w.letters('promise-kept', 'vector')).length).toBe(3);
    await w.night('2026-12-19');
    await logOn();
    expect(await w.holds('vector')).toEqual([]);
    expect((await anna.get('/finance')).$('section[aria-labelledby=promises]').text()).toContain('Выполнено');
    expect((await irina.get(`/admin/partners/${w.partners.vector}`)).text).toContain('выполнено 100 % (1 из 1 обещания)');
    expect((await irina.get('/admin')).$('#promises').length).toBe(0);
  });

  it('is broken when its day passes: the hold is back by itself, what ran goes on, one letter tells of both', async () => {
    await orderAs(await w.p.scope('orion'), { seats: 5 });
    await w.promise(await w.p.as('orion'), `hold=${await w.holdId('orion')}`);
    expect(await w.orders('orion', 'done')).toBe(2);
    await w.night('2026-12-19');
    expect(await w.holds('orion')).toEqual([expect.stringContaining('Обещанная до 18 декабря 2026 оплата не пришла.')]);
    expect((await w.promises('orion'))[0]).toMatchObject({ keptAt: null, brokenAt: w.p.clock.now() });
    expect(await w.orders('orion', 'done')).toBe(2);
    w.at('2026-12-19T10:00');
    await logOn();
    const dmitry = await w.p.as('orion');
    expect((await orderAs(await w.p.scope('orion'), { seats: 6 })).status).toBe('held');
    const letters = await w.letters('promise-broken', 'orion');
    expect(letters.length).toBe(2);
    expect(letters[0]?.text).toContain('Блокировка вернулась');
    expect((await w.letters('hold-placed', 'orion')).length).toBe(2); // of the first night alone
    expect((await irina.get('/admin')).$('#promises').closest('section').text()).toContain('Не выполнено');
    const finance = await dmitry.get('/finance');
    expect(finance.text).toContain('В этом квартале уже обещали; следующее — с 1 января 2027');
    expect(finance.$('a[href^="/finance/promises/new"]').length).toBe(0);

    await w.night('2026-12-20');
    expect((await w.letters('promise-broken', 'orion')).length).toBe(2);
    await w.pay('orion', 449_40n, day('2026-12-18')); // at the bank in time, recorded late
    expect(await w.holds('orion')).toEqual([]);
    await logOn();
    expect((await irina.get(`/admin/promises?partner=${w.partners.orion}`)).text).toContain('выполнено 100 % из закончившихся');
    expect(await w.orders('orion', 'held')).toBe(0);
  });

  it('says that it opens nothing while another hold is there, and lifts its own only', async () => {
    await irina.get(`/admin/partners/${w.partners.vector}/holds`);
    const form = await irina.get(`/admin/partners/${w.partners.vector}/holds`);
    await irina.post(`/admin/partners/${w.partners.vector}/holds`, {
      token: String(form.$('input[name=token]').attr('value')),
      text: 'Не подписан акт сверки.',
    });
    const page = await anna.get(`/finance/promises/new?hold=${await w.holdId('vector')}`);
    expect(page.text).toContain('Доступ это не откроет.');
    expect(page.text).toContain('Останется ещё 1 блокировка («Решение MONT»)');
    await w.promise(anna, `hold=${await w.holdId('vector')}`);
    expect((await anna.get('/finance')).text).toContain('Остались другие блокировки: 1.');
    expect(await w.holds('vector')).toEqual(['Не подписан акт сверки.']);
  });

  it('is open again when its payment is taken back before the day, and follows a corrected invoice', async () => {
    await w.promise(anna, `hold=${await w.holdId('vector')}`);
    const payment = await w.pay('vector', 449_40n);
    expect((await w.promises('vector'))[0]?.keptAt).not.toBeNull();
    w.at('2026-12-16T10:00');
    await w.takeBack(payment);
    expect((await w.promises('vector'))[0]?.keptAt).toBeNull();
    await w.night('2026-12-17');
    expect(await w.holds('vector')).toEqual([]);
    w.at('2026-12-17T10:00');
    const { invoiceId } = (await w.promises('vector'))[0] ?? {};
    await correctInvoice(await w.p.scope('admin'), invoiceId ?? 0, 'Другой КПП');
    expect(await w.holds('vector')).toEqual([]);
    await w.night('2026-12-19');
    expect((await w.holds('vector')).length).toBe(1);
    expect((await w.promises('vector'))[0]?.brokenAt).not.toBeNull();
  });

  it('is taken off by staff before its day: the hold is back at once, and the letter says why', async () => {
    await w.promise(anna, `hold=${await w.holdId('vector')}`);
    const [promise] = await w.promises('vector');
    const path = `/admin/partners/${w.partners.vector}/promises/${promise?.id}/ending`;
    const form = await irina.get(path);
    expect(form.text).toContain('вернётся сразу');
    const token = String(form.$('input[name=token]').attr('value'));
    expect((await irina.post(path, { token, reason: ' ' })).status).toBe(422);
    expect((await irina.post(path, { token, reason: 'Поручение отозвано банком' })).status).toBe(303);
    expect((await irina.post(path, { token, reason: 'Поручение отозвано банком' })).status).toBe(303);
    expect(await w.holds('vector')).toEqual([expect.stringContaining('Обещанный платёж снят: Поручение отозвано банком')]);
    expect((await w.letters('promise-ended', 'vector')).length).toBe(3);
    expect((await irina.follow(await irina.get(path))).text).toContain('Это обещание уже закончилось');
    await w.night('2026-12-19');
    expect((await w.promises('vector'))[0]).toMatchObject({ brokenAt: null, endReason: 'Поручение отозвано банком' });
  });
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

describe('who may, and what may be sent', () => {
  it('owners and accountants of the partner promise and see the paper, staff see it; others do not', async () => {
    const hold = await w.holdId('vector');
    const [ilya, marina, dmitry] = [await w.p.as('vector-sales'), await w.p.as('vector-books'), await w.p.as('orion')];
    expect((await ilya.get(`/finance/promises/new?hold=${hold}`)).status).toBe(403);
    expect((await ilya.get('/finance')).text).toContain('Обещать может руководитель или бухгалтер');
    expect((await dmitry.get(`/finance/promises/new?hold=${hold}`)).status).toBe(404);
    expect((await w.promise(marina, `hold=${hold}`)).status).toBe(303);
    const [promise] = await w.promises('vector');
    const path = `/finance/promises/${promise?.id}/file`;
    expect(await Promise.all([ilya, dmitry, w.p.visitor()].map(async (who) => (await who.get(path)).status))).toEqual([403, 404, 303]);
    const file = await anna.get(path);
    expect(file.headers).toMatchObject({
      ...{ 'content-type': 'image/jpeg', 'x-content-type-options': 'nosniff', 'content-security-policy': "default-src 'none'; sandbox" },
      'content-disposition': expect.stringMatching(/^attachment; /),
    });
    const own = `/admin/partners/${w.partners.vector}/promises/${promise?.id}/file`;
    expect((await irina.get(own)).status).toBe(200);
    expect((await irina.get(own.replace(`/${w.partners.vector}/`, `/${w.partners.orion}/`))).status).toBe(404);
    expect((await irina.get('/admin/promises.csv')).response.text).toContain('МС-');
  });

  it('what is no payment order comes back with a sentence at the field, and nothing is lifted', async () => {
    const hold = await w.holdId('vector');
    const sent: [{ name: string; bytes: Buffer } | null, RegExp][] = [
      [null, /Приложите платёжное поручение/],
      [{ name: 'поручение.pdf', bytes: Buffer.from('<html><script>alert(1)</script>') }, /не PDF, не PNG и не JPEG/],
      [{ name: 'поручение.png', bytes: Buffer.alloc(5 * 1024 * 1024 + 1) }, /Файл больше 5 МБ/],
    ];
    for (const [file, says] of sent) {
      const page = await w.promise(anna, `hold=${hold}`, file);
      expect(page.status).toBe(422);
      expect(page.$('#file-error').text()).toMatch(says);
      expect(page.$('form[enctype] input[name=hold]').val()).toBe(String(hold));
    }
    expect((await w.holds('vector')).length).toBe(1);
    const stale = { ...(await w.fields(anna, `hold=${hold}`)), seen: '' };
    await orderAs(await w.p.scope('vector'), { seats: 5 });
    const page = await postFile(anna, '/finance/promises', stale, await paper());
    expect([page.status, page.text.includes('Список изменился')]).toEqual([422, true]);
  });
});
