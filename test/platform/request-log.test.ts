import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;
beforeAll(async () => {
  p = await openTestPortal();
});
afterAll(() => p.close());

const linesOf = (path: string) => p.logLines().filter((line) => line['path'] === path);

test('a line of an answer names who asked, and nobody for a stranger', async () => {
  const { id } = await p.portal.db.user.findUniqueOrThrow({ where: { login: 'vector' } });
  await (await p.as('vector')).get('/cabinet?q=secret');
  await p.visitor().get('/help');
  await expect.poll(() => linesOf('/cabinet').length).toBe(1);
  expect(linesOf('/cabinet')).toEqual([expect.objectContaining({ userId: id, method: 'GET' })]);
  await expect.poll(() => linesOf('/help').length).toBe(1);
  expect(linesOf('/help')[0]).not.toHaveProperty('userId');
});
