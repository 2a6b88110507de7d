import { type Day, formatDayShort } from '#src/lib/days.ts';
import { tooFar } from '#src/lib/far-days.ts';
import { formatRub, type Kopecks, kopecks } from '#src/lib/money.ts';
import { type Agreed, agreeToRun } from '#src/orders/held/agreed.service.ts';
import { command } from '#src/platform/command.ts';
import { Invalid } from '#src/platform/errors.ts';
import { oneByOne } from '#src/platform/one-by-one.ts';
import { type Portal, type Scope, systemScope, type Tx } from '#src/platform/scope.ts';
import { endAllowances, openAllowances } from './allowance.service.ts';
import { type Eased, easeCredit, lockCredit } from './credit.service.ts';
import { endLimitChange, openRaise, writeLimit } from './limit-rows.service.ts';

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

const UNCHANGED: Eased = { released: 0, waiting: 0 };

/**
 * Changes a partner's limit for good, or raises it until a day; what was raised or added before ends with it. A raise has held orders
 * decided again.
 * @throws Invalid with a sentence per field, also when the limit changed since the form was shown; NotFound for no such partner
 */
export function changeLimit(scope: Scope, partnerId: number, input: NewLimit, token: string): Promise<Eased> {
  return command(scope, { action: 'limit.change', token }, async (tx) => {
    const credit = await lockCredit(tx, partnerId);
    const raise = await openRaise(tx, partnerId);
    const lasting = raise ? kopecks(raise.revertTo) : kopecks(credit.limit - (await openAllowances(tx.sql, partnerId)));
    const faults = faultsOf(input, { now: credit.limit, lasting, today: tx.today });
    if (faults) throw new Invalid(faults);
    if (raise) await endLimitChange(tx, raise.id);
    await endAllowances(tx, partnerId);
    const { limit, untilOn, comment, agreed } = input;
    if (agreed) await agreeToRun(tx, partnerId, { limit }, agreed);
    await writeLimit(tx, { partnerId, before: credit.limit, after: limit, untilOn, revertTo: untilOn ? lasting : null, comment });
    return limit > credit.limit ? easeCredit(tx, partnerId) : UNCHANGED;
  });
}

/**
 * Sets the limit that the accounting system says, for good; a temporary raise ends with it, what a promised payment adds stays on top
 * of it. Where it goes up, held orders are decided at the end of the command. @throws NotFound
 */
export async function takeLimit(tx: Tx, partnerId: number, limit: Kopecks, comment: string): Promise<void> {
  const credit = await lockCredit(tx, partnerId);
  const raise = await openRaise(tx, partnerId);
  if (raise) await endLimitChange(tx, raise.id);
  const after = kopecks(limit + (await openAllowances(tx.sql, partnerId)));
  await writeLimit(tx, { partnerId, before: credit.limit, after, untilOn: null, revertTo: null, comment, action: 'limit.taken' });
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
  await endLimitChange(tx, raise.id);
  const comment = 'Срок временного повышения истёк';
  const after = kopecks(raise.revertTo + (await openAllowances(tx.sql, partnerId)));
  await writeLimit(tx, { partnerId, before: limit, after, untilOn: null, revertTo: null, comment });
  return true;
}
