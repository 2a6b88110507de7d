import { lockCredit } from '#src/credit/credit.service.ts';
import { dropHeld } from '#src/orders/held/agreed.service.ts';
import type { WaitingOutlook } from '#src/orders/held/what-runs.queries.ts';
import { command } from '#src/platform/command.ts';
import { Invalid, ToConfirm } from '#src/platform/errors.ts';
import type { Scope, Tx } from '#src/platform/scope.ts';
import { foresee } from './by-hand.queries.ts';
import type { Said, TypedPayment } from './by-hand.rules.ts';
import { noteDoor } from './doors.service.ts';
import { type NewPayment, type RegisteredPayment, registerPaymentIn } from './payments.service.ts';

/** Thrown when the person has not seen what the payment would do now, or has not answered what is asked about it. */
export class ToReview extends ToConfirm {}

type SeenPayment = Omit<NewPayment, 'invoiceIds' | 'shares' | 'contractId'> & TypedPayment;
type HandPayment = Omit<SeenPayment, 'sourceKey'> & { readonly source: 'hand' };

/** A payment with what became of the orders that waited for it, by number. */
export interface RegisteredByHand extends RegisteredPayment {
  readonly ran: readonly string[];
  readonly dropped: readonly string[];
  /** How many wait on. */
  readonly waiting: number;
}

/** It was there already, through another door: nothing is settled. */
export interface KnownPayment {
  readonly known: number;
}

/** Registers a payment typed by hand, as `registerSeen`. */
export function registerByHand(
  scope: Scope,
  payment: HandPayment,
  said: Said & { shown: string },
  token: string,
): Promise<RegisteredByHand | KnownPayment> {
  return command(scope, { action: 'payment.register', token }, (tx) => registerSeen(tx, { ...payment, sourceKey: null }, said));
}

/**
 * Registers a payment exactly as a form showed it: `shown` is that of all it would do. One that came through another door is not
 * written again. Held orders ticked off are cancelled first.
 * Under the lock of the partner, so that neither a twin nor a colleague's payment comes between.
 * @throws ToReview; Invalid and NotFound as `registerPaymentIn`
 */
export async function registerSeen(tx: Tx, payment: SeenPayment, said: Said & { shown: string }): Promise<RegisteredByHand | KnownPayment> {
  await lockCredit(tx, payment.partnerId);
  const { facts, plan, waiting, shown } = await foresee(tx.sql, tx.today, payment.partnerId, { payment, said });
  const isStale = said.chosen.some((id) => !facts.invoices.some((invoice) => invoice.id === id));
  if (isStale) throw new Invalid({ invoices: 'Один из выбранных счетов уже оплачен или чужой.' });
  if (!plan.isAnswered || shown !== said.shown) throw new ToReview();
  if (plan.known) return { known: await noteDoor(tx, payment, plan.known.id) };
  await dropHeld(tx, payment.partnerId, said.drop);
  const { accountOf: _, ...columns } = payment;
  const settles = plan.isTyped ? { invoiceIds: [], shares: plan.shares } : { invoiceIds: plan.invoiceIds };
  const done = await registerPaymentIn(tx, { ...columns, ...settles, contractId: plan.contract?.id ?? null });
  return { ...done, ran: numbersOf(waiting.runs), dropped: numbersOf(waiting.dropped), waiting: waiting.waits.length };
}

const numbersOf = (orders: WaitingOutlook['runs']): string[] => orders.map(({ placed }) => placed.number);
