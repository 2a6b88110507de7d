import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { fill, numberOf, SKU } from '#test/orders/new/order-form.ts';
import { hiddenOf } from '#test/subscriptions/manage/forms.ts';
import type { Browser, TestPage } from '#test/support/browser.ts';
import { invited } from '#test/support/invited.ts';
import { Managing } from '#test/support/managing.ts';
import { placeNew } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;
let boss: Managing;
let anna: Browser;
let maria: Browser;
let oleg: Browser;
let slug: string;
let path: string;

beforeAll(async () => {
  p = await openTestPortal();
  boss = new Managing(await p.scope('vector'));
  await invited(p, 'romashka-oleg');
  [anna, maria, oleg] = [await p.as('vector'), await p.as('romashka'), await p.as('romashka-oleg')];
  slug = (await p.portal.db.offer.findUniqueOrThrow({ where: { sku: SKU }, include: { product: true } })).product.slug;
  path = `/my/catalog/${slug}`;
});
beforeEach(async () => {
  await boss.setLimit(500_000_00n);
  await p.portal.db.changeRequest.deleteMany();
});
afterAll(() => p.close());

const ask = async (by: Browser, fields: Record<string, string> = {}): Promise<TestPage> => {
  const token = hiddenOf(await by.get(path), 'form[action$="/requests"]')['token'] ?? '';
  return by.post(`${path}/requests`, { token, offer: SKU, seats: '7', comment: '', ...fields });
};
const last = () => p.portal.db.changeRequest.findFirstOrThrow({ orderBy: { id: 'desc' } });
/** A request of Олег for 7 seats. */
const asked = async (fields: Record<string, string> = {}) => {
  expect((await ask(oleg, fields)).location).toBe('/my/requests');
  return (await last()).id;
};
/** The order form that «Оформить» leads to, accepted as it is. */
async function orderFor(id: number, typed: Record<string, string> = {}, by = anna): Promise<TestPage> {
  const page = await by.get(`/requests/${id}`);
  const form = await by.get(String(page.$('a[href^="/orders/new"]').attr('href')));
  return by.post('/orders', fill(await by.post('/orders', { ...fill(form, { terms: 'on', ...typed }), step: 'recalculate' })));
}
const lettersOf = async (id: number, template: string) => {
  await p.drainJobs();
  return p.letters({ template, cause: `request-${id}:${template}` });
};

describe('a customer asks for a product', () => {
  test('and the partner orders it with the form filled in: the order closes the request, who asked and the administrator are told', async () => {
    const id = await asked({ comment: 'Для нового отдела' });
    const [told] = await lettersOf(id, 'customer-request');
    expect(told?.subject).toBe('ООО «Ромашка» просит: новая подписка, 7 мест');
    expect(told?.text).toContain('просит оформить новую подписку');
    expect((await anna.get('/requests')).$('main tbody').text()).toContain(SKU);

    const form = await anna.get(`/orders/new?offer=${SKU}&customer=${boss.partnerId}&wish=${id}`);
    expect([form.status, form.$('#seats').val()]).toEqual([200, '7']);
    expect(form.$('#customer').val()).toBe(String((await p.scope('romashka')).actor.customerId));
    expect(form.$('main').text()).toContain('Для нового отдела');

    const number = numberOf(await orderFor(id));
    expect(await last()).toMatchObject({ state: 'accepted', orderNumber: number, decidedByName: 'Анна Ветрова' });
    const done = await lettersOf(id, 'request-done');
    expect(done.map(({ to }) => to).sort()).toEqual(['admin@romashka.example', 'romashka-oleg@romashka.example']);
    expect(done[0]?.text).toContain('Партнёр оформил подписку');
    expect(done[0]?.text).not.toContain('₽');
    expect((await oleg.get('/my/requests')).$('main tbody').text()).toContain('Выполнен');
    expect(await p.portal.db.auditEntry.count({ where: { action: 'request.accepted', subject: `запрос ${id}` } })).toBe(1);
    const late = await anna.get(`/orders/new?offer=${SKU}&wish=${id}`);
    expect(late.$('main').text()).toContain('Запрос заказчика уже решён');
    expect((await anna.get(`/requests/${id}`)).$('a[href^="/orders/new"]').length).toBe(0);
  });

  test('beyond the limit: accepted and waiting, then told again when the order is carried out', async () => {
    const id = await asked();
    await boss.setLimit(1n);
    numberOf(await orderFor(id));
    expect((await lettersOf(id, 'request-accepted'))[0]?.text).toContain('заказал подписку');
    expect((await maria.get('/my/requests')).$('main tbody').text()).toContain('Принят, ещё не выполнен');
    await boss.setLimit(500_000_00n);
    await boss.ease();
    expect((await lettersOf(id, 'request-done'))[0]?.text).toContain('Партнёр оформил подписку');
  });

  test.each([
    ['seats', '1', 'не меньше 5'],
    ['seats', 'много', 'целым числом'],
    ['comment', 'х'.repeat(501), '500'],
  ])('is told of a bad %s «%s» at the field, and loses nothing', async (name, value, told) => {
    const again = await ask(oleg, { comment: 'Для отдела', [name]: value });
    expect([again.status, again.$(`#${name}-error`).text()]).toEqual([422, expect.stringContaining(told)]);
    expect(again.$('#seats').val()).toBe(name === 'seats' ? value : '7');
    expect(await p.portal.db.changeRequest.count()).toBe(0);
  });

  test('once: the same offer again is told to wait, a foreign offer is none of the product, a repeat does nothing more', async () => {
    await asked();
    const twice = await ask(maria, { comment: 'Ещё раз' });
    expect([twice.status, twice.text, twice.$('#comment').val()]).toEqual([409, expect.stringContaining('уже попросили'), 'Ещё раз']);
    const other = await p.portal.db.offer.findFirstOrThrow({ where: { product: { slug: { not: slug } } } });
    expect((await ask(oleg, { offer: other.sku })).status).toBe(422);
    await p.portal.db.changeRequest.deleteMany();
    const fields = { ...hiddenOf(await oleg.get(path), 'form[action$="/requests"]'), offer: SKU, seats: '7', comment: '' };
    const answers = await Promise.all([oleg.post(`${path}/requests`, fields), oleg.post(`${path}/requests`, fields)]);
    expect([answers.map(({ status }) => status), await p.portal.db.changeRequest.count()]).toEqual([[303, 303], 1]);
  });

  test('and takes it back: a colleague the own one, the administrator any, nobody a decided one', async () => {
    const id = await asked();
    const mariasOwn = `/my/requests/${id}/withdrawal`;
    await p.portal.db.changeRequest.update({ where: { id }, data: { askedById: (await p.scope('romashka')).actor.userId ?? 0 } });
    expect((await oleg.get('/my/requests')).$('form[action$="/withdrawal"]').length).toBe(0);
    const refused = await oleg.post(mariasOwn, { token: crypto.randomUUID() });
    expect([refused.status, refused.text]).toEqual([403, expect.stringContaining('или администратор')]);
    const page = await maria.get('/my/requests');
    expect((await maria.post(mariasOwn, hiddenOf(page, 'form[action$="/withdrawal"]'))).location).toBe('/my/requests');
    expect((await last()).state).toBe('withdrawn');
    expect((await lettersOf(id, 'request-withdrawn'))[0]?.text).toContain('больше не просит новую подписку');
    expect((await maria.post(mariasOwn, { token: crypto.randomUUID() })).status).toBe(409);
    const stranger = await p.as('severveter');
    expect((await stranger.post(mariasOwn, { token: crypto.randomUUID() })).status).toBe(404);
    expect((await oleg.post(`/my/requests/${await asked()}/withdrawal`, { token: crypto.randomUUID() })).status).toBe(303);
  });
});

describe('the partner', () => {
  test('declines with a reason; an accountant reads only, another partner finds nothing', async () => {
    const id = await asked();
    const books = await p.as('vector-books');
    expect((await books.get(`/requests/${id}`)).$('main form, main a[href^="/orders/new"]').length).toBe(0);
    expect((await books.post(`/requests/${id}/refusal`, { token: crypto.randomUUID(), answer: 'Нет' })).status).toBe(403);
    const orion = await p.as('orion');
    expect((await orion.get(`/requests/${id}`)).status).toBe(404);
    expect((await orion.get(`/orders/new?offer=${SKU}&wish=${id}`)).status).toBe(404);
    const page = await anna.get(`/requests/${id}`);
    const empty = await anna.post(`/requests/${id}/refusal`, { ...hiddenOf(page, 'form[action$="/refusal"]'), answer: '' });
    expect([empty.status, empty.$('#answer-error').text()]).toEqual([422, expect.stringContaining('почему')]);
    const declined = await anna.post(`/requests/${id}/refusal`, { ...hiddenOf(page, 'form[action$="/refusal"]'), answer: 'Есть замена' });
    expect(declined.status).toBe(303);
    const [letter] = await lettersOf(id, 'request-declined');
    expect(letter?.text).toContain('Партнёр не стал оформлять подписку');
    expect((await oleg.get('/my/requests')).$('main tbody').text()).toContain('Есть замена');
  });

  test('accepts by an order only, for this customer only; a request taken back meanwhile sends the form back filled', async () => {
    const id = await asked();
    expect(
      (await anna.post(`/requests/${id}/acceptance`, { token: crypto.randomUUID(), seen: 'x', comment: '' })).status,
    ).toBeGreaterThanOrEqual(400);
    const other = String((await p.scope('severveter')).actor.customerId);
    const wrong = await orderFor(id, { customer: other });
    expect([wrong.status, wrong.$('#customer-error').text()]).toEqual([422, expect.stringContaining('Запрос от ООО «Ромашка»')]);
    const form = await anna.get(`/orders/new?offer=${SKU}&wish=${id}`);
    const ready = fill(await anna.post('/orders', { ...fill(form, { terms: 'on', seats: '9' }), step: 'recalculate' }));
    await p.portal.db.changeRequest.update({ where: { id }, data: { state: 'withdrawn', decidedAt: p.clock.now() } });
    const orders = await p.portal.db.order.count();
    const late = await anna.post('/orders', ready);
    expect([late.status, late.$('#seats').val(), late.text]).toEqual([409, '9', expect.stringContaining('уже решён')]);
    expect(await p.portal.db.order.count()).toBe(orders);
  });
});

describe('the customer’s catalog', () => {
  test('is searched with slips, and tells no purchase price by any of its pages', async () => {
    const found = await oleg.get('/my/catalog?q=kasperksy');
    expect(found.$('main tbody').text()).toContain('Kaspersky');
    expect((await oleg.get('/my/catalog?q=%25')).text).toContain('Ничего не нашлось');
    for (const address of ['/my/catalog', '/my/catalog?page=2', path, '/my/requests']) {
      const { text } = await oleg.get(address);
      expect(text, address).not.toContain('₽');
    }
    for (const address of ['/my/catalog', path, '/my/requests']) expect((await anna.get(address)).status, address).toBe(403);
    expect((await oleg.get('/my/catalog/no-such')).status).toBe(404);
    expect((await oleg.get('/catalog')).status).toBe(403);
  });

  test('shows the partner’s retail prices where it shows them, and hides what it hides', async () => {
    const storefront = { partnerId: boss.partnerId };
    const offer = await p.portal.db.offer.findUniqueOrThrow({ where: { sku: SKU }, include: { product: true } });
    await p.portal.db.storefront.update({ where: storefront, data: { isShownToCustomers: true, markup: 2500, rounding: 'none' } });
    expect((await oleg.get(path)).text).toContain('267,50 ₽ за пользователя в месяц');
    expect((await oleg.get(path)).text).not.toContain('214,00');
    const word = { partnerId: boss.partnerId, productId: offer.productId, markup: null };
    const { id } = await p.portal.db.storefrontMarkup.create({ data: { ...word, place: 'on_request' }, select: { id: true } });
    expect((await oleg.get(path)).$('main').text()).toContain('Цена по запросу');
    await p.portal.db.storefrontMarkup.update({ where: { partnerId_id: { partnerId: boss.partnerId, id } }, data: { place: 'hidden' } });
    expect((await oleg.get(path)).status).toBe(404);
    expect((await oleg.post(`${path}/requests`, { token: crypto.randomUUID(), offer: SKU, seats: '7', comment: '' })).status).toBe(404);
    await p.portal.db.storefrontMarkup.delete({ where: { partnerId_id: { partnerId: boss.partnerId, id } } });
    const number = await placeNew(p, 'vector', { seats: 10, customerId: (await p.scope('romashka')).actor.customerId ?? 0 });
    const card = await oleg.get(`/my/subscriptions/${number}`);
    expect(card.text).toContain('267,50 ₽ за место в месяц, всего 2 675,00 ₽');
    expect((await oleg.get('/my/subscriptions')).$('main thead').text()).toContain('В месяц');
    expect((await oleg.get('/my/subscriptions.csv')).response.text).toContain('2675,00');
    await p.portal.db.storefront.update({ where: storefront, data: { isShownToCustomers: false } });
    for (const address of ['/my/subscriptions', `/my/subscriptions/${number}`]) expect((await oleg.get(address)).text).not.toContain('₽');
    expect((await oleg.get('/my/subscriptions.csv')).response.text).not.toContain('месяц, ₽');
    expect((await oleg.get(path)).$('main').text()).not.toContain('₽');
  });
});
