import type { Day, Month } from '#src/lib/days.ts';
import { type Kopecks, zero } from '#src/lib/money.ts';
import { keySql, searchPatterns } from '#src/lib/search-key.ts';
import { inParts, type Part } from '#src/lib/table.ts';
import type { Scope } from '#src/platform/scope.ts';
import type { PaymentFilter } from './payments.forms.ts';

/** A payment in the list; sums in kopecks. */
export interface PaymentRow {
  readonly id: number;
  readonly receivedOn: Day;
  readonly amount: Kopecks;
  readonly partnerId: number;
  readonly partnerName: string;
  readonly payerName: string;
  readonly docNumber: string | null;
  readonly purpose: string;
  readonly source: string;
  /** The contract it was paid under, where known. */
  readonly contract: string | null;
  readonly invoices: string;
  readonly rest: Kopecks;
  readonly isReversal: boolean;
  readonly isReversed: boolean;
}

/** $1 patterns, each of which must be found · $2 first day of a month · $3 kind. */
const listed = `select p.id, p.received_on::text as "receivedOn", p.amount, p.partner_id as "partnerId", r.name as "partnerName", p.payer_name as "payerName",
    p.doc_number as "docNumber", p.purpose, p.source, p.reverses_id is not null as "isReversal", back.id is not null as "isReversed",
    case when p.reverses_id is null and back.id is null then p.amount - s.settled else 0 end::bigint as rest, s.invoices, c.number as contract
  from payments p join partners r on r.id = p.partner_id left join payments back on back.partner_id = p.partner_id and back.reverses_id = p.id
  left join contracts c on c.partner_id = p.partner_id and c.id = p.contract_id
  cross join lateral (select coalesce(sum(s.amount), 0) as settled, coalesce(string_agg(distinct i.number, ', '), '') as invoices
    from settlements s join invoices i on i.partner_id = s.partner_id and i.id = s.invoice_id where s.partner_id = p.partner_id and s.payment_id = p.id) s
  where ($1::text[] is null or concat_ws('|', r.search_key, p.search_key, ${keySql('s.invoices')}) like all ($1::text[]))
    and ($2::date is null or p.received_on >= $2::date and p.received_on < $2::date + interval '1 month')
    and ($3::text is null or case $3 when 'prepaid' then p.reverses_id is null and back.id is null and p.amount > s.settled
      else p.reverses_id is not null or back.id is not null end)`;

const valuesOf = ({ q, period, kind }: PaymentFilter): unknown[] => [searchPatterns(q), period && `${period}-01`, kind];

/** What the filter finds; sums in kopecks, reversals taken off. */
export interface PaymentTotals {
  readonly total: number;
  readonly amount: Kopecks;
  readonly rest: Kopecks;
}

export interface PaymentList extends PaymentTotals {
  readonly rows: readonly PaymentRow[];
  /** Months that have payments, newest first. */
  readonly months: readonly Month[];
}

/** Payments of all partners, latest first. */
export async function listPayments(scope: Scope, filter: PaymentFilter, { limit, offset }: Part): Promise<PaymentList> {
  const { sql } = scope.portal;
  const [rows, [totals], months] = await Promise.all([
    sql<PaymentRow>('list_payments', `${listed} order by p.received_on desc, p.id desc limit $4::int offset $5::int`, [
      ...valuesOf(filter),
      limit,
      offset,
    ]),
    filter.q === '' && filter.kind === null ? sumsOfAll(scope, filter) : sumsOfFound(scope, filter),
    sql<{ month: Month }>(
      'payment_months',
      `select distinct to_char(received_on, 'YYYY-MM') as month from payments order by 1 desc limit 60`,
    ),
  ]);
  return { rows, ...(totals ?? { total: 0, amount: zero, rest: zero }), months: months.map(({ month }) => month) };
}

const sumsOfFound = ({ portal: { sql } }: Scope, filter: PaymentFilter): Promise<PaymentTotals[]> =>
  sql<PaymentTotals>(
    'sum_payments',
    `select count(*)::int as total, coalesce(sum(amount), 0)::bigint as amount, coalesce(sum(rest), 0)::bigint as rest from (${listed}) found`,
    valuesOf(filter),
  );

/** Of a month, or of all, by set: what a payment that was taken back had settled is undone, so only the others are left with anything. */
const sumsOfAll = ({ portal: { sql } }: Scope, { period }: PaymentFilter): Promise<PaymentTotals[]> =>
  sql<PaymentTotals>(
    'sum_all_payments',
    `with found as (select p.partner_id, p.id, p.amount, p.reverses_id is null and back.id is null as is_left
         from payments p left join payments back on back.partner_id = p.partner_id and back.reverses_id = p.id
        where $1::date is null or p.received_on >= $1::date and p.received_on < $1::date + interval '1 month')
     select count(*)::int as total, coalesce(sum(amount), 0)::bigint as amount,
       (coalesce(sum(amount) filter (where is_left), 0)
         - coalesce((select sum(s.amount) from settlements s join found f on f.partner_id = s.partner_id and f.id = s.payment_id where f.is_left), 0))::bigint as rest
     from found`,
    [period && `${period}-01`],
  );

/** All of them for an export, part by part. */
export function exportPayments(scope: Scope, filter: PaymentFilter): AsyncGenerator<PaymentRow> {
  const text = `${listed} and ($5::date is null or (p.received_on, p.id) < ($5::date, $6::int))
    order by p.received_on desc, p.id desc limit $4::int`;
  return inParts(({ size, last }: { size: number; last: PaymentRow | null }) =>
    scope.portal.sql<PaymentRow>('export_payments', text, [...valuesOf(filter), size, last?.receivedOn ?? null, last?.id ?? null]),
  );
}
