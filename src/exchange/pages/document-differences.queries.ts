import type { Day } from '#src/lib/days.ts';
import type { Kopecks } from '#src/lib/money.ts';
import type { Scope } from '#src/platform/scope.ts';

/** An invoice that Axapta has posted otherwise than the portal has it. What Axapta has not told is null. Sums in kopecks. */
export interface DocumentDifference {
  readonly number: string;
  readonly partnerId: number;
  readonly partner: string;
  readonly issuedOn: Day;
  readonly factureNumber: string | null;
  readonly factureOn: Day | null;
  readonly open: Kopecks;
  readonly axOpen: Kopecks | null;
  readonly dueOn: Day;
  readonly axDueOn: Day | null;
  /** When Axapta told it. */
  readonly toldAt: Date;
  readonly isOtherNumber: boolean;
  readonly isOtherOpen: boolean;
  readonly isOtherDue: boolean;
}

/**
 * Is the open sum of the invoice `a` another than now, and than it was when it was told? What was settled by then is looked up only where the sum is not
 * that of an invoice nothing was paid of yet.
 */
const OTHER_OPEN = `coalesce(a.open_amount <> v.gross - coalesce(s.amount, 0) and (a.open_amount <> v.gross or s.first_at <= a.changed_at)
  and a.open_amount <> v.gross - coalesce((select sum(t.amount) from settlements t
    where t.partner_id = a.partner_id and t.invoice_id = a.invoice_id and t.at <= a.changed_at), 0), false)`;

/**
 * Posted invoices of which Axapta tells another number or date, open sum or day to pay, the youngest first. A sum that was the portal's when it
 * was told, before a payment since, is no difference.
 */
export function documentDifferences({ portal }: Scope): Promise<DocumentDifference[]> {
  return portal.sql<DocumentDifference>(
    'ax_document_differences',
    `with settled as (select partner_id, invoice_id, sum(amount)::bigint as amount, min(at) as first_at from settlements group by 1, 2),
       sides as (select a.*, v.number, v.issued_on, v.due_on as own_due_on, v.gross - coalesce(s.amount, 0) as open,
           coalesce(a.facture_number <> v.number or a.facture_on <> v.issued_on, false) as is_other_number, ${OTHER_OPEN} as is_other_open,
           coalesce(a.due_on <> v.due_on, false) as is_other_due
         from ax_invoices a join invoices v on v.partner_id = a.partner_id and v.id = a.invoice_id and v.status = 'issued'
           left join settled s on s.partner_id = a.partner_id and s.invoice_id = a.invoice_id
         where a.status = 'posted' offset 0)
     select i.number, p.id as "partnerId", p.name as partner, i.issued_on::text as "issuedOn", i.facture_number as "factureNumber",
       i.facture_on::text as "factureOn", i.open, i.open_amount as "axOpen", i.own_due_on::text as "dueOn", i.due_on::text as "axDueOn",
       i.changed_at as "toldAt", i.is_other_number as "isOtherNumber", i.is_other_open as "isOtherOpen", i.is_other_due as "isOtherDue"
     from sides i join partners p on p.id = i.partner_id where i.is_other_number or i.is_other_open or i.is_other_due
     order by i.issued_on desc, i.invoice_id desc`,
  );
}
