import { partnerOf } from '#src/accounts/actor.rules.ts';
import type { Day } from '#src/lib/days.ts';
import { type Kopecks, zero } from '#src/lib/money.ts';
import { keySql, searchPatterns } from '#src/lib/search-key.ts';
import type { Part } from '#src/lib/table.ts';
import type { Scope } from '#src/platform/scope.ts';
import type { OwnPaymentFilter } from './own-payments.forms.ts';

/** A payment of the partner; sums in kopecks. */
export interface OwnPaymentRow {
  readonly id: number;
  readonly receivedOn: Day;
  /** Negative when it takes another one back. */
  readonly amount: Kopecks;
  readonly payerName: string;
  readonly docNumber: string | null;
  readonly purpose: string;
  /** The contract it was paid under, where known. */
  readonly contract: string | null;
  /** What it settles now; amounts as text, they come in JSON. */
  readonly settled: readonly { readonly number: string; readonly period: Day; readonly amount: string }[];
  /** What of it settles nothing yet. */
  readonly rest: Kopecks;
  readonly isReversal: boolean;
  readonly isReversed: boolean;
}

/** What a payment settles: `numbers` to be searched, `settled` to be shown. */
const SETTLED = `cross join lateral (select coalesce(sum(one.amount), 0) as amount, coalesce(string_agg(one.number, ' '), '') as numbers,
    coalesce(jsonb_agg(jsonb_build_object('number', one.number, 'period', one.period, 'amount', one.amount::text) order by one.period, one.number), '[]') as settled
  from (select i.number, i.period, sum(s.amount) as amount from settlements s join invoices i on i.partner_id = s.partner_id and i.id = s.invoice_id
    where s.partner_id = p.partner_id and s.payment_id = p.id group by i.id having sum(s.amount) <> 0) one) s`;

/** $1 partner · $2 patterns, each of which must be found · $3 kind · $4 first day · $5 last day. */
const FROM = `from payments p left join payments back on back.partner_id = p.partner_id and back.reverses_id = p.id
    left join contracts c on c.partner_id = p.partner_id and c.id = p.contract_id`;
const WHERE = `where p.partner_id = $1 and ($4::date is null or p.received_on >= $4::date) and ($5::date is null or p.received_on <= $5::date)
    and ($3::text is null or $3 = 'prepaid' or p.reverses_id is not null or back.id is not null)`;

/** Ids and sums of what is found. What payments settle is looked up for every one only where a search or «с авансом» asks for it. */
const FOUND = {
  plain: `select p.id, p.amount, p.received_on ${FROM} ${WHERE} and $2::text[] is null`,
  searched: `select p.id, p.amount, p.received_on ${FROM} ${SETTLED} ${WHERE}
    and ($2::text[] is null or concat_ws('|', p.search_key, ${keySql('s.numbers', 'c.number')}) like all ($2::text[]))
    and ($3::text is distinct from 'prepaid' or p.reverses_id is null and back.id is null and p.amount > s.amount)`,
} as const;

const howOf = ({ q, kind }: OwnPaymentFilter): keyof typeof FOUND => (q === '' && kind !== 'prepaid' ? 'plain' : 'searched');

/** Rows as they are shown. */
const shown = (part: string, order: string): string => `
  select p.id, p.received_on as "receivedOn", p.amount, p.payer_name as "payerName", p.doc_number as "docNumber", p.purpose, c.number as contract,
    s.settled, case when p.reverses_id is null and back.id is null then p.amount - s.amount else 0 end::bigint as rest,
    p.reverses_id is not null as "isReversal", back.id is not null as "isReversed"
  from (${part}) f join payments p on p.partner_id = $1 and p.id = f.id left join payments back on back.partner_id = p.partner_id and back.reverses_id = p.id
    left join contracts c on c.partner_id = p.partner_id and c.id = p.contract_id ${SETTLED} order by ${order}`;

const orders: Record<OwnPaymentFilter['sort'], string> = {
  on: 'p.received_on, p.id',
  '-on': 'p.received_on desc, p.id desc',
  amount: 'p.amount, p.id',
  '-amount': 'p.amount desc, p.id desc',
};

const valuesOf = (scope: Scope, { q, kind, from, to }: OwnPaymentFilter): unknown[] => [
  partnerOf(scope),
  searchPatterns(q),
  kind,
  from,
  to,
];

/** What the filter finds in all; sums in kopecks, what was taken back is taken off. */
export interface OwnPayments {
  readonly rows: readonly OwnPaymentRow[];
  readonly total: number;
  readonly amount: Kopecks;
}

/** A page of the payments of the actor's partner, and how many there are of how much. */
export async function ownPayments(scope: Scope, filter: OwnPaymentFilter, { limit, offset }: Part): Promise<OwnPayments> {
  const { sql } = scope.portal;
  const [how, order] = [howOf(filter), orders[filter.sort]];
  const [rows, [totals]] = await Promise.all([
    sql<OwnPaymentRow>(`own_payments.${how}.${filter.sort}`, shown(`${FOUND[how]} order by ${order} limit $6::int offset $7::int`, order), [
      ...valuesOf(scope, filter),
      limit,
      offset,
    ]),
    sql<{ total: number; amount: Kopecks }>(
      `own_payment_totals.${how}`,
      `select count(*)::int as total, coalesce(sum(amount), 0)::bigint as amount from (${FOUND[how]}) found`,
      valuesOf(scope, filter),
    ),
  ]);
  return { rows, total: totals?.total ?? 0, amount: totals?.amount ?? zero };
}

/** All of them, for a file. */
export function allOwnPayments(scope: Scope, filter: OwnPaymentFilter): Promise<OwnPaymentRow[]> {
  const how = howOf(filter);
  return scope.portal.sql<OwnPaymentRow>(
    `own_payments_all.${how}.${filter.sort}`,
    shown(FOUND[how], orders[filter.sort]),
    valuesOf(scope, filter),
  );
}
