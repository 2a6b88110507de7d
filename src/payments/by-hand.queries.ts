import type { Day } from '#src/lib/days.ts';
import { sum } from '#src/lib/money.ts';
import { type Easing, outlookOf, type WaitingOutlook } from '#src/orders/held/what-runs.queries.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import { digest, type Plan, planOf, type Said, type TypedPayment } from './by-hand.rules.ts';
import { type PaymentFacts, paymentFacts } from './new-payment.queries.ts';

/** All that a typed payment would do: what it settles, and the held orders that run of it (product rule §7). */
export interface Foreseen {
  readonly plan: Plan;
  readonly waiting: WaitingOutlook;
  /** Stands for all of it: another one has not been seen. */
  readonly shown: string;
}

/** Read alike for the page and for the act. @throws NotFound for no such partner */
export async function foresee(
  sql: Sql,
  today: Day,
  partnerId: number,
  { payment, said }: { readonly payment: TypedPayment; readonly said: Said },
): Promise<Foreseen & { readonly facts: PaymentFacts }> {
  const facts = await paymentFacts(sql, partnerId, payment);
  const plan = planOf(payment, said, facts, today);
  const waiting = await outlookOf(sql, today, partnerId, {
    ...easingOf(plan, facts),
    received: payment.amount,
    dropped: said.drop,
  });
  const costs = [...waiting.runs, ...waiting.dropped].map(({ placed, cost }) => [placed.number, String(cost)]).sort();
  return { facts, plan, waiting, shown: costs.length === 0 ? plan.shown : digest([plan.shown, costs]) };
}

/** What the payment frees: its shares, not the advance, and the holds of what it pays in full. */
function easingOf({ shares }: Plan, { invoices }: PaymentFacts): Easing {
  const isPaid = ({ id, open }: PaymentFacts['invoices'][number]) =>
    shares.some(({ invoiceId, amount }) => invoiceId === id && amount === open);
  return { freed: sum(...shares.map(({ amount }) => amount)), paidInvoiceIds: invoices.filter(isPaid).map(({ id }) => id) };
}
