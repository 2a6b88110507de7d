import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { KEY_TABLE, searchKey } from '#src/lib/search-key.ts';
import type { DeclaredRoute } from '#src/platform/http/routes.ts';
import { routers } from '#src/routers.ts';
import { leaveExchange, MESSAGE_ID } from '#test/exchange/ax.ts';
import { askIn, openStore } from '#test/storefront/asking.ts';
import type { Browser } from '#test/support/browser.ts';
import { orderAs } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';
import { promiseRow } from './route-things.ts';

let p: TestPortal;
let order: Awaited<ReturnType<typeof orderAs>>;
const browsers = new Map<string, Browser>();

beforeAll(async () => {
  p = await openTestPortal();
  await leaveExchange(p);
  order = await orderAs(await p.scope('vector'), { seats: 10 });
  await p.portal.db.customer.updateMany({ where: { name: { contains: 'Ромашка' } }, data: { name: 'ООО «Хлебный двор»' } });
  const partner = await p.portal.db.partner.update({
    where: { code: 'vector' },
    data: { name: 'АО «Торговый дом „Вектор-С“»' },
    include: { contracts: true },
  });
  const invoice = {
    partnerId: partner.id,
    contractId: partner.contracts[0]?.id ?? 0,
    series: 'МС',
    year: 2026,
    seq: 115,
    number: 'МС-000115',
  };
  await p.portal.db.invoice.create({
    data: {
      ...{ ...invoice, period: new Date('2026-10-01'), issuedOn: new Date('2026-10-31'), issuedAt: new Date('2026-10-31T18:00:00Z') },
      ...{
        dueOn: new Date('2026-12-16'),
        net: 100n,
        vat: 22n,
        gross: 122n,
        lineCount: 1,
        seller: {},
        buyer: {},
        contract: {},
        docMode: 'upd',
      },
    },
  });
  await p.portal.db.payment.create({
    data: {
      ...{ partnerId: partner.id, amount: 50n, receivedOn: new Date('2026-11-10'), registeredAt: new Date('2026-11-10T09:00:00Z') },
      ...{
        payerName: 'АО «Торговый дом „Вектор-С“»',
        payerInn: partner.inn,
        purpose: 'Оплата по счету МС-000115',
        source: 'hand',
        registeredBy: 'Тест',
      },
    },
  });
  await promiseRow(p, partner.id);
  await p.portal.db.payerAccount.create({
    data: { partnerId: partner.id, account: PAYER, payerName: 'АО «Торговый дом»', confirmedBy: 'Тест', confirmedAt: p.clock.now() },
  });
  await p.portal.db.partnerApplication.create({
    data: {
      ...{ firstName: 'Пётр', lastName: 'Ежов', email: 'ezhov@dvor.example', phone: '+74951234567', inn: '7707083893' },
      ...{ companyName: 'ООО «Хлебный двор»', createdAt: p.clock.now() },
    },
  });
  await openStore(p.portal);
  await askIn(p.portal, { company: 'ООО «Хлебный двор»', email: 'hleb@dvor.example' });
  for (const login of ['vector', 'romashka', 'manager', 'admin']) browsers.set(login, await p.as(login));
}, 60_000);
afterAll(() => p.close());

const BREAD = ['ООО "Хлебный двор"', '«ООО «Хлебный двор»»', 'двор хлебный', 'Хлебный двор ООО', 'ХЛЕБНЫЙ'];
const VECTOR = ['АО "Торговый дом Вектор-C"', 'дом торговый вектор', 'вектор–с'];
const INVOICE = ['МС-000115', 'МС000115', 'MC-000115', 'mc 000115', '№ МС‑000115', '№\u00a0МС-000115', '№\u202f000115'];

/** A number as people type it: without the dash, in lower case, with the letter of the other alphabet. */
const waysOf = (number: string): string[] => [
  ...[number, number.replace('-', ''), number.toLowerCase(), number.replace('-', ' ')],
  number.replace(/^S/, 'С').replace(/^O/, 'О'),
];

const PAYER = '40702810900000012345';

/** Every list that is searched: who looks, a text of the row that is meant, ways to type it. */
const lists: Record<string, () => readonly [login: string, row: string, typed: readonly string[]]> = {
  '/customers': () => ['vector', 'Хлебный двор', BREAD],
  '/orders': () => ['vector', order.number, [...BREAD, ...waysOf(order.number), ...waysOf(order.subscriptionNumber)]],
  '/subscriptions': () => ['vector', order.subscriptionNumber, [...BREAD, ...waysOf(order.subscriptionNumber)]],
  '/admin/letters': () => ['manager', order.subscriptionNumber, [...VECTOR, ...waysOf(order.subscriptionNumber)]],
  '/requests/store': () => [
    'vector',
    'Хлебный двор',
    [...BREAD, 'петрова ольга', 'hleb@dvor.example', '+79215550314', 'kaspersky хлебный'],
  ],
  '/payments': () => ['vector', '10.11.2026', [...VECTOR, ...INVOICE]],
  '/admin/payments': () => ['manager', '10.11.2026', [...VECTOR, ...INVOICE]],
  '/admin/promises': () => ['manager', '30.12.2026', VECTOR],
  '/admin/storefronts': () => ['manager', 'Вектор', VECTOR],
  '/admin/documents': () => ['manager', 'МС-000115', [...VECTOR, ...INVOICE]],
  '/admin/receivables/advances': () => ['manager', '10.11.2026', VECTOR],
  '/admin/receivables': () => ['manager', 'Вектор-С', VECTOR],
  '/admin/receivables/register': () => ['manager', 'МС-000115', [...VECTOR, ...INVOICE]],
  '/admin/subscriptions': () => ['manager', order.subscriptionNumber, [...BREAD, ...VECTOR, ...waysOf(order.subscriptionNumber)]],
  '/admin/orders': () => ['manager', order.number, [...BREAD, ...VECTOR, ...waysOf(order.number)]],
  '/admin/partners': () => ['manager', 'Вектор-С', VECTOR],
  '/admin/applications': () => ['manager', 'ezhov@dvor.example', [...BREAD, 'пётр ежов', 'Петр Ёжов']],
  '/admin/exchange/messages': () => ['manager', MESSAGE_ID, [MESSAGE_ID, MESSAGE_ID.toUpperCase(), 'К-004512']],
  '/admin/journal': () => ['manager', order.number, waysOf(order.number)],
  '/admin/payments/import/accounts': () => ['manager', PAYER, [...VECTOR, PAYER]],
  '/my/catalog': () => ['romashka', 'Kaspersky', ['kaspersky', 'kl4627ramts']],
  '/admin/catalog': () => ['admin', 'KL4627RAMTS', ['kaspersky "endpoint"', 'endpoint kaspersky', 'KL-4627-RAMTS']],
};

it.each(Object.keys(lists))('%s is searched by words in any order, quotes and look-alikes', async (path) => {
  const [login, row, typed] = lists[path]?.() ?? ['', '', []];
  const browser = browsers.get(login) as Browser;
  const found = async (q: string) => (await browser.get(`${path}?q=${encodeURIComponent(q)}`)).$('main tbody').text().includes(row);
  for (const q of typed) expect([q, await found(q)]).toEqual([q, true]);
  for (const q of ['нет такого', `${typed[0]} нетакого`, '%', '"']) expect([q, await found(q)]).toEqual([q, false]);
});

/** Words mistyped once, each in its own way, or with the other layout on. */
const SLIPS = {
  bread: ['Хлибный двор', 'двор хлебынй', 'хлебны', 'хлеббный двор', '[kt,ysq', 'ХЛЕБНУЙ'],
  vector: ['торгавый дом', 'торговй', 'торгвоый дом вектор', 'njhujdsq'],
  kaspersky: ['kasperksy endpoint', 'kaspersy', 'kasparsky'],
};

const slipsOf: Record<string, readonly string[]> = {
  '/customers': SLIPS.bread,
  '/orders': SLIPS.bread,
  '/requests/store': [...SLIPS.bread, ...SLIPS.kaspersky],
  '/subscriptions': [...SLIPS.bread, ...SLIPS.kaspersky],
  '/admin/letters': SLIPS.vector,
  '/admin/payments': SLIPS.vector,
  '/admin/promises': SLIPS.vector,
  '/admin/storefronts': SLIPS.vector,
  '/admin/documents': SLIPS.vector,
  '/admin/receivables/advances': SLIPS.vector,
  '/admin/receivables': SLIPS.vector,
  '/admin/receivables/register': SLIPS.vector,
  '/admin/subscriptions': [...SLIPS.bread, ...SLIPS.vector],
  '/admin/orders': [...SLIPS.bread, ...SLIPS.vector, ...SLIPS.kaspersky],
  '/admin/partners': SLIPS.vector,
  '/admin/applications': SLIPS.bread,
  '/my/catalog': SLIPS.kaspersky,
  '/admin/catalog': SLIPS.kaspersky,
};

it.each(Object.keys(slipsOf))('%s forgives one slip in a word, in its file too', async (path) => {
  const [login, row] = lists[path]?.() ?? ['', ''];
  const browser = browsers.get(login) as Browser;
  for (const q of slipsOf[path] ?? []) {
    const page = await browser.get(`${path}?q=${encodeURIComponent(q)}`);
    expect([q, page.$('main tbody').text().includes(row)]).toEqual([q, true]);
  }
  const [slip = ''] = slipsOf[path] ?? [];
  const file = await browser.get(`${path}.csv?q=${encodeURIComponent(slip)}`);
  if (file.status === 200) expect(file.response.text.trim().split('\n').length).toBeGreaterThan(1);
  for (const q of ['хлйбнйй двор', 'тОргавйй', 'двор хлебный нетакого', 'МС-000151', 'дв0р'])
    expect([q, (await browser.get(`${path}?q=${encodeURIComponent(q)}`)).$('main tbody').text().includes(row)]).toEqual([q, false]);
});

it('what is found as it was typed is not mixed with what is only like it', async () => {
  const browser = browsers.get('vector') as Browser;
  const [one, other] = await p.portal.db.customer.findMany({ where: { partner: { code: 'vector' } }, take: 2, orderBy: { id: 'desc' } });
  await p.portal.db.customer.update({ where: { id: one?.id ?? 0 }, data: { name: 'ООО «Заречное»' } });
  await p.portal.db.customer.update({ where: { id: other?.id ?? 0 }, data: { name: 'ООО «Заличное»' } });
  const page = await browser.get(`/customers?q=${encodeURIComponent('заречное')}`);
  expect([page.text.includes('Заречное'), page.text.includes('Заличное')]).toEqual([true, false]);
});

it('staff find numbers in the search of everything in every way they are typed', async () => {
  const browser = browsers.get('manager') as Browser;
  for (const q of [
    ...INVOICE,
    ...waysOf(order.number),
    ...waysOf(order.subscriptionNumber),
    ...BREAD,
    ...VECTOR,
    ...SLIPS.bread,
    ...SLIPS.vector,
  ]) {
    const results = (await browser.get(`/admin/search?q=${encodeURIComponent(q)}`)).$('#search-results');
    expect([q, results.find('h2').length > 0]).toEqual([q, true]);
  }
});

it('the database compares as the portal does', async () => {
  const letter = fc.constantFrom(...KEY_TABLE.from, ...'АБВЯабвяЁёZzSs09|ßÄ');
  await fc.assert(
    fc.asyncProperty(
      fc.array(letter).map((letters) => letters.join('')),
      async (text) => {
        const [row] = await p.portal.sql<{ key: string }>('search_key_of', 'select search_key($1::text) as key', [text]);
        expect(row?.key).toBe(searchKey(text));
      },
    ),
    { numRuns: 200 },
  );
});

it('every list with a search is tried here', async () => {
  const tried: string[] = [];
  const roles = { vector: 'partner_owner', manager: 'manager', admin: 'admin' };
  const routes = routers(p.portal).flatMap(({ declared }): readonly DeclaredRoute[] => declared);
  for (const [login, role] of Object.entries(roles)) {
    const browser = browsers.get(login) as Browser;
    const open = routes.filter(({ access }) => access.kind === 'roles' && access.roles.some((one) => one === role));
    for (const { path } of open.filter(({ method, path }) => method === 'GET' && !/[:.]/.test(path))) {
      const page = await browser.get(path);
      if (page.status === 200 && page.$('main input[name=q]').length > 0) tried.push(path);
    }
  }
  expect(
    [...new Set(tried)].filter((path) => !(path in lists)),
    'each has its line in `lists` above',
  ).toEqual([]);
}, 60_000);
