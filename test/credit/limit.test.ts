import { afterAll, beforeAll, expect, test } from 'vitest';
import { revertLimits } from '#src/credit/limit.service.ts';
import type { Browser, TestPage } from '#test/support/browser.ts';
import { orderAs } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;
let manager: Browser;
let orion: number;
let path: string;

beforeAll(async () => {
  p = await openTestPortal();
  manager = await p.as('manager');
  ({ id: orion } = await p.portal.db.partner.findUniqueOrThrow({ where: { code: 'orion' } }));
  path = `/admin/partners/${orion}/limit`;
});
afterAll(() => p.close());

const limitNow = async () => (await p.portal.db.partner.findUniqueOrThrow({ where: { id: orion } })).creditLimit;
const hidden = (page: TestPage, name: string) => String(page.$(`input[name=${name}]`).attr('value'));

/** Sends the form, and again where it comes back with the consequences. */
async function change(fields: Record<string, string>): Promise<TestPage> {
  const form = await manager.get(path);
  const typed = { token: hidden(form, 'token'), shown: hidden(form, 'shown'), untilOn: '', comment: 'решение', ...fields };
  const answer = await manager.post(path, typed);
  return answer.status === 200 ? manager.post(path, { ...typed, token: hidden(answer, 'token'), seen: hidden(answer, 'seen') }) : answer;
}

test('a lowered limit holds orders; a temporary raise releases them and goes back by itself', async () => {
  expect((await change({ limit: '100' })).status).toBe(303);
  const held = await orderAs(await p.scope('orion'), { seats: 5 });
  expect(held).toMatchObject({ status: 'held', heldReason: 'credit_limit' });

  expect((await change({ limit: '5 000', untilOn: '29.11.2026', comment: 'на неделю' })).location).toBe(`/admin/partners/${orion}`);
  expect(await limitNow()).toBe(500_000n);
  expect((await p.portal.db.order.findUniqueOrThrow({ where: { number: held.number } })).status).toBe('done');
  expect((await manager.get(path)).text).toContain('до 29.11.2026, потом снова 100,00 ₽');

  expect(await revertLimits(p.portal)).toBe(0);
  p.clock.setTo(new Date('2026-11-29T23:59:00+03:00'));
  expect(await revertLimits(p.portal)).toBe(0);
  p.clock.setTo(new Date('2026-12-02T00:10:00+03:00'));
  const runs = await Promise.all([revertLimits(p.portal), revertLimits(p.portal)]);
  expect(runs.reduce((sum, n) => sum + n)).toBe(1);
  expect(await limitNow()).toBe(10_000n);
  manager = await p.as('manager');
  const changes = await p.portal.db.limitChange.findMany({ where: { partnerId: orion }, orderBy: { id: 'asc' } });
  expect(changes.map(({ after, comment, byName }) => [after, comment, byName])).toEqual([
    [10_000n, 'решение', 'Ирина Белова'],
    [500_000n, 'на неделю', 'Ирина Белова'],
    [10_000n, 'Срок временного повышения истёк', 'Система'],
  ]);
  expect(await p.portal.db.auditEntry.count({ where: { partnerId: orion, action: 'limit.changed' } })).toBe(2);
  expect(await p.portal.db.auditEntry.count({ where: { partnerId: orion, action: 'limit.reverted' } })).toBe(1);
});

test('a change for good ends the raise; a second raise goes back to the lasting limit', async () => {
  await change({ limit: '1 000', untilOn: '2026-12-10' });
  await change({ limit: '2 000', untilOn: '2026-12-20' });
  p.clock.setTo(new Date('2026-12-11T00:10:00+03:00'));
  expect(await revertLimits(p.portal)).toBe(0);
  manager = await p.as('manager');
  await change({ limit: '3 000' });
  p.clock.setTo(new Date('2026-12-25T00:10:00+03:00'));
  expect(await revertLimits(p.portal)).toBe(0);
  expect(await limitNow()).toBe(300_000n);
  manager = await p.as('manager');
});

test.each([
  [{ limit: 'много' }, 'Укажите сумму в рублях'],
  [{ limit: '-5' }, 'Укажите сумму в рублях'],
  [{ limit: '3 000' }, 'Такой лимит уже стоит'],
  [{ limit: '2 000', untilOn: '2027-01-10' }, 'Временно лимит можно только повысить'],
  [{ limit: '9 000', untilOn: '2026-12-01' }, 'Эта дата прошла'],
  [{ limit: '9 000', untilOn: '31.02.2027' }, 'Такой даты нет'],
  [{ limit: '9 000', comment: ' ' }, 'Напишите комментарий'],
  [{ limit: '9 000', shown: '1' }, 'Лимит изменился: был'],
])('refuses %o and keeps the form', async (fields, message) => {
  const answer = await change(fields);
  expect(answer.status).toBe(422);
  expect(answer.text).toContain(message);
  expect(answer.$('#limit').val()).toBe(fields.limit);
  expect(await limitNow()).toBe(300_000n);
});

test('a form sent twice changes once', async () => {
  const form = await manager.get(path);
  const fields = { token: hidden(form, 'token'), shown: hidden(form, 'shown'), untilOn: '', comment: 'раз', limit: '4 000' };
  const answers = await Promise.all([manager.post(path, fields), manager.post(path, fields)]);
  expect(answers.map(({ status }) => status)).toEqual([303, 303]);
  expect(await p.portal.db.limitChange.count({ where: { partnerId: orion, comment: 'раз' } })).toBe(1);
});
