import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hiddenOf } from '#test/subscriptions/manage/forms.ts';
import type { Browser, TestPage } from '#test/support/browser.ts';
import { Managing } from '#test/support/managing.ts';
import { placeNew } from '#test/support/orders.ts';
import { openTestPortal, TEST_NOW, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;
let anna: Managing;
let vector: Browser;
let romashka: Browser;
let number: string;
let mine: string;

beforeAll(async () => {
  p = await openTestPortal();
  anna = new Managing(await p.scope('vector'));
  vector = await p.as('vector');
  romashka = await p.as('romashka');
});
beforeEach(async () => {
  p.clock.setTo(TEST_NOW);
  await anna.setLimit(500_000_00n);
  number = await placeNew(p, 'vector', { seats: 10, customerId: (await p.scope('romashka')).actor.customerId ?? 0 });
  mine = `/my/subscriptions/${number}/requests`;
});
afterAll(() => p.close());

const ask = async (fields: Record<string, string>, browser = romashka): Promise<TestPage> => {
  const token = hiddenOf(await browser.get(mine))['token'] ?? '';
  return browser.post(mine, { token, comment: '', ...fields });
};
const lastId = async () => (await p.portal.db.changeRequest.findFirstOrThrow({ orderBy: { id: 'desc' } })).id;
const requestOf = async (id: number) => p.portal.db.changeRequest.findUniqueOrThrow({ where: { id } });
const FORM = 'form[action$="/acceptance"]';

describe('a customer asks', () => {
  test('for 3 more seats: the partner sees it in the menu, accepts, and it is the ordinary change', async () => {
    const sent = await ask({ kind: 'seats', seats: '13', comment: 'Приняли троих' });
    expect([sent.status, sent.location]).toEqual([303, mine]);
    const after = await romashka.follow(sent);
    expect(after.text).toContain('Запрос отправлен партнёру');
    expect(after.text).toContain('10 → 13 мест');
    expect(after.text).not.toContain('₽');
    const id = await lastId();
    await p.drainJobs();
    const letters = await p.letters({ template: 'customer-request', cause: `request-${id}:customer-request` });
    expect(letters.map(({ to }) => to).sort()).toEqual(['anna@vector.example', 'ilya@vector.example']);
    expect(letters[0]?.subject).toBe('ООО «Ромашка» просит: 10 → 13 мест');
    expect((await vector.get(`/subscriptions/${number}`)).$('main').text()).toContain('Заказчик просит: 10 → 13 мест.');
    expect((await romashka.get(`/my/subscriptions/${number}`)).$('main').text()).toContain('Запрос ждёт ответа партнёра: 10 → 13 мест.');
    const staff = await (await p.as('manager')).get(`/admin/subscriptions/${number}`);
    expect(staff.$('main').text()).toContain('Заказчик просит партнёра: 10 → 13 мест.');

    const list = await vector.get('/requests');
    expect(list.$('.side a[href="/requests"]').text()).toMatch(/Запросы\s*1/);
    expect(list.text).toContain('10 → 13 мест');
    const page = await vector.get(`/requests/${id}`);
    expect(page.text).toContain('Приняли троих');
    expect(page.text).toContain('+192,60 ₽');
    const accepted = await vector.post(`/requests/${id}/acceptance`, { ...hiddenOf(page, FORM), comment: '' });
    expect((await vector.follow(accepted)).text).toContain('Запрос выполнен');
    expect((await anna.find(number)).seats).toBe(13);
    expect(await anna.charges(number)).toEqual(['2026-11-22..2026-12-01 × 13 = 83460']);
    expect((await anna.history(number)).at(-1)).toMatchObject({ action: 'seats', comment: 'По запросу заказчика: Приняли троих' });
    expect(await requestOf(id)).toMatchObject({
      state: 'accepted',
      decidedByName: 'Анна Ветрова',
      orderNumber: expect.stringMatching(/^O-/),
    });
    await p.drainJobs();
    const [told] = await p.letters({ template: 'request-done', cause: `request-${id}:request-done` });
    expect(told?.to).toBe('admin@romashka.example');
    expect(told?.text).not.toContain('₽');
    expect((await vector.get('/requests')).$('.side a[href="/requests"] .count').length).toBe(0);
  });

  test('to stop; declined with a reason that reaches the customer', async () => {
    await ask({ kind: 'stop', seats: '10', comment: '' });
    const id = await lastId();
    const page = await vector.get(`/requests/${id}`);
    expect(page.text).toContain('10 мест перестанут работать');
    const empty = await vector.post(`/requests/${id}/refusal`, { ...hiddenOf(page, 'form[action$="/refusal"]'), answer: ' ' });
    expect(empty.status).toBe(422);
    expect(empty.text).toContain('Напишите заказчику, почему');
    const answer = await vector.post(`/requests/${id}/refusal`, {
      ...hiddenOf(empty, 'form[action$="/refusal"]'),
      answer: 'Договор до конца года',
    });
    expect(answer.status).toBe(303);
    expect((await anna.find(number)).status).toBe('active');
    await p.drainJobs();
    const [told] = await p.letters({ template: 'request-declined', cause: `request-${id}:request-declined` });
    expect(told?.text).toContain('Договор до конца года');
    expect((await romashka.get(mine)).text).toContain('Договор до конца года');
  });

  test('and takes it back: nobody answers it any more, and another one can be asked', async () => {
    await ask({ kind: 'seats', seats: '20', comment: '' });
    const id = await lastId();
    const form = `form[action$="/requests/${id}/withdrawal"]`;
    const token = hiddenOf(await romashka.get(mine), form)['token'] ?? '';
    const answer = await romashka.post(`${mine}/${id}/withdrawal`, { token });
    expect([answer.status, answer.location]).toEqual([303, mine]);
    expect((await romashka.follow(answer)).text).toContain('Отозван');
    expect(await requestOf(id)).toMatchObject({ state: 'withdrawn', decidedByName: expect.any(String) });
    await p.drainJobs();
    expect((await p.letters({ template: 'request-withdrawn' })).map(({ to }) => to).sort()).toEqual([
      ...['anna@vector.example', 'ilya@vector.example'],
    ]);
    expect((await vector.get(`/requests/${id}`)).$(FORM).length).toBe(0);
    expect((await vector.get(`/subscriptions/${number}`)).$('main').text()).not.toContain('Заказчик просит');
    expect((await romashka.get(mine)).$(form).length).toBe(0);
    expect((await romashka.post(`${mine}/${id}/withdrawal`, { token: randomUUID() })).status).toBe(409);
  });

  test('to stop; accepted stops it today', async () => {
    await ask({ kind: 'stop', comment: 'Переезжаем' });
    const id = await lastId();
    const page = await vector.get(`/requests/${id}`);
    expect((await vector.post(`/requests/${id}/acceptance`, { ...hiddenOf(page, FORM), comment: 'Хорошо' })).status).toBe(303);
    expect((await anna.find(number)).status).toBe('stopped');
    expect((await romashka.get(mine)).text).toContain('Хорошо');
  });

  test.each([
    [{ kind: 'seats', seats: '4' }, 422, 'Укажите не меньше 5'],
    [{ kind: 'seats', seats: '10' }, 422, 'Столько мест уже есть'],
    [{ kind: 'seats', seats: 'много' }, 422, 'целым числом'],
    [{ seats: '12' }, 422, 'Выберите, что изменить'],
  ])('%o comes back with what was typed', async (fields, status, words) => {
    const answer = await ask({ ...fields, comment: 'прошу' });
    expect(answer.status).toBe(status);
    expect(answer.$('.error-summary').text()).toContain(words);
    expect(answer.$('textarea').text().trim()).toBe('прошу');
    if ('seats' in fields) expect(answer.$('input[name=seats]').val()).toBe(fields.seats);
  });

  test('once at a time', async () => {
    expect((await ask({ kind: 'seats', seats: '12' })).status).toBe(303);
    const again = await ask({ kind: 'stop' });
    expect(again.status).toBe(409);
    expect(again.text).toContain('уже есть запрос');
    expect((await romashka.get(mine)).$('form [aria-disabled=true]').text()).toContain('Отправить запрос');
  });
});

describe('accepting has every check of the change', () => {
  test('a hold forbids it, declining stays open', async () => {
    await ask({ kind: 'seats', seats: '12' });
    const id = await lastId();
    const page = await vector.get(`/requests/${id}`);
    const hold = await anna.hold();
    const answer = await vector.post(`/requests/${id}/acceptance`, { ...hiddenOf(page, FORM), comment: '' });
    expect(answer.status).toBe(403);
    expect((await requestOf(id)).state).toBe('open');
    expect((await vector.post(`/requests/${id}/refusal`, { ...hiddenOf(page, 'form[action$="/refusal"]'), answer: 'Нет' })).status).toBe(
      303,
    );
    await anna.lift(hold);
  });

  test('a change meanwhile comes back with both values, a sum meanwhile too', async () => {
    await ask({ kind: 'seats', seats: '12' });
    const id = await lastId();
    const page = await vector.get(`/requests/${id}`);
    await anna.autoRenewal(number, { autoRenew: false });
    const answer = await vector.post(`/requests/${id}/acceptance`, { ...hiddenOf(page, FORM), comment: '' });
    expect(answer.status).toBe(409);
    expect(answer.text).toContain('Подписка изменилась, проверьте');
    const sum = await vector.post(`/requests/${id}/acceptance`, { ...hiddenOf(answer, FORM), shownCharge: '5', comment: '' });
    expect(sum.status).toBe(422);
    expect(sum.text).toContain('было 0,05 ₽');
    expect((await vector.post(`/requests/${id}/acceptance`, { ...hiddenOf(sum, FORM), comment: '' })).status).toBe(303);
  });

  test('decided twice at once, it is decided once', async () => {
    await ask({ kind: 'seats', seats: '12' });
    const id = await lastId();
    const page = await vector.get(`/requests/${id}`);
    const ilya = await p.as('vector-sales');
    const his = await ilya.get(`/requests/${id}`);
    const answers = await Promise.all([
      vector.post(`/requests/${id}/acceptance`, { ...hiddenOf(page, FORM), comment: '' }),
      ilya.post(`/requests/${id}/refusal`, { ...hiddenOf(his, 'form[action$="/refusal"]'), answer: 'Нет' }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
    const late = await ilya.post(`/requests/${id}/refusal`, {
      ...hiddenOf(his, 'form[action$="/refusal"]'),
      token: randomUUID(),
      answer: 'Мест нет',
    });
    expect(late.status).toBe(409);
    for (const said of ['Этот запрос уже решён.', 'Вы написали: «Мест нет»', 'Кто решил']) expect(late.text).toContain(said);
  });
});

describe('who may', () => {
  test('requests of another partner or customer are not there; roles without the right are refused', async () => {
    await ask({ kind: 'seats', seats: '12' });
    const id = await lastId();
    const orion = await p.as('orion');
    expect((await orion.get(`/requests/${id}`)).status).toBe(404);
    const token = crypto.randomUUID();
    expect((await orion.post(`/requests/${id}/refusal`, { token, answer: 'Нет' })).status).toBe(404);
    expect((await orion.get('/requests')).text).not.toContain('12 мест');
    const neighbour = await p.as('severveter');
    expect((await neighbour.get(mine)).status).toBe(404);
    expect((await neighbour.post(mine, { token, kind: 'stop', comment: '' })).status).toBe(404);
    for (const login of ['manager', 'romashka']) {
      const other = await p.as(login);
      for (const path of ['/requests', `/requests/${id}`, '/requests.csv'])
        expect((await other.get(path)).status, `${login} ${path}`).toBe(403);
    }
    const books = await p.as('vector-books');
    const read = await books.get(`/requests/${id}`);
    expect([read.status, read.$('main form').length]).toEqual([200, 0]);
    for (const word of ['acceptance', 'refusal']) expect((await books.post(`/requests/${id}/${word}`, {})).status).toBe(403);
    expect((await vector.get(mine)).status).toBe(403);
    expect((await vector.get('/requests/999999')).status).toBe(404);
    expect((await vector.get('/requests/x')).status).toBe(404);
  });

  test('the inbox is also a file', async () => {
    const csv = await vector.get('/requests.csv?state=open');
    expect(csv.headers['content-type']).toContain('text/csv');
    expect(csv.response.text).toContain('10 → 12 мест');
    expect((await vector.get('/requests.xlsx')).status).toBe(200);
  });

  test('the customer’s card leads to the form', async () => {
    const card = await romashka.get(`/my/subscriptions/${number}`);
    expect(card.$(`a[href="${mine}"]`).text()).toContain('Попросить изменить');
  });
});
