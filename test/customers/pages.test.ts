import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cast } from '#prisma/seeds/data/cast.ts';
import { makeInn10, makeKpp } from '#src/lib/sample-requisites.ts';
import type { Browser } from '#test/support/browser.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let test: TestPortal;
let vector: Browser;
let romashkaId: number;

beforeAll(async () => {
  test = await openTestPortal();
  vector = await test.as('vector');
  const romashka = await test.portal.db.customer.findUniqueOrThrow({ where: { domainPrefix: cast.romashka.domainPrefix } });
  romashkaId = romashka.id;
});
afterAll(() => test.close());

let serial = 5000;
function polar(change: Record<string, string> = {}): Record<string, string> {
  serial += 1;
  const inn = makeInn10(serial, '51');
  return {
    ...{ name: 'ООО «Полярные технологии»', inn, kpp: makeKpp(inn), contactName: 'Егор Лапшин', email: 'lapshin@polartech.example' },
    ...{ phone: '+7 815 240-15-20', regionCode: '51', domainPrefix: `polartech${serial}`, token: randomUUID(), ...change },
  };
}

const audited = (action: string) => test.portal.db.auditEntry.findMany({ where: { action }, orderBy: { id: 'desc' } });

describe('making a customer', () => {
  it('opens an empty form with every field', async () => {
    const { status, $ } = await vector.get('/customers/new');
    expect(status).toBe(200);
    const names = ['name', 'inn', 'kpp', 'contactName', 'phone', 'email', 'regionCode', 'domainPrefix', 'token', '_csrf'];
    for (const name of names) expect($(`form[action="/customers"] [name="${name}"]`)).toHaveLength(1);
    expect($('select[name=regionCode] option').length).toBeGreaterThan(85);
  });

  it('makes customer, user, letter to the person who acts, and audit', async () => {
    const form = polar({ name: 'ООО «Северное сияние»' });
    const answer = await vector.post('/customers', form);
    expect(answer.status).toBe(303);
    const customer = await test.portal.db.customer.findUniqueOrThrow({
      where: { domainPrefix: form['domainPrefix'] ?? '' },
      include: { users: true },
    });
    expect(answer.location).toBe(`/customers/${customer.id}`);
    expect(customer.users).toMatchObject([
      { role: 'customer', login: customer.domainPrefix, partnerId: customer.partnerId, email: 'lapshin@polartech.example' },
    ]);
    const letters = await test.portal.db.letter.findMany({ where: { cause: `customer:${customer.id}:credentials` } });
    expect(letters).toMatchObject([
      { recipientName: cast.anna.name, recipientAddress: cast.anna.email, template: 'start-password-customer' },
    ]);
    expect((await audited('customer.created'))[0]).toMatchObject({ actorName: cast.anna.name, subject: 'заказчик ООО «Северное сияние»' });
    const page = await vector.follow(answer);
    expect(page.text).toContain('создан. Логин и пароль для него — в письме');
    expect(page.text).toContain('+7 815 240-15-20');
  });

  it('makes one of a form that is sent twice', async () => {
    const form = polar();
    const answers = await Promise.all([vector.post('/customers', form), vector.post('/customers', form), vector.post('/customers', form)]);
    expect(new Set(answers.map(({ location }) => location)).size).toBe(1);
    expect(await test.portal.db.customer.count({ where: { inn: form['inn'] ?? '' } })).toBe(1);
  });

  it('keeps what was typed and tells what is wrong at the field', async () => {
    const form = polar({ inn: '5190123456', domainPrefix: 'polar-tech' });
    const { status, $ } = await vector.post('/customers', form);
    expect(status).toBe(422);
    expect($('title').text()).toMatch(/^Ошибка: /);
    expect(
      $('#errors a')
        .map((_, el) => $(el).attr('href'))
        .get(),
    ).toEqual(['#inn', '#domainPrefix']);
    expect($('#inn').attr('aria-invalid')).toBe('true');
    expect($('#inn-error').text()).toContain('Контрольная цифра ИНН');
    expect($('#domainPrefix-error').text()).toContain('polar-tech → polartech');
    expect($('#name').attr('value')).toBe('ООО «Полярные технологии»');
    expect($('#regionCode option[selected]').attr('value')).toBe('51');
  });

  it('refuses a taken prefix in any case, also under a race', async () => {
    const taken = await vector.post('/customers', polar({ domainPrefix: cast.romashka.domainPrefix.toUpperCase() }));
    expect(taken.status).toBe(422);
    expect(taken.$('#domainPrefix-error').text()).toContain('уже занят');
    const orion = await test.as('orion');
    const answers = await Promise.all([
      vector.post('/customers', polar({ domainPrefix: 'racing' })),
      orion.post('/customers', polar({ domainPrefix: 'racing' })),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422]);
    expect(await test.portal.db.user.count({ where: { login: { startsWith: 'racing' } } })).toBe(1);
  });

  it('offers the customer with the same ИНН, and makes a branch when it is meant', async () => {
    const form = polar({ inn: cast.romashka.inn, kpp: '519001001' });
    const offered = await vector.post('/customers', form);
    expect(offered.status).toBe(422);
    expect(offered.text).toContain(`Такой заказчик уже есть: ${cast.romashka.name}`);
    expect(offered.$(`.alert a[href="/customers/${romashkaId}"]`)).not.toHaveLength(0);
    const meant = await vector.post('/customers', { ...form, isDuplicateMeant: 'on' });
    expect(meant.status).toBe(303);
  });

  it('lets two partners have the same company', async () => {
    const orion = await test.as('orion');
    expect((await orion.post('/customers', polar({ inn: cast.romashka.inn, kpp: '519001001' }))).status).toBe(303);
  });

  it('makes one of the same ИНН added twice at once', async () => {
    const form = polar();
    const twin = { ...form, domainPrefix: `${form['domainPrefix']}b`, token: randomUUID() };
    const answers = await Promise.all([vector.post('/customers', form), vector.post('/customers', twin)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422]);
  });

  it('answers the dialog of the order with its select, or with the dialog and its faults', async () => {
    const made = await vector.post('/customers', polar({ shows: 'domain', name: 'ООО «Диалог»' }), {
      'X-Fragment': 'customer new-customer',
    });
    expect(made.status).toBe(201);
    expect(made.$('#customer option[selected]').text()).toMatch(/^ООО «Диалог» — polartech\d+\.onmicrosoft\.com$/);
    expect(made.$('#new-customer input[name=name]').attr('value')).toBe('');
    const wrong = await vector.post('/customers', polar({ inn: '1' }), { 'X-Fragment': 'customer new-customer' });
    expect(wrong.status).toBe(422);
    expect(wrong.$('#new-customer #new-inn').attr('aria-invalid')).toBe('true');
    expect(wrong.$('#new-customer #new-name').attr('value')).toBe('ООО «Полярные технологии»');
  });

  it('takes the customer there is by a button of the dialog, whatever else was typed there', async () => {
    const fragment = { 'X-Fragment': 'customer new-customer' };
    const offered = await vector.post('/customers', polar({ inn: cast.romashka.inn, kpp: '519001001' }), fragment);
    const button = offered.$('#new-customer .alert button[name=chosen]');
    expect(button.text()).toBe('Выбрать этого заказчика');
    const form = polar({ name: '', chosen: String(button.attr('value')) });
    const taken = await vector.post('/customers', form, fragment);
    expect(taken.status).toBe(201);
    expect(taken.$('#customer option[selected]').text()).toContain(cast.romashka.name);
    expect((await vector.post('/customers', form)).location).toBe(`/customers/${romashkaId}`);
    expect((await (await test.as('orion')).post('/customers', form)).status).toBe(404);
  });

  it('shows the vendor’s domain only in an order for a vendor that makes one', async () => {
    const suffix = '.onmicrosoft.com';
    expect((await vector.get('/customers/new')).text).not.toContain(suffix);
    const fragment = { 'X-Fragment': 'customer new-customer' };
    expect((await vector.post('/customers', polar({ inn: '1' }), fragment)).text).not.toContain(suffix);
    expect((await vector.post('/customers', polar({ inn: '1', shows: 'domain' }), fragment)).text).toContain(suffix);
  });

  it('refuses what no form of the portal sends', async () => {
    expect((await vector.post('/customers', polar({ partnerId: '1' }))).status).toBe(400);
    const agent = vector.agent.post('/customers').type('form');
    expect((await agent.send({ ...polar(), _csrf: 'x' })).status).toBe(403);
  });
});

describe('changing a customer', () => {
  async function fresh() {
    const form = polar();
    const answer = await vector.post('/customers', form);
    const { token, domainPrefix, ...fields } = form;
    return { path: `${answer.location}/edit`, fields: { ...fields, version: '1' }, domainPrefix, token };
  }

  it('shows the form with its values and no field for the prefix', async () => {
    const { path, domainPrefix } = await fresh();
    const { $, text } = await vector.get(path);
    expect($('#name').attr('value')).toBe('ООО «Полярные технологии»');
    expect($('#phone').attr('value')).toBe('+7 815 240-15-20');
    expect($('[name=domainPrefix]')).toHaveLength(0);
    expect(text).toContain(`Префикс домена ${domainPrefix} изменить нельзя`);
  });

  it('saves, and the journal has before and after', async () => {
    const { path, fields } = await fresh();
    const answer = await vector.post(path, { ...fields, contactName: 'Ольга Лапшина' });
    expect(answer.status).toBe(303);
    expect((await vector.follow(answer)).text).toContain('Ольга Лапшина');
    expect((await audited('customer.updated'))[0]).toMatchObject({
      before: { contactName: 'Егор Лапшин' },
      after: { contactName: 'Ольга Лапшина' },
    });
  });

  it('shows both values to the second of two editors, and takes a second save as meant', async () => {
    const { path, fields } = await fresh();
    await vector.post(path, { ...fields, contactName: 'Первая Анна' });
    const ilya = await test.as(cast.ilya.login);
    const lost = await ilya.post(path, { ...fields, contactName: 'Второй Илья' });
    expect(lost.status).toBe(409);
    expect(lost.$('[name=contactName]').attr('value')).toBe('Второй Илья');
    expect(lost.text).toContain('Сейчас сохранено «Первая Анна», у вас другое.');
    expect(lost.$('[name=version]').attr('value')).toBe('2');
    expect((await ilya.post(path, { ...fields, contactName: 'Второй Илья', version: '2' })).status).toBe(303);
  });

  it('keeps a wrong form and offers the owner of the ИНН', async () => {
    const { path, fields } = await fresh();
    const wrong = await vector.post(path, { ...fields, email: 'nobody' });
    expect(wrong.status).toBe(422);
    expect(wrong.$('#email').attr('value')).toBe('nobody');
    const duplicate = await vector.post(path, { ...fields, inn: cast.romashka.inn });
    expect(duplicate.status).toBe(422);
    expect(duplicate.text).toContain(`Такой заказчик уже есть: ${cast.romashka.name}`);
  });

  it('does not change the prefix', async () => {
    const { path, fields } = await fresh();
    expect((await vector.post(path, { ...fields, domainPrefix: 'other' })).status).toBe(400);
  });
});

describe('credentials', () => {
  it('are sent again to the person who asks, once per form', async () => {
    await test.portal.db.user.updateMany({ where: { customerId: romashkaId }, data: { mustChangePassword: true } });
    const page = await vector.get(`/customers/${romashkaId}`);
    const token = page.$('form[action$="/credentials"] [name=token]').attr('value') ?? '';
    test.clock.setTo(new Date(test.clock.now().getTime() + 60_000));
    const before = (await test.letters({ template: 'start-password-customer', partnerId: { gt: 0 } })).length;
    const answer = await vector.post(`/customers/${romashkaId}/credentials`, { token });
    expect(answer.location).toBe(`/customers/${romashkaId}`);
    await vector.post(`/customers/${romashkaId}/credentials`, { token });
    expect(await test.letters({ template: 'start-password-customer', partnerId: { gt: 0 } })).toHaveLength(before + 1);
    expect((await vector.follow(answer)).text).toContain(cast.anna.email);
    const user = await test.portal.db.user.findFirstOrThrow({ where: { customerId: romashkaId } });
    expect(user.mustChangePassword).toBe(true);
  });
});

describe('the list', () => {
  it.each([
    ['ромашка', true],
    ['РОМАШКА', true],
    [cast.romashka.inn.slice(0, 6), true],
    [cast.romashka.domainPrefix.slice(0, 4), true],
    [cast.romashka.contactName.split(' ')[0]?.toLowerCase() ?? '', true],
    ['%', false],
    ['нет такого', false],
  ])('searched for «%s»', async (q, isFound) => {
    const { text, status } = await vector.get(`/customers?q=${encodeURIComponent(q)}`);
    expect(status).toBe(200);
    expect(text.includes(cast.romashka.name)).toBe(isFound);
  });

  it('sorts by links', async () => {
    const names = async (sort: string) => {
      const { $ } = await vector.get(`/customers?sort=${sort}`);
      return $('tbody .row-link')
        .map((_, el) => $(el).text())
        .get();
    };
    expect(await names('-name')).toEqual([...(await names('name'))].reverse());
    const { $ } = await vector.get('/customers?sort=-name');
    expect($('th[aria-sort=descending] a').attr('href')).toBe('/customers');
  });

  it('is given out as CSV and XLSX', async () => {
    const csv = await vector.get('/customers.csv?q=ромашка');
    expect(csv.headers['content-disposition']).toContain('customers-2026-11-22.csv');
    expect(csv.response.text).toContain(cast.romashka.inn);
    expect((await vector.get('/customers.xlsx')).headers['content-type']).toContain('spreadsheetml');
  });

  it('shows nothing of another partner', async () => {
    const orion = await test.as('orion');
    const page = await orion.get('/customers.csv');
    expect(page.response.text).not.toContain(cast.romashka.domainPrefix);
  });
});

describe('who may', () => {
  it('hides a foreign, an absent and a malformed customer alike', async () => {
    const orion = await test.as('orion');
    for (const id of [romashkaId, 999_999_999, '0', 'x', '99999999999', '1%20or%201=1']) {
      expect((await orion.get(`/customers/${id}`)).status).toBe(404);
      expect((await orion.get(`/customers/${id}/edit`)).status).toBe(404);
      expect((await orion.post(`/customers/${id}/edit`, { version: '1' })).status).toBe(404);
      expect((await orion.post(`/customers/${id}/credentials`, { token: randomUUID() })).status).toBe(404);
    }
  });

  it('lets the accountant read only', async () => {
    const marina = await test.as(cast.marina.login);
    const list = await marina.get('/customers');
    expect(list.status).toBe(200);
    expect(list.$('a[href="/customers/new"]')).toHaveLength(0);
    const card = await marina.get(`/customers/${romashkaId}`);
    expect(card.status).toBe(200);
    expect(card.$('a[href$="/edit"], form[action$="/credentials"]')).toHaveLength(0);
    for (const path of ['/customers/new', `/customers/${romashkaId}/edit`]) expect((await marina.get(path)).status).toBe(403);
    for (const path of ['/customers', `/customers/${romashkaId}/edit`, `/customers/${romashkaId}/credentials`]) {
      expect((await marina.post(path, polar())).status).toBe(403);
    }
  });

  it('refuses customers and MONT, and sends strangers to log-on', async () => {
    for (const login of [cast.severVeter.login, 'manager', 'admin'])
      expect((await (await test.as(login)).get('/customers')).status).toBe(403);
    expect((await test.visitor().get('/customers')).location).toBe('/Account/LogOn');
  });

  it('works for a blocked partner: customers cost nothing', async () => {
    const meridian = await test.as('meridian');
    expect((await meridian.post('/customers', polar())).status).toBe(303);
  });
});
