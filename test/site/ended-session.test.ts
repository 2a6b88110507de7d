import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { DEMO_PASSWORD } from '#prisma/seeds/data/cast.ts';
import { hiddenOf } from '#test/subscriptions/manage/forms.ts';
import type { Browser, TestPage } from '#test/support/browser.ts';
import { Managing } from '#test/support/managing.ts';
import { placeNew } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';
import { formsOf } from './repeated-forms.ts';

let p: TestPortal;
let anna: Browser;
let boss: Managing;

beforeAll(async () => {
  p = await openTestPortal();
  boss = new Managing(await p.scope('vector'));
});
beforeEach(async () => {
  anna = await p.as('vector');
});
afterAll(() => p.close());

const endAll = () => p.portal.db.session.deleteMany();
const logOn = (by: Browser, login: string) => by.post('/Account/LogOn', { login, password: DEMO_PASSWORD });
const resume = (by: Browser) => by.post('/Account/Resume');

/** What pages write into forms by themselves. */
const MADE = /^(token|customerToken|seen|versions?|shown\w*|termsVersion|step|offer|action|lines)$|^$/;

/** Everything a person can read or find in a field of the page. */
function held(page: TestPage): string {
  const { $ } = page;
  const fields = $('input, option[selected], textarea')
    .map((_, field) => String($(field).val() ?? ''))
    .get();
  return [page.text, ...fields].join(' ');
}

test('every form sent after its session ended leads to log-on and back, with all that was typed, and does nothing', async () => {
  const vera = await p.as('romashka');
  const forms = formsOf(p, { anna, vera, boss });
  for (const [name, prepare] of Object.entries(forms)) {
    const { by, path, fields } = await prepare();
    await endAll();
    const ended = await by.post(path, fields);
    expect([name, ended.status, ended.$('form[action="/Account/LogOn"]').length]).toEqual([name, 403, 1]);
    expect(ended.text).toContain('Введённое сохранено');
    const inside = await logOn(by, by === vera ? 'romashka' : 'vector');
    expect([name, inside.$('form[action="/Account/Resume"]').length]).toEqual([name, 1]);
    const again = await resume(by);
    expect([name, again.status]).toEqual([name, 200]);
    expect(again.text).toContain('Введённое восстановлено, но ещё не отправлено');
    for (const [field, value] of Object.entries(fields))
      if (!MADE.test(field)) expect([name, field, held(again)]).toEqual([name, field, expect.stringContaining(value)]);
  }
}, 240_000);

test('«Параметры»: the number, the comment and what was seen are back in their fields, and the form can be sent', async () => {
  const number = await placeNew(p, 'vector', { seats: 10 });
  const path = `/subscriptions/${number}/parameters`;
  const page = await anna.get(path);
  await endAll();
  await anna.post(path, { ...hiddenOf(page), seats: '15', comment: 'Пятеро «новых» & <других>' });
  await logOn(anna, 'vector');
  const again = await resume(anna);
  expect(again.$('h1').text()).toBe('Параметры');
  expect(again.$('#seats').val()).toBe('15');
  expect(again.$('textarea').text().trim()).toBe('Пятеро «новых» & <других>');
  expect((await boss.find(number)).seats).toBe(10);
  const form = { ...hiddenOf(again, `form[action="${path}"]`), seats: '15', comment: '' };
  const checked = await anna.post(path, form);
  expect(checked.text).toContain('Проверьте: 10 → 15');
  await new Managing(await p.scope('vector-sales')).seats(number, 12);
  expect((await anna.post(path, { ...hiddenOf(checked, `form[action="${path}"]`), seats: '15', comment: '' })).status).toBe(409);
});

test('a form of before a new log-on comes back filled at once; another person never sees it', async () => {
  const typed = { body: 'Где счёт за октябрь?' };
  const page = await anna.get('/support');
  const form = { ...hiddenOf(page, 'form[action="/support"]'), ...typed };
  const stale = String(page.$('input[name=_csrf]').attr('value'));
  await logOn(anna, 'vector');
  await endAll();
  await anna.get('/Account/LogOn');
  await logOn(anna, 'vector');
  const late = await anna.post('/support', { ...form, _csrf: stale });
  expect([late.status, late.$('form[action="/Account/Resume"]').length]).toEqual([403, 1]);
  expect((await resume(anna)).$('textarea[name=body]').text().trim()).toBe(typed.body);

  await endAll();
  await anna.post('/support', { ...form, _csrf: stale });
  await logOn(anna, 'vector-sales');
  const other = await resume(anna);
  expect([other.status, other.location]).toEqual([303, '/']);
  expect((await anna.follow(await anna.follow(other))).text).not.toContain(typed.body);
});

test('passwords are not kept, and without cookies the log-on page says so', async () => {
  await anna.get('/Account/Password');
  await endAll();
  const ended = await anna.post('/Account/Password', { current: DEMO_PASSWORD, password: 'Osen-2026-list', repeat: 'Osen-2026-list' });
  expect(ended.text).toContain('Вход закончился');
  expect(ended.text).not.toContain('Введённое сохранено');

  const token = String((await p.visitor().get('/Account/LogOn')).$('input[name=_csrf]').attr('value'));
  const bare = await p.visitor().agent.post('/Account/LogOn').type('form').send({ _csrf: token, login: 'vector', password: DEMO_PASSWORD });
  expect(bare.status).toBe(403);
  expect(bare.text).toContain('Браузер не принимает cookie');
});

test('a form that another site sends is refused and kept nowhere', async () => {
  await anna.get('/support');
  const answer = await anna.post('/support', { body: 'чужое' }, { Origin: 'https://evil.example' });
  expect(answer.status).toBe(403);
  expect(answer.$('form[action="/Account/Resume"], form[action="/Account/LogOn"]').length).toBe(0);
});
