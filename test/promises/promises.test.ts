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
