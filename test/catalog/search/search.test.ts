import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findProducts } from '#src/catalog/search/search.queries.ts';
import type { Scope } from '#src/platform/scope.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let test: TestPortal;
let scope: Scope;

beforeAll(async () => {
  test = await openTestPortal();
  scope = await test.scope('vector');
});
afterAll(() => test.close());

async function find(q: string, filter: { vendor?: string; category?: string } = {}) {
  const found = await findProducts(
    scope,
    { q, vendor: filter.vendor ?? null, category: filter.category ?? null },
    { limit: 100, offset: 0 },
  );
  const products = await test.portal.db.product.findMany({
    where: { id: { in: found.productIds } },
    select: { id: true, name: true, slug: true, vendor: { select: { slug: true } } },
  });
  const inOrder = found.productIds.flatMap((id) => products.filter((product) => product.id === id));
  return {
    ...found,
    names: inOrder.map(({ name }) => name),
    vendors: new Set(inOrder.map(({ vendor }) => vendor.slug)),
    facets: found.vendors,
  };
}

describe('finding by a word', () => {
  it.each([
    'касперский',
    'КАСПЕРСКИЙ',
    'каспер',
    'Касперского',
    'kaspersky',
    'kaspresky',
    'kaspersy',
    'каспрский',
    'каспре',
    'rfcgthcrbq',
    'rfcgth',
    'лфызукылн',
  ])('«%s» finds Kaspersky first', async (typed) => {
    const { names, vendors, total } = await find(typed);
    expect(total).toBeGreaterThan(3);
    expect(names[0]).toMatch(/Kaspersky/);
    expect(vendors.has('kaspersky')).toBe(true);
  });

  it.each([
    ['ьшскщыщае', 'microsoft'],
    ['майкрософт', 'microsoft'],
    ['microsft 365', 'microsoft'],
    ['др веб', 'drweb'],
    ['dr.web', 'drweb'],
    ['1c', '1c'],
    ['1с', '1c'],
    ['компас', 'ascon'],
  ])('«%s» finds %s', async (typed, vendor) => {
    expect((await find(typed)).vendors.has(vendor)).toBe(true);
  });

  it('finds an offer by its SKU, also typed in part', async () => {
    expect((await find('KL4627RAMTS')).names).toEqual(['Kaspersky Endpoint Security Cloud Plus']);
    expect((await find('kl4627')).names).toEqual(['Kaspersky Endpoint Security Cloud Plus']);
  });

  it('finds words of the description in any form', async () => {
    const { names } = await find('уязвимость');
    expect(names).toContain('Kaspersky Endpoint Security Cloud Plus');
  });

  it('wants every word, but lets «для» and «и» go', async () => {
    expect((await find('kaspersky cloud pro')).names[0]).toBe('Kaspersky Endpoint Security Cloud Pro');
    expect((await find('kaspersky для и pro')).total).toBe((await find('kaspersky pro')).total);
    expect((await find('kaspersky битрикс24')).total).toBe(0);
  });

  it('puts a match in the name before one in the description', async () => {
    const { names } = await find('почта');
    const firstWithout = names.findIndex((name) => !/почт/i.test(name));
    const lastWith = names.findLastIndex((name) => /почт/i.test(name));
    expect(lastWith).toBeLessThan(firstWithout === -1 ? names.length : firstWithout);
  });

  it('says how it understood a slip', async () => {
    expect((await find('rfcgthcrbq')).corrected).toBe('касперский');
    expect((await find('kaspresky')).corrected).toBe('kaspersky');
    expect((await find('kaspersky')).corrected).toBeNull();
  });
});

describe('finding nothing', () => {
  it('offers words that look alike', async () => {
    const { total, suggestions } = await find('кластерский');
    expect(total).toBe(0);
    expect(suggestions).toContain('кластеры');
  });

  it('offers the words one by one when no product has them all', async () => {
    expect((await find('kaspersky битрикс24')).suggestions).toEqual(['kaspersky', 'битрикс24']);
  });

  it.each(['%', "'; drop table products; --", `')|('а`, '\\', 'ы'.repeat(300), '\u0001', '𝕏𝕏𝕏', 'а:*', '!&|'])(
    'is calm about «%s»',
    async (typed) => {
      await expect(find(typed)).resolves.toBeTruthy();
    },
  );
});

describe('filters and their counts', () => {
  it('lists all without a query, by name', async () => {
    const { total, names } = await find('');
    expect(total).toBe(await test.portal.db.product.count());
    expect(names).toEqual([...names].sort());
  });

  it('keeps the counts of the other vendors when one is chosen', async () => {
    const all = await find('');
    const some = await find('', { vendor: 'kaspersky' });
    expect(some.vendors).toEqual(new Set(['kaspersky']));
    expect(some.facets).toEqual(all.facets);
    expect(some.total).toBe(all.facets.find(({ slug }) => slug === 'kaspersky')?.count);
    expect(some.categories.reduce((sum, { count }) => sum + count, 0)).toBe(some.total);
  });

  it('tells how many there are without the filters', async () => {
    const { total, unfiltered } = await find('kaspersky', { vendor: 'microsoft' });
    expect(total).toBe(0);
    expect(unfiltered).toBeGreaterThan(0);
  });

  it('finds nothing of an unknown vendor', async () => {
    expect((await find('', { vendor: 'nobody' })).total).toBe(0);
  });
});

describe('keeping the words', () => {
  it('follows a product, its offers and its vendor', async () => {
    const { db } = test.portal;
    const product = await db.product.findUniqueOrThrow({ where: { slug: 'kaspersky-endpoint-security-cloud' } });
    await db.product.update({ where: { id: product.id }, data: { name: 'Янтарный щит' } });
    expect((await find('янтарный')).names).toEqual(['Янтарный щит']);
    await db.vendor.update({ where: { id: product.vendorId }, data: { aliases: 'Фуксия' } });
    expect((await find('фуксия')).names).toContain('Янтарный щит');
    expect((await find('KL4741RAMTS')).names).toEqual(['Янтарный щит']);
  });
});
