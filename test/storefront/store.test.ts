import { load } from 'cheerio';
import request from 'supertest';
import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from 'vitest';
import { CAST_SKU } from '#prisma/seeds/data/cast.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';
import { putCanaries } from './canaries.ts';

let t: TestPortal;
let vectorId: number;
const PRODUCT = 'kaspersky-endpoint-security-cloud-plus';

beforeAll(async () => {
  t = await openTestPortal();
  vectorId = (await t.portal.db.partner.findUniqueOrThrow({ where: { code: 'vector' } })).id;
});
afterAll(() => t.close());
beforeEach(() => change({ isOn: true, turnedOffAt: null, turnedOffBy: null, turnOffReason: null, code: 'vector', oldCode: null }));

/** The storefront of «Вектор» as its owner or MONT would have made it. */
const change = (data: object) =>
  t.portal.db.storefront.update({
    where: { partnerId: vectorId },
    data: { ...data, version: { increment: 1 } },
    select: { partnerId: true },
  });
const get = (path: string, headers: Record<string, string> = {}) => request(t.app).get(path).set(headers);
const page = async (path: string, headers: Record<string, string> = {}) => {
  const answer = await get(path, headers);
  expect(answer.status, path).toBe(200);
  return { $: load(answer.text), answer };
};

test('a page is whole without session, cookie and script, has one head and says where it stands', async () => {
  const sessions = await t.portal.db.$queryRawUnsafe<{ n: number }[]>('select count(*)::int as n from sessions');
  await change({ text: 'Первый абзац <b>о нас</b>.\n\nВторой.' });
  const { $, answer } = await page('/store/vector?utm_source=letter&utm[x]=1');
  expect(answer.headers['set-cookie']).toBeUndefined();
  expect(answer.headers['cache-control']).toBe('public, max-age=30');
  expect($('h1')).toHaveLength(1);
  expect($('link[rel=canonical]').attr('href')).toBe('http://localhost/store/vector');
  expect($('meta[property="og:title"]').attr('content')).toBe('ООО «Вектор»');
  expect($('script[src], [style], style')).toHaveLength(0);
  expect(
    $('.prose p')
      .toArray()
      .map((p) => $(p).text()),
  ).toEqual(['Первый абзац <b>о нас</b>.', 'Второй.']);
  expect($.text()).toContain('Не является публичной офертой (ст. 437 ГК)');
  expect($('footer').text()).toContain('ООО «Вектор», ИНН');
  expect(await t.portal.db.$queryRawUnsafe('select count(*)::int as n from sessions')).toEqual(sessions);
});

describe('kept pages', () => {
  const tagOf = async (path = '/store/vector') => String((await page(path)).answer.headers['etag']);

  it('are answered by 304 as long as nothing has changed', async () => {
    const tag = await tagOf();
    const again = await get('/store/vector', { 'If-None-Match': `"other", ${tag}` });
    expect([again.status, again.text]).toEqual([304, '']);
    expect((await get('/store/vector', { 'If-None-Match': '"other"' })).status).toBe(200);
  });

  it('are new after a change of the storefront, of the catalog, and on another day', async () => {
    const tags = [await tagOf()];
    await change({ name: 'Вектор плюс' });
    tags.push(await tagOf());
    const offer = await t.portal.db.offer.findUniqueOrThrow({ where: { sku: CAST_SKU } });
    await t.portal.db.price.create({ data: { offerId: offer.id, validFrom: new Date('2027-01-15'), gross: 333_00n } });
    tags.push(await tagOf());
    t.clock.setTo(new Date('2026-11-23T00:00:01+03:00'));
    tags.push(await tagOf());
    t.clock.setTo(new Date('2026-11-22T10:00:00+03:00'));
    expect(new Set(tags).size).toBe(4);
    await change({ name: 'ООО «Вектор»' });
  });
});

describe('a storefront that does not answer', () => {
  const gone = async () => {
    for (const path of ['/store/vector', `/store/vector/products/${PRODUCT}`, '/store/vector/sitemap.xml', '/store/vector/robots.txt']) {
      const answer = await get(path);
      expect([answer.status, answer.headers['x-robots-tag'], answer.headers['etag'], answer.headers['cache-control']], path).toEqual([
        ...[404, 'noindex', undefined, 'no-store'],
      ]);
    }
    expect((await get('/sitemap.xml')).text).not.toContain('/store/vector/');
  };

  it('is switched off', async () => {
    await change({ isOn: false });
    await gone();
  });

  it('was switched off by MONT', async () => {
    await change({ turnedOffAt: new Date(), turnedOffBy: 'Ирина', turnOffReason: 'Чужой знак' });
    await gone();
  });

  it('is of a partner on hold', async () => {
    await t.portal.db.storefront.update({ where: { code: 'meridian' }, data: { isOn: true } });
    expect((await get('/store/meridian')).status).toBe(404);
    expect((await get('/sitemap.xml')).text).toMatch(/\/store\/vector\/(?![\s\S]*meridian)/);
  });

  it('never was', async () => {
    for (const path of [
      '/store/nobody',
      '/store/a%00b',
      '/store/%D1%8F',
      "/store/x'--",
      '/store/vector/products/none',
      '/store/vector/other.txt',
    ])
      expect([(await get(path)).status, path]).toEqual([404, path]);
  });
});

test('an old code, a code in other letters and an old address of a product lead on', async () => {
  await change({ code: 'vektor-soft', oldCode: 'vector' });
  const moved = await get('/store/vector?q=офис');
  expect([moved.status, moved.headers['location']]).toEqual([301, '/store/vektor-soft?q=%D0%BE%D1%84%D0%B8%D1%81']);
  expect((await get('/store/VECTOR/products/x')).headers['location']).toBe('/store/vektor-soft/products/x');
  await change({ code: 'vector', oldCode: null });
  await t.portal.db.product.update({ where: { slug: 'kompas-3d' }, data: { slug: 'kompas-three-d' } });
  const product = await get('/store/vector/products/kompas-3d');
  expect([product.status, product.headers['location']]).toEqual([301, '/store/vector/products/kompas-three-d']);
  await t.portal.db.product.update({ where: { slug: 'kompas-three-d' }, data: { slug: 'kompas-3d' } });
  expect((await get('/store/vector/products/kompas-3d')).status).toBe(200);
});

test('two storefronts never have one code, old ones included', async () => {
  await change({ code: 'vektor-soft', oldCode: 'vector' });
  const orion = { partnerId: (await t.portal.db.partner.findUniqueOrThrow({ where: { code: 'orion' } })).id };
  for (const data of [{ code: 'vector' }, { code: 'vektor-soft' }, { oldCode: 'vector' }])
    await expect(t.portal.db.storefront.update({ where: orion, data })).rejects.toThrow();
});

describe('the list', () => {
  const names = ($: ReturnType<typeof load>) =>
    $('.tile h3')
      .toArray()
      .map((name) => $(name).text());

  it('finds by the beginning of a word, with slips and in the other layout', async () => {
    for (const q of ['каспер', 'kasp', 'rfcgth', 'касперкий']) {
      const { $ } = await page(`/store/vector?q=${encodeURIComponent(q)}`);
      expect(names($).join(' '), q).toContain('Kaspersky');
      expect($('meta[name=robots]').attr('content')).toBe('noindex');
    }
    expect((await page('/store/vector?q=%D1%8A%D1%8A%D1%8A%D1%8A')).$('.tile')).toHaveLength(0);
  });

  it('is narrowed by vendor and category, with counts that are so, and goes on from page to page', async () => {
    const { $ } = await page('/store/vector?vendor=kaspersky');
    const count = Number($('.facet a[aria-current] .count').text());
    expect(names($)).toHaveLength(count);
    expect(
      $('.tile p.muted')
        .toArray()
        .every((vendor) => $(vendor).text() === 'Лаборатория Касперского'),
    ).toBe(true);
    const pages = [await page('/store/vector'), await page('/store/vector?page=2'), await page('/store/vector?page=3')];
    const all = pages.flatMap(({ $ }) => names($));
    expect(new Set(all).size).toBe(71);
    expect(pages[1]?.$('link[rel=canonical]').attr('href')).toBe('http://localhost/store/vector?page=2');
    expect((await get('/store/vector?page=9')).headers['location']).toBe('/store/vector?page=3');
  });

  it('leaves out what is hidden, and names no price of what is on request', async () => {
    const vendor = await t.portal.db.vendor.findUniqueOrThrow({ where: { slug: 'kaspersky' } });
    const shown = await t.portal.db.product.findUniqueOrThrow({ where: { slug: PRODUCT } });
    const other = await t.portal.db.product.findUniqueOrThrow({ where: { slug: 'kompas-3d' } });
    await t.portal.db.storefrontMarkup.createMany({
      data: [
        { partnerId: vectorId, vendorId: vendor.id, place: 'hidden' },
        { partnerId: vectorId, productId: shown.id, place: 'shown', markup: 2500 },
        { partnerId: vectorId, productId: other.id, place: 'on_request' },
      ],
    });
    await change({});
    expect(names((await page('/store/vector?vendor=kaspersky')).$)).toEqual([shown.name]);
    expect((await get('/store/vector/products/kaspersky-endpoint-security-cloud')).status).toBe(404);
    expect((await get('/store/vector/sitemap.xml')).text).not.toContain('kaspersky-security-awareness');
    const { $, answer } = await page('/store/vector/products/kompas-3d');
    expect($('.offer').first().text()).toContain('Цена по запросу');
    expect(answer.text).not.toMatch(/₽|"Offer"/);
    expect((await page(`/store/vector/products/${PRODUCT}`)).$('.price').text()).toContain('268,00'); // 214,00 + 25 %, to rubles
    await t.portal.db.storefrontMarkup.deleteMany({});
  });
});

test('structured data tells the price of a month, and nothing of the catalog ends its element', async () => {
  const evil = '</script><script>alert(1)</script> & <!--';
  await t.portal.db.product.update({ where: { slug: PRODUCT }, data: { description: evil } });
  const { $, answer } = await page(`/store/vector/products/${PRODUCT}`);
  expect($('script')).toHaveLength(1);
  expect(answer.text).not.toContain('<script>alert');
  const data = JSON.parse($('script').text());
  expect([data['@type'], data.description, data.brand.name]).toEqual(['Product', evil, 'Лаборатория Касперского']);
  const offer = data.offers.find(({ sku }: { sku: string }) => sku === CAST_SKU);
  expect(offer).toMatchObject({ price: '257.00', priceCurrency: 'RUB', priceSpecification: { unitCode: 'MON', price: '257.00' } }); // 214 + 20 %
});

test('a product that is not sold any more is gone, with others in its place', async () => {
  const product = await t.portal.db.product.findUniqueOrThrow({ where: { slug: 'kompas-graphic' } });
  await t.portal.db.offer.updateMany({ where: { productId: product.id }, data: { discontinuedOn: new Date('2026-11-23') } });
  await page('/store/vector/products/kompas-graphic');
  t.clock.setTo(new Date('2026-11-23T09:00:00+03:00'));
  const answer = await get('/store/vector/products/kompas-graphic');
  t.clock.setTo(new Date('2026-11-22T10:00:00+03:00'));
  expect([answer.status, answer.headers['x-robots-tag']]).toEqual([410, 'noindex']);
  const hrefs = load(answer.text)('.tile a')
    .toArray()
    .map((a) => a.attribs['href']);
  expect(hrefs).toContain('/store/vector/products/kompas-3d');
  expect(hrefs).not.toContain('/store/vector/products/kompas-graphic');
});

test('robots are led to all storefronts and to nothing that wants a log-on', async () => {
  const robots = (await get('/robots.txt')).text;
  expect(robots).toMatch(/Allow: \/store\/\n[\s\S]*Disallow: \/\n/);
  expect(robots).toContain('Sitemap: http://localhost/sitemap.xml');
  expect((await get('/sitemap.xml')).text).toContain('<loc>http://localhost/store/vector/sitemap.xml</loc>');
  const map = load((await get('/store/vector/sitemap.xml')).text, { xml: true });
  expect(map('loc').length).toBeGreaterThan(70);
  expect(
    map('lastmod')
      .toArray()
      .every((day) => /^2026-\d\d-\d\d$/.test(map(day).text())),
  ).toBe(true);
});

test('looks are counted, whoever it is; robots are not', async () => {
  await t.portal.db.storefrontVisit.deleteMany({});
  const firefox = { 'User-Agent': 'Mozilla/5.0 (X11; Linux) Firefox/133.0' };
  await get('/store/vector', firefox);
  await get('/store/vector?q=x', { ...firefox, Referer: 'http://localhost/store/vector' });
  await get(`/store/vector/products/${PRODUCT}`, { ...firefox, Referer: 'http://localhost/store/vector?q=x' });
  await get('/store/vector', { ...firefox, Referer: 'https://ya.ru/', 'If-None-Match': '"old"' });
  await get('/store/vector', { 'User-Agent': 'Mozilla/5.0 (compatible; YandexBot/3.0)' });
  await t.app.locals['visits'].flush();
  expect(await t.portal.db.storefrontVisit.findMany()).toEqual([{ partnerId: vectorId, day: new Date('2026-11-22'), pages: 4, visits: 2 }]);
});

test('no byte of any page tells what a partner pays', async () => {
  const canaries = await putCanaries(t.portal);
  const orion = (await t.portal.db.partner.findUniqueOrThrow({ where: { code: 'orion' } })).id;
  await t.portal.db.storefront.update({
    where: { partnerId: orion },
    data: { isOn: true, markup: 1733, rounding: 'nine', accent: '#8800cc' },
  });
  expect(canaries.length).toBeGreaterThan(500);
  for (const code of ['vector', 'orion']) {
    const map = load((await get(`/store/${code}/sitemap.xml`)).text, { xml: true });
    const paths = map('loc')
      .toArray()
      .map((loc) => map(loc).text().replace('http://localhost', ''));
    expect(paths.length).toBeGreaterThan(70);
    const more = ['?page=2', '?page=3', '?q=kaspersky', '?vendor=microsoft', '/sitemap.xml', '/robots.txt', '/look-8800cc.css'];
    for (const path of [...paths, ...more.map((rest) => `/store/${code}${rest}`)]) {
      const answer = await get(path);
      const bytes = `${JSON.stringify(answer.headers)}\n${answer.text}`;
      expect(
        canaries.filter((canary) => bytes.includes(canary)),
        path,
      ).toEqual([]);
    }
  }
  // The test sees: without a markup the price is what the partner pays.
  await t.portal.db.storefront.update({ where: { partnerId: orion }, data: { markup: 0, rounding: 'none' } });
  const { answer } = await page(`/store/orion/products/${PRODUCT}`);
  expect(canaries.some((canary) => answer.text.includes(canary))).toBe(true);
});
