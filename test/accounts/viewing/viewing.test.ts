import { afterAll, beforeAll, expect, test } from 'vitest';
import { command } from '#src/platform/command.ts';
import { routers } from '#src/routers.ts';
import type { Browser } from '#test/support/browser.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;
let manager: Browser;
let vectorId: number;
let path: string;
beforeAll(async () => {
  p = await openTestPortal();
  manager = await p.as('manager');
  vectorId = (await p.portal.db.partner.findUniqueOrThrow({ where: { code: 'vector' } })).id;
  path = `/admin/partners/${vectorId}/view-as`;
});
afterAll(() => p.close());

const notes = () => p.portal.db.auditEntry.findMany({ where: { action: { startsWith: 'view.' } }, orderBy: { id: 'asc' } });

test('sees what the partner’s head sees, marked on every page, journaled at start and end', async () => {
  expect((await manager.get(path)).text).toContain('ООО «Вектор»');
  expect((await manager.post(path)).location).toBe('/cabinet');
  for (const page of ['/cabinet', '/subscriptions', '/customers', '/finance', '/team', '/catalog']) {
    const seen = await manager.get(page);
    expect([page, seen.status, seen.$('.view-bar').text()]).toEqual([
      page,
      200,
      expect.stringContaining('Вы смотрите портал как ООО «Вектор»'),
    ]);
  }
  for (const page of ['/admin', '/admin/partners', '/admin/journal']) expect((await manager.get(page)).status).toBe(403);
  expect((await manager.get('/nowhere')).$('.view-bar').length).toBe(1);
  const end = await manager.post('/view-as/end');
  expect(end.location).toBe(`/admin/partners/${vectorId}`);
  const back = await manager.get('/admin/partners');
  expect([back.status, back.$('.view-bar').length]).toEqual([200, 0]);
  expect((await notes()).map(({ action, actorRole, partnerId }) => [action, actorRole, partnerId])).toEqual([
    ['view.started', 'manager', vectorId],
    ['view.ended', 'manager', vectorId],
  ]);
});

test('nothing can be changed: every POST of the portal is refused', async () => {
  await manager.post(path);
  await manager.get('/cabinet');
  const counts = async () => [await p.portal.db.order.count(), await p.portal.db.user.count(), await p.portal.db.auditEntry.count()];
  const before = await counts();
  const posts = routers(p.portal).flatMap(({ declared }) => declared.filter(({ method }) => method === 'POST'));
  expect(posts.length).toBeGreaterThan(40);
  for (const { path: pattern } of posts.filter((route) => !/view-as\/end|LogOff$/.test(route.path))) {
    const answer = await manager.post(pattern.replace(/:\w+/g, '1'));
    expect([pattern, answer.status]).toEqual([pattern, 403]);
  }
  expect(await counts()).toEqual(before);
  await manager.post('/view-as/end');
});

test('a command is refused too, whatever led to it', async () => {
  const scope = { ...(await p.scope('vector')), actor: { ...(await p.scope('vector')).actor, isReadOnly: true } };
  await expect(command(scope, { action: 'test' }, (tx) => tx.audit({ action: 'log-on', subject: 'x' }))).rejects.toThrow(
    'изменить ничего нельзя',
  );
});

test('the session stays a staff session: 30 idle minutes, and log-off ends the viewing in the journal', async () => {
  const other = await p.as('manager');
  await other.post(path);
  await other.get('/cabinet');
  p.clock.setTo(new Date(p.clock.now().getTime() + 31 * 60_000));
  expect((await other.get('/cabinet')).location).toBe('/Account/LogOn');
  const again = await p.as('manager');
  await again.post(path);
  await again.get('/cabinet');
  expect((await again.post('/Account/LogOff')).status).toBe(303);
  const actions = (await p.portal.db.auditEntry.findMany({ orderBy: { id: 'desc' }, take: 2 })).map(
    ({ action, actorRole }) => `${action} ${actorRole}`,
  );
  expect(actions).toEqual(['log-off manager', 'view.ended manager']);
});

test('is for MONT’s people only, whatever stands in a session', async () => {
  const orion = await p.as('orion');
  expect((await orion.post(path)).status).toBe(403);
  await p.portal.db.session.updateMany({ where: { userId: (await p.scope('orion')).actor.userId }, data: { viewingPartnerId: vectorId } });
  const page = await orion.get('/cabinet');
  expect(page.$('.view-bar').length).toBe(0);
  expect(page.text).toContain('Орион');
  expect((await orion.post('/view-as/end')).location).toBe('/');
  const admin = await p.as('admin');
  for (const absent of ['999999', '0', 'x']) expect((await admin.post(`/admin/partners/${absent}/view-as`)).status).toBe(404);
  expect((await p.visitor().get(path)).location).toBe('/Account/LogOn');
});
