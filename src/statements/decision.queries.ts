import { zero } from '#src/lib/money.ts';
import { type Foreseen, foresee } from '#src/payments/by-hand.queries.ts';
import type { Said } from '#src/payments/by-hand.rules.ts';
import type { PayingPartner, PaymentFacts } from '#src/payments/new-payment.queries.ts';
import type { Scope } from '#src/platform/scope.ts';
import { typedOf } from './recording.service.ts';
import { sortedAlone } from './sorting.queries.ts';
import type { BankPayment } from './statements.queries.ts';

/** Whose payment it seems to be. */
export async function likelyPartner({ portal: { sql, clock } }: Scope, row: BankPayment): Promise<PayingPartner | undefined> {
  const sorted = await sortedAlone(sql, row, clock.today());
  if (!sorted || sorted.partnerId === null) return undefined;
  const [partner] = await sql<PayingPartner>('paying_partner_by_id', 'select id, name, inn from partners where id = $1::int', [
    sorted.partnerId,
  ]);
  return partner;
}

const NO_FACTS: PaymentFacts = { invoices: [], contracts: [], holds: [], debt: zero, similar: [] };

/** The partner's open invoices, and what the payment would settle of them; nothing of either without a partner. */
export async function planned(
  { portal: { sql, clock } }: Scope,
  row: BankPayment,
  partner: PayingPartner | undefined,
  said: Said,
): Promise<{ facts: PaymentFacts; foreseen: Foreseen | null }> {
  if (!partner) return { facts: NO_FACTS, foreseen: null };
  const { facts, ...foreseen } = await foresee(sql, clock.today(), partner.id, { payment: await typedOf(sql, row), said });
  return { facts, foreseen };
}
