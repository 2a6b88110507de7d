import { partnerOf } from '#src/accounts/actor.rules.ts';
import { type Credit, holdSentence } from '#src/credit/credit.rules.ts';
import { lockCredit } from '#src/credit/credit.service.ts';
import { formatRub, type Kopecks } from '#src/lib/money.ts';
import { command } from '#src/platform/command.ts';
import { Conflict, Forbidden, Invalid } from '#src/platform/errors.ts';
import type { Scope, Tx } from '#src/platform/scope.ts';
import { changeAutoRenewalIn, stopIn, type Taken } from '#src/subscriptions/manage/manage.service.ts';
import { changeSeatsOf, startOf } from '#src/subscriptions/manage/seats-and-start.service.ts';
import { bulkItems } from './bulk.queries.ts';
import type { BulkAction, BulkLine } from './bulk.types.ts';
import { tellMany } from './bulk-letters.service.ts';
import { type BulkPlan, inOrderOfDoing, type PlannedChange, planOf } from './plan.rules.ts';

export interface BulkInput {
  readonly action: BulkAction;
  readonly lines: readonly BulkLine[];
  /** Version of each subscription as it was shown, by number. */
  readonly versions: ReadonlyMap<string, number>;
  /** The sum of the preview, kopecks. */
  readonly shownCharge: Kopecks;
  /** What doesn't fit into the limit may wait as orders; else nothing is done. */
  readonly mayWait: boolean;
  readonly comment: string | null;
}

export interface BulkResult {
  readonly changed: number;
  readonly held: number;
}

/**
 * Changes many subscriptions in one transaction, all or none, with a row of the history each and one letter in all.
 * @throws Forbidden under a hold; Conflict when one of them is not as it was shown; Invalid when one can't be changed,
 *   the sum is no longer the shown one, or something would have to wait and nobody agreed to that
 */
export function changeMany(scope: Scope, input: BulkInput, token: string): Promise<BulkResult> {
  return command(scope, { action: `subscriptions.${input.action}`, token }, async (tx) => {
    const credit = await lockCredit(tx, partnerOf(scope));
    const blocked = holdSentence(credit);
    if (blocked) throw new Forbidden(blocked);
    await lockAll(tx, credit.partnerId, input.lines);
    const items = await bulkItems(tx.sql, credit.partnerId, input.lines, tx.today);
    const plan = planOf(input.action, items, credit, tx.today);
    refuseChanged(plan, input);
    const done: PlannedChange[] = [];
    for (const change of inOrderOfDoing(input.action, plan)) if (!change.isUnchanged) done.push(await carryOut(tx, change, credit, input));
    const held = done.filter(({ isHeld }) => isHeld).length;
    if (held > plan.held && !input.mayWait) throw new Invalid({ mayWait: MAY_WAIT });
    if (done.length > 0) await tellMany(tx, credit.partnerId, input, done);
    return { changed: done.length - held, held };
  });
}

/** The rows of all of them, in one order for everybody, before anything is read. */
async function lockAll(tx: Tx, partnerId: number, lines: readonly BulkLine[]): Promise<void> {
  await tx.sql(
    'lock_many_subscriptions',
    'select id from subscriptions where partner_id = $1 and number = any($2::text[]) order by id for update',
    [partnerId, lines.map(({ number }) => number)],
  );
}

function refuseChanged(plan: BulkPlan, input: BulkInput): void {
  const changed = plan.changes.filter(({ item: { line, subscription } }) => subscription?.version !== input.versions.get(line.number));
  if (changed.length > 0) throw new Conflict(`Изменились, проверьте: ${changed.map(({ item }) => item.line.number).join(', ')}.`);
  if (plan.faults > 0) throw new Invalid({ '': 'Не все подписки можно изменить: причины указаны в строках.' });
  if (plan.charge !== input.shownCharge)
    throw new Invalid({
      '': `Сумма изменилась: было ${formatRub(input.shownCharge)}, стало ${formatRub(plan.charge)}. Проверьте и подтвердите ещё раз.`,
    });
  if (plan.held > 0 && !input.mayWait) throw new Invalid({ mayWait: MAY_WAIT });
}

/** What changes free goes to older orders first, so more may have to wait than the plan of these changes alone says. */
const MAY_WAIT = 'Часть изменений не помещается в кредитный лимит. Согласитесь, чтобы они ждали как заказы, или уберите их.';

/** @throws what the change of one would, and then nothing of all is done */
async function carryOut(tx: Tx, change: PlannedChange, credit: Credit, { action, comment }: BulkInput): Promise<PlannedChange> {
  const { subscription, line } = change.item;
  if (!subscription) throw new Conflict();
  const outcome = await changeOne(tx, action, { subscription, credit }, line, comment);
  return { ...change, isHeld: outcome === 'held' };
}

async function changeOne(tx: Tx, action: BulkAction, taken: Taken, line: BulkLine, comment: string | null): Promise<'done' | 'held'> {
  const { subscription: s } = taken;
  const how = { comment, isToldTogether: true };
  if (action === 'stop') await stopIn(tx, s, comment, true);
  else if (action === 'start') return (await startOf(tx, taken, how)).status;
  else if (action === 'seats') return (await changeSeatsOf(tx, taken, { ...how, seats: line.seats ?? s.seats })).status;
  else await changeAutoRenewalIn(tx, s, { autoRenew: action === 'renewal-on', stopOn: null }, comment);
  return 'done';
}
