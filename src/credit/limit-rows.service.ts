import type { Day } from '#src/lib/days.ts';
import type { Kopecks } from '#src/lib/money.ts';
import { setCreditLimit } from '#src/partners/standing.service.ts';
import type { Tx } from '#src/platform/scope.ts';

/** A temporary raise in force. */
export interface OpenRaise {
  readonly id: number;
  readonly revertTo: Kopecks;
}

/** The partner's open raise, with `overBy` only when its last day is before that day. */
export async function openRaise(tx: Tx, partnerId: number, overBy: Day | null = null): Promise<OpenRaise | undefined> {
  const [raise] = await tx.sql<OpenRaise>(
    'open_raise',
    `select id, revert_to as "revertTo" from limit_changes
     where partner_id = $1 and until_on is not null and revert_to is not null and ended_at is null and ($2::date is null or until_on < $2::date)`,
    [partnerId, overBy],
  );
  return raise;
}

/** Ends a raise or an allowance; what the limit is then, is written apart. */
export async function endLimitChange(tx: Tx, id: number): Promise<void> {
  await tx.sql('end_raise', 'update limit_changes set ended_at = $2::timestamptz where id = $1', [id, tx.now]);
}

export interface LimitRow {
  readonly partnerId: number;
  readonly before: Kopecks;
  readonly after: Kopecks;
  readonly untilOn: Day | null;
  readonly revertTo: Kopecks | null;
  /** What a promised payment adds, kopecks. */
  readonly allowance?: Kopecks | null;
  readonly comment: string;
  /** How the journal calls it; by the portal itself a limit is reverted, by people changed. */
  readonly action?: 'limit.allowed' | 'limit.reverted' | 'limit.taken';
}

/** Sets the limit of a partner, whose credit is locked, and writes how it changed. @returns the id of the row */
export async function writeLimit(tx: Tx, row: LimitRow): Promise<number> {
  const { partnerId, before, after, untilOn, revertTo, comment, allowance = null } = row;
  const { actor } = tx.scope;
  const { action = actor.role === 'system' ? 'limit.reverted' : 'limit.changed' } = row;
  await setCreditLimit(tx, partnerId, after);
  const [written] = await tx.sql<{ id: number }>(
    'insert_limit_change',
    `insert into limit_changes (partner_id, before, after, until_on, revert_to, comment, at, by_id, by_name, allowance)
     values ($1, $2::bigint, $3::bigint, $4::date, $5::bigint, $6, $7::timestamptz, $8::int, $9, $10::bigint) returning id`,
    [partnerId, before, after, untilOn, revertTo, comment, tx.now, actor.userId, actor.name, allowance],
  );
  if (!written) throw new Error('a limit was changed without a row');
  await tx.audit({
    action,
    subject: 'кредитный лимит',
    partnerId,
    before: { limit: String(before) },
    after: { limit: String(after), untilOn, comment },
  });
  return written.id;
}
