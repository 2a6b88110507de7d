import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { diffOf } from '#src/admin/journal/journal.particulars.ts';
import { actionWords } from '#src/admin/journal/journal.words.ts';
import { command } from '#src/platform/command.ts';
import type { AuditNote } from '#src/platform/scope.ts';
import type { Browser, TestPage } from '#test/support/browser.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;
let manager: Browser;
let vectorId: number;
beforeAll(async () => {
  p = await openTestPortal();
  manager = await p.as('manager');
  vectorId = (await p.portal.db.partner.findUniqueOrThrow({ where: { code: 'vector' } })).id;
});
afterAll(() => p.close());

async function note(login: string, entry: AuditNote): Promise<void> {
  await command(await p.scope(login), { action: 'test' }, (tx) => tx.audit(entry));
}
const rowsOf = (page: TestPage) => page.$('#journal-list tbody tr');

test('tells who, when, from where, what, and before → after', async () => {
  const before = { limit: '50000000', untilOn: null };
  await note('manager', {
    action: 'limit.changed',
    subject: 'лимит партнёра «Вектор»',
    partnerId: vectorId,
    before,
    after: { limit: '75000000', untilOn: '2026-12-01' },
  });
  const page = await manager.get('/admin/journal');
  const row = rowsOf(page).first();
  const text = row.text().replace(/\s+/g, ' ');
  for (const words of [
    'Изменён кредитный лимит',
    'лимит партнёра «Вектор»',
    '(manager)',
    'менеджер MONT · 127.0.0.1',
    'ООО «Вектор»',
    '22.11.2026 10:00',
  ])
    expect(text).toContain(words);
  expect(row.find('del').text()).toBe('500\u00a0000,00\u00a0₽');
  expect(
    row
      .find('ins')
      .map((_, one) => page.$(one).text())
      .get(),
  ).toEqual(['750\u00a0000,00\u00a0₽', '01.12.2026']);
});

test('filters by words, who, partner, kind and period, together', async () => {
  await note('vector', {
    action: 'customer.updated',
    subject: 'заказчик ООО «Полюс»',
    before: { phone: '+79161112233' },
    after: { phone: '+79161112244' },
  });
  const counts = async (query: string) => rowsOf(await manager.get(`/admin/journal?${query}`)).length;
  expect(await counts('q=полюс')).toBe(1);
  expect(await counts('q=79161112244')).toBe(1);
  expect(await counts('q=полюс&who=vector')).toBe(1);
  expect(await counts('q=полюс&who=orion')).toBe(0);
  expect(await counts(`q=полюс&partner=${vectorId}`)).toBe(1);
  expect(await counts('q=полюс&partner=вектор')).toBe(1);
  expect(await counts('q=полюс&partner=орион')).toBe(0);
  expect(await counts(`q=полюс&group=${encodeURIComponent('Партнёры')}`)).toBe(1);
  expect(await counts(`q=полюс&group=${encodeURIComponent('Портал')}`)).toBe(0);
  expect(await counts('q=полюс&from=2026-11-22&to=2026-11-22')).toBe(1);
  expect(await counts('q=полюс&from=2026-11-23')).toBe(0);
  expect(await counts('q=полюс&to=2026-11-21')).toBe(0);
  const page = await manager.get(`/admin/journal?q=полюс&who=vector&partner=${vectorId}`);
  expect(page.$('.chips a').length).toBe(4);
  expect(page.$('input[name=who]').attr('value')).toBe('vector');
});

test('signs of patterns are no patterns', async () => {
  for (const q of ['%', '_', '\\', "'"])
    expect((await manager.get(`/admin/journal?q=${encodeURIComponent(`по${q}с`)}`)).text).toContain('не нашлось');
});

test('pages of fifty, and all of it as CSV and XLSX', async () => {
  await command(await p.scope('admin'), { action: 'test' }, async (tx) => {
    for (let n = 0; n < 51; n++) await tx.audit({ action: 'letter.resent', subject: `=письмо многих страниц ${n}` });
  });
  const [first, second] = [await manager.get('/admin/journal?q=многих'), await manager.get('/admin/journal?q=многих&page=2')];
  expect([rowsOf(first).length, rowsOf(second).length]).toEqual([50, 1]);
  expect(first.$('.pager').text()).toContain('1–50 из 51');
  const csv = await manager.get('/admin/journal.csv?q=многих');
  expect(csv.response.text.trim().split('\r\n')).toHaveLength(52);
  expect(csv.response.text).toContain("'=письмо");
  const xlsx = await manager.get('/admin/journal.xlsx?q=многих');
  expect([xlsx.status, xlsx.headers['content-disposition']]).toEqual([
    200,
    'attachment; filename="journal-2026-11-22.xlsx"'.replaceAll('"', ''),
  ]);
});

test('refuses what no link of the portal has', async () => {
  for (const query of ['x=1', 'q=a&q=b', 'group=zzz']) expect((await manager.get(`/admin/journal?${query}`)).status).toBe(400);
  expect((await manager.get('/admin/journal?from=31.02.2026')).status).toBe(200);
});

test('is for MONT’s people only', async () => {
  for (const path of ['/admin/journal', '/admin/journal.csv', '/admin/journal.xlsx']) {
    expect((await (await p.as('admin')).get(path)).status).toBe(200);
    expect((await (await p.as('vector')).get(path)).status).toBe(403);
    expect((await p.visitor().get(path)).location).toBe('/Account/LogOn');
  }
});

test('a particular that came, went or stayed', () => {
  expect(diffOf({ name: 'А', isNew: true }, { name: 'А', isNew: false })).toEqual([{ label: 'isNew', before: 'да', after: 'нет' }]);
  expect(diffOf(null, { gross: '21400' })).toEqual([{ label: 'Цена', before: null, after: '214,00\u00a0₽' }]);
  expect(diffOf({ at: '2026-11-22T07:00:00.000Z' }, null)).toEqual([{ label: 'Время', before: '22.11.2026 10:00', after: null }]);
});

test('every code the portal writes has its Russian words', () => {
  const root = resolve(import.meta.dirname, '../../src');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.startsWith('generated'),
  );
  const codes = files.flatMap((file) => {
    const source = readFileSync(join(root, file), 'utf8');
    return [...source.matchAll(/\.audit\(\{\s*action: '([^']+)'/g)].map((found) => found[1] ?? '');
  });
  expect(codes.length).toBeGreaterThan(20);
  expect(
    [...new Set(codes)].filter((code) => actionWords(code) === code),
    'their words are in journal.words.ts',
  ).toEqual([]);
  for (const code of ['order.done', 'order.held', 'close.done', 'close.partial']) expect(actionWords(code)).not.toBe(code);
});
