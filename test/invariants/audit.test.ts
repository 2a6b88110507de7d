import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AuditError, auditDatabase, auditReport, CHECKS, runAudit } from '#src/invariants/audit.ts';
import { type AuditedWorld, openAuditedWorld, TODAY } from './audited-world.ts';
import { breaks } from './breaks.ts';
import { consentBreaks } from './consent-breaks.ts';
import { moneyBreaks } from './money-breaks.ts';
import { promiseBreaks } from './promise-breaks.ts';

let p: AuditedWorld;
beforeAll(async () => {
  p = await openAuditedWorld();
});
afterAll(() => p.close());

const all = [...breaks, ...promiseBreaks, ...moneyBreaks, ...consentBreaks];

describe('the audit', () => {
  test('finds nothing in a portal that was only used', async () => {
    expect(await auditDatabase(p.sql, TODAY, p.clock.offset)).toEqual([]);
    expect(await runAudit(p.portal)).toBe(`${CHECKS.length} checks, 0 violations.`);
    expect(auditReport([])).toBe(`${CHECKS.length} checks, 0 violations.`);
  });

  test.each(all)('sees %s', async (_, statements, check) => {
    expect(await p.broken(statements)).toContain(check);
  });

  test('each of its checks is broken above, and named once', () => {
    const names = CHECKS.map(({ name }) => name).sort();
    expect(names).toEqual([...new Set(all.map(([, , check]) => check))].sort());
    expect(new Set(CHECKS.map(({ says }) => says)).size).toBe(CHECKS.length);
  });

  test('fails with a report that names every violation', async () => {
    await p.portal.db.partner.update({ where: { code: 'vector' }, data: { creditLimit: 1n } });
    const failed = runAudit(p.portal);
    await expect(failed).rejects.toThrow(AuditError);
    await expect(failed).rejects.toThrow(/^I3 vector: exposure \d+, limit 1, allowed for \d+ \(.*\n\d+ checks, 1 violations\.$/);
  });
});
