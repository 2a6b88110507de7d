import { lockCredit } from '#src/credit/credit.service.ts';
import { formatMoment } from '#src/lib/days.ts';
import { command } from '#src/platform/command.ts';
import { Invalid } from '#src/platform/errors.ts';
import type { Scope, Tx } from '#src/platform/scope.ts';
import { paymentLike } from './new-payment.queries.ts';
import { type NewPayment, type RegisteredPayment, registerPaymentIn } from './payments.service.ts';

/** Field of the error that says that such a payment is there; its message begins with «Похожий платёж». */
export class ProbablyTwice extends Invalid {
  /** The payment that is there. */
  readonly id: number;

  constructor(id: number, text: string) {
    super({ confirmed: text });
    this.id = id;
  }
}

/**
 * Registers a payment typed by hand. One like another (partner, day, sum, document number) is refused until the person says that
 * it is a second one: `confirmed` is the number of the payment that was shown.
 * @throws ProbablyTwice; Invalid and NotFound as `registerPaymentIn`
 */
export function registerByHand(
  scope: Scope,
  payment: Omit<NewPayment, 'source' | 'sourceKey'>,
  confirmed: number | null,
  token: string,
): Promise<RegisteredPayment> {
  return command(scope, { action: 'payment.register', token }, async (tx) => {
    await lockCredit(tx, payment.partnerId);
    await refuseTwice(tx, payment, confirmed);
    return registerPaymentIn(tx, { ...payment, source: 'hand', sourceKey: null });
  });
}

async function refuseTwice(tx: Tx, payment: Omit<NewPayment, 'source' | 'sourceKey'>, confirmed: number | null): Promise<void> {
  const like = await paymentLike(tx.sql, payment, confirmed);
  if (!like) return;
  const who = `${like.registeredBy}, ${formatMoment(like.registeredAt)}`;
  throw new ProbablyTwice(like.id, `Похожий платёж уже записан: № ${like.id} (${who}). Если это другой, запишите ещё раз.`);
}
