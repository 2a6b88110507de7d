import { load } from 'cheerio';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hiddenOf } from '#test/subscriptions/manage/forms.ts';
import type { Browser, TestPage } from '#test/support/browser.ts';
import { Managing } from '#test/support/managing.ts';
import { placeNew } from '#test/support/orders.ts';
import { openTestPortal, TEST_NOW, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;
let anna: Managing;
let vector: Browser;
let three: string[];
const CONFIRM = '/subscriptions/bulk/confirmation';
const FORM = 'form[action="/subscriptions/bulk/confirmation"]';

beforeAll(async () => {
  p = await openTestPortal();
  anna = new Managing(await p.scope('vector'));
  vector = await p.as('vector');
});
beforeEach(async () => {
  p.clock.setTo(TEST_NOW);
  await anna.setLimit(500_000_00n);
  three = [];
  for (let at = 0; at < 3; at += 1) three.push(await placeNew(p, 'vector', { seats: 10 }));
});
afterAll(() => p.close());

/** Ticks rows of the list and presses a button of the bar. */
async function choose(action: string, numbers: readonly string[], browser = vector): Promise<TestPage> {
  const list = await browser.get('/subscriptions');
  const csrf = list.$('#bulk input[name=_csrf]').attr('value') ?? list.$('input[name=_csrf]').attr('value') ?? '';
  const body = new URLSearchParams([['_csrf', csrf], ['action', action], ...numbers.map((number): [string, string] => ['number', number])]);
  const answer = await browser.agent.post('/subscriptions/bulk').type('form').send(body.toString());
  const $ = load(answer.text);
  const text = $('body')
    .text()
    .replace(/[\s\u00a0]+/g, ' ')
    .trim();
  return { status: answer.status, $, text, headers: answer.headers, location: answer.headers['location'], response: answer };
}

const paste = (lines: string) => vector.post('/subscriptions/bulk/seats', { lines });
const confirm = (page: TestPage, more: Record<string, string> = {}) =>
  vector.post(CONFIRM, { ...hiddenOf(page, FORM), comment: '', ...more });
const states = () => Promise.all(three.map(async (number) => (await anna.find(number)).status));
const lettersNow = () => p.portal.db.letter.count();

describe('many at once', () => {
  test('stop: shows each with its money, does all with a row of the history each and one letter in all', async () => {
    const page = await choose('stop', three);
    expect(page.status).toBe(200);
    expect(page.$('tbody tr')).toHaveLength(3);
    expect(page.text).toMatch(/За этот месяц−1 712,01 ₽.*За полный месяц−6 420,00 ₽/);
    expect(await states()).toEqual(['active', 'active', 'active']);
    const before = await lettersNow();
    const answer = await confirm(page, { comment: 'Конец проекта' });
    expect([answer.status, answer.location]).toEqual([303, '/subscriptions']);
    expect((await vector.follow(answer)).text).toContain('Изменено: 3 подписки.');
    expect(await states()).toEqual(['stopped', 'stopped', 'stopped']);
    expect(await lettersNow()).toBe(before + 1);
    for (const number of three) {
      const last = (await anna.history(number)).at(-1);
      expect(last).toMatchObject({ action: 'stopped', comment: 'Конец проекта', monthDelta: -57067n });
      expect((await vector.get(`/subscriptions/${number}/history`)).text).toContain(
        'Письмо «Изменены несколько подписок» на anna@vector.example',
      );
    }
    await p.drainJobs();
    const [letter] = await p.letters({ template: 'subscriptions-changed' });
    expect(letter?.subject).toBe('3 подписки: остановка');
    for (const number of three) expect(letter?.text).toContain(number);
  });

  test('start, and auto-renewal on and off', async () => {
    await confirm(await choose('stop', three));
    const answer = await confirm(await choose('start', three));
    expect((await vector.follow(answer)).text).toContain('Изменено: 3 подписки.');
    expect(await states()).toEqual(['active', 'active', 'active']);
    await confirm(await choose('renewal-off', three.slice(0, 2)), { comment: 'До конца проекта' });
    expect((await anna.history(three[0] ?? '')).at(-1)).toMatchObject({ action: 'auto_renewal', comment: 'До конца проекта' });
    expect(await Promise.all(three.map(async (number) => (await anna.find(number)).autoRenew))).toEqual([false, false, true]);
    const page = await choose('renewal-on', three);
    expect(page.text).toContain('Уже так');
    expect((await vector.follow(await confirm(page))).text).toContain('Изменено: 2 подписки.');
    expect((await anna.history(three[2] ?? '')).filter(({ action }) => action === 'auto_renewal')).toHaveLength(0);
  });

  test('seats from a spreadsheet: fewer first, so that they make room for more', async () => {
    const [a = '', b = ''] = three;
    const { credit } = await anna.facts(a);
    await anna.setLimit(credit.exposure + 2000n);
    const page = await paste(`номер\tмест\n${a}\t12\n${b}\t8`);
    expect(page.status).toBe(200);
    expect(page.text).not.toContain('Будет ждать');
    expect((await confirm(page)).status).toBe(303);
    expect([(await anna.find(a)).seats, (await anna.find(b)).seats]).toEqual([12, 8]);
  });

  test('bad lines come back named with row and reason, and nothing typed is lost', async () => {
    const lines = `S-100001;abc\n${three[0]};15\nчто-то;5`;
    const page = await paste(lines);
    expect(page.status).toBe(422);
    expect(
      page
        .$('tbody tr')
        .map((_, tr) => page.$(tr).text().replace(/\s+/g, ' ').trim())
        .get(),
    ).toEqual([expect.stringMatching(/^1.*одно целое число/), expect.stringMatching(/^3.*не номер подписки/)]);
    expect(page.$('textarea').text().trim()).toBe(lines);
    expect((await paste('')).text).toContain('Вставьте хотя бы одну строку');
  });

  test('what can’t be changed is named; nothing is done until it is taken out', async () => {
    await anna.stop(three[1] ?? '');
    const page = await choose('stop', [...three, 'S-999999']);
    expect(page.text).toContain('Нельзя изменить: 2.');
    const numbers = page.$('tbody small').map((_, small) => /S-\d+$/.exec(page.$(small).text())?.[0]);
    expect(numbers.get()).toEqual([three[1], 'S-999999', three[0], three[2]]);
    expect(page.text).toContain('Остановить можно только действующую');
    expect(page.text).toContain('У вас нет подписки с таким номером');
    expect(page.$(`${FORM} [aria-disabled=true]`)).toHaveLength(1);
    expect((await confirm(page, { versions: three.map((number) => `${number}:2`).join(' ') })).status).toBe(409);
    expect(await states()).toEqual(['active', 'stopped', 'active']);
    const rest = page
      .$('form[action="/subscriptions/bulk"] input[name=number]')
      .map((_, one) => page.$(one).attr('value'))
      .get();
    expect(rest).toEqual([three[0], three[2]]);
    expect((await confirm(await choose('stop', rest))).status).toBe(303);
    expect(await states()).toEqual(['stopped', 'stopped', 'stopped']);
  });

  test('what would wait for the limit is told, and done only when agreed to', async () => {
    await confirm(await choose('stop', three));
    const { credit } = await anna.facts(three[0] ?? '');
    await anna.setLimit(credit.exposure + 57067n);
    const page = await choose('start', three);
    expect(page.text).toContain('Не помещаются в кредитный лимит: 2.');
    const refused = await confirm(page);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('Согласитесь');
    expect(await states()).toEqual(['stopped', 'stopped', 'stopped']);
    const before = await lettersNow();
    const answer = await confirm(refused, { mayWait: 'on' });
    expect((await vector.follow(answer)).text).toContain('Ждут как заказы: 2');
    expect((await states()).sort()).toEqual(['active', 'stopped', 'stopped']);
    expect(await lettersNow()).toBe(before + 2); // the partner's and the manager's copy
    await anna.setLimit(500_000_00n);
    await anna.ease();
    expect(await states()).toEqual(['active', 'active', 'active']);
  });

  test('one that changed since the preview stops all of them', async () => {
    const page = await choose('stop', three);
    await anna.seats(three[2] ?? '', 12);
    const answer = await confirm(page);
    expect(answer.status).toBe(409);
    expect(answer.text).toContain(`Изменились, проверьте: ${three[2]}.`);
    expect(await states()).toEqual(['active', 'active', 'active']);
    expect((await confirm(answer)).status).toBe(303);
  });

  test('a sum that is no longer the shown one comes back with both values', async () => {
    const page = await paste(`${three[0]};15`);
    const answer = await confirm(page, { shownCharge: '100' });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('было 1,00 ₽, стало 321,00 ₽');
  });

  test('a double submit changes once', async () => {
    const page = await paste(`${three[0]};15`);
    const form = { ...hiddenOf(page, FORM), comment: '' };
    expect([(await vector.post(CONFIRM, form)).status, (await vector.post(CONFIRM, form)).status]).toEqual([303, 303]);
    expect((await anna.history(three[0] ?? '')).filter(({ action }) => action === 'seats')).toHaveLength(1);
  });

  test('a stranger’s numbers are nobody’s, the accountant and the customer may not, a hold forbids', async () => {
    const orion = await p.as('orion');
    expect((await choose('stop', three, orion)).text).toContain('Нельзя изменить: 3.');
    for (const login of ['vector-books', 'romashka', 'manager']) {
      const other = await p.as(login);
      expect((await other.get('/subscriptions/bulk/seats')).status).toBe(403);
      expect((await other.post('/subscriptions/bulk/seats', { lines: '' })).status).toBe(403);
      expect((await other.post('/subscriptions/bulk', { action: 'stop' })).status).toBe(403);
      expect((await other.post(CONFIRM, {})).status).toBe(403);
    }
    const page = await paste(`${three[0]};15`);
    const hold = await anna.hold();
    expect((await confirm(page)).status).toBe(403);
    expect((await vector.get('/subscriptions')).$('#bulk')).toHaveLength(0);
    await anna.lift(hold);
  });

  test('nothing chosen, or nonsense, is answered kindly', async () => {
    expect((await choose('stop', [])).location).toBe('/subscriptions');
    expect((await choose('explode', three)).status).toBe(400);
    expect((await choose('stop', ['<b>'])).status).toBe(400);
    expect((await vector.get('/subscriptions/bulk')).location).toBe('/subscriptions');
  });
});
