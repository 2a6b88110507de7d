import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Browser } from '#test/support/browser.ts';
import { Managing } from '#test/support/managing.ts';
import { placeNew } from '#test/support/orders.ts';
import { openTestPortal, TEST_NOW, type TestPortal } from '#test/support/portal.ts';
import { hiddenOf } from './forms.ts';

let p: TestPortal;
let anna: Managing;
let vector: Browser;
let number: string;
let card: string;

beforeAll(async () => {
  p = await openTestPortal();
  anna = new Managing(await p.scope('vector'));
  vector = await p.as('vector');
});
beforeEach(async () => {
  p.clock.setTo(TEST_NOW);
  await anna.setLimit(500_000_00n);
  number = await placeNew(p, 'vector', { seats: 10 });
  card = `/subscriptions/${number}`;
});
afterAll(() => p.close());

const pages = ['stop', 'auto-renewal', 'parameters'] as const;
const wanted: Record<(typeof pages)[number], Record<string, string>> = {
  stop: {},
  'auto-renewal': { renewal: 'off' },
  parameters: { seats: '12', shownFor: '12' },
};

describe.each(pages)('/subscriptions/:number/%s', (word) => {
  test('a stranger finds nothing, a colleague without the right is refused, nobody else gets in', async () => {
    const path = `${card}/${word}`;
    for (const [login, status] of [
      ['orion', 404],
      ['vector-books', 403],
      ['romashka', 403],
      ['manager', 403],
      ['vector-sales', 200],
    ] as const) {
      const browser = await p.as(login);
      expect((await browser.get(path)).status, login).toBe(status);
      if (status !== 200) expect((await browser.post(path, { token: 'x' })).status, login).toBe(status);
    }
    expect((await p.visitor().get(path)).location).toBe('/Account/LogOn');
    expect((await vector.get(`/subscriptions/S-1/${word}`)).status).toBe(404);
    expect((await anna.find(number)).version).toBe(1);
  });

  test('in a state without this move leads to the card', async () => {
    await anna.stop(number);
    const page = await vector.get(`${card}/${word}`);
    expect([page.status, page.location]).toEqual([303, card]);
    expect((await vector.follow(page)).text).toContain('Сейчас это сделать нельзя');
  });

  test('under a hold shows the reason and disables the button; a submit is refused', async () => {
    const ready = hiddenOf(await vector.get(`${card}/${word}`));
    const hold = await anna.hold();
    const page = await vector.get(`${card}/${word}`);
    expect(page.$('form [aria-disabled=true]').length).toBe(1);
    expect(page.text).toContain('Управление подписками заблокировано: Просрочена оплата');
    const extra = wanted[word];
    const answer = await vector.post(`${card}/${word}`, { ...ready, ...extra });
    expect(answer.status).toBe(403);
    expect(answer.text).toContain('Просрочена оплата');
    const shown = await vector.get(card);
    expect(shown.$('.page-head [aria-disabled=true]').length).toBe(2);
    await anna.lift(hold);
  });

  test('unknown fields, a broken token and a broken memory of what was seen are refused', async () => {
    const ready = hiddenOf(await vector.get(`${card}/${word}`));
    const extra = wanted[word];
    expect((await vector.post(`${card}/${word}`, { ...ready, ...extra, role: 'admin' })).status).toBe(400);
    expect((await vector.post(`${card}/${word}`, { ...ready, ...extra, seen: '1 active' })).status).toBe(400);
    expect((await vector.post(`${card}/${word}`, { ...ready, ...extra, _csrf: 'x' })).status).toBe(403);
    expect((await anna.find(number)).version).toBe(1);
  });
});

describe('stop', () => {
  test('says what happens to users and money, starts the focus at «Отмена», stops and comes back with a notice', async () => {
    const page = await vector.get(`${card}/stop`);
    expect(page.$('h1').text()).toBe(`Остановить подписку ${number}?`);
    expect(page.text).toContain('10 мест перестанут работать: последний день — 22 ноября 2026');
    expect(page.text).toMatch(/За ноябрь 2026 начислено будет 71,33 ₽, 570,67 ₽ вернётся в кредитный лимит/);
    expect(page.$('[autofocus]').text()).toBe('Отмена');
    const answer = await vector.post(`${card}/stop`, { ...hiddenOf(page), comment: ' Проект закрыт ' });
    expect([answer.status, answer.location]).toEqual([303, card]);
    const after = await vector.follow(answer);
    expect(after.text).toContain(`Подписка ${number} остановлена. Последний день — 22 ноября 2026`);
    expect(after.text).toContain('Комментарий: Проект закрыт');
    expect(await anna.charges(number)).toEqual(['2026-11-22..2026-11-23 × 10 = 7133']);
  });

  test('the card has the same form as a dialog for browsers with script', async () => {
    const page = await vector.get(card);
    expect(page.$('a[data-dialog=stop]').attr('href')).toBe(`${card}/stop`);
    const dialog = page.$('dialog#stop');
    expect(dialog.find('form').attr('action')).toBe(`${card}/stop`);
    expect(dialog.find('[autofocus]').text()).toBe('Отмена');
    expect((await vector.post(`${card}/stop`, { ...hiddenOf(page, 'dialog#stop form'), comment: '' })).status).toBe(303);
    expect((await anna.find(number)).status).toBe('stopped');
  });

  test('a comment too long comes back with itself and 422', async () => {
    const page = await vector.get(`${card}/stop`);
    const comment = 'о'.repeat(501);
    const answer = await vector.post(`${card}/stop`, { ...hiddenOf(page), comment });
    expect(answer.status).toBe(422);
    expect(answer.$('title').text()).toMatch(/^Ошибка:/);
    expect(answer.$('textarea[aria-invalid=true]').text().trim()).toBe(comment);
  });

  test('of a subscription changed meanwhile comes back with both values, and then goes through', async () => {
    const page = await vector.get(`${card}/stop`);
    await anna.seats(number, 15);
    const answer = await vector.post(`${card}/stop`, { ...hiddenOf(page), comment: 'Всё' });
    expect(answer.status).toBe(409);
    expect(answer.text).toContain('Подписка изменилась, проверьте');
    expect(answer.$('tbody tr').text()).toMatch(/Мест\s*10\s*15/);
    expect(answer.$('textarea').text().trim()).toBe('Всё');
    expect((await vector.post(`${card}/stop`, { ...hiddenOf(answer), comment: 'Всё' })).status).toBe(303);
  });

  test('of one that was stopped meanwhile says so with both values', async () => {
    const page = await vector.get(`${card}/stop`);
    await anna.stop(number);
    const answer = await vector.post(`${card}/stop`, { ...hiddenOf(page), comment: '' });
    expect(answer.status).toBe(409);
    expect(answer.text).toContain('Состояние: было «Активна», стало «Остановлена»');
  });

  test('a double submit stops once', async () => {
    const form = hiddenOf(await vector.get(`${card}/stop`));
    const answers = [await vector.post(`${card}/stop`, form), await vector.post(`${card}/stop`, form)];
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    expect((await anna.history(number)).filter(({ action }) => action === 'stopped')).toHaveLength(1);
  });
});

describe('auto-renewal', () => {
  test('offers on, off and a date, with the one in force chosen', async () => {
    const page = await vector.get(`${card}/auto-renewal`);
    expect(page.$('input[name=renewal]:checked').val()).toBe('on');
    expect(page.text).toContain('Подписка остановится в конце дня 30 ноября 2026');
    const answer = await vector.post(`${card}/auto-renewal`, { ...hiddenOf(page), renewal: 'date', stopOn: '2026-11-28' });
    expect((await vector.follow(answer)).text).toContain('Подписка остановится 28 ноября 2026');
    expect(await anna.find(number)).toMatchObject({ autoRenew: true, stopOn: '2026-11-28' });
    const again = await vector.get(`${card}/auto-renewal`);
    expect(again.$('input[name=renewal]:checked').val()).toBe('date');
    expect(again.$('input[name=stopOn]').val()).toBe('2026-11-28');
    expect((await vector.post(`${card}/auto-renewal`, { ...hiddenOf(again), renewal: 'off', stopOn: '2026-11-28' })).status).toBe(303);
    expect(await anna.find(number)).toMatchObject({ autoRenew: false, stopOn: null });
  });

  test.each([
    ['', 'Укажите дату остановки'],
    ['31.11.2026', 'Такой даты нет'],
    ['2026-11-21', 'Эта дата уже прошла. Укажите 22.11.2026 или позже'],
  ])('a date «%s» comes back with what was typed', async (stopOn, words) => {
    const page = await vector.get(`${card}/auto-renewal`);
    const answer = await vector.post(`${card}/auto-renewal`, { ...hiddenOf(page), renewal: 'date', stopOn });
    expect(answer.status).toBe(422);
    expect(answer.$('.error-summary').text()).toContain(words);
    expect(answer.$('input[name=renewal]:checked').val()).toBe('date');
    expect(answer.$('input[name=stopOn]').attr('aria-invalid')).toBe('true');
    expect(answer.$('input[name=stopOn]').val()).toBe(stopOn);
  });
});

describe('the tabs and buttons of the card', () => {
  test('lead to what the state allows', async () => {
    const tabsAndButtons = async () => {
      const { $ } = await vector.get(card);
      return $('.tabs a, .page-head .actions a')
        .map((_, a) => $(a).text().trim())
        .get();
    };
    expect(await tabsAndButtons()).toEqual(expect.arrayContaining(['Параметры', 'Автопродление', 'Стоп']));
    await anna.stop(number);
    const stopped = await tabsAndButtons();
    expect(stopped).toContain('Старт');
    for (const gone of ['Параметры', 'Автопродление', 'Стоп']) expect(stopped).not.toContain(gone);
  });

  test('the accountant sees no actions', async () => {
    const page = await (await p.as('vector-books')).get(card);
    expect(page.$('a[href$="/stop"], dialog').length).toBe(0);
  });
});
