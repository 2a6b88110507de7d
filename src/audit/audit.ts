import type { Day } from '#src/lib/days.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import type { Check, Violation } from './audit.types.ts';
import { journalChecks } from './journal.checks.ts';
import { moneyChecks } from './money.checks.ts';
import { periodChecks } from './period.checks.ts';

/** Thrown when something does not hold; the message is the report. */
export class AuditError extends Error {}

/** Every invariant that can be read from the database. */
export const CHECKS: readonly Check[] = [...journalChecks, ...periodChecks, ...moneyChecks];

/** Runs all checks and returns every violation; it reads only, so it may run beside a working portal. */
export async function auditDatabase(sql: Sql, today: Day): Promise<Violation[]> {
  const found: Violation[] = [];
  for (const { code, says, name, sql: text } of CHECKS) {
    const rows = await sql<{ subject: string; detail: string }>(name, text, text.includes('$1') ? [today] : []);
    found.push(...rows.map(({ subject, detail }) => ({ code, says, subject, detail })));
  }
  return found;
}

/** The report of the command line: every violation, and how many checks there were. */
export function auditReport(violations: readonly Violation[]): string {
  const lines = violations.map(({ code, says, subject, detail }) => `${code} ${subject}: ${detail} (${says})`);
  return [...lines, `${CHECKS.length} checks, ${violations.length} violations.`].join('\n');
}
