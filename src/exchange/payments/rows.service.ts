import type { Tx } from '#src/platform/scope.ts';
import type { PaymentItem } from '../receiving/contract.rules.ts';

/** What became of a payment. */
export interface PaymentOutcome {
  /** `decide`: a person must; `ignored`: a person has said that it is none of the portal's. */
  readonly state: 'recorded' | 'canceled' | 'decide' | 'ignored';
  readonly partnerId: number | null;
  /** The portal's row that stands for it. */
  readonly paymentId: number | null;
  /** What is to be decided. */
  readonly question: string | null;
}

/** Keeps a version of a payment of Axapta and what became of it. */
export async function keepPayment(tx: Tx, messageId: bigint, item: PaymentItem, became: PaymentOutcome): Promise<void> {
  const settlements = item.settlements.map((one) => ({ ...one, amount: String(one.amount) }));
  await tx.sql(
    'ax_payment_keep',
    `insert into ax_payments (trans_id, invoice_account, paid_on, amount, is_canceled, doc_number, doc_on, payer_inn, purpose, voucher, settlements, version,
       partner_id, payment_id, state, question, message_id, changed_at)
     values ($1, $2, $3::date, $4::bigint, $5::boolean, $6, $7::date, $8, $9, $10, $11::jsonb, $12, $13::int, $14::int, $15, $16, $17::bigint, $18::timestamptz)
     on conflict (trans_id) do update set invoice_account = excluded.invoice_account, paid_on = excluded.paid_on, amount = excluded.amount,
       is_canceled = excluded.is_canceled, doc_number = excluded.doc_number, doc_on = excluded.doc_on, payer_inn = excluded.payer_inn,
       purpose = excluded.purpose, voucher = excluded.voucher, settlements = excluded.settlements, version = excluded.version,
       partner_id = excluded.partner_id, payment_id = excluded.payment_id, state = excluded.state, question = excluded.question,
       message_id = excluded.message_id, changed_at = excluded.changed_at`,
    [
      ...[item.transId, item.invoiceAccount, item.date, item.amount, item.canceled, item.docNumber, item.docDate, item.payerInn],
      ...[item.purpose ?? '', item.voucher, JSON.stringify(settlements), item.version, became.partnerId, became.paymentId],
      ...[became.state, became.question, messageId, tx.now],
    ],
  );
}
