import type { Day } from '#src/lib/days.ts';
import type { Kopecks } from '#src/lib/money.ts';
import { zero } from '#src/lib/money.ts';
import { keySql, searchPatterns } from '#src/lib/search-key.ts';
import { inParts, type Part } from '#src/lib/table.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import { NotFound } from '#src/platform/errors.ts';
import type { Scope } from '#src/platform/scope.ts';
import type { AdvanceFilter } from './advances.forms.ts';
import { ADVANCE_DAYS, type AdvanceInvoiceRef } from './advances.rules.ts';

/** Money that came before the shipment, and its счёт-фактура; sums in kopecks. */
export interface Advance {
  /** The payment. */
  readonly id: number;
  readonly partnerId: number;
  readonly partner: string;
  readonly inn: string;
  readonly manager: string;
  readonly receivedOn: Day;
  readonly docNumber: string | null;
  readonly payer: string;
  readonly paid: Kopecks;
  /** What of it had no shipment at the end of its day, nor within the term and the quarter. */
  readonly amount: Kopecks;
  readonly number: string | null;
  readonly issuedOn: Day | null;
  readonly correctionNumber: string | null;
  readonly correctionOn: Day | null;
  readonly source: 'hand' | 'axapta' | null;
  readonly byName: string | null;
  readonly at: Date | null;
  readonly isReversed: boolean;
}

/**
 * What payments from $1 on have settled of documents that make a счёт-фактура for the advance needless: shipped up to the day of the
 * money, or within the term and the quarter of it.
 */
const SHIPPED = `shipped as (select s.partner_id, s.payment_id, sum(s.amount) as amount
    from payments p join settlements s on s.partner_id = p.partner_id and s.payment_id = p.id join invoices i on i.partner_id = s.partner_id and i.id = s.invoice_id
   where p.received_on >= $1::date and p.amount > 0 and (i.issued_on <= p.received_on
     or i.issued_on <= p.received_on + ${ADVANCE_DAYS} and date_trunc('quarter', i.issued_on) = date_trunc('quarter', p.received_on))
   group by 1, 2)`;

/** Does money of the partner wait for something with VAT: what runs about the day bears it, or nothing tells? */
const BEARS_VAT = (() => {
  const lines = `select 1 from service_periods sp where sp.partner_id = p.partner_id
    and sp.from_on >= (date_trunc('month', p.received_on) - interval '1 month')::date and sp.from_on < (date_trunc('month', p.received_on) + interval '2 months')::date`;
  return `(exists (${lines} and sp.vat_rate is not null) or not exists (${lines}))`;
})();

/** $1 first day of the money looked at. */
const listed = (which: string): string => `with ${SHIPPED}, listed as (
  select p.id, p.partner_id as "partnerId", r.name as partner, r.inn, u.name as manager, r.manager_id, r.search_key, p.received_on, p.received_on::text as "receivedOn",
    p.doc_number as "docNumber", p.payer_name as payer, p.amount as paid, (p.amount - coalesce(s.amount, 0))::bigint as amount, a.number, a.issued_on::text as "issuedOn",
    a.correction_number as "correctionNumber", a.correction_on::text as "correctionOn", a.source, a.by_name as "byName", a.at, back.id is not null as "isReversed"
  from payments p join partners r on r.id = p.partner_id join users u on u.id = r.manager_id
    left join shipped s on s.partner_id = p.partner_id and s.payment_id = p.id
    left join payments back on back.partner_id = p.partner_id and back.reverses_id = p.id
    left join advance_invoices a on a.partner_id = p.partner_id and a.payment_id = p.id
  where p.received_on >= $1::date and p.amount > 0 and ${which})`;

/** Those that want a счёт-фактура, or have one. */
const LISTED = listed(`(a.id is not null or back.id is null and p.amount > coalesce(s.amount, 0) and ${BEARS_VAT})`);

/** $2 patterns, each of which must be found · $3 manager · $4 state · $5 today. */
const FOUND = `${LISTED}, found as (select * from listed
  where ($2::text[] is null or search_key || '|' || ${keySql('payer', '"docNumber"', 'number')} like all ($2::text[])) and ($3::int is null or manager_id = $3::int)
    and case $4 when 'all' then true when 'issued' then number is not null when 'late' then number is null and received_on + ${ADVANCE_DAYS} < $5::date else number is null end)`;

const COLUMNS = `id, "partnerId", partner, inn, manager, "receivedOn", "docNumber", payer, paid, amount, number, "issuedOn", "correctionNumber", "correctionOn", source, "byName", at, "isReversed"`;

/** Before this nobody asks for a счёт-фактура any more. */
const BEGINNING = '1900-01-01';

const valuesOf = ({ q, manager, state }: AdvanceFilter, today: Day): unknown[] => [BEGINNING, searchPatterns(q), manager, state, today];

export interface Advances {
  readonly rows: readonly Advance[];
  readonly total: number;
  readonly amount: Kopecks;
  readonly managers: readonly { readonly id: number; readonly name: string }[];
}

/** Advances that a filter finds, the nearest term first. */
export async function listAdvances({ portal: { sql, clock } }: Scope, filter: AdvanceFilter, { limit, offset }: Part): Promise<Advances> {
  const values = valuesOf(filter, clock.today());
  const [rows, [sums], managers] = await Promise.all([
    sql<Advance>('list_advances', `${FOUND} select ${COLUMNS} from found order by received_on, id limit $6::int offset $7::int`, [
      ...values,
      limit,
      offset,
    ]),
    sql<{ total: number; amount: Kopecks }>(
      'sum_advances',
      `${FOUND} select count(*)::int as total, coalesce(sum(amount), 0)::bigint as amount from found`,
      values,
    ),
    sql<{ id: number; name: string }>(
      'advance_managers',
      `select id, name from users where role in ('manager', 'admin') and (disabled_at is null or id = $1::int) order by name, id`,
      [filter.manager],
    ),
  ]);
  return { rows, ...(sums ?? { total: 0, amount: zero }), managers };
}

/** All of them for a file, part by part. */
export function exportAdvances({ portal: { sql, clock } }: Scope, filter: AdvanceFilter): AsyncGenerator<Advance> {
  const text = `${FOUND} select ${COLUMNS} from found where ($7::date is null or (received_on, id) > ($7::date, $8::int)) order by received_on, id limit $6::int`;
  return inParts(({ size, last }: { size: number; last: Advance | null }) =>
    sql<Advance>('export_advances', text, [...valuesOf(filter, clock.today()), size, last?.receivedOn ?? null, last?.id ?? null]),
  );
}

/** A payment for the form of its счёт-фактура, whether it wants one or not. @throws NotFound */
export async function advanceOf(sql: Sql, paymentId: number): Promise<Advance> {
  const [row] = await sql<Advance>('advance_of', `${listed('p.id = $2::int')} select ${COLUMNS} from listed`, [BEGINNING, paymentId]);
  if (!row) throw new NotFound();
  return row;
}

/** How many advances of lately want a счёт-фактура by the next day or before, of all partners or of one manager's. */
export async function advancesDue({ portal: { sql, clock } }: Scope, managerId: number | null): Promise<number> {
  const [row] = await sql<{ count: number }>(
    'advances_due',
    `${LISTED} select count(*)::int as count from listed where number is null and received_on + ${ADVANCE_DAYS} <= $2::date + 1 and ($3::int is null or manager_id = $3::int)`,
    [since(clock.today()), clock.today(), managerId],
  );
  return row?.count ?? 0;
}

/** The first page looks back so far, for the whole history is read by the list alone. */
const since = (today: Day): string => `${Number(today.slice(0, 4)) - 1}${today.slice(4, 7)}-01`;

/** The счета-фактуры for advances that an invoice closes: of the money it takes that had come by its date (line 5б). */
export async function advanceInvoicesOf(sql: Sql, invoiceId: number): Promise<AdvanceInvoiceRef[]> {
  return sql<AdvanceInvoiceRef>(
    'advance_invoices_of',
    `select a.number, a.issued_on::text as on, a.correction_number as "correctionNumber", a.correction_on::text as "correctionOn"
     from invoices i join settlements s on s.partner_id = i.partner_id and s.invoice_id = i.id and s.at <= i.issued_at
       join payments p on p.partner_id = s.partner_id and p.id = s.payment_id and p.received_on <= i.issued_on
       join advance_invoices a on a.partner_id = p.partner_id and a.payment_id = p.id and a.issued_on <= i.issued_on
     where i.id = $1 group by a.partner_id, a.id having sum(s.amount) > 0 order by a.issued_on, a.id`,
    [invoiceId],
  );
}
