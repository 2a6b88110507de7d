import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { agreed } from '#prisma/seeds/agreed.ts';
import { receiveApplication } from '#src/partners/applications/applications.service.ts';
import { askSupport } from '#src/partners/support/support.service.ts';
import { ANONYMOUS } from '#src/platform/actor.ts';
import { askForChange } from '#src/requests/requests.service.ts';
import { hiddenOf } from '#test/subscriptions/manage/forms.ts';
import type { Browser, TestPage } from '#test/support/browser.ts';
import { placeNew } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;
let anna: Browser;
let manager: Browser;
let admin: Browser;

beforeAll(async () => {
  p = await openTestPortal();
  anna = await p.as('vector');
  manager = await p.as('manager');
  admin = await p.as('admin');
});
afterAll(() => p.close());

interface Race {
  readonly by: Browser;
  /** The page the form stands on. */
  readonly page: string;
  readonly action: string;
  readonly typed: Record<string, string>;
  readonly told: string;
  /** What somebody else does before it is sent. */
  readonly meanwhile: (form: Record<string, string>) => Promise<unknown>;
}

const answer = async (by: Browser, page: string, action: string, typed: Record<string, string>) =>
  by.post(action, { ...hiddenOf(await by.get(page), `form[action="${action}"]`), ...typed });

const races: Record<string, () => Promise<Race>> = {
  'a question answered by a colleague': async () => {
    await askSupport(await p.scope('vector'), 'Где счёт?', randomUUID());
    const { id } = await p.portal.db.supportRequest.findFirstOrThrow();
    const [page, action] = [`/admin/support/${id}`, `/admin/support/${id}/answer`];
    return {
      ...{ by: manager, page, action, typed: { answer: 'Мой ответ, второй' }, told: 'На этот вопрос уже ответил' },
      meanwhile: () => answer(admin, page, action, { answer: 'Счёт в документах' }),
    };
  },
  'a request decided by a colleague': async () => {
    const customerId = (await p.scope('romashka')).actor.customerId ?? 0;
    const number = await placeNew(p, 'vector', { seats: 5, customerId });
    await askForChange(await p.scope('romashka'), number, { kind: 'seats', seats: 7, comment: null }, randomUUID());
    const { id } = await p.portal.db.changeRequest.findFirstOrThrow();
    const [page, action] = [`/requests/${id}`, `/requests/${id}/refusal`];
    return {
      ...{ by: anna, page, action, typed: { answer: 'Пока не нужно' }, told: 'Этот запрос уже решён' },
      meanwhile: async () => answer(await p.as('vector-sales'), page, action, { answer: 'Нет' }),
    };
  },
  'an анкета decided by a colleague': async () => {
    const visitor = { portal: p.portal, actor: ANONYMOUS, requestId: 'visitor', address: '203.0.113.7' };
    const company = { companyName: 'ООО «Заря»', inn: '7700900123', mpnId: null, login: 'zarya' };
    const contact = { lastName: 'Зорина', firstName: 'Вера', email: 'vera@zarya.example', phone: '+74955550909' };
    await receiveApplication(visitor, { ...company, ...contact }, await agreed(p.portal), randomUUID());
    const { id } = await p.portal.db.partnerApplication.findFirstOrThrow();
    const [page, action] = [`/admin/applications/${id}`, `/admin/applications/${id}/rejection`];
    return {
      ...{ by: manager, page, action, typed: { reason: 'Мой отказ' }, told: 'Отклонена.' },
      meanwhile: () => answer(admin, page, action, { reason: 'Не тот ИНН' }),
    };
  },
  'a colleague disabled meanwhile': async () => {
    const { id } = await p.portal.db.user.findUniqueOrThrow({ where: { login: 'vector-sales' } });
    const [page, action] = [`/team/${id}`, `/team/${id}/start-password`];
    return {
      ...{ by: anna, page, action, typed: {}, told: 'Сотрудник отключён: сначала включите его.' },
      meanwhile: () => p.portal.db.user.update({ where: { id }, data: { disabledAt: p.clock.now() } }),
    };
  },
};

test.each(Object.entries(races))('%s: the page comes back with what happened, nothing typed is lost', async (_name, prepare) => {
  const { by, page, action, typed, told, meanwhile } = await prepare();
  const shown = await by.get(page);
  const fields = { ...hiddenOf(shown, `form[action="${action}"]`), ...typed };
  await meanwhile(fields);
  const refused = await by.post(action, fields);
  expect([refused.status, titleOf(refused), refused.$('.error-page').length]).toEqual([409, titleOf(shown), 0]);
  expect(refused.text).toContain(told);
  expect(refused.$('nav a[href]').length).toBeGreaterThan(5);
});

const titleOf = (page: TestPage) => page.$('h1').text();
