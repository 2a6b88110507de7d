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
 * Posted invoices of which Axapta tells another number or date, open sum or day to pay, the youngest first. A sum that was the portal's when it
 * was told, before a payment since, is no difference.
 */
export function documentDifferences({ portal }: Scope): Promise<DocumentDifference[]> {
  return portal.sql<DocumentDifference>(
    'ax_document_differences',
    `with settled as (select a.partner_id, a.invoice_id, sum(s.amount)::bigint as now, (sum(s.amount) filter (where s.at <= a.changed_at))::bigint as then
         from ax_invoices a join settlements s on s.partner_id = a.partner_id and s.invoice_id = a.invoice_id where a.status = 'posted' group by 1, 2),
       sides as (select a.*, v.number, v.issued_on, v.due_on as own_due_on, v.gross - coalesce(s.now, 0) as open,
           coalesce(a.facture_number <> v.number or a.facture_on <> v.issued_on, false) as is_other_number,
           coalesce(a.open_amount not in (v.gross - coalesce(s.now, 0), v.gross - coalesce(s.then, 0)), false) as is_other_open,
           coalesce(a.due_on <> v.due_on, false) as is_other_due
         from ax_invoices a join invoices v on v.partner_id = a.partner_id and v.id = a.invoice_id and v.status = 'issued'
           left join settled s on s.partner_id = a.partner_id and s.invoice_id = a.invoice_id
         where a.status = 'posted')
     select i.number, p.id as "partnerId", p.name as partner, i.issued_on::text as "issuedOn", i.facture_number as "factureNumber",
       i.facture_on::text as "factureOn", i.open, i.open_amount as "axOpen", i.own_due_on::text as "dueOn", i.due_on::text as "axDueOn",
       i.changed_at as "toldAt", i.is_other_number as "isOtherNumber", i.is_other_open as "isOtherOpen", i.is_other_due as "isOtherDue"
     from sides i join partners p on p.id = i.partner_id where i.is_other_number or i.is_other_open or i.is_other_due
     order by i.issued_on desc, i.invoice_id desc`,
  );
}
