import { lockCredit } from '#src/credit/credit.service.ts';
import { queueLetters } from '#src/letters/letters.service.ts';
import { type Day, earlierDay } from '#src/lib/days.ts';
import { zero } from '#src/lib/money.ts';
import { currentContract, writeEnd } from '#src/partners/partners.service.ts';
import { partnerManager, partnerRecipients } from '#src/partners/recipients.queries.ts';
import { command } from '#src/platform/command.ts';
import { Conflict, Invalid } from '#src/platform/errors.ts';
import type { EventMap } from '#src/platform/events.ts';
import type { Scope, Tx } from '#src/platform/scope.ts';
import type { ContractOf } from '#src/subscriptions/contract.queries.ts';
import { recordEvent } from '#src/subscriptions/history/history.service.ts';
import { type Managed, stopChange } from '#src/subscriptions/manage/changes.rules.ts';
import { changeAutoRenewalIn } from '#src/subscriptions/manage/manage.service.ts';
import { lockManaged } from '#src/subscriptions/manage/managed.queries.ts';
import { cancelPending, stop } from '#src/subscriptions/service/lifecycle.service.ts';
import { contractEnded } from './contract-end.letters.ts';
import { endingOf } from './contract-end.queries.ts';
import { type Ending, type EndingWish, endingFault, fateOf, type SubscriptionUnder, shownOf, stopsOn } from './contract-end.rules.ts';

export interface EndInput extends EndingWish {
  /** What the page showed: `shownOf`. */
  readonly shown: string;
}

/**
 * «Завершить договор»: it and its agreements are in force through a day; their subscriptions move to the successor with the close
 * of that month, or stop with it (product rule §4). What waits and has no successor to begin under is given up at once.
 * @throws NotFound; Conflict when it was ended meanwhile; Invalid for the day, the successor, and when what was shown has changed
 */
export function endContract(
  scope: Scope,
  partnerId: number,
  contractId: number,
  input: EndInput,
  token: string,
): Promise<{ touched: number }> {
  return command(scope, { action: 'contract.end', token, limitMs: 60_000 }, async (tx) => {
    await lockCredit(tx, partnerId);
    const ending = await endingOf(tx.sql, partnerId, contractId, tx.today);
    refuse(ending, input, tx.today);
    const { contract, agreements, subscriptions } = ending;
    const { endedOn, successorId } = input;
    await writeEnd(tx, [contract.id, ...agreements.map(({ id }) => id)], endedOn, successorId);
    if (successorId === null) for (const one of subscriptions) await endUnder(tx, ending, one, input);
    await tell(tx, ending, input);
    const after = { endedOn, successor: ending.successors.find(({ id }) => id === successorId)?.number ?? null };
    await tx.audit({ action: 'contract.ended', subject: `договор ${contract.number}`, partnerId, after });
    return { touched: subscriptions.filter((one) => fateOf(one, input) !== 'stays').length };
  });
}

function refuse(ending: Ending, input: EndInput, today: Day): void {
  if (ending.contract.endedOn !== null) throw new Conflict('Этот договор уже завершён.');
  const fault = endingFault(ending, input.endedOn, today);
  if (fault) throw new Invalid({ endedOn: fault });
  const isKnown = input.successorId === null || ending.successors.some(({ id }) => id === input.successorId);
  if (!isKnown) throw new Invalid({ successor: 'Выберите действующий договор этого партнёра' });
  if (shownOf(ending, input) !== input.shown) throw new Invalid({ '': 'Проверьте, что изменится, и подтвердите.' });
}

/** Without a successor: a stop date for what runs, no beginning for what waits. */
async function endUnder(tx: Tx, ending: Ending, one: SubscriptionUnder, wish: EndingWish): Promise<void> {
  const fate = fateOf(one, wish);
  if (fate === 'stays') return;
  const { id: partnerId } = ending.partner;
  const s = await lockManaged(tx, partnerId, { id: one.id });
  if (!s) throw new Error(`subscription ${one.number} is gone`);
  if (fate === 'stops') {
    await changeAutoRenewalIn(tx, s, { autoRenew: s.autoRenew, stopOn: stopsOn(one, wish) }, `Договор ${ending.contract.number} завершён`);
    return;
  }
  if (s.status === 'suspended') stop(tx, s, 'person', stopChange(s, tx.today), { comment: `Договор ${ending.contract.number} завершён` });
  if (s.status === 'pending') cancelPending(tx, s, await heldOrderId(tx, s));
  await tx.emit('subscriptionStopped', { partnerId, subscriptionId: s.id, isToldTogether: true });
}

async function heldOrderId(tx: Tx, { partnerId, id }: Managed): Promise<number> {
  const order = await tx.db.order.findFirstOrThrow({ where: { partnerId, subscriptionId: id, status: 'held' }, select: { id: true } });
  return order.id;
}

/** One letter to the partner's owners and one to its manager, however many subscriptions it is about. */
async function tell(tx: Tx, ending: Ending, wish: EndingWish): Promise<void> {
  const { partner, contract } = ending;
  const people = [...(await partnerRecipients(tx.sql, partner.id, null)), ...(await partnerManager(tx.sql, partner.id))];
  const letter = { template: 'contract-ended', cause: `contract:${contract.id}:ended`, partnerId: partner.id } as const;
  await queueLetters(
    tx,
    people.map(({ userId, name, address }) => ({ ...letter, userId, to: { name, address }, content: contractEnded(ending, wish) })),
  );
}

/**
 * A month is being closed: subscriptions whose contract has ended by then go on under its successor, with a row in the history.
 * Runs before the renewals, so that the next month's service is the successor's.
 */
export async function moveFromEnded(tx: Tx, { partnerIds, month }: EventMap['renewalsDue']): Promise<void> {
  const ended = await tx.sql<{ id: number }>(
    'contracts_ended',
    'select id from contracts where partner_id = any($1::int[]) and ended_on < $2::date and successor_id is not null',
    [partnerIds, month],
  );
  if (ended.length === 0) return;
  const { actor, requestId } = tx.scope;
  await tx.sql(
    'move_from_ended',
    `with moved as (
       update subscriptions s set contract_id = c.successor_id, version = s.version + 1 from contracts c
       where c.id = any($1::int[]) and s.partner_id = c.partner_id and s.contract_id = c.id and s.status <> 'cancelled'
       returning s.id, s.partner_id, c.number as before, c.successor_id)
     insert into subscription_events (subscription_id, partner_id, seq, at, actor_id, actor_name, actor_role, action, before, after,
       month_delta, full_month_delta, request_id, hash)
     select m.id, m.partner_id, 0, $2::timestamptz, $3::int, $4, $5, 'contract', jsonb_build_object('contract', m.before),
       jsonb_build_object('contract', n.number), 0, 0, $6, '' from moved m join contracts n on n.partner_id = m.partner_id and n.id = m.successor_id order by m.id`,
    [ended.map(({ id }) => id), tx.now, actor.userId, actor.name, actor.role, requestId],
  );
}

/**
 * «Старт» needs a contract in force: where its own has ended, or will without a successor, the partner's current one takes the
 * subscription; where that ends too, service has a last day. @throws Invalid when the partner has none
 */
export async function underContractInForce(tx: Tx, s: Managed, own: ContractOf): Promise<Managed> {
  if (own.endedOn === null || (own.endedOn >= tx.today && own.successorId !== null)) return s;
  const { id: contractId, lastDay: last } = await currentContract(tx.sql, s.partnerId, tx.today);
  const stopOn = last === null ? s.stopOn : earlierDay(last, s.stopOn !== null && s.stopOn >= tx.today ? s.stopOn : last);
  const taken = await tx.db.contract.findUniqueOrThrow({ where: { id: contractId }, select: { number: true } });
  await tx.db.subscription.update({ where: { id: s.id }, data: { contractId, stopOn: stopOn && new Date(stopOn) }, select: { id: true } });
  const said = { subscriptionId: s.id, partnerId: s.partnerId, monthDelta: zero, fullMonthDelta: zero };
  if (contractId !== s.contractId)
    recordEvent(tx, { ...said, action: 'contract', before: { contract: own.number }, after: { contract: taken.number } });
  if (stopOn !== s.stopOn) recordEvent(tx, { ...said, action: 'auto_renewal', before: { stopOn: s.stopOn }, after: { stopOn } });
  return { ...s, contractId, stopOn };
}
