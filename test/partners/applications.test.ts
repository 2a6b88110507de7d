import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeInn10, makeKpp } from '#src/lib/sample-requisites.ts';
import type { Browser, TestPage } from '#test/support/browser.ts';
import { orderAs } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;
let manager: Browser;

beforeAll(async () => {
  p = await openTestPortal();
  manager = await p.as('manager');
});
afterAll(() => p.close());

const INN = makeInn10(9_001);
const filled = {
  companyName: 'ООО «Заря»',
  inn: INN,
  mpnId: '',
  lastName: 'Зорина',
  firstName: 'Вера',
  email: 'Vera@Zarya.example',
  phone: '8 (495) 555-09-09 доб. 12',
  login: 'Zarya',
  consent: 'on',
  website: '',
};

/** Fills the анкета in as a person would, in half a minute. */
async function apply(fields: Record<string, string> = {}, seconds = 30, visitor = p.visitor()): Promise<TestPage> {
  const form = await visitor.get('/application');
  p.clock.setTo(new Date(p.clock.now().getTime() + seconds * 1000));
  return visitor.post('/application', { ...filled, ...hidden(form), ...fields });
}

const hidden = ({ $ }: TestPage) => ({
  stamp: String($('input[name=stamp]').val()),
  consentHash: String($('input[name=consentHash]').val()),
});
const tokenOf = (page: TestPage) => page.$('input[name=token]').first().attr('value') ?? crypto.randomUUID();
const all = () => p.portal.db.partnerApplication.findMany({ orderBy: { id: 'asc' } });

/** Anew as it would be after the throttle's hour. */
const later = () => p.portal.db.throttle.deleteMany({});

describe('the анкета', () => {
  test('is kept and told to the applicant and the managers', async () => {
    const sent = await apply();
    expect(sent.location).toBe('/application?sent=1');
    const [application] = await all();
    expect(application).toMatchObject({
      status: 'new',
      login: 'zarya',
      email: 'vera@zarya.example',
      phone: '+74955550909;ext=12',
      mpnId: null,
    });
    await p.drainJobs();
    const letters = await p.letters({ template: 'application-received' });
    expect(letters.map(({ to }) => to).sort()).toEqual(
      ['e.tikhonova@mont.example', 'i.belova@mont.example', 'p.gromov@mont.example', 'vera@zarya.example'].sort(),
    );
    expect(await p.portal.db.auditEntry.count({ where: { action: 'application.received' } })).toBe(1);
    expect((await p.visitor().get('/application?sent=1')).text).toContain('Анкета отправлена');
  });

  test('keeps who agreed to which words, when and from where', async () => {
    const [application] = await p.portal.db.partnerApplication.findMany({ include: { consent: { include: { text: true } } }, take: 1 });
    const shown = await p.visitor().get('/consent/personal-data');
    const words = application?.consent?.text;
    expect(application?.consent).toMatchObject({
      document: 'personal-data',
      version: 2,
      months: 12,
      partnerId: null,
      name: 'Зорина Вера',
      email: 'vera@zarya.example',
      givenAt: application?.createdAt,
      address: expect.stringMatching(/127\.0\.0\.1$/),
    });
    expect(words?.version).toBe(2);
    for (const paragraph of words?.text.split(/\s*\n\s*/) ?? ['']) expect(shown.text).toContain(paragraph);
    expect(words?.hash).toBe(
      createHash('sha256')
        .update(words?.text ?? '')
        .digest('hex'),
    );
    expect((await p.visitor().get(`/consent/${words?.hash}`)).text).toContain(words?.text.split('\n')[0]);
  });

  test('is not taken without the tick: nothing is kept, what was typed stands', async () => {
    const before = [(await all()).length, await p.portal.db.consent.count()];
    const refused = await apply({ consent: '' });
    expect([refused.status, refused.$('#consent-error').text()]).toEqual([422, expect.stringContaining('огласи')]);
    expect([refused.$('#lastName').val(), refused.$('#consent').attr('checked')]).toEqual(['Зорина', undefined]);
    expect([(await all()).length, await p.portal.db.consent.count()]).toEqual(before);
  });

  test('the letter to the applicant repeats nothing that was typed', async () => {
    await later();
    const typed = {
      companyName: 'Выиграли приз prize.example',
      firstName: 'Получите',
      lastName: 'Подарок',
      email: 'stranger@mail.example',
    };
    expect((await apply({ ...typed, login: 'bait' })).status).toBe(303);
    await p.drainJobs();
    const [letter] = await p.portal.db.letter.findMany({ where: { recipientAddress: typed.email } });
    expect(letter?.template).toBe('application-received');
    const said = JSON.stringify(letter, (_, value) => (typeof value === 'bigint' ? String(value) : value)).replaceAll(typed.email, '');
    expect(said).toContain('Мы получили анкету партнёра');
    for (const word of ['prize', 'приз', 'Получите', 'Подарок', INN, 'bait', '555-09-09', '5550909']) expect(said).not.toContain(word);
    await p.portal.db.partnerApplication.deleteMany({ where: { email: typed.email } });
  });

  test.each([
    ['inn', '7701234567', 'Контрольная цифра ИНН не сходится'],
    ['inn', '', 'Укажите ИНН'],
    ['phone', '123', 'Проверьте номер'],
    ['phone', '', 'Укажите телефон'],
    ['mpnId', '12', 'MPN ID состоит из 4–10 цифр'],
    ['email', 'vera@', 'Адрес почты должен быть вида'],
    ['login', 'заря', 'латинских букв'],
    ['companyName', '  ', 'Укажите название компании'],
    ['firstName', '', 'Укажите имя'],
  ])('tells a bad %s «%s» at the field and keeps the rest', async (name, value, message) => {
    const before = (await all()).length;
    const again = await apply({ [name]: value });
    expect(again.status).toBe(422);
    expect(again.$(`#${name}-error`).text()).toContain(message);
    expect(again.$('#lastName').val()).toBe('Зорина');
    expect(again.$('title').text()).toContain('Ошибка');
    expect((await all()).length).toBe(before);
  });

  test('robots get nothing in: trap, haste, forged and old stamps, repeats, floods', async () => {
    await later();
    const before = (await all()).length;
    expect((await apply({ website: 'http://spam.example' })).location).toBe('/application?sent=1');
    const hasty = await apply({}, 1);
    expect([hasty.status, hasty.text]).toEqual([422, expect.stringContaining('слишком быстро')]);
    expect((await apply({ stamp: 'x.1.y' })).text).toContain('Форма устарела');
    expect((await apply({}, 25 * 3_600)).text).toContain('слишком долго');
    expect((await apply({ role: 'admin' })).status).toBe(400);
    expect((await all()).length).toBe(before);

    const visitor = p.visitor();
    const form = await visitor.get('/application');
    p.clock.setTo(new Date(p.clock.now().getTime() + 30_000));
    const twice = { ...filled, ...hidden(form) };
    const answers = await Promise.all([visitor.post('/application', twice), visitor.post('/application', twice)]);
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    expect((await all()).length).toBe(before + 1);

    const statuses: number[] = [];
    for (let i = 0; i < 5; i++) statuses.push((await apply()).status);
    expect(statuses).toContain(429);
    manager = await p.as('manager');
  });

  test('waits long enough between a hasty try and the next', async () => {
    await later();
    const visitor = p.visitor();
    const hasty = await apply({}, 1, visitor);
    p.clock.setTo(new Date(p.clock.now().getTime() + 5_000));
    expect((await visitor.post('/application', { ...filled, ...hidden(hasty) })).status).toBe(303);
  });
});

const approval = {
  code: 'zarya',
  name: 'ООО «Заря»',
  inn: INN,
  kpp: makeKpp(INN),
  ogrn: '',
  address: '101000, Москва, ул. Ясная, д. 1',
  axDebtorCode: 'К-009001',
  axPayerCode: 'К-009001',
  contractNumber: 'MCD-90/2026',
  contractSignedOn: '20.11.2026',
  supplementNumber: 'MCD-90/2026 ДС-1',
  supplementSignedOn: '2026-11-21',
  docMode: 'upd',
  creditLimit: '1 000,00',
  paymentTermDays: '10',
};

async function approve(id: number, fields: Record<string, string> = {}): Promise<TestPage> {
  const card = await manager.get(`/admin/applications/${id}`);
  const managerId = card.$('#managerId option').first().attr('value') ?? '1';
  return manager.post(`/admin/applications/${id}/approval`, { token: tokenOf(card), managerId, ...approval, ...fields });
}

describe('for staff', () => {
  test('lists new ones first and finds by words', async () => {
    const page = await manager.get('/admin/applications');
    expect(page.$('#applications-list tbody tr').length).toBe((await all()).length);
    expect((await manager.get(`/admin/applications?q=${INN}&status=new`)).text).toContain('ООО «Заря»');
    expect((await manager.get('/admin/applications?q=нетакой')).text).toContain('Анкет не нашлось');
    expect((await manager.get('/admin/applications?order=id')).status).toBe(400);
    expect(page.$('nav a[href="/admin/applications"] .count').first().text()).toBe(String((await all()).length));
  });

  test('rejects with a reason that the applicant reads', async () => {
    const id = (await all()).at(-1)?.id ?? 0;
    const card = await manager.get(`/admin/applications/${id}`);
    expect(card.text).toContain('Ещё анкета с этим ИНН');
    const empty = await manager.post(`/admin/applications/${id}/rejection`, { token: tokenOf(card), reason: '' });
    expect([empty.status, empty.$('#reason-error').text()]).toEqual([422, expect.stringContaining('Напишите причину')]);
    const reason = 'Повторная анкета';
    expect((await manager.post(`/admin/applications/${id}/rejection`, { token: tokenOf(card), reason })).status).toBe(303);
    await p.drainJobs();
    const [letter] = await p.letters({ template: 'application-rejected' });
    expect([letter?.to, letter?.text]).toEqual(['vera@zarya.example', expect.stringContaining(reason)]);
    const late = await manager.post(`/admin/applications/${id}/approval`, { token: crypto.randomUUID(), managerId: '1', ...approval });
    expect([late.status, late.$('main .alert').text()]).toEqual([409, expect.stringContaining('Отклонена.')]);
    expect(late.$('main form').length).toBe(0);
  });

  test('a duplicate is named with a link, and nothing is made', async () => {
    const [first] = await all();
    const vector = await p.portal.db.partner.findUniqueOrThrow({ where: { code: 'vector' } });
    const clash = await approve(first?.id ?? 0, { inn: vector.inn, code: 'Vector', axDebtorCode: vector.axDebtorCode });
    expect(clash.status).toBe(422);
    for (const name of ['inn', 'code', 'axDebtorCode']) expect(clash.$(`#${name}-error`).text()).toContain('ООО «Вектор»');
    expect(clash.$(`.alert a[href="/admin/partners/${vector.id}"]`).length).toBe(3);
    expect(clash.$('#address').val()).toBe(approval.address);
    const login = await approve(first?.id ?? 0, { code: 'romashka' });
    expect(login.$('#code-error').text()).toContain('Этот логин уже у пользователя');
    expect(await p.portal.db.partner.count()).toBe(3);
  });

  test.each([
    ['kpp', '', 'Укажите КПП'],
    ['supplementSignedOn', '', 'Укажите дату соглашения'],
    ['contractSignedOn', '31.02.2026', 'Такой даты нет'],
    ['contractSignedOn', '10.01.2099', 'не позже сегодняшнего дня'],
    ['contractSignedOn', '24.11.2026', 'не позже сегодняшнего дня'],
    ['creditLimit', 'много', 'Укажите сумму в рублях'],
    ['paymentTermDays', '200', 'Не больше 180 дней'],
    ['managerId', '1000000', 'Выберите менеджера'],
    ['code', 'заря', 'латинских букв'],
    ['axDebtorCode', '', 'Укажите код дебитора'],
  ])('tells a bad %s «%s» at the field', async (name, value, message) => {
    const [first] = await all();
    const again = await approve(first?.id ?? 0, { [name]: value });
    expect([again.status, again.$(`#${name}-error`).text()]).toEqual([422, expect.stringContaining(message)]);
  });

  test('everything wrong is told at once', async () => {
    const [first] = await all();
    const again = await approve(first?.id ?? 0, { address: '', kpp: '', ogrn: '123', supplementSignedOn: '' });
    const told = again.$('.error-summary a').toArray();
    expect(told.map((link) => again.$(link).attr('href')).sort()).toEqual(['#address', '#kpp', '#ogrn', '#supplementSignedOn']);
  });

  test('approved twice at once it makes one partner; its owner logs on and orders until the limit holds', async () => {
    const [first] = await all();
    const id = first?.id ?? 0;
    const answers = await Promise.all([approve(id), approve(id)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
    const made = await p.portal.db.partner.findMany({ where: { inn: INN }, include: { contracts: true, users: true, application: true } });
    expect(made.length).toBe(1);
    const [partner] = made;
    expect(partner).toMatchObject({ code: 'zarya', creditLimit: 100_000n, paymentTermDays: 10, application: { id, status: 'approved' } });
    expect(partner?.contracts.map(({ number, baseContractId }) => [number, baseContractId !== null])).toEqual([
      ['MCD-90/2026', false],
      ['MCD-90/2026 ДС-1', true],
    ]);
    await p.drainJobs();
    const letters = await p.letters({ partnerId: partner?.id });
    expect(letters.map(({ template }) => template).sort()).toEqual(['application-approved', 'start-password-owner']);
    const password = /дноразовый пароль:?\s*(\S+)/.exec(
      letters.find(({ template }) => template === 'start-password-owner')?.text ?? '',
    )?.[1];
    const vera = await p.visitor().logOn('zarya', password);
    const form = await vera.get('/Account/Password');
    const fresh = { password: 'Утро-над-лесом-42', repeat: 'Утро-над-лесом-42' };
    expect((await vera.post('/Account/Password', fresh)).status, form.text).toBe(303);
    expect((await vera.get('/cabinet')).text).toContain('ООО «Заря»');

    const customer = await p.portal.db.customer.create({
      data: {
        ...{
          partnerId: partner?.id ?? 0,
          name: 'АО «Луч»',
          inn: makeInn10(9_002),
          contactName: 'Пётр',
          email: 'p@luch.example',
          phone: '+74955550910',
        },
        ...{ domainPrefix: 'luchzarya', regionCode: '77', createdAt: p.clock.now(), updatedAt: p.clock.now() },
      },
    });
    const order = () => p.scope('zarya').then((scope) => orderAs(scope, { seats: 10, customerId: customer.id }));
    expect((await order()).status).toBe('done');
    expect(await order()).toMatchObject({ status: 'held', heldReason: 'credit_limit' });
    expect((await manager.get(`/admin/applications/${id}`)).text).toContain('Одобрена.');
  });

  test.each(['vector', 'romashka'])('%s may not', async (login) => {
    const browser = await p.as(login);
    expect((await browser.get('/admin/applications')).status).toBe(403);
    expect((await browser.post('/admin/applications/1/approval', {})).status).toBe(403);
  });

  test('where there are no managers yet, administrators answer for partners', async () => {
    const [open] = await p.portal.db.partnerApplication.findMany({ where: { status: 'new' }, take: 1 });
    const card = (browser: Browser) => browser.get(`/admin/applications/${open?.id}`);
    expect((await card(manager)).$('#managerId').text()).not.toContain('Сергей Климов');
    await p.portal.db.user.updateMany({ where: { role: 'manager' }, data: { disabledAt: p.clock.now() } });
    expect((await card(await p.as('admin'))).$('#managerId').text().trim()).toBe('Сергей Климов');
    await p.portal.db.user.updateMany({ where: { role: 'manager' }, data: { disabledAt: null } });
  });

  test('what is not there is not found', async () => {
    expect((await manager.get('/admin/applications/999999')).status).toBe(404);
    expect((await manager.get('/admin/applications/x')).status).toBe(404);
  });
});
