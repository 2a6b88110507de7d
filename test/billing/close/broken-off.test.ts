import { expect, it } from 'vitest';
import { closeDays, closesAt } from '#src/billing/close/close.rules.ts';
import { closeMonth } from '#src/billing/close/close.service.ts';
import { parkPartner } from '#src/billing/close/close-batch.service.ts';
import { auditDatabase } from '#src/invariants/audit.ts';
import { day, month } from '#src/lib/days.ts';
import { newClient } from '#src/platform/db/client.ts';
import { systemScope } from '#src/platform/scope.ts';
import { placeNew } from '#test/support/orders.ts';
import { openTestPortal } from '#test/support/portal.ts';
import { large } from './killed-world.ts';

const NOVEMBER = month('2026-11');

it('a close whose connections are cut off again and again parks nobody and comes to its end', async () => {
  const p = await openTestPortal({ template: large });
  const admin = newClient({ connectionString: p.database.adminUrl });
  await admin.connect();
  p.clock.setTo(closesAt(NOVEMBER));
  const closing = closeMonth(systemScope(p.portal, 'test'), NOVEMBER);
  const isOver = closing.then(() => true);
  let cut = 0;
  // In the middle of a batch: the first cut breaks one off, the others its partners one by one.
  while (cut < 5 && !(await Promise.race([isOver, false]))) {
    const { rowCount } = await admin.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
         and xact_start is not null and query like '%partner\\_id = any($1::int[])%'`,
    );
    cut += rowCount ?? 0;
  }
  expect(await closing).toMatchObject({ state: 'done', parked: [] });
  expect(cut).toBeGreaterThanOrEqual(5);
  expect(await auditDatabase(p.portal.sql, day('2026-11-30'))).toEqual([]);
  await admin.end();
  await p.close();
}, 60_000);

it('a partner that another run has closed meanwhile is not parked', async () => {
  const p = await openTestPortal();
  await placeNew(p, 'vector', { seats: 7 });
  p.clock.setTo(closesAt(NOVEMBER));
  const scope = systemScope(p.portal, 'test');
  await closeMonth(scope, NOVEMBER);
  const { id } = await p.portal.db.partner.findUniqueOrThrow({ where: { code: 'vector' } });
  expect(await parkPartner(scope, closeDays(NOVEMBER), id, 'связь потеряна')).toBeNull();
  expect(await p.portal.db.partnerClose.count({ where: { fault: { not: null } } })).toBe(0);
  await p.close();
});
