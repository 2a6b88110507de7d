import type { Day } from '#src/lib/days.ts';
import type { Kopecks } from '#src/lib/money.ts';
import { searchPatterns } from '#src/lib/search-key.ts';
import { NotFound } from '#src/platform/errors.ts';
import type { Scope } from '#src/platform/scope.ts';
import { withDue } from '#src/workdays/calendar.queries.ts';
import type { DueDay } from '#src/workdays/due-day.rules.ts';
import { heldThen, IN_FORCE, settledThen } from './as-of.queries.ts';
import type { AsOf, ReceivablesFilter } from './receivables.forms.ts';

/** An invoice with something open at the end of a day; sums in kopecks. */
export interface OpenInvoice {
  readonly id: number;
  readonly number: string;
  readonly issuedOn: Day;
  readonly dueOn: Day;
  readonly contract: string;
  readonly gross: Kopecks;
  readonly settled: Kopecks;
  readonly open: Kopecks;
}

/** The same among those of others. */
export interface OpenInvoiceOfAll extends OpenInvoice {
  readonly partner: string;
  readonly inn: string;
  readonly manager: string;
}

const COLUMNS = `i.id, i.number, i.issued_on::text as "issuedOn", i.due_on::text as "dueOn", i.contract->>'number' as contract, i.gross,
  coalesce(s.amount, 0)::bigint as settled, (i.gross - coalesce(s.amount, 0))::bigint as open`;

const OPEN = `invoices i left join settled s on s.partner_id = i.partner_id and s.invoice_id = i.id`;

/** Of all partners that search and manager find, those of one partner together: for a file. */
export function openInvoicesOfAll(
  { portal: { sql } }: Scope,
  { q, manager }: Pick<ReceivablesFilter, 'q' | 'manager'>,
  { on, before }: AsOf,
): Promise<OpenInvoiceOfAll[]> {
  return sql<OpenInvoiceOfAll>(
    'open_invoices_of_all',
    `with ${settledThen()}
     select ${COLUMNS}, p.name as partner, p.inn, u.name as manager
     from ${OPEN} join partners p on p.id = i.partner_id join users u on u.id = p.manager_id
     where ${IN_FORCE} and i.gross <> coalesce(s.amount, 0)
       and ($3::text[] is null or p.search_key like all ($3::text[])) and ($4::int is null or p.manager_id = $4::int)
     order by lower(p.name), p.id, i.due_on, i.id`,
    [on, before, searchPatterns(q), manager],
  );
}

/** Money of a partner that had not been used up at the end of a day; kopecks. */
export interface UnusedPayment {
  readonly id: number;
  readonly receivedOn: Day;
  readonly payer: string;
  readonly docNumber: string | null;
  readonly amount: Kopecks;
  readonly rest: Kopecks;
}

/** What one partner owed at the end of a day, and whom to ask. */
export interface PartnerDebt {
  readonly id: number;
  readonly name: string;
  readonly inn: string;
  readonly manager: string;
  readonly holdText: string | null;
  readonly invoices: readonly (OpenInvoice & DueDay)[];
  readonly payments: readonly UnusedPayment[];
}

/** @throws NotFound for no such partner */
export async function partnerDebt({ portal: { sql } }: Scope, partnerId: number, { on, before }: AsOf): Promise<PartnerDebt> {
  const [[partner], invoices, payments] = await Promise.all([
    sql<Omit<PartnerDebt, 'invoices' | 'payments'>>(
      'debtor',
      `with ${heldThen('partner_id = $1::int')} select p.id, p.name, p.inn, u.name as manager, h.text as "holdText"
       from partners p join users u on u.id = p.manager_id left join held h on h.partner_id = p.id where p.id = $1::int`,
      [partnerId, before],
    ),
    sql<OpenInvoice>(
      'open_invoices_of',
      `with ${settledThen('partner_id = $3::int')}
       select ${COLUMNS} from ${OPEN} where i.partner_id = $3::int and ${IN_FORCE} and i.gross <> coalesce(s.amount, 0) order by i.due_on, i.id`,
      [on, before, partnerId],
    ),
    sql<UnusedPayment>(
      'unused_payments_of',
      `select p.id, p.received_on::text as "receivedOn", p.payer_name as payer, p.doc_number as "docNumber", p.amount, (p.amount - coalesce(s.amount, 0))::bigint as rest
       from payments p left join (select payment_id, sum(amount) as amount from settlements where partner_id = $3::int and at < $2::timestamptz group by 1) s
         on s.payment_id = p.id left join payments back on back.partner_id = p.partner_id and back.reverses_id = p.id and back.received_on <= $1::date
       where p.partner_id = $3::int and p.received_on <= $1::date and p.reverses_id is null and back.id is null and p.amount <> coalesce(s.amount, 0)
       order by p.received_on, p.id`,
      [on, before, partnerId],
    ),
  ]);
  if (!partner) throw new NotFound();
  return { ...partner, invoices: await withDue(sql, invoices), payments };
}
