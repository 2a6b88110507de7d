import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CAST_SKU } from '#prisma/seeds/data/cast.ts';
import { makeInn10 } from '#src/lib/sample-requisites.ts';
import { runTask } from '#src/schedule.ts';
import { hiddenOf } from '#test/subscriptions/manage/forms.ts';
import type { Browser, TestPage } from '#test/support/browser.ts';
import { Managing } from '#test/support/managing.ts';
import { openTestPortal, TEST_NOW, type TestPortal } from '#test/support/portal.ts';
import { askIn, newPhone, openStore } from './asking.ts';

let p: TestPortal;
let anna: Managing;
let vector: Browser;
let ilya: Browser;

beforeAll(async () => {
  p = await openTestPortal();
  anna = new Managing(await p.scope('vector'));
  vector = await p.as('vector');
  ilya = await p.as('vector-sales');
  await openStore(p.portal);
});
beforeEach(async () => {
  p.clock.setTo(TEST_NOW);
  await p.portal.db.throttle.deleteMany();
  await anna.setLimit(500_000_00n);
});
afterAll(() => p.close());

const ask = (asked: Parameters<typeof askIn>[1] = {}) => askIn(p.portal, { phone: newPhone(), ...asked });
const rowOf = (id: number) => p.portal.db.storefrontRequest.findFirstOrThrow({ where: { id } });
const journal = async (id: number) =>
  (await p.portal.db.auditEntry.findMany({ where: { subject: `заявка ${id}` }, orderBy: { id: 'asc' } })).map(({ action }) => action);
const page = (id: number) => `/requests/store/${id}`;
const take = async (id: number, browser = vector) =>
  browser.post(`${page(id)}/taking`, hiddenOf(await browser.get(page(id)), 'form[action$="/taking"]'));
const decline = async (id: number, reason: string, browser = vector) =>
  browser.post(`${page(id)}/refusal`, { ...hiddenOf(await browser.get(page(id)), 'form[action$="/refusal"]'), reason });

/** The order form that a request opens, as its fields stand. */
async function orderForm(id: number, browser = vector): Promise<{ form: TestPage; fields: Record<string, string> }> {
  const href = (await browser.get(page(id))).$('main a[href^="/orders/new"]').attr('href') ?? '';
  const form = await browser.get(href);
  const named = form.$('#order [name]').toArray();
  const typed = named.map((one): [string, string] => [form.$(one).attr('name') ?? '', String(form.$(one).val() ?? '')]);
  const fields = Object.fromEntries(typed.filter(([name]) => name !== 'step' && name !== '_csrf'));
  return { form, fields: { ...fields, renewal: 'month', terms: 'on' } };
}

describe('the inbox', () => {
  test('shows what waits in menu, home, list and file, and finds it', async () => {
    const id = await ask({ company: 'ООО «Лесной двор»' });
    const declined = await ask({ company: 'ООО «Пустошь»' });
    await decline(declined, 'Не продаём');
    const list = await vector.get('/requests/store');
    expect(list.$('.side a[href="/requests"]').text()).toMatch(/Запросы\s*1/);
    expect(list.$('tbody tr').first().text()).toMatch(/Лесной двор.*№ \d+.*30.*8\s040,00\s₽.*Новая/s);
    expect((await vector.get('/requests')).$('a[href="/requests/store"]').text()).toMatch(/С витрины\s*1/);
    expect((await vector.get('/cabinet')).text).toContain('1 новая заявка ждёт вашего ответа');
    expect((await vector.get('/requests/store?state=declined')).$('tbody tr').text()).toContain('Пустошь');
    expect((await vector.get('/requests/store?q=лесной')).$('tbody tr').length).toBe(1);
    const csv = (await vector.get('/requests/store.csv?state=new')).response.text;
    expect([csv.includes('Лесной двор'), csv.includes('Пустошь'), csv.includes(String(id))]).toEqual([true, false, true]);
    expect((await vector.get('/requests/store.xlsx')).status).toBe(200);
    await decline(id, 'Не продаём');
  });

  test('one takes it, the others see who', async () => {
    const id = await ask();
    expect((await take(id)).status).toBe(303);
    expect(await rowOf(id)).toMatchObject({ state: 'taken', takenByName: 'Анна Ветрова', takenAt: TEST_NOW });
    const his = await ilya.get(page(id));
    const consent = his.$('a[href^="/consent/"]');
    expect(consent.text()).toBe('Версия 1, 22.11.2026 10:00, с адреса 203.0.113.17');
    expect((await p.visitor().get(consent.attr('href') ?? '')).text).toContain('ООО «Вектор»');
    expect(his.text).toContain('Анна Ветрова');
    expect([his.$('form[action$="/taking"]').length, his.$('form[action$="/refusal"]').length]).toEqual([0, 1]);
    expect((await vector.get('/requests/store')).$('.side a[href="/requests"] .count').length).toBe(0);
    expect(await journal(id)).toEqual(['store-request.received', 'store-request.taken']);
  });

  test('taken by two at once, it is of one of them', async () => {
    const id = await ask();
    const form = hiddenOf(await vector.get(page(id)), 'form[action$="/taking"]'); // both see it as free
    const press = (by: typeof vector) => by.post(`${page(id)}/taking`, { ...form, token: randomUUID() });
    const answers = await Promise.all([press(vector), press(ilya)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
    expect(answers.find(({ status }) => status === 409)?.text).toContain('Заявку уже взял другой сотрудник');
  });

  test('declined with a reason, which goes by letter; without one it comes back', async () => {
    const id = await ask({ email: 'olga@dvor.example' });
    const empty = await decline(id, '  ');
    expect([empty.status, empty.$('.error-summary').text()]).toEqual([422, expect.stringContaining('Напишите, почему')]);
    expect((await decline(id, 'Только от ста мест')).status).toBe(303);
    expect(await rowOf(id)).toMatchObject({ state: 'declined', closedByName: 'Анна Ветрова', declineReason: 'Только от ста мест' });
    await p.drainJobs();
    const [told] = await p.letters({ template: 'storefront-request-declined', cause: `storefront-request:${id}:declined` });
    expect(told).toMatchObject({ to: 'olga@dvor.example', text: expect.stringContaining('Только от ста мест') });
    expect(told?.text).not.toMatch(/Петрова|Лесной двор|Переезжаем/);
    const late = await ilya.post(`${page(id)}/refusal`, { token: randomUUID(), reason: 'Мест нет' });
    expect([late.status, late.text.includes('уже отклонил'), late.text.includes('Вы написали: «Мест нет»')]).toEqual([409, true, true]);
    expect(await journal(id)).toEqual(['store-request.received', 'store-request.declined']);
  });
});

describe('an order of it', () => {
  test('finds the customer by ИНН, takes seats over, and closes the request with itself', async () => {
    const { customerId } = (await p.scope('romashka')).actor;
    const { inn } = await p.portal.db.customer.findUniqueOrThrow({ where: { id: customerId ?? 0 } });
    const id = await ask({ inn, company: 'ромашка' });
    const { form, fields } = await orderForm(id, ilya);
    expect(form.text).toContain(`По заявке № ${id} с витрины.`);
    expect(fields).toMatchObject({ offer: CAST_SKU, seats: '30', customer: String(customerId), request: String(id) });
    const placed = await ilya.post('/orders', fields);
    expect([placed.status, placed.location]).toEqual([303, expect.stringMatching(/^\/orders\/O-\d+\?placed=1$/)]);
    const row = await rowOf(id);
    expect(row).toMatchObject({ state: 'ordered', customerId, closedByName: 'Илья Соколов', unitPrice: 268_00n, sum: 8_040_00n });
    const order = await p.portal.db.order.findFirstOrThrow({ where: { number: row.orderNumber ?? '' }, include: { subscription: true } });
    expect([order.seats, order.subscription.number]).toEqual([30, row.subscriptionNumber]);
    const card = await vector.get(page(id));
    expect(card.$(`a[href="/orders/${row.orderNumber}"]`).length).toBe(1);
    for (const words of ['8 040,00 ₽', 'Оформлена', 'Илья Соколов']) expect(card.text).toContain(words);
    expect(card.$('main form').length).toBe(0);
    expect(await journal(id)).toEqual(['store-request.received', 'store-request.ordered']);
  });

  test('fills the fields of a new customer in', async () => {
    const inn = makeInn10(9_410);
    const { fields } = await orderForm(await ask({ inn, company: 'ООО «Лесной двор»', phone: '+79215550999' }));
    expect(fields).toMatchObject({
      ...{ isCustomerNew: 'yes', name: 'ООО «Лесной двор»', inn, contactName: 'Ольга Петрова', email: 'petrova@lesnoy-dvor.example' },
      ...{ phone: '+7 921 555-09-99', domainPrefix: 'lesnoydvor', seats: '30', regionCode: inn.slice(0, 2) },
    });
  });

  test('placed by two at once is one order; the second reads so and keeps its form', async () => {
    const { customerId } = (await p.scope('romashka')).actor;
    const id = await ask();
    const chosen = { customer: String(customerId), isCustomerNew: undefined };
    const bare = ({ fields }: { fields: Record<string, string> }) => {
      const own = [
        'name',
        'inn',
        'kpp',
        'contactName',
        'email',
        'phone',
        'regionCode',
        'domainPrefix',
        'isCustomerNew',
        'isDuplicateMeant',
      ];
      const kept = Object.entries(fields).filter(([name]) => !own.includes(name));
      return { ...Object.fromEntries(kept), customer: String(chosen.customer) };
    };
    const [hers, his] = [bare(await orderForm(id)), bare(await orderForm(id, ilya))];
    const before = await p.portal.db.order.count();
    const answers = await Promise.all([vector.post('/orders', hers), ilya.post('/orders', his)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
    expect(await p.portal.db.order.count()).toBe(before + 1);
    const late = answers.find(({ status }) => status === 409);
    expect(late?.$('main').text()).toMatch(/По этой заявке уже оформлен заказ O-\d+/);
    expect([late?.$('input[name=seats]').val(), late?.$('select[name=customer]').val()]).toEqual(['30', String(customerId)]);
    expect(await journal(id)).toEqual(['store-request.received', 'store-request.ordered']);
  });

  test('or a refusal, asked for at once: one of the two happens, whole', async () => {
    const { customerId } = (await p.scope('romashka')).actor;
    const { inn } = await p.portal.db.customer.findUniqueOrThrow({ where: { id: customerId ?? 0 } });
    const id = await ask({ inn });
    const { fields } = await orderForm(id);
    const refusal = { ...hiddenOf(await ilya.get(page(id)), 'form[action$="/refusal"]'), reason: 'Нет' };
    const before = await p.portal.db.order.count();
    const answers = await Promise.all([vector.post('/orders', fields), ilya.post(`${page(id)}/refusal`, refusal)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
    const { state, orderNumber, declineReason } = await rowOf(id);
    const made = (await p.portal.db.order.count()) - before;
    expect(answers[0].status === 303 ? [state, made, declineReason] : [state, made, orderNumber]).toEqual(
      answers[0].status === 303 ? ['ordered', 1, null] : ['declined', 0, null],
    );
  });

  test('that has to wait or is cancelled is told on the request', async () => {
    const { customerId } = (await p.scope('romashka')).actor;
    const { inn } = await p.portal.db.customer.findUniqueOrThrow({ where: { id: customerId ?? 0 } });
    const id = await ask({ inn });
    await anna.setLimit(1n);
    const { fields } = await orderForm(id);
    expect((await vector.post('/orders', fields)).status).toBe(303);
    expect((await vector.get(page(id))).text).toContain('Оформлена, заказ ждёт');
    const { orderNumber } = await rowOf(id);
    await vector.post(`/orders/${orderNumber}/cancellation`, {});
    expect((await vector.get(page(id))).text).toContain('Оформлена, заказ отменён');
  });
});

test('strangers find nothing, other roles may not', async () => {
  const id = await ask();
  const orion = await p.as('orion');
  expect((await orion.get(page(id))).status).toBe(404);
  for (const [word, fields] of [
    ['taking', {}],
    ['refusal', { reason: 'Нет' }],
  ] as const)
    expect((await orion.post(`${page(id)}/${word}`, { token: randomUUID(), ...fields })).status).toBe(404);
  expect((await orion.get(`/orders/new?offer=${CAST_SKU}&request=${id}`)).status).toBe(404);
  const { actor } = await p.scope('orion');
  const customer = await p.portal.db.customer.findFirstOrThrow({ where: { partnerId: actor.partnerId ?? 0 } });
  const { fields } = await orderForm(id);
  const own = Object.fromEntries(Object.entries(hiddenOf(await orion.get(`/orders/new?offer=${CAST_SKU}`), '#order')));
  const foreign = {
    ...own,
    seats: '30',
    renewal: 'month',
    stopOn: '',
    terms: 'on',
    customer: String(customer.id),
    request: fields['request'] ?? '',
  };
  expect((await orion.post('/orders', foreign)).status).toBe(404);
  expect((await rowOf(id)).state).toBe('new');
  expect((await orion.get('/requests/store')).$('tbody tr').length).toBe(0);
  for (const login of ['manager', 'romashka']) {
    const other = await p.as(login);
    for (const path of ['/requests/store', page(id), '/requests/store.csv'])
      expect((await other.get(path)).status, `${login} ${path}`).toBe(403);
  }
  const books = await p.as('vector-books');
  const read = await books.get(page(id));
  expect([read.status, read.$('main form, main a[href^="/orders/new"]').length]).toEqual([200, 0]);
  for (const word of ['taking', 'refusal']) expect((await books.post(`${page(id)}/${word}`, {})).status).toBe(403);
  for (const path of [page(999_999), '/requests/store/x']) expect((await vector.get(path)).status).toBe(404);
});

test('what a closed one tells of a person is erased when the term is over', async () => {
  const asked = { name: 'Хворостов', email: 'hvorostov@mail.example', company: 'ИП Хворостов', comment: 'Хворостов просит' };
  const [closed, open] = [await ask(asked), await ask(asked)];
  await decline(closed, 'Хворостов уже купил');
  await p.drainJobs();
  p.clock.setTo(new Date('2027-11-23T03:00:00+03:00'));
  await runTask(p.portal, 'erase-personal-data');
  expect(await rowOf(closed)).toMatchObject({
    name: '',
    phone: '',
    email: '',
    company: '',
    comment: null,
    fingerprint: '',
    declineReason: '',
    sum: 8_040_00n,
  });
  expect(await rowOf(open)).toMatchObject({ name: 'Хворостов', erasedAt: null });
  const told = await p.portal.db.letter.findMany({
    where: { cause: { in: [`storefront-request:${closed}:arrived`, `storefront-request:${closed}:declined`] } },
  });
  expect(told.length).toBe(3);
  expect(JSON.stringify(told)).not.toMatch(/Хворостов|hvorostov/);
  expect((await vector.logOn('vector').then((one) => one.get(page(closed)))).text).toContain('Удалены 23.11.2027');
  expect(await journal(closed)).toContain('personal-data.erased');
});
