import type { Browser, TestPage } from '#test/support/browser.ts';

/** 214 ₽ per user and month, charged by days, 5 to 1000 seats. */
export const SKU = 'KL4627RAMTS';

/** The fields of the order form as a browser without script would send them, with some filled in. */
export function fill(page: TestPage, typed: Record<string, string> = {}): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const element of page.$('#order').find('input, select, textarea').toArray()) {
    const field = page.$(element);
    const [name, type] = [field.attr('name'), field.attr('type')];
    if (!name || name === '_csrf') continue;
    if ((type === 'radio' || type === 'checkbox') && field.attr('checked') === undefined) continue;
    fields[name] = type === 'checkbox' ? (field.attr('value') ?? 'on') : String(field.val() ?? '');
  }
  return { ...fields, ...typed };
}

/** The form for an offer with its first customer, seven seats and the terms accepted, the sum computed for that. */
export async function prepared(browser: Browser, typed: Record<string, string> = {}, sku = SKU): Promise<Record<string, string>> {
  const form = await browser.get(`/orders/new?offer=${sku}`);
  const [customer = ''] = customerIds(form);
  const fields = fill(form, { customer, seats: '7', terms: 'on', ...typed });
  return fill(await browser.post('/orders', { ...fields, step: 'recalculate' }));
}

/** The customers one can choose from. */
export function customerIds(page: TestPage): string[] {
  const options = page.$('#customer option').toArray();
  return options.map((option) => String(page.$(option).attr('value'))).filter((value) => value !== '');
}

/** What the form says is wrong: id of the field → sentence, from the links of the summary. */
export function faults(page: TestPage): Record<string, string> {
  const links = page.$('.error-summary a').toArray();
  return Object.fromEntries(links.map((link) => [String(page.$(link).attr('href')).slice(1), page.$(link).text()]));
}

/** Number of the order a successful form led to. */
export function numberOf(page: TestPage): string {
  const found = /^\/orders\/(O-\d+)\?placed=1$/.exec(page.location ?? '');
  if (!found?.[1]) throw new Error(`no order but ${page.status}: ${page.text.slice(0, 400)}`);
  return found[1];
}

/** Fields of a customer that does not exist yet. */
export const polar = {
  name: 'ООО «Полярные технологии»',
  inn: '5190907139',
  kpp: '519001001',
  contactName: 'Егор Лапшин',
  phone: '+7 815 240-15-20',
  email: 'lapshin@polartech.example',
  regionCode: '51',
  domainPrefix: 'polartech',
};
