import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from '#test/support/browser.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let test: TestPortal;
let vector: Browser;

beforeAll(async () => {
  test = await openTestPortal();
  vector = await test.as('vector');
});
afterAll(() => test.close());

describe('the catalog', () => {
  it('lists products with price, facets with counts and a pager', async () => {
    const { status, $, text } = await vector.get('/catalog');
    expect(status).toBe(200);
    expect($('tbody tr')).toHaveLength(20);
    expect(text).toContain('Вендор');
    expect(text).toMatch(/\d{2} продукт/);
    expect(text).toMatch(/1–20 из \d+/);
    const counts = $('nav[aria-label="Вендор"] .count')
      .map((_, el) => Number($(el).text()))
      .get();
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(await test.portal.db.product.count());
  });

  it('marks the words that were looked for', async () => {
    const { $, text } = await vector.get('/catalog?q=каспер');
    expect($('tbody tr').first().find('mark').first().text()).toBe('Kaspersky');
    expect(text).toContain('по запросу «каспер»');
    expect($('#top-q').attr('value')).toBe('каспер');
  });

  it('says how it understood another keyboard layout', async () => {
    expect((await vector.get('/catalog?q=rfcgthcrbq')).text).toContain('Показано по словам касперский');
  });

  it('filters by links and removes a filter by its chip', async () => {
    const { $ } = await vector.get('/catalog?q=защита&vendor=kaspersky');
    expect(
      $('.chip')
        .map((_, el) => $(el).attr('href'))
        .get(),
    ).toEqual(['/catalog?vendor=kaspersky', `/catalog?q=${encodeURIComponent('защита')}`]);
    expect($('nav[aria-label="Вендор"] [aria-current]').text()).toContain('Касперского');
  });

  it('offers a way on when nothing is found', async () => {
    const nothing = await vector.get('/catalog?q=ъъъъъ');
    expect(nothing.text).toContain('ничего не нашлось');
    expect(
      nothing
        .$('.empty a')
        .map((_, el) => nothing.$(el).attr('href'))
        .get(),
    ).toEqual(['/catalog', '/support']);
    const filtered = await vector.get('/catalog?q=kaspersky&vendor=microsoft');
    expect(filtered.$('.empty a').first().text()).toContain('Сбросить фильтры');
  });

  it('escapes what was typed', async () => {
    const { response } = await vector.get(`/catalog?q=${encodeURIComponent('"><script>alert(1)</script>')}`);
    expect(response.text).not.toContain('<script>alert');
  });

  it('answers with the results alone to the script', async () => {
    const { $, response } = await vector.get('/catalog?q=1c', { 'X-Fragment': 'catalog-results' });
    expect($('#catalog-results')).toHaveLength(1);
    expect(response.text).not.toContain('<html');
  });

  it('leads from a page past the end to the last one, and takes a bad address for a mistake', async () => {
    const past = await vector.get('/catalog?page=900');
    expect([past.status, past.location]).toEqual([303, expect.stringMatching(/^\/catalog\?page=\d+$/)]);
    expect((await vector.follow(past)).status).toBe(200);
    expect((await vector.get('/catalog?page=x')).status).toBe(200);
    expect((await vector.get('/catalog?colour=red')).status).toBe(400);
    expect((await vector.get('/catalog?q=a&q=b')).status).toBe(400);
    expect((await vector.get('/catalog?vendor=%27')).status).toBe(200);
    expect((await vector.get('/catalog?q=%00')).status).toBe(400);
  });

  it('gives the price list of what the filter shows', async () => {
    const { response, headers } = await vector.get('/catalog.csv?vendor=kaspersky');
    expect(headers['content-type']).toContain('text/csv');
    expect(headers['content-disposition']).toContain('price-list-2026-11-22.csv');
    const lines = response.text.trim().split('\r\n');
    expect(lines[0]).toContain('Вендор;Продукт');
    expect(lines.slice(1).every((line) => line.startsWith('Лаборатория Касперского;'))).toBe(true);
    expect(response.text).toContain('KL4627RAMTS');
    const xlsx = await vector.get('/catalog.xlsx?q=1c');
    expect(xlsx.headers['content-type']).toContain('spreadsheetml');
  });
});

describe('the page of a product', () => {
  it('shows offers with price, limits, billing rule and the price dated ahead', async () => {
    const { status, text, $ } = await vector.get('/catalog/kaspersky-endpoint-security-cloud-plus');
    expect(status).toBe(200);
    expect(text).toContain('214,00 ₽');
    expect(text).toContain('с 1 января 2027 — 229,00 ₽');
    expect(text).toContain('от 5 до 1 000 пользователей');
    expect(text).toContain('НДС 22 %');
    expect(text).toContain('наибольшее число мест за месяц');
    expect($('a[href="/orders/new?offer=KL4627RAMTS"]')).toHaveLength(1);
  });

  it('says «без НДС» with its ground for software of the register', async () => {
    const { text } = await vector.get('/catalog/kaspersky-security-business-standard');
    expect(text).toContain('Без НДС (пп. 26 п. 2 ст. 149 НК РФ)');
    expect(text).toContain('№ 205 от 18.03.2016');
  });

  it('offers no order of what is not sold any more', async () => {
    const offer = await test.portal.db.offer.findFirstOrThrow({
      where: { discontinuedOn: { lte: new Date('2026-11-22T00:00:00Z') } },
      include: { product: true },
    });
    const { text, $ } = await vector.get(`/catalog/${offer.product.slug}`);
    expect(text).toContain('Снят с продажи');
    expect($(`a[href="/orders/new?offer=${offer.sku}"]`)).toHaveLength(0);
  });

  it('carries the customer of whom it is asked to the order', async () => {
    const list = await vector.get('/catalog?customer=7&vendor=kaspersky');
    const href = list.$('tbody .row-link').first().attr('href') ?? '';
    expect(href).toMatch(/^\/catalog\/[a-z0-9-]+\?customer=7$/);
    const page = await vector.get(href);
    expect(page.$('a[href*="/orders/new"]').first().attr('href')).toContain('customer=7');
  });

  it('is a 404 for a product that is not there', async () => {
    expect((await vector.get('/catalog/no-such-product')).status).toBe(404);
    expect((await vector.get('/catalog/%00')).status).toBe(404);
  });
});

describe('who may look', () => {
  it('shows the accountant and MONT all but the order', async () => {
    const accountant = await test.portal.db.user.findFirstOrThrow({ where: { role: 'partner_accountant' } });
    for (const login of [accountant.login, 'manager', 'admin']) {
      const browser = await test.as(login);
      const { status, $ } = await browser.get('/catalog/kaspersky-endpoint-security-cloud-plus');
      expect(status).toBe(200);
      expect($('a[href^="/orders/new"]')).toHaveLength(0);
    }
  });

  it('refuses customers and sends strangers to log-on', async () => {
    const customer = await test.as('romashka');
    expect((await customer.get('/catalog')).status).toBe(403);
    expect((await customer.get('/catalog.csv')).status).toBe(403);
    expect((await test.visitor().get('/catalog')).location).toBe('/Account/LogOn');
  });
});
