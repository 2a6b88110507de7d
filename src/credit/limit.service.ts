import { type Day, formatDayShort } from '#src/lib/days.ts';
import { tooFar } from '#src/lib/far-days.ts';
import { formatRub, type Kopecks, kopecks } from '#src/lib/money.ts';
import { type Agreed, agreeToRun } from '#src/orders/held/agreed.service.ts';
import { setCreditLimit } from '#src/partners/standing.service.ts';
import { command } from '#src/platform/command.ts';
import { Invalid } from '#src/platform/errors.ts';
import { oneByOne } from '#src/platform/one-by-one.ts';
import { type Portal, type Scope, systemScope, type Tx } from '#src/platform/scope.ts';
import { type Eased, easeCredit, lockCredit } from './credit.service.ts';

export interface NewLimit {
  /** Kopecks. */
  readonly limit: Kopecks;
  /** Last day of a temporary raise; null for good. */
  readonly untilOn: Day | null;
  readonly comment: string;
  /** The limit the form showed. */
  readonly shown: Kopecks;
  /** What the person saw would run, and what is cancelled instead. */
  readonly agreed?: Agreed;
}

/** A temporary raise in force. */
interface OpenRaise {
  readonly id: number;
  readonly revertTo: Kopecks;
}

const UNCHANGED: Eased = { released: 0, waiting: 0 };

/**
 * Changes a partner's limit for good, or raises it until a day; what was raised before ends with it. A raise has held orders decided again.
 * @throws Invalid with a sentence per field, also when the limit changed since the form was shown; NotFound for no such partner
 */
export function changeLimit(scope: Scope, partnerId: number, input: NewLimit, token: string): Promise<Eased> {
  return command(scope, { action: 'limit.change', token }, async (tx) => {
    const credit = await lockCredit(tx, partnerId);
    const raise = await openRaise(tx, partnerId);
    const lasting = raise ? kopecks(raise.revertTo) : credit.limit;
    const faults = faultsOf(input, { now: credit.limit, lasting, today: tx.today });
    if (faults) throw new Invalid(faults);
    if (raise) await endRaise(tx, raise.id);
    const { limit, untilOn, comment, agreed } = input;
    if (agreed) await agreeToRun(tx, partnerId, { limit }, agreed);
    await write(tx, { partnerId, before: credit.limit, after: limit, untilOn, revertTo: untilOn ? lasting : null, comment });
    return limit > credit.limit ? easeCredit(tx, partnerId) : UNCHANGED;
  });
}

/**
 * Sets the limit that the accounting system says, for good; a temporary raise ends with it. Where it goes up, held orders are decided
 * at the end of the command. @throws NotFound
 */
export async function takeLimit(tx: Tx, partnerId: number, limit: Kopecks, comment: string): Promise<void> {
  const credit = await lockCredit(tx, partnerId);
  const raise = await openRaise(tx, partnerId);
  if (raise) await endRaise(tx, raise.id);
  await write(tx, { partnerId, before: credit.limit, after: limit, untilOn: null, revertTo: null, comment }, 'limit.taken');
}

function faultsOf(input: NewLimit, at: { now: Kopecks; lasting: Kopecks; today: Day }): Record<string, string> | null {
  const { limit, untilOn, shown } = input;
  if (shown !== at.now)
    return { '': `Лимит изменился: был ${formatRub(shown)}, сейчас ${formatRub(at.now)}. Проверьте и подтвердите ещё раз.` };
  if (untilOn && untilOn < at.today) return { untilOn: `Эта дата прошла. Укажите ${formatDayShort(at.today)} или позже.` };
  const far = untilOn && tooFar(untilOn, at.today, 'limitRaise');
  if (far) return { untilOn: far };
  if (untilOn && limit <= at.lasting) return { limit: `Временно лимит можно только повысить: укажите больше ${formatRub(at.lasting)}.` };
  if (!untilOn && limit === at.now && limit === at.lasting) return { limit: 'Такой лимит уже стоит.' };
  return null;
}

/**
 * Takes back the temporary raises whose last day is over; what a stopped portal missed is taken back at the next run.
 * Each partner is a transaction of its own. @returns how many were taken back
 */
export async function revertLimits(portal: Portal): Promise<number> {
  const scope = systemScope(portal, 'revert-limits');
  const due = await portal.sql<{ partnerId: number }>(
    'raises_due',
    `select partner_id as "partnerId" from limit_changes where until_on < $1::date and ended_at is null order by id`,
    [portal.clock.today()],
  );
  return oneByOne(due, 'taking limits back', ({ partnerId }) => command(scope, { action: 'limit.revert' }, (tx) => revert(tx, partnerId)));
}

async function revert(tx: Tx, partnerId: number): Promise<boolean> {
  const { limit } = await lockCredit(tx, partnerId);
  const raise = await openRaise(tx, partnerId, tx.today);
  if (!raise) return false;
  await endRaise(tx, raise.id);
  const comment = 'Срок временного повышения истёк';
  await write(tx, { partnerId, before: limit, after: kopecks(raise.revertTo), untilOn: null, revertTo: null, comment });
  return true;
}

/** The partner's open raise, with `overBy` only when its last day is before that day. */
async function openRaise(tx: Tx, partnerId: number, overBy: Day | null = null): Promise<OpenRaise | undefined> {
  const [raise] = await tx.sql<OpenRaise>(
    'open_raise',
    `select id, revert_to as "revertTo" from limit_changes
     where partner_id = $1 and until_on is not null and revert_to is not null and ended_at is null and ($2::date is null or until_on < $2::date)`,
    [partnerId, overBy],
  );
  return raise;
}

async function endRaise(tx: Tx, id: number): Promise<void> {
  await tx.sql('end_raise', 'update limit_changes set ended_at = $2::timestamptz where id = $1', [id, tx.now]);
}

interface LimitRow {
  readonly partnerId: number;
  readonly before: Kopecks;
  readonly after: Kopecks;
  readonly untilOn: Day | null;
  readonly revertTo: Kopecks | null;
  readonly comment: string;
}

async function write(tx: Tx, row: LimitRow, action = tx.scope.actor.role === 'system' ? 'limit.reverted' : 'limit.changed'): Promise<void> {
  const { partnerId, before, after, untilOn, revertTo, comment } = row;
  const { actor } = tx.scope;
  await setCreditLimit(tx, partnerId, after);
  await tx.sql(
    'insert_limit_change',
    `insert into limit_changes (partner_id, before, after, until_on, revert_to, comment, at, by_id, by_name)
     values ($1, $2::bigint, $3::bigint, $4::date, $5::bigint, $6, $7::timestamptz, $8::int, $9)`,
    [partnerId, before, after, untilOn, revertTo, comment, tx.now, actor.userId, actor.name],
  );
  await tx.audit({
    action,
    subject: 'кредитный лимит',
    partnerId,
    before: { limit: String(before) },
    after: { limit: String(after), untilOn, comment },
  });
}
