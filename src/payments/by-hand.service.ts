import { lockCredit } from '#src/credit/credit.service.ts';
import { command } from '#src/platform/command.ts';
import { Invalid } from '#src/platform/errors.ts';
import type { Scope } from '#src/platform/scope.ts';
import { planOf, type Said, type TypedPayment } from './by-hand.rules.ts';
import { paymentFacts } from './new-payment.queries.ts';
import { type NewPayment, type RegisteredPayment, registerPaymentIn } from './payments.service.ts';

/** Thrown when the person has not seen what the payment would do now, or has not answered what is asked about it. */
export class ToReview extends Invalid {
  constructor() {
    super({ '': 'Проверьте, что погасит платёж' });
  }
}

type HandPayment = Omit<NewPayment, 'source' | 'sourceKey' | 'invoiceIds' | 'contractId'> & TypedPayment;

/**
 * Registers a payment typed by hand exactly as the form showed it: `shown` is that of the plan. Under the lock of the partner, so
 * that neither a twin nor a colleague's payment comes between.
 * @throws ToReview; Invalid and NotFound as `registerPaymentIn`
 */
export function registerByHand(
  scope: Scope,
  payment: HandPayment,
  said: Said & { shown: string },
  token: string,
): Promise<RegisteredPayment> {
  return command(scope, { action: 'payment.register', token }, async (tx) => {
    await lockCredit(tx, payment.partnerId);
    const facts = await paymentFacts(tx.sql, payment.partnerId, payment);
    const plan = planOf(payment, said, facts, tx.today);
    const isStale = said.chosen.some((id) => !facts.invoices.some((invoice) => invoice.id === id));
    if (isStale) throw new Invalid({ invoices: 'Один из выбранных счетов уже оплачен или чужой.' });
    if (!plan.isAnswered || plan.shown !== said.shown) throw new ToReview();
    const { invoiceIds, contract } = plan;
    return registerPaymentIn(tx, { ...payment, invoiceIds, contractId: contract?.id ?? null, source: 'hand', sourceKey: null });
  });
}
