import express, { type ErrorRequestHandler } from 'express';
import request from 'supertest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { everyone } from '#src/accounts/access.rules.ts';
import { inParts } from '#src/lib/table.ts';
import { Unavailable } from '#src/platform/errors.ts';
import { type Export, MOST_ROWS, sendTable } from '#src/platform/http/exports.ts';
import { Routes, routing } from '#src/platform/http/routes.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;
beforeAll(async () => {
  p = await openTestPortal();
});
afterAll(() => p.close());

const lastExport = () => p.portal.db.auditEntry.findFirstOrThrow({ where: { action: 'list.exported' }, orderBy: { id: 'desc' } });

test('what was given out stands in the journal of acts, with filter and rows', async () => {
  const manager = await p.as('manager');
  const file = await manager.get('/admin/partners.csv?q=вектор');
  expect(file.response.text.trim().split('\r\n').length).toBe(2);
  expect(await lastExport()).toMatchObject({
    subject: 'список «Партнёры»',
    actorRole: 'manager',
    after: { format: 'csv', rows: 1, filter: 'q=вектор' },
  });
  expect((await manager.get('/admin/journal')).text).toContain('Выгружен список');
});

test('who looks as a partner leaves a note too, under their own name', async () => {
  const admin = await p.as('admin');
  const { id } = await p.portal.db.partner.findFirstOrThrow({ where: { name: 'ООО «Вектор»' }, select: { id: true } });
  expect((await admin.post(`/admin/partners/${id}/view-as`)).status).toBe(303);
  expect((await admin.get('/subscriptions.csv')).status).toBe(200);
  expect(await lastExport()).toMatchObject({ subject: 'список «Подписки»', partnerId: id, actorName: 'Сергей Климов' });
});

/** Lists of numbers behind `sendTable`, and nothing else of the portal. */
async function lists() {
  const scope = await p.scope('admin');
  const routes = new Routes();
  const file = (rows: Export<{ n: number }>['rows']): Export<{ n: number }> => ({
    ...{ name: 'n', sheet: 'n', rows },
    columns: [{ title: 'Номер', kind: 'number', of: ({ n }) => n }],
  });
  const numbers = (most: number) => file(() => Array.from({ length: most }, (_, n) => ({ n })));
  async function* lost() {
    for (let n = 0; n < 700; n++) yield { n };
    throw new Unavailable();
  }
  routes.export('/most', everyone, () => numbers(MOST_ROWS));
  routes.export('/more', everyone, () => numbers(MOST_ROWS + 1));
  routes.export('/lost', everyone, () => file(lost));
  routes.get('/light.csv', everyone, (_req, res) => sendTable(res, 'csv', numbers(1)));
  const app = express();
  app.use((req, _res, next) => {
    req.scope = scope;
    next();
  });
  app.use(routing([routes], () => true));
  const told: ErrorRequestHandler = (error, _req, res, _next) => void res.status(error.status ?? 500).send(error.message);
  app.use(told);
  return request(app);
}

test('more rows than a file takes are refused in a sentence, not cut; a fault is no cut file either', async () => {
  const agent = await lists();
  expect((await agent.get('/most.csv')).text.trim().split('\r\n').length).toBe(100_001);
  const more = await agent.get('/more.csv');
  expect([more.status, more.text]).toEqual([422, 'В выгрузке больше 100\u00a0000 строк. Сузьте отбор и выгрузите частями.']);
  for (const path of ['/lost.csv', '/lost.xlsx']) expect([path, (await agent.get(path)).status]).toEqual([path, 503]);
  expect((await agent.get('/light.csv')).text).toContain('without declaring it');
});

test('a list comes part by part, as it is taken', async () => {
  const asked: (number | null)[] = [];
  const lines = inParts(async ({ size, last }: { size: number; last: number | null }) => {
    asked.push(last);
    const from = last ?? 0;
    return Array.from({ length: Math.min(size, 4_500 - from) }, (_, at) => from + at + 1);
  });
  expect((await lines.next()).value).toBe(1);
  expect(asked).toEqual([null]);
  let last = 1;
  for await (const line of lines) expect(line).toBe(++last);
  expect([last, asked]).toEqual([4_500, [null, 2_000, 4_000]]);
});
