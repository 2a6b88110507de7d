import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestPage } from '#test/support/browser.ts';
import { placeNew } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;
let ids: Record<'partner' | 'offer' | 'manager' | 'admin', number>;
let number: string;
beforeAll(async () => {
  p = await openTestPortal();
  number = await placeNew(p, 'vector', { seats: 5 });
  const user = async (login: string) => (await p.portal.db.user.findFirstOrThrow({ where: { login } })).id;
  ids = {
    partner: (await p.portal.db.partner.findFirstOrThrow({ where: { code: 'vector' } })).id,
    offer: (await p.portal.db.offer.findFirstOrThrow()).id,
    manager: await user('manager'),
    admin: await user('admin'),
  };
});
afterAll(() => p.close());

/** What a browser without script sends of the form with this address. */
function fieldsOf(page: TestPage, action: string): Record<string, string> {
  const entries = page
    .$(`form[method=post][action="${action}"]`)
    .find('input, select, textarea')
    .toArray()
    .filter((field) => !['radio', 'checkbox'].includes(page.$(field).attr('type') ?? '') && page.$(field).attr('name') !== '_csrf')
    .map((field): [string, string] => [String(page.$(field).attr('name')), String(page.$(field).val() ?? '')]);
  return Object.fromEntries(entries);
}

/** Who, the page with the form, its address, the field, and what else is filled in. */
type Case = readonly [login: string, page: string, action: string, field: string, typed: Record<string, string>];
const cases = (): Record<string, Case> => {
  const [limit, offer] = [`/admin/partners/${ids.partner}/limit`, `/admin/catalog/offers/${ids.offer}`];
  const renewal = `/subscriptions/${number}/auto-renewal`;
  const people = { fromId: String(ids.manager), toId: String(ids.admin), untilOn: '' };
  return {
    'a raised limit': ['manager', limit, limit, 'untilOn', { limit: '99 000 000', comment: 'Сезон' }],
    'a price': ['admin', offer, `${offer}/prices`, 'validFrom', { gross: '500', seen: '1' }],
    'terms of use': [
      'admin',
      '/admin/catalog/terms/new',
      '/admin/catalog/terms',
      'validFrom',
      { version: '2099', body: 'Предмет\n'.repeat(20) },
    ],
    'a handover': ['admin', '/admin/staff/handovers', '/admin/staff/handovers', 'fromOn', people],
    'a stop date': ['vector', renewal, renewal, 'stopOn', { renewal: 'date' }],
  };
};

test.each(['a raised limit', 'a price', 'terms of use', 'a handover', 'a stop date'])(
  '%s in 2099 is refused at the field',
  async (what) => {
    const [login, address, action, field, typed] = cases()[what] ?? expect.fail(what);
    const browser = await p.as(login);
    const day = '01.01.2099';
    const answer = await browser.post(action, { ...fieldsOf(await browser.get(address), action), ...typed, [field]: day });
    expect([answer.status, answer.$(`#${field}-error`).text()]).toEqual([422, expect.stringContaining('Проверьте год')]);
    expect(answer.$(`#${field}`).val()).toBe(day);
  },
);
