import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { labelOf } from '#src/admin/journal/journal.particulars.ts';
import type { Browser, TestPage } from '#test/support/browser.ts';
import { placeNew } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;
let admin: Browser;
beforeAll(async () => {
  p = await openTestPortal();
  admin = await p.as('admin');
});
afterAll(() => p.close());

const fieldsOf = ({ $ }: TestPage, action: string): Record<string, string> =>
  Object.fromEntries(
    $(`form[action="${action}"]`)
      .serializeArray()
      .map(({ name, value }) => [name, value]),
  );

/** Posts a form that was filled in anew. */
const send = (path: string, fields: Record<string, string>): Promise<TestPage> => admin.post(path, { token: randomUUID(), ...fields });

async function changed(path: string, change: Record<string, string>): Promise<TestPage> {
  return admin.post(path, { ...fieldsOf(await admin.get(path), path), ...change });
}

test('a vendor, a product and an offer are made and can be found and ordered', async () => {
  const vendor = { name: 'Новый вендор', initials: 'НВ', slug: 'new-vendor', aliases: 'novy', about: '' };
  expect((await send('/admin/catalog/vendors', vendor)).status).toBe(303);
  expect((await send('/admin/catalog/vendors', vendor)).$('#slug-error').text()).toContain('уже есть');
  const { id: vendorId } = await p.portal.db.vendor.findUniqueOrThrow({ where: { slug: 'new-vendor' } });
  const { id: categoryId } = await p.portal.db.category.findFirstOrThrow();
  const product = {
    name: 'Щит Плюс',
    slug: 'shield-plus',
    vendorId: String(vendorId),
    categoryId: String(categoryId),
    description: 'Защита рабочих мест.',
    requirements: '',
    vatClass: 'standard',
    registryNumber: '',
    registryOn: '',
  };
  const made = await send('/admin/catalog/products', product);
  expect(made.location).toMatch(/^\/admin\/catalog\/products\/\d+$/);
  const offer = {
    sku: 'NV-SHIELD-1',
    name: 'Щит Плюс, 1 место',
    unit: 'user',
    billingRule: 'prorated',
    minSeats: '1',
    maxSeats: '50',
    gross: '199,90',
    validFrom: '22.11.2026',
  };
  expect((await send(`${made.location}/offers`, offer)).location).toMatch(/^\/admin\/catalog\/offers\/\d+$/);
  expect((await send(`${made.location}/offers`, offer)).$('#sku-error').text()).toContain('уже есть');
  const vectors = await p.as('vector');
  expect((await vectors.get('/catalog?q=щит')).text).toContain('199,90 ₽');
  expect((await admin.get('/admin/catalog?q=nv-shield')).text).toContain('Щит Плюс, 1 место');
  const edit = `/admin/catalog/vendors/${vendorId}`;
  expect((await changed(edit, { name: 'Новый вендор+', usesDomainPrefix: 'on' })).status).toBe(303);
  const journal = await admin.get('/admin/journal?q=вендор');
  expect(journal.$('#journal-list tbody tr').first().text().replace(/\s+/g, ' ')).toMatch(/Название: .*Новый вендор\+/);
  for (const entry of await p.portal.db.auditEntry.findMany({ where: { actorRole: 'admin', action: { endsWith: '.saved' } } }))
    expect(Object.keys({ ...(entry.before as object), ...(entry.after as object) }).filter((key) => labelOf(key) === key)).toEqual([]);
  const actions = (await p.portal.db.auditEntry.findMany({ where: { actorRole: 'admin', action: { endsWith: '.saved' } } })).map(
    ({ action }) => action,
  );
  expect(actions).toEqual(['vendor.saved', 'product.saved', 'offer.saved', 'vendor.saved']);
});

test('a product’s new name follows into running subscriptions', async () => {
  const number = await placeNew(p, 'vector', { seats: 5 });
  const { offerId } = await p.portal.db.subscription.findUniqueOrThrow({ where: { number } });
  const { productId } = await p.portal.db.offer.findUniqueOrThrow({ where: { id: offerId } });
  const path = `/admin/catalog/products/${productId}`;
  expect((await changed(path, { name: 'Переименован' })).status).toBe(303);
  expect((await p.portal.db.subscription.findUniqueOrThrow({ where: { number } })).productName).toBe('Переименован');
});

test('limits and the last day of sale change; the second of two editors is told', async () => {
  const { id, sku } = await p.portal.db.offer.findFirstOrThrow({ where: { discontinuedOn: null }, orderBy: { id: 'desc' }, skip: 3 });
  const path = `/admin/catalog/offers/${id}`;
  const stale = fieldsOf(await admin.get(path), path);
  expect((await changed(path, { minSeats: '2', maxSeats: '7', discontinuedOn: '2026-11-30' })).status).toBe(303);
  expect(await p.portal.db.offer.findUniqueOrThrow({ where: { id } })).toMatchObject({
    minSeats: 2,
    maxSeats: 7,
    discontinuedOn: new Date('2026-11-30'),
  });
  const late = await send(path, { ...stale, token: randomUUID() });
  expect(late.status).toBe(409);
  expect(late.$('input[name=maxSeats]').val()).toBe(stale['maxSeats']);
  expect(late.$('main').text()).toContain('Сейчас сохранено «7», у вас другое.');
  const [note] = await p.portal.db.auditEntry.findMany({ where: { action: 'offer.discontinued' } });
  expect(note).toMatchObject({ subject: `предложение ${sku}`, after: { discontinuedOn: '2026-11-30' } });
  const page = await changed(path, { minSeats: '9', maxSeats: '3', name: 'Осталось' });
  expect([page.status, page.$('#name').attr('value'), page.$('#maxSeats-error').length]).toEqual([422, 'Осталось', 1]);
});

test('prices are only added, from today on, one a day', async () => {
  const { id } = await p.portal.db.offer.findFirstOrThrow({ orderBy: { id: 'asc' } });
  const path = `/admin/catalog/offers/${id}`;
  const add = (gross: string, validFrom: string) => send(`${path}/prices`, { gross, validFrom });
  expect((await add('250,00', '01.02.2027')).status).toBe(303);
  const page = await admin.get(path);
  expect(page.text).toContain('с 01.02.2027');
  expect(page.text).toContain('250,00 ₽');
  expect((await add('251', '01.02.2027')).$('#validFrom-error').text()).toContain('уже назначена цена 250,00');
  expect((await add('251', '21.11.2026')).$('#validFrom-error').text()).toContain('уже прошёл');
  for (const bad of ['0', '-5', 'сто', '1,234', '99999999999']) expect((await add(bad, '05.02.2027')).$('#gross-error').length).toBe(1);
  for (const bad of ['0000-01-01', '31.02.2027', '']) expect((await add('1', bad)).$('#validFrom-error').length).toBe(1);
  const [note] = await p.portal.db.auditEntry.findMany({ where: { action: 'price.added' } });
  expect(note?.after).toMatchObject({ gross: '25000', validFrom: '2027-02-01' });
});

test('a price to come can be taken back and set right; one in force can’t', async () => {
  const { id } = await p.portal.db.offer.findFirstOrThrow({ orderBy: { id: 'asc' }, skip: 1 });
  const path = `/admin/catalog/offers/${id}`;
  await send(`${path}/prices`, { gross: '2 500,00', validFrom: '01.12.2026' });
  const page = await admin.get(path);
  const form = page.$('form[action$="/prices/2026-12-01/withdrawal"]');
  const token = String(form.find('[name=token]').attr('value'));
  const answers = await Promise.all([1, 2].map(() => admin.post(String(form.attr('action')), { token })));
  expect(answers.map(({ status, location }) => [status, location])).toEqual(Array(2).fill([303, path]));
  expect(await p.portal.db.auditEntry.count({ where: { action: 'price.withdrawn' } })).toBe(1);
  expect((await send(`${path}/prices`, { gross: '250,00', validFrom: '01.12.2026' })).status).toBe(303);
  const prices = await p.portal.db.price.findMany({ where: { offerId: id, validFrom: new Date('2026-12-01') } });
  expect(prices.map(({ gross }) => gross)).toEqual([25_000n]);
  const [now] = await p.portal.db.price.findMany({
    where: { offerId: id, validFrom: { lte: new Date('2026-11-22') } },
    orderBy: { validFrom: 'desc' },
  });
  const inForce = await send(`${path}/prices/${now?.validFrom.toISOString().slice(0, 10)}/withdrawal`, {});
  expect([inForce.status, inForce.$('h1').text()]).toEqual([409, page.$('h1').text()]);
  expect(inForce.text).toContain('Не выполнено. Эта цена уже действует.');
  for (const day of ['2026-12-24', 'x', '2026-02-31']) expect((await send(`${path}/prices/${day}/withdrawal`, {})).status).toBe(404);
  expect((await send('/admin/catalog/offers/999999/prices/2026-12-01/withdrawal', {})).status).toBe(404);
});

test('a version of the terms is added for a day to come', async () => {
  const form = { version: '2027-1', validFrom: '01.01.2027', body: 'Предмет\n'.repeat(20) };
  expect((await send('/admin/catalog/terms', form)).status).toBe(303);
  expect((await admin.get('/admin/catalog/terms')).text).toContain('2027-1');
  expect((await send('/admin/catalog/terms', form)).$('#version-error').text()).toContain('уже есть');
  expect((await send('/admin/catalog/terms', { ...form, version: '2027-2' })).$('#validFrom-error').text()).toContain('другая версия');
  expect((await send('/admin/catalog/terms', { ...form, version: '2027-3', body: 'мало' })).$('#body').text()).toContain('мало');
});

test('every form sent twice at once works once and answers the same', async () => {
  const { id: productId } = await p.portal.db.product.findFirstOrThrow();
  const { id: offerId } = await p.portal.db.offer.findFirstOrThrow();
  const [product, offer] = [`/admin/catalog/products/${productId}`, `/admin/catalog/offers/${offerId}`];
  const sold = { unit: 'user', billingRule: 'prorated', minSeats: '1', maxSeats: '9', gross: '10', validFrom: '22.11.2026' };
  const made = { vendorId: '1', categoryId: '1', requirements: '', vatClass: 'standard', registryNumber: '', registryOn: '' };
  const forms: [string, Record<string, string>][] = [
    ['/admin/catalog/vendors', { name: 'Дважды', initials: 'ДВ', slug: 'twice', aliases: '', about: '' }],
    ['/admin/catalog/products', { ...made, name: 'Дважды', slug: 'twice', description: 'Один раз' }],
    [`${product}/offers`, { ...sold, sku: 'TWICE-1', name: 'Дважды' }],
    [`${offer}/prices`, { gross: '77', validFrom: '01.03.2027' }],
    ['/admin/catalog/terms', { version: '2027-9', validFrom: '01.09.2027', body: 'Предмет\n'.repeat(20) }],
    [offer, fieldsOf(await admin.get(offer), offer)],
    [product, fieldsOf(await admin.get(product), product)],
  ];
  for (const [path, fields] of forms) {
    const before = await p.portal.db.auditEntry.count();
    const form = { token: randomUUID(), ...fields };
    const answers = await Promise.all([admin.post(path, form), admin.post(path, form)]);
    expect([path, ...answers.map(({ status, location }) => `${status} ${location}`)]).toEqual([
      path,
      ...Array(2).fill(`303 ${answers[0]?.location}`),
    ]);
    expect([path, await p.portal.db.auditEntry.count()]).toEqual([path, before + 1]);
  }
});

test('filters, pages and exports of the list', async () => {
  const list = await admin.get('/admin/catalog?state=discontinued');
  expect(
    list
      .$('tbody .badge')
      .toArray()
      .every((badge) => list.$(badge).text() === 'Снят с продажи'),
  ).toBe(true);
  expect((await admin.get('/admin/catalog.csv')).response.text).toContain('Артикул;');
  expect((await admin.get('/admin/catalog.xlsx?q=kas')).status).toBe(200);
  for (const query of ['x=1', 'vendor=abc', 'state=zzz']) expect((await admin.get(`/admin/catalog?${query}`)).status).toBe(400);
  for (const path of ['vendors', 'vendors/new', 'products/new', 'terms', 'terms/new'])
    expect((await admin.get(`/admin/catalog/${path}`)).status).toBe(200);
});

test('what there is not is 404, others are refused', async () => {
  for (const path of ['vendors/999999', 'products/999999', 'offers/999999', 'products/x', 'products/999999/offers/new'])
    expect((await admin.get(`/admin/catalog/${path}`)).status).toBe(404);
  for (const path of ['vendors/999999', 'products/999999/offers', 'offers/999999/prices'])
    expect((await admin.post(`/admin/catalog/${path}`)).status).toBe(404);
  for (const login of ['manager', 'vector']) {
    const browser = await p.as(login);
    for (const path of ['/admin/catalog', '/admin/catalog/vendors', '/admin/catalog/terms/new'])
      expect((await browser.get(path)).status).toBe(403);
    expect((await browser.post('/admin/catalog/terms', {})).status).toBe(403);
  }
});
