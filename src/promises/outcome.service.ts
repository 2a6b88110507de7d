import { endAllowance } from '#src/credit/allowance.service.ts';
import { lockCredit } from '#src/credit/credit.service.ts';
import { endRespite } from '#src/credit/holds.service.ts';
import { formatDayLong } from '#src/lib/days.ts';
import { holdFor } from '#src/payments/overdue-holds.service.ts';
import { command } from '#src/platform/command.ts';
import { Conflict } from '#src/platform/errors.ts';
import type { EventMap } from '#src/platform/events.ts';
import { oneByOne } from '#src/platform/one-by-one.ts';
import { type Portal, type Scope, systemScope, type Tx } from '#src/platform/scope.ts';
import { openOf, type ToReview, toReview } from './outcome.queries.ts';
import { remindOfDay, tellBroken, tellEnded, tellKept } from './promise-letters.service.ts';
import { promiseOf } from './promises.queries.ts';
import { movedBy, stateOf } from './promises.rules.ts';

/**
 * Money moved, or an invoice is gone: promises that are kept by it are kept at this moment, and what they added to the limit ends before
 * anything is decided of the money. Whatever door the payment came through.
 */
export async function reviewPromises(tx: Tx, { partnerId }: EventMap['debtsChanged']): Promise<void> {
  for (const promise of await toReview(tx.sql, partnerId, tx.today)) {
    const moved = movedBy(promise, tx.today);
    if (moved === 'kept') await keep(tx, partnerId, promise);
    else if (moved === 'reopened') await reopen(tx, partnerId, promise.id);
    else if (moved === 'void') await close(tx, partnerId, promise, { by: 'Система', reason: 'Счёт аннулирован' });
  }
}

/** The promise follows a corrected invoice: what was promised for the old one is promised for the new. */
export async function followInvoice(tx: Tx, { partnerId, oldId, newId }: EventMap['invoiceReplaced']): Promise<void> {
  await tx.db.paymentPromise.updateMany({ where: { partnerId, invoiceId: oldId }, data: { invoiceId: newId } });
}

async function keep(tx: Tx, partnerId: number, { id, limitChangeId }: ToReview): Promise<void> {
  await tx.db.paymentPromise.updateMany({ where: { partnerId, id }, data: { keptAt: tx.now } });
  if (limitChangeId) await endAllowance(tx, partnerId, limitChangeId, 'Обещанный платёж пришёл');
  await tellKept(tx, partnerId, id);
  await tx.audit({ action: 'promise.kept', subject: `обещание ${id}`, partnerId });
}

async function reopen(tx: Tx, partnerId: number, id: number): Promise<void> {
  await tx.db.paymentPromise.updateMany({ where: { partnerId, id }, data: { keptAt: null } });
  await tx.audit({ action: 'promise.reopened', subject: `обещание ${id}`, partnerId });
}

/**
 * Every night: reminders of the day to pay, and promises whose day has passed unpaid are broken: the hold is back, what was added to the
 * limit ends, nothing that ran is undone. What is due is computed from the rows: a missed or doubled run does no harm.
 */
export async function tendPromises(portal: Portal): Promise<{ partners: number }> {
  const due = await portal.sql<{ partnerId: number }>(
    'partners_promising',
    'select distinct partner_id as "partnerId" from payment_promises where kept_at is null and broken_at is null and ended_at is null order by 1',
  );
  const scope = systemScope(portal, 'promises');
  const partners = await oneByOne(due, 'promises', async ({ partnerId }) => {
    await command(scope, { action: 'promises' }, (tx) => tendOf(tx, partnerId));
    return true;
  });
  return { partners };
}

async function tendOf(tx: Tx, partnerId: number): Promise<void> {
  await lockCredit(tx, partnerId);
  await reviewPromises(tx, { partnerId });
  for (const promise of await openOf(tx.sql, partnerId)) {
    if (promise.dueOn < tx.today) await breakOne(tx, partnerId, promise);
    else await remindOfDay(tx, partnerId, promise);
  }
}

type OpenPromise = Awaited<ReturnType<typeof openOf>>[number];

async function breakOne(tx: Tx, partnerId: number, { id, limitChangeId, invoice, isHeld, dueOn }: OpenPromise): Promise<void> {
  await tx.db.paymentPromise.updateMany({ where: { partnerId, id }, data: { brokenAt: tx.now } });
  if (limitChangeId) await endAllowance(tx, partnerId, limitChangeId, 'Обещанный платёж не пришёл');
  if (invoice && invoice.open > 0n && !isHeld)
    await holdFor(tx, invoice, `Обещанная до ${formatDayLong(dueOn)} оплата не пришла.`, (holdId) => tellBroken(tx, partnerId, id, holdId));
  else await tellBroken(tx, partnerId, id, null);
  await tx.audit({ action: 'promise.broken', subject: `обещание ${id}`, partnerId, after: { until: dueOn } });
}

/**
 * Staff end a promise before its day: the hold is back at once, what was added to the limit ends; nothing that ran is undone.
 * @throws NotFound; Conflict when it is over already
 */
export function endPromise(scope: Scope, partnerId: number, id: number, reason: string, token: string): Promise<{ id: number }> {
  return command(scope, { action: 'promise.end', token }, async (tx) => {
    await lockCredit(tx, partnerId);
    const seen = await promiseOf(tx.sql, partnerId, id);
    const found = (await openOf(tx.sql, partnerId)).find((one) => one.id === id);
    if (!found || stateOf(seen) !== 'open') throw new Conflict('Это обещание уже закончилось.');
    await close(tx, partnerId, found, { by: tx.scope.actor.name, reason });
    if (found.holdId) await holdNow(tx, partnerId, found, reason);
    else await tellEnded(tx, partnerId, id, null);
    return { id };
  });
}

async function holdNow(tx: Tx, partnerId: number, { id, invoice, isHeld }: OpenPromise, reason: string): Promise<void> {
  if (!invoice || invoice.open <= 0n || isHeld) return tellEnded(tx, partnerId, id, null);
  await holdFor(tx, invoice, `Обещанный платёж снят: ${reason}`, (holdId) => tellEnded(tx, partnerId, id, holdId));
}

interface Ending {
  readonly by: string;
  readonly reason: string;
}

async function close(
  tx: Tx,
  partnerId: number,
  { id, holdId, limitChangeId }: Pick<OpenPromise, 'id' | 'holdId' | 'limitChangeId'>,
  { by, reason }: Ending,
): Promise<void> {
  await tx.db.paymentPromise.updateMany({ where: { partnerId, id }, data: { endedAt: tx.now, endedBy: by, endReason: reason } });
  if (holdId) await endRespite(tx, holdId);
  if (limitChangeId) await endAllowance(tx, partnerId, limitChangeId, `Обещание снято: ${reason}`);
  await tx.audit({ action: 'promise.ended', subject: `обещание ${id}`, partnerId, after: { reason } });
}
