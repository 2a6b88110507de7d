import { partnerOf } from '#src/accounts/actor.rules.ts';
import { addAllowance } from '#src/credit/allowance.service.ts';
import { available } from '#src/credit/credit.rules.ts';
import { creditOf, easeCredit, lockCredit } from '#src/credit/credit.service.ts';
import type { Lifted } from '#src/credit/credit.types.ts';
import { liftForPromise } from '#src/credit/holds.service.ts';
import { type Day, formatDayShort } from '#src/lib/days.ts';
import { formatRub, type Kopecks, kopecks } from '#src/lib/money.ts';
import { agreeToRun } from '#src/orders/held/agreed.service.ts';
import { type Easing, outlookOf } from '#src/orders/held/what-runs.queries.ts';
import { command } from '#src/platform/command.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import { Conflict, Invalid } from '#src/platform/errors.ts';
import type { Scope, Tx } from '#src/platform/scope.ts';
import { calendarOf } from '#src/workdays/calendar.queries.ts';
import type { Paper } from './paper/paper.work.ts';
import { tellMade } from './promise-letters.service.ts';
import { hasOpenAllowance, heldInvoice, promiseRight } from './promises.queries.ts';
import { allowanceFor, ENDLESS, promiseDay, quarterOf } from './promises.rules.ts';

/** What a partner promises. */
export interface NewPromise {
  /** The hold of an overdue invoice; null for a lack of limit. */
  readonly holdId: number | null;
  /** Of a lack of limit: kopecks that will be paid. An invoice is promised as a whole. */
  readonly amount: Kopecks | null;
  /** Numbers of the orders the page said would run. */
  readonly seen: readonly string[];
  readonly paper: Paper;
}

/** A promise with what it did at once. */
export interface Made {
  readonly dueOn: Day;
  readonly eased: Lifted;
}

/**
 * Takes a promise of the actor's partner: the hold of the overdue invoice is lifted, or the limit is higher by what the waiting orders need,
 * until its day; held orders are decided once, people are told once. Once a calendar quarter, and once more for each grant of staff.
 * @throws Conflict when there is none left, or nothing to promise for any more; Invalid when other orders would run than were shown
 */
export function makePromise(scope: Scope, { paper, ...promise }: NewPromise, token: string): Promise<Made> {
  const partnerId = partnerOf(scope);
  return command(scope, { action: 'promise.make', token }, async (tx) => {
    await lockCredit(tx, partnerId);
    const quarter = quarterOf(tx.today);
    const { left, grantId } = await promiseRight(tx.sql, partnerId, quarter);
    if (left === 0) throw new Conflict('Обещание этого квартала уже использовано. Ещё одно может разрешить ваш менеджер.');
    const dueOn = promiseDay(tx.today, scope.portal.config.promiseDays, await calendarOf(tx.sql));
    const effect = promise.holdId === null ? await makeRoom(tx, partnerId, promise, dueOn) : await openAgain(tx, partnerId, promise, dueOn);
    const { eased, amount, ...columns } = effect;
    const { id } = await tx.db.paymentPromise.create({
      data: {
        ...{ ...columns, partnerId, quarter: new Date(quarter), grantId, amount, dueOn: new Date(dueOn) },
        ...{
          afterPaymentId: await lastPayment(tx, partnerId),
          madeAt: tx.now,
          madeById: tx.scope.actor.userId,
          madeBy: tx.scope.actor.name,
        },
        ...{ fileName: `Платёжное поручение к обещанию от ${formatDayShort(tx.today)}.${paper.ending}`, fileMime: paper.mime },
        fileBytes: new Uint8Array(paper.bytes),
      },
      select: { id: true },
    });
    await tellMade(tx, partnerId, Number(id), columns.holdId ?? null, eased);
    await tx.audit({
      action: 'promise.made',
      subject: `обещание ${id}`,
      partnerId,
      after: { amount: String(amount), until: dueOn, ...eased },
    });
    return { dueOn, eased };
  });
}

/** What a promise did, and the columns it leaves. */
interface Effect {
  readonly eased: Lifted;
  readonly amount: Kopecks;
  readonly holdId?: number;
  readonly invoiceId?: number;
  readonly limitChangeId?: number;
}

/** An overdue invoice: its hold is lifted until the day. */
async function openAgain(tx: Tx, partnerId: number, { holdId, seen }: Omit<NewPromise, 'paper'>, dueOn: Day): Promise<Effect> {
  const held = await heldInvoice(tx.sql, partnerId, holdId ?? 0);
  if (!held) throw new Conflict('Обещать по этому счёту уже нечего: блокировка снята, или счёт оплачен.');
  await agree(tx, partnerId, { liftedHoldIds: [held.holdId] }, seen);
  const comment = `Обещанный платёж: ${formatRub(held.open)} до ${formatDayShort(dueOn)}, ${tx.scope.actor.name}`;
  const eased = await liftForPromise(tx, partnerId, { id: held.holdId, comment }, dueOn);
  return { eased, amount: held.open, holdId: held.holdId, invoiceId: held.invoiceId };
}

/** A lack of limit: what is promised is added to it until the day, as far as the waiting orders need it. */
async function makeRoom(tx: Tx, partnerId: number, { amount, seen }: Omit<NewPromise, 'paper'>, dueOn: Day): Promise<Effect> {
  const { allowance, easing } = await roomFor(tx.sql, tx.today, partnerId, amount);
  if (allowance <= 0n || !amount) throw new Conflict('Обещать уже нечего: лимита хватает.');
  if (await hasOpenAllowance(tx.sql, partnerId))
    throw new Conflict('Прибавка к лимиту по обещанию уже действует: она одна, пока не придёт оплата.');
  const { runs } = await agree(tx, partnerId, easing, seen);
  if (runs.length === 0) throw new Invalid({ amount: 'На эту сумму не выполнится ни один заказ: укажите больше.' });
  const comment = `Обещанный платёж: ${formatRub(amount)} до ${formatDayShort(dueOn)}, ${tx.scope.actor.name}`;
  const limitChangeId = await addAllowance(tx, partnerId, allowance, comment);
  return { eased: { ...(await easeCredit(tx, partnerId)), otherHolds: 0 }, amount, limitChangeId };
}

async function agree(tx: Tx, partnerId: number, easing: Easing, seen: readonly string[]) {
  await agreeToRun(tx, partnerId, easing, { drop: [], seen });
  return outlookOf(tx.sql, tx.today, partnerId, easing);
}

/** How much limit the waiting orders of a partner lack, all of them together, and what a promise of `amount` would add to it; kopecks. */
export interface Room {
  readonly need: Kopecks;
  readonly allowance: Kopecks;
  readonly easing: Easing;
}

/** Read alike for the page and for the act. A partner that is blocked has no room to make: its orders wait for the hold. */
export async function roomFor(sql: Sql, today: Day, partnerId: number, amount: Kopecks | null): Promise<Room> {
  const credit = await creditOf(sql, partnerId);
  const all = await outlookOf(sql, today, partnerId, { limit: ENDLESS });
  const isBlocked = credit.holds.length > 0 || all.runs.length === 0;
  const lack = kopecks(all.runsCost - available(credit));
  const need = isBlocked || lack < 0n ? kopecks(0) : lack;
  const allowance = allowanceFor(amount ?? need, need);
  return { need, allowance, easing: { limit: kopecks(credit.limit + allowance) } };
}

/** Payments after this one count for the promise; of one partner they come in the order of its lock. */
async function lastPayment(tx: Tx, partnerId: number): Promise<number> {
  const [row] = await tx.sql<{ id: number }>('last_payment', 'select coalesce(max(id), 0)::int as id from payments where partner_id = $1', [
    partnerId,
  ]);
  return row?.id ?? 0;
}
