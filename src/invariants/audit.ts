import type { Day } from '#src/lib/days.ts';
import { isSettable } from '#src/platform/clock.ts';
import { allowMs } from '#src/platform/db/prisma.ts';
import { type Sql, transactionSql } from '#src/platform/db/sql.ts';
import type { Portal } from '#src/platform/scope.ts';
import { accessChecks } from './access.checks.ts';
import { clockChecks } from './clock.checks.ts';
import { consentChecks } from './consent.checks.ts';
import { exchangeChecks } from './exchange.checks.ts';
import { frozenChecks } from './frozen.checks.ts';
import type { Check, Violation } from './invariants.types.ts';
import { invoiceChecks } from './invoice.checks.ts';
import { journalChecks } from './journal.checks.ts';
import { leftoverChecks } from './leftovers.checks.ts';
import { letterChecks } from './letters.checks.ts';
import { moneyChecks } from './money.checks.ts';
import { onceChecks } from './once.checks.ts';
import { ownersChecks } from './owners.checks.ts';
import { periodChecks } from './period.checks.ts';
import { promiseChecks } from './promise.checks.ts';
import { waitingChecks } from './waiting.checks.ts';

/** Thrown when something does not hold; the message is the report. */
export class AuditError extends Error {}

/** Every invariant that can be read from the database. */
export const CHECKS: readonly Check[] = [
  ...onceChecks,
  ...journalChecks,
  ...periodChecks,
  ...moneyChecks,
  ...waitingChecks,
  ...exchangeChecks,
  ...promiseChecks,
  ...invoiceChecks,
  ...frozenChecks,
  ...consentChecks,
  ...letterChecks,
  ...ownersChecks,
  ...accessChecks,
  ...leftoverChecks,
  ...clockChecks,
];

/**
 * Runs all checks and returns every violation; it reads only, so it may run beside a working portal.
 * @param ahead ms by which the portal's clock is ahead of the machine's; without it what was done in the future is not looked for
 */
export async function auditDatabase(sql: Sql, today: Day, ahead?: number): Promise<Violation[]> {
  const found: Violation[] = [];
  for (const { code, says, name, sql: text, asks } of CHECKS) {
    if (asks === 'ahead' && ahead === undefined) continue;
    const rows = await sql<{ subject: string; detail: string }>(
      name,
      text,
      asks === 'ahead' ? [ahead] : text.includes('$1') ? [today] : [],
    );
    found.push(...rows.map(({ subject, detail }) => ({ code, says, subject, detail })));
  }
  return found;
}

const AN_HOUR = 3_600_000;

/** The audit of a running portal at one moment, without the time limit that pages have. */
export function auditPortal({ db: prisma, clock }: Portal): Promise<Violation[]> {
  return prisma.$transaction(
    async (db) => {
      await allowMs(db, AN_HOUR);
      return auditDatabase(transactionSql(db), clock.today(), isSettable(clock) ? clock.offset : 0);
    },
    { isolationLevel: 'RepeatableRead', timeout: AN_HOUR },
  );
}

/**
 * The nightly audit and that of the command line.
 * @returns the report when all is well
 * @throws AuditError with every violation, so that the task or command fails and is seen
 */
export async function runAudit(portal: Portal): Promise<string> {
  const violations = await auditPortal(portal);
  const report = auditReport(violations);
  if (violations.length > 0) throw new AuditError(report);
  return report;
}

/** The report of the command line: every violation, and how many checks there were. */
export function auditReport(violations: readonly Violation[]): string {
  const lines = violations.map(({ code, says, subject, detail }) => `${code} ${subject}: ${detail} (${says})`);
  return [...lines, `${CHECKS.length} checks, ${violations.length} violations.`].join('\n');
}
