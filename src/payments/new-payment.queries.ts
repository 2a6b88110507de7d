import type { OpenHold } from '#src/credit/credit.rules.ts';
import { creditOf } from '#src/credit/credit.service.ts';
import type { Day } from '#src/lib/days.ts';
import { type Kopecks, kopecks } from '#src/lib/money.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import type { Scope } from '#src/platform/scope.ts';
import { withDue } from '#src/workdays/calendar.queries.ts';
import type { DueDay } from '#src/workdays/due-day.rules.ts';
import { type PaymentSketch, type SimilarPayment, similarPayments } from './doors.queries.ts';
import type { MatchableInvoice } from './matching.rules.ts';
import type { OpenInvoice } from './payments.rules.ts';

export interface PayingPartner {
  readonly id: number;
  readonly name: string;
  readonly inn: string;
}

/** A partner by ИНН, code or Axapta debtor code; undefined when there is none. */
export async function payingPartner(scope: Scope, text: string): Promise<PayingPartner | undefined> {
  const [row] = await scope.portal.sql<PayingPartner>(
    'paying_partner',
    `select id, name, inn from partners where inn = $1 or code = lower($1) or ax_debtor_code = $1 order by id limit 1`,
    [text],
  );
  return row;
}

/** An invoice a payment may settle; sums in kopecks. */
export interface InvoiceToPay extends OpenInvoice, MatchableInvoice, DueDay {}

export interface ContractToPay {
  readonly id: number;
  readonly rootId: number;
  readonly number: string;
  readonly signedOn: Day;
}

/** What a typed payment is judged by; `debt` is what the partner owes in all, invoiced or not, in kopecks. */
export interface PaymentFacts {
  readonly invoices: readonly InvoiceToPay[];
  readonly contracts: readonly ContractToPay[];
  readonly holds: readonly OpenHold[];
  readonly debt: Kopecks;
  readonly similar: readonly SimilarPayment[];
}

export async function paymentFacts(sql: Sql, partnerId: number, sketch: PaymentSketch | null): Promise<PaymentFacts> {
  const [invoices, contracts, credit, similar] = await Promise.all([
    invoicesToPay(sql, partnerId),
    sql<ContractToPay>(
      'contracts_to_pay',
      `select id, coalesce(base_contract_id, id) as "rootId", number, signed_on::text as "signedOn" from contracts where partner_id = $1 order by signed_on, id`,
      [partnerId],
    ),
    creditOf(sql, partnerId),
    sketch ? similarPayments(sql, partnerId, sketch) : [],
  ]);
  return { invoices, contracts, holds: credit.holds, debt: credit.exposure, similar };
}

async function invoicesToPay(sql: Sql, partnerId: number): Promise<InvoiceToPay[]> {
  const rows = await sql<Omit<InvoiceToPay, 'open' | 'isProvisional'> & { open: bigint }>(
    'invoices_to_pay',
    `select i.id, i.number, i.issued_on::text as "issuedOn", i.due_on::text as "dueOn", i.contract_id as "contractId",
       coalesce(c.base_contract_id, c.id) as "rootId", i.buyer ->> 'inn' as "buyerInn", i.open
     from invoice_balances i join contracts c on c.partner_id = i.partner_id and c.id = i.contract_id
     where i.partner_id = $1 and i.status = 'issued' and i.open > 0 order by i.issued_on, i.id`,
    [partnerId],
  );
  return (await withDue(sql, rows)).map((row) => ({ ...row, open: kopecks(row.open) }));
}
