import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeInn12 } from '#src/lib/sample-requisites.ts';
import type { Browser } from '#test/support/browser.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';
import { customerIds, faults, fill, numberOf, polar, SKU } from './order-form.ts';

let portal: TestPortal;
let anna: Browser;

beforeAll(async () => {
  portal = await openTestPortal();
  anna = await portal.as('vector');
});
afterAll(() => portal.close());

const typed = { seats: '11', renewal: 'date', stopOn: '2026-12-24', terms: 'on' };
/** Another customer, which has no КПП. */
const entrepreneur = (seed: number, domainPrefix: string) => ({
  ...polar,
  name: `ИП ${domainPrefix}`,
  inn: makeInn12(seed, '51'),
  kpp: '',
  domainPrefix,
});
const customers = () => portal.portal.db.customer.count();

/** The order with the fields of a new customer open. */
async function opened(): Promise<Record<string, string>> {
  const form = await anna.get(`/orders/new?offer=${SKU}`);
  const [customer = ''] = customerIds(form);
  return fill(await anna.post('/orders', fill(form, { ...typed, customer, step: 'new-customer' })));
}

describe('«+» without script', () => {
  test('opens the fields of the customer and loses nothing', async () => {
    const fields = await opened();
    expect(fields).toMatchObject({ ...typed, isCustomerNew: 'yes', name: '', domainPrefix: '' });
  });

  test('leads back to the choice made before', async () => {
    const fields = await opened();
    const back = await anna.post('/orders', { ...fields, ...polar, step: 'existing-customer' });
    expect(back.status).toBe(200);
    expect(fill(back)).toMatchObject({ ...typed, customer: fields['customer'] });
    expect(fill(back)).not.toHaveProperty('name');
  });

  test('faults are told at the fields of the customer, the order is kept', async () => {
    const fields = await opened();
    const page = await anna.post('/orders', { ...fields, ...polar, inn: '123', domainPrefix: 'polar-tech', step: 'save-customer' });
    expect(page.status).toBe(422);
    expect(page.$('title').text()).toMatch(/^Ошибка: /);
    expect(Object.keys(faults(page)).sort()).toEqual(['domainPrefix', 'inn']);
    expect(page.$('#inn').attr('aria-invalid')).toBe('true');
    expect(fill(page)).toMatchObject({ ...typed, name: polar.name, inn: '123', domainPrefix: 'polar-tech' });
  });

  test('saving twice makes one customer, chosen in the order', async () => {
    const fields = { ...(await opened()), ...polar, step: 'save-customer' };
    const before = await customers();
    const [saved, again] = [await anna.post('/orders', fields), await anna.post('/orders', fields)];
    expect(await customers()).toBe(before + 1);
    for (const page of [saved, again]) {
      expect(page.status).toBe(200);
      expect(page.$('#customer option:selected').text()).toContain(polar.name);
      expect(fill(page)).toMatchObject(typed);
    }
    expect((await anna.post('/orders', fill(saved))).status).toBe(303);
  });

  test('an ИНН the partner has already is offered as the existing customer', async () => {
    const fields = { ...(await opened()), ...polar, domainPrefix: 'polartech2', step: 'save-customer' };
    const page = await anna.post('/orders', fields);
    expect(page.status).toBe(422);
    expect(page.text).toContain(`Такой заказчик уже есть: ${polar.name}`);
    const button = page.$('.alert button[name=step]');
    expect([button.text(), button.attr('value')]).toEqual(['Выбрать этого заказчика', 'existing-customer']);
    const chosen = await anna.post('/orders', { ...fill(page), step: 'existing-customer' });
    expect(chosen.$('#customer option:selected').text()).toContain(polar.name);
    expect(fill(chosen)).toMatchObject(typed);
  });
});

describe('an order with a new customer in one go', () => {
  test('makes the customer, its user, both letters and the order together', async () => {
    const customer = entrepreneur(1, 'severov');
    const number = numberOf(await anna.post('/orders', { ...(await opened()), ...customer, step: 'place' }));
    const order = await portal.portal.db.order.findUniqueOrThrow({
      where: { number },
      include: { customer: { include: { users: true } } },
    });
    expect(order).toMatchObject({ status: 'done', customer: { name: customer.name, domainPrefix: 'severov' } });
    expect(order.customer.users).toMatchObject([{ role: 'customer', mustChangePassword: true }]);
    await portal.drainJobs();
    const letters = await portal.letters({
      OR: [{ cause: { startsWith: `order:${number}` } }, { cause: { startsWith: `customer:${order.customerId}:` } }],
    });
    expect(letters.map(({ template, to }) => [template, to]).sort()).toEqual([
      ['order-confirmation', 'anna@vector.example'],
      ['start-password-customer', 'anna@vector.example'],
    ]);
    const placed = await anna.get(`/orders/${number}?placed=1`);
    expect(placed.text).toContain(`Письмо с логином и стартовым паролем для ${customer.name} отправлено на anna@vector.example`);
  });

  test('makes neither when the order is refused', async () => {
    const before = await customers();
    const customer = entrepreneur(2, 'nobody');
    const page = await anna.post('/orders', { ...(await opened()), ...customer, seats: '3', step: 'place' });
    expect(page.status).toBe(422);
    expect(faults(page)).toEqual({ seats: 'Укажите не меньше 5' });
    expect(fill(page)).toMatchObject({ domainPrefix: 'nobody' });
    expect(await customers()).toBe(before);
  });

  test('a prefix taken meanwhile is told at the field, and no order is made', async () => {
    const orders = await portal.portal.db.order.count();
    const taken = await portal.portal.db.customer.findFirstOrThrow();
    const page = await anna.post('/orders', { ...(await opened()), ...entrepreneur(3, taken.domainPrefix), step: 'place' });
    expect(page.status).toBe(422);
    expect(faults(page)['domainPrefix']).toContain('уже занят');
    expect(await portal.portal.db.order.count()).toBe(orders);
  });

  test('markup in a name stays text, in the form, on the order and in the list', async () => {
    const name = '<script>alert(1)</script> & "Ко"';
    const customer = { ...entrepreneur(4, 'markup'), name };
    const answer = await anna.post('/orders', { ...(await opened()), ...customer, step: 'place' });
    const number = numberOf(answer);
    for (const path of [`/orders/${number}?placed=1`, `/orders/${number}`, '/orders', `/orders/new?offer=${SKU}`]) {
      const page = await anna.get(path);
      expect(page.$('script:not([src])').length).toBe(0);
      expect(page.text).toContain(name);
    }
  });
});

describe('«+» with script', () => {
  test('the dialog stands on the page with a form of its own', async () => {
    const page = await anna.get(`/orders/new?offer=${SKU}`);
    const dialog = page.$('dialog#new-customer form');
    expect(dialog.attr('action')).toBe('/customers');
    expect(dialog.attr('data-frag')).toContain('customer');
    expect(page.$('#order [data-dialog=new-customer]').attr('name')).toBe('step');
    expect(dialog.find('[id=name], [id=inn]').length).toBe(0);
  });

  test('the answer to it brings the select with the new customer chosen; faults bring the dialog again', async () => {
    const page = await anna.get(`/orders/new?offer=${SKU}`);
    const hidden = Object.fromEntries(
      page
        .$('dialog#new-customer form input[type=hidden]')
        .toArray()
        .map((field) => [String(page.$(field).attr('name')), String(page.$(field).val())]),
    );
    const customer = entrepreneur(5, 'dialog');
    const wrong = await anna.post('/customers', { ...hidden, ...customer, phone: '1' }, { 'X-Fragment': 'customer' });
    expect(wrong.status).toBe(422);
    expect(wrong.$('dialog#new-customer [aria-invalid=true]').attr('name')).toBe('phone');
    const made = await anna.post('/customers', { ...hidden, ...customer }, { 'X-Fragment': 'customer' });
    expect(made.status).toBe(201);
    expect(made.$('#customer option:selected').text()).toContain('ИП dialog');
  });
});
