import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cast } from '#prisma/seeds/data/cast.ts';
import { closeMonth } from '#src/billing/close/close.service.ts';
import { month } from '#src/lib/days.ts';
import { systemScope } from '#src/platform/scope.ts';
import { lendSql } from '#src/platform/workers/lent-sql.ts';
import { statementSorting } from '#src/statements/sorting.work.ts';
import type { Browser, TestPage } from '#test/support/browser.ts';
import { placeNew } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';
import { postFile } from '#test/support/upload.ts';
import { in1251, oneC, paid } from './bank-files.ts';

const PATH = '/admin/payments/import';
/** More than are sorted while a page waits. */
const MANY = 600;

let p: TestPortal;
let manager: Browser;
let path: string;

const counts = ({ $ }: TestPage) =>
  Object.fromEntries(
    $('.stat')
      .toArray()
      .map((stat) => [$(stat).find('.k').text().split(',')[0], Number($(stat).find('.v').text())]),
  );

/** A statement of payments of nobody's, and one that is for the invoice of «Вектор». */
beforeAll(async () => {
  p = await openTestPortal();
  await placeNew(p, 'vector', { seats: 7 });
  p.clock.setTo(new Date('2026-11-30T21:00:00+03:00'));
  await closeMonth(systemScope(p.portal, 'test'), month('2026-11'));
  await p.drainJobs();
  manager = await p.as('manager');
  const invoice = await p.portal.db.invoice.findFirstOrThrow({ select: { number: true } });
  const nobodys = Array.from({ length: MANY }, () => paid({ ПлательщикИНН: '7700000999', НазначениеПлатежа: 'Возврат' }));
  const own = paid({ Номер: '7', Сумма: '5', ПлательщикИНН: cast.vector.inn, НазначениеПлатежа: `Счёт ${invoice.number}` });
  const bytes = in1251(oneC({ documents: [...nobodys, own] }));
  path = String((await postFile(manager, PATH, { token: randomUUID() }, { name: 'kl_to_1c.txt', bytes })).location);
});
afterAll(() => p.close());

it('many are sorted by a job: the page tells so and waits, then has them', async () => {
  const before = await manager.get(path);
  expect([before.$('[data-refresh]').length, before.$('form[action$="/sure"]').length]).toEqual([1, 0]);
  expect(before.text).toContain('Портал разбирает, чьи это деньги');
  await p.drainJobs();
  const page = await manager.get(path);
  expect([page.$('[data-refresh]').length, counts(page)]).toEqual([
    0,
    { уверенно: 1, предложено: 0, 'неизвестно чьи': MANY, 'не наши': 0, записано: 0 },
  ]);
  const last = await manager.get(`${path}?show=unknown&page=${Math.ceil(MANY / 50)}`);
  expect(last.$('tbody tr').length).toBe(MANY % 50 || 50);
  expect((await manager.get(`${path}/payments.csv`)).response.text.trim().split('\n')).toHaveLength(MANY + 2);
});

it('what changes elsewhere does not have them sorted again within a minute; then they are, and meanwhile shown as they were', async () => {
  const row = await p.portal.db.bankPayment.findFirstOrThrow({ where: { payerInn: '7700000999' } });
  await manager.post(`${path}/${row.id}/foreign`, { token: randomUUID() });
  const soon = await manager.get(path);
  expect([soon.$('[data-refresh]').length, counts(soon)]).toEqual([
    0,
    expect.objectContaining({ 'неизвестно чьи': MANY - 1, 'не наши': 1 }),
  ]);
  p.clock.setTo(new Date('2026-11-30T21:02:00+03:00'));
  const later = await manager.get(path);
  expect(later.text).toContain('портал разбирает заново');
  expect([later.$('[data-refresh]').length, counts(later)['уверенно']]).toEqual([1, 1]);
  await p.drainJobs();
  expect((await manager.get(path)).$('[data-refresh]').length).toBe(0);
});

it('the sure ones are recorded as they were seen, each looked at once more', async () => {
  const page = await manager.get(path);
  const hidden = (name: string) => String(page.$(`form[action$="/sure"] input[name=${name}]`).attr('value'));
  expect((await manager.post(`${path}/sure`, { token: hidden('token'), seen: hidden('seen') })).status).toBe(303);
  expect((await manager.get(path)).text).toContain('Платежи записываются');
  await p.drainJobs();
  expect(await p.portal.db.payment.findMany({ select: { docNumber: true, amount: true } })).toEqual([{ docNumber: '7', amount: 500n }]);
  expect(counts(await manager.get(path))).toMatchObject({ уверенно: 0, записано: 1 });
});

it('a statement that fails in the thread is told as it failed', async () => {
  const failing = new Error('the database is away');
  const lent = lendSql(() => Promise.reject(failing));
  await expect(p.portal.workers.do(statementSorting, lent.port, 1, p.portal.clock.today())).rejects.toThrow('a statement failed');
  expect(lent.fault()).toBe(failing);
  lent.close();
});
