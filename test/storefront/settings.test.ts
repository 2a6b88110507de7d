import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import type { Browser, TestPage } from '#test/support/browser.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';
import { postFile } from '#test/support/upload.ts';

let t: TestPortal;
let anna: Browser;
let partnerId: number;
const PATH = '/team/storefront';

beforeAll(async () => {
  t = await openTestPortal();
  anna = await t.as('vector');
  partnerId = (await t.portal.db.partner.findUniqueOrThrow({ where: { code: 'vector' } })).id;
});
afterAll(() => t.close());

const own = () => t.portal.db.storefront.findUniqueOrThrow({ where: { partnerId } });
const journal = async (action: string) => (await t.portal.db.auditEntry.findMany({ where: { action, partnerId } })).length;

/** The fields of a form as its page has them. */
function fieldsOf(page: TestPage, form: string): Record<string, string> {
  const { $ } = page;
  const apart = form.startsWith('#') ? $(`[name][form="${form.slice(1)}"]:not(button)`).toArray() : [];
  const named = [...$(`${form} [name]:not(button, [name=_csrf])`).toArray(), ...apart];
  return Object.fromEntries(
    named.flatMap((field) => {
      const it = $(field);
      if (it.attr('type') === 'checkbox' && it.attr('checked') === undefined) return [];
      return [[it.attr('name') ?? '', String(it.val() ?? '')]];
    }),
  );
}
const SETTINGS = `form[action="${PATH}"]`;

describe('how a storefront looks', () => {
  it('is shown first, saved, written into the journal, and seen by visitors', async () => {
    const page = await anna.get(PATH);
    const typed = { ...fieldsOf(page, SETTINGS), isOn: 'on', name: 'Вектор-магазин', accent: '#8800CC', text: 'О нас <b>' };
    const looked = await anna.post(PATH, { ...typed, step: 'show' });
    expect([looked.status, looked.$('#name').val(), (await own()).isOn]).toEqual([200, 'Вектор-магазин', false]);
    expect(looked.$('#look text').first().text()).toBe('Вектор-магазин');
    const saved = await anna.post(PATH, typed);
    expect([saved.status, saved.location]).toEqual([303, PATH]);
    expect(await own()).toMatchObject({ isOn: true, name: 'Вектор-магазин', accent: '#8800cc', text: 'О нас <b>', version: 2 });
    expect(await journal('storefront.saved')).toBe(1);
    const store = await t.visitor().get('/store/vector');
    expect([store.status, store.$('h1').text(), store.$('link[href$="look-8800cc.css"]').length]).toEqual([200, 'Вектор-магазин', 1]);
    const again = await anna.post(PATH, typed); // the same form once more
    expect([again.status, (await own()).version]).toEqual([303, 2]);
  });

  it('comes back with what was typed where something is wrong', async () => {
    const typed = {
      ...fieldsOf(await anna.get(PATH), SETTINGS),
      name: ' ',
      phone: '12',
      email: 'нет',
      accent: 'красный',
      text: 'Мой текст',
    };
    const page = await anna.post(PATH, typed);
    expect([page.status, page.$('#text').val()?.toString().trim(), page.$('.error-summary li').length]).toEqual([422, 'Мой текст', 4]);
    expect(await own()).toMatchObject({ name: 'Вектор-магазин' });
  });

  it('does not overwrite what somebody saved meanwhile', async () => {
    const [first, second] = [fieldsOf(await anna.get(PATH), SETTINGS), fieldsOf(await anna.get(PATH), SETTINGS)];
    await anna.post(PATH, { ...first, hours: '9–18' });
    const late = await anna.post(PATH, { ...second, hours: '10–19' });
    expect([late.status, late.text.includes('9–18')]).toEqual([409, true]);
  });

  it('is shown while somebody types, whatever is typed', async () => {
    const page = await anna.get(`${PATH}/preview?name=%D0%9B%D0%B5%D1%81&accent=%23ffee&text=`, { 'X-Fragment': 'look' });
    expect([page.status, page.text.includes('Лес')]).toEqual([200, true]);
  });

  it('is the head’s to change', async () => {
    for (const login of ['vector-sales', 'vector-books', 'romashka', 'manager']) {
      const browser = await t.as(login);
      expect([login, (await browser.get(PATH)).status, (await browser.post(PATH, { name: 'x' })).status]).toEqual([login, 403, 403]);
    }
  });
});

describe('a logo', () => {
  const send = async (bytes: Buffer, name = 'logo.png') => postFile(anna, `${PATH}/logo`, { token: randomUUID() }, { name, bytes });
  const picture = () =>
    sharp({ create: { width: 300, height: 100, channels: 3, background: '#0f766e' } })
      .png()
      .toBuffer();

  it('is drawn anew, shown to visitors with a fixed type, and taken off again', async () => {
    expect((await send(await picture())).status).toBe(303);
    const { logoSha256 } = await own();
    expect((await anna.get(PATH)).$('img.store-logo').attr('src')).toMatch(/^data:image\/webp;base64,/);
    const store = await t.visitor().get('/store/vector');
    expect([store.$('header img').attr('src'), store.$('header img').attr('width')]).toEqual([
      `/store/vector/logo-${logoSha256}.png`,
      '144',
    ]);
    for (const ending of ['webp', 'png']) {
      const { headers, status } = await t.visitor().get(`/store/vector/logo-${logoSha256}.${ending}`);
      expect([status, headers['content-type'], headers['x-content-type-options']]).toEqual([200, `image/${ending}`, 'nosniff']);
      expect(headers['content-security-policy']).toBe("default-src 'none'; sandbox");
    }
    expect((await t.visitor().get(`/store/orion/logo-${logoSha256}.png`)).status).toBe(404);
    const drop = fieldsOf(await anna.get(PATH), '#drop-logo');
    expect((await anna.post(`${PATH}/logo/removal`, drop)).status).toBe(303);
    expect([(await own()).logoSha256, await t.portal.db.storefrontPicture.count()]).toEqual([null, 0]);
    expect((await t.visitor().get(`/store/vector/logo-${logoSha256}.png`)).status).toBe(404);
  });

  it('is refused in a sentence where it is none, or too large', async () => {
    const svg = await send(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'logo.svg');
    expect([svg.status, svg.text.includes('Это не PNG, не JPEG и не WebP')]).toEqual([422, true]);
    const large = await send(Buffer.alloc(600 * 1024, 1));
    expect([large.status, large.text.includes('больше 512 КБ')]).toEqual([422, true]);
  });
});

test('the address changes once; the old one leads on, taken ones are refused', async () => {
  const form = async () => fieldsOf(await anna.get(PATH), `form[action="${PATH}/code"]`);
  for (const [code, told] of [
    ['orion', 'занят'],
    ['vector', 'нынешний'],
    ['Ы', 'латинских'],
  ]) {
    const page = await anna.post(`${PATH}/code`, { ...(await form()), newCode: code ?? '' });
    expect([code, page.status, page.text.includes(told ?? '')]).toEqual([code, 422, true]);
  }
  const first = await form();
  expect((await anna.post(`${PATH}/code`, { ...first, newCode: 'Vektor' })).status).toBe(303);
  expect((await t.visitor().get('/store/vector')).location).toBe('/store/vektor');
  expect((await anna.get(PATH)).$(`form[action="${PATH}/code"]`)).toHaveLength(0);
  expect((await anna.post(`${PATH}/code`, { token: randomUUID(), newCode: 'third' })).status).toBe(409);
});

describe('prices', () => {
  const PRICES = `${PATH}/prices`;

  it('are shown in numbers before they are saved', async () => {
    const page = await anna.get(PRICES);
    const vendor = await t.portal.db.vendor.findUniqueOrThrow({ where: { slug: 'kaspersky' } });
    const typed = { ...fieldsOf(page, '#prices'), markup: '25', rounding: 'none', [`p${vendor.id}`]: 'on_request' };
    const asked = await anna.post(PRICES, typed);
    expect([asked.status, (await own()).markup]).toEqual([200, 2000]);
    const outlook = asked.$('#outlook').text().replace(/\s+/g, ' ');
    expect(outlook).toMatch(/станут выше\D*\d+/);
    expect(outlook).toContain('станут «по запросу»');
    const saved = await anna.post(PRICES, fieldsOf(asked, '#prices'));
    expect(saved.status).toBe(303);
    expect(await own()).toMatchObject({ markup: 2500, rounding: 'none' });
    expect(await t.portal.db.storefrontMarkup.findMany({ where: { partnerId } })).toMatchObject([
      { vendorId: vendor.id, place: 'on_request', markup: null },
    ]);
    expect(await journal('storefront.prices-saved')).toBe(1);
  });

  it('of a product are stronger than those of its vendor; margin stands beside them', async () => {
    const product = await t.portal.db.product.findUniqueOrThrow({ where: { slug: 'kaspersky-endpoint-security-cloud-plus' } });
    const typed = { ...fieldsOf(await anna.get(`${PRICES}/kaspersky`), '#prices'), [`m${product.id}`]: '25', [`p${product.id}`]: 'shown' };
    const asked = await anna.post(`${PRICES}/kaspersky`, typed);
    expect(
      asked
        .$('#outlook')
        .text()
        .replace(/[\s\u00a0]+/g, ' '),
    ).toContain('по запросу → 267,50 ₽закупка 214,00 ₽, вам 53,50 ₽ · 20,0 %');
    expect((await anna.post(`${PRICES}/kaspersky`, fieldsOf(asked, '#prices'))).status).toBe(303);
    const store = await t.visitor().get('/store/vektor/products/kaspersky-endpoint-security-cloud-plus');
    expect(store.text).toContain('267,50 ₽');
  });

  it('below and at what the partner pays are warned of', async () => {
    const fields = fieldsOf(await anna.get(PRICES), '#prices');
    const below = await anna.post(PRICES, { ...fields, markup: '−10', mayBeBelow: 'on', step: 'show' });
    expect(below.text).toContain('Ниже закупки:');
    const at = await anna.post(PRICES, { ...fields, markup: '−10', step: 'show' });
    expect(at.text).toContain('По закупочной цене:');
    const wrong = await anna.post(PRICES, { ...fields, markup: 'много' });
    expect([wrong.status, wrong.$('#markup').val()]).toEqual([422, 'много']);
    expect((await anna.get(`${PRICES}/nobody`)).status).toBe(404);
  });

  it('are counted while somebody types', async () => {
    const fields = fieldsOf(await anna.get(PRICES), '#prices');
    const page = await anna.get(`${PRICES}/preview?${new URLSearchParams({ ...fields, markup: '50' })}`, { 'X-Fragment': 'outlook' });
    expect([page.status, /станут выше/.test(page.text), page.$('input[name=seen]').attr('form')]).toEqual([200, true, 'prices']);
  });
});

describe('MONT', () => {
  it('switches a storefront off with a reason and on again; the partner is told and can’t open it', async () => {
    const irina = await t.as('manager');
    const path = `/admin/storefronts/${partnerId}`;
    const list = await irina.get('/admin/storefronts?q=%D0%B2%D0%B5%D0%BA%D1%82%D0%BE%D1%80');
    expect(list.$('tbody tr').text()).toContain('Открыта');
    const bad = await irina.post(`${path}/turn-off`, { ...fieldsOf(await irina.get(path), 'main form'), reason: '' });
    expect(bad.status).toBe(422);
    const off = await irina.post(`${path}/turn-off`, { ...fieldsOf(bad, 'main form'), reason: 'Чужой товарный знак' });
    expect([off.status, (await t.visitor().get('/store/vektor')).status]).toEqual([303, 404]);
    const typed = fieldsOf(await anna.get(PATH), SETTINGS);
    await anna.post(PATH, Object.fromEntries(Object.entries(typed).filter(([name]) => name !== 'isOn')));
    const opened = await anna.post(PATH, { ...fieldsOf(await anna.get(PATH), SETTINGS), isOn: 'on' });
    expect([opened.status, opened.text.includes('Чужой товарный знак')]).toEqual([422, true]);
    const on = await irina.post(`${path}/turn-on`, fieldsOf(await irina.get(path), 'main form'));
    expect([on.status, (await own()).isOn]).toEqual([303, false]);
    const letters = await t.letters({ partnerId, template: { startsWith: 'storefront-' } });
    expect(letters.map(({ template, to }) => `${template} ${to}`)).toEqual([
      'storefront-turned-off anna@vector.example',
      'storefront-turned-on anna@vector.example',
    ]);
    expect([await journal('storefront.turned-off'), await journal('storefront.turned-on')]).toEqual([1, 1]);
    const file = await irina.get('/admin/storefronts.csv?state=closed');
    expect(file.response.text ?? String(file.response.body)).toContain('Закрыта партнёром');
  });
});
