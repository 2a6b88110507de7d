import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pagerOf } from '#src/platform/http/lists.ts';
import { loadStatement } from '#src/statements/loading.service.ts';
import { in1251, oneC, paid } from '#test/statements/bank-files.ts';
import type { Browser } from '#test/support/browser.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;
const browsers = new Map<string, Browser>();
beforeAll(async () => {
  p = await openTestPortal();
  for (const login of ['vector', 'romashka', 'manager', 'admin']) browsers.set(login, await p.as(login));
  await p.portal.db.storefront.update({ where: { code: 'vector' }, data: { isOn: true } });
  const bytes = in1251(oneC({ documents: [paid(), paid()] }));
  await loadStatement(await p.scope('manager'), { name: 'kl_to_1c.txt', bytes }, randomUUID());
});
afterAll(() => p.close());

const as = (login: string) => browsers.get(login) as Browser;

/** Every list with pages, by the module that makes its pager. */
const paged: Record<string, [login: string, path: string]> = {
  'catalog/shop/catalog.pages.ts': ['vector', '/catalog'],
  'catalog/editing/offer-list.pages.ts': ['admin', '/admin/catalog'],
  'admin/partners/partner-list.pages.ts': ['manager', '/admin/partners'],
  'admin/journal/journal.pages.ts': ['manager', '/admin/journal'],
  'exchange/pages/messages.pages.ts': ['manager', '/admin/exchange/messages'],
  'letters/letters.pages.ts': ['manager', '/admin/letters'],
  'orders/list/order-list.pages.ts': ['vector', '/orders'],
  'orders/staff/staff-orders.pages.ts': ['manager', '/admin/orders'],
  'customers/customers.pages.ts': ['vector', '/customers'],
  'billing/close/page/close.pages.ts': ['manager', '/admin/closing/2026-11'],
  'partners/applications/application-list.pages.ts': ['manager', '/admin/applications'],
  'partners/support/support.pages.ts': ['manager', '/admin/support'],
  'payments/own/own-payments.pages.ts': ['vector', '/payments'],
  'payments/payments.pages.ts': ['manager', '/admin/payments'],
  'promises/promise-list.pages.ts': ['manager', '/admin/promises'],
  'storefront/public/store.pages.ts': ['vector', '/store/vector'],
  'storefront/settings/prices.pages.ts': ['vector', '/team/storefront/prices/kaspersky'],
  'storefront/staff/storefronts.pages.ts': ['manager', '/admin/storefronts'],
  'statements/review.pages.ts': ['manager', '/admin/payments/import/1'],
  'storefront/requests/inbox.pages.ts': ['vector', '/requests/store'],
  'subscriptions/list/subscriptions.pages.ts': ['vector', '/subscriptions'],
  'requests/product/my-catalog.pages.ts': ['romashka', '/my/catalog'],
  'subscriptions/my/my.pages.ts': ['romashka', '/my/subscriptions'],
  'subscriptions/history/history.pages.ts': ['vector', '/history'],
  'subscriptions/staff/staff-subscriptions.pages.ts': ['manager', '/admin/subscriptions'],
  'documents/originals/originals.pages.ts': ['manager', '/admin/documents'],
  'advances/advances.pages.ts': ['manager', '/admin/receivables/advances'],
  'receivables/receivables.pages.ts': ['manager', '/admin/receivables'],
  'receivables/register/register.pages.ts': ['manager', '/admin/receivables/register'],
};

describe('a page past the end', () => {
  it.each(Object.entries(paged))('of %s leads to the last one', async (_, [login, path]) => {
    const past = await as(login).get(`${path}?page=987`);
    expect([past.status, past.location?.split('?')[0]]).toEqual([303, path]);
    const last = await as(login).follow(past);
    expect(last.status).toBe(200);
    expect(last.text).not.toMatch(/(\d+)–\1 из \1(?!\d)/);
  });

  it('is tried for every module with a pager', () => {
    const root = resolve('src');
    const makers = readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.pages.ts') && /\.pager\(|pagerOf\(\{/.test(readFileSync(resolve(root, file), 'utf8')))
      .map((file) => file.replaceAll('\\', '/'));
    expect(makers.sort(), '`paged` above has every module that makes a pager, and no other').toEqual(Object.keys(paged).sort());
  });

  it('keeps the filter', () => {
    const list = { page: 3, size: 50, total: 52, href: (page: number) => `/orders?status=held&page=${page}` };
    expect(() => pagerOf(list)).toThrow(expect.objectContaining({ lastPage: '/orders?status=held&page=2' }));
    expect(pagerOf({ ...list, page: 2 }).summary).toBe('51–52 из 52');
  });
});

describe('days typed into a filter', () => {
  const lists = [
    ['vector', '/history'],
    ['manager', '/admin/journal'],
  ] as const;

  it.each(lists)('that don’t exist are told at the field to %s on %s', async (login, path) => {
    const page = await as(login).get(`${path}?from=2027-02-31&to=30.02.2027`);
    expect(page.status).toBe(200);
    expect(page.$('#from-error').text()).toContain('Нет такого дня: «2027-02-31»');
    expect(page.$('#to-error').text()).toContain('Нет такого дня: «30.02.2027»');
    expect([page.$('#from').attr('aria-invalid'), page.$('#from').attr('value')]).toEqual(['true', '2027-02-31']);
    expect(page.$('details.more').attr('open')).toBeDefined();
  });

  it.each(lists)('that end before they begin are told to %s on %s', async (login, path) => {
    const page = await as(login).get(`${path}?from=2026-11-22&to=2026-11-21`);
    expect(page.$('#to-error').text()).toContain('Раньше начала: укажите 22.11.2026 или позже.');
    expect(page.$('#from-error')).toHaveLength(0);
    const right = await as(login).get(`${path}?from=2026-11-21&to=2026-11-22`);
    expect(right.$('[aria-invalid]')).toHaveLength(0);
  });

  it.each(lists)('are refused for a file of %s at %s', async (login, path) => {
    expect((await as(login).get(`${path}.csv?from=2027-02-31`)).status).toBe(400);
    expect((await as(login).get(`${path}.csv?from=2026-11-22&to=2026-11-21`)).status).toBe(400);
    expect((await as(login).get(`${path}.csv?from=2026-11-21&to=`)).status).toBe(200);
  });
});
