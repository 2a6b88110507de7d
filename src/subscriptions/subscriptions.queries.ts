import { type Day, lastOfMonth, nextMonth } from '#src/lib/days.ts';
import type { Kopecks } from '#src/lib/money.ts';
import { normalise } from '#src/lib/russian.ts';
import { partnerOf } from '#src/platform/belonging.ts';
import { NotFound } from '#src/platform/errors.ts';
import type { Scope } from '#src/platform/scope.ts';
import type { ListFilter, ListSort } from './subscriptions.forms.ts';
import type { SubscriptionStatus } from './subscriptions.rules.ts';

export const PAGE_SIZE = 50;

export interface ListRow {
  readonly number: string;
  readonly productName: string;
  readonly vendorName: string;
  readonly customerName: string;
  readonly regionCode: string;
  readonly seats: number;
  /** Kopecks per seat and month with VAT. */
  readonly unitPrice: Kopecks;
  readonly status: SubscriptionStatus;
  readonly autoRenew: boolean;
  readonly stopOn: Day | null;
}

/** Counts over all subscriptions of the partner, `total` over those the filter finds. */
export interface ListHead {
  readonly all: number;
  readonly customers: number;
  readonly active: number;
  readonly stopping: number;
  readonly stopped: number;
  readonly attention: number;
  readonly total: number;
  /** What the next month's renewals will take at the prices of now, kopecks as text. */
  readonly renewals: string;
  /** Slug and name of the vendors to choose from. */
  readonly vendors: readonly (readonly [slug: string, name: string])[];
  /** Name of the customer the list is narrowed to. */
  readonly customer: string | null;
}

/** $1 partner · $2 state or group · $3 vendor's slug · $4 customer · $5 patterns, each of which must be found. */
const FILTER = `s.partner_id = $1
  and ($2::text is null or case $2::text
    when 'stopping' then s.status = 'active' and (s.stop_on is not null or not s.auto_renew)
    when 'attention' then s.status in ('pending', 'suspended')
    else s.status::text = $2::text end)
  and ($3::text is null or s.vendor_id = (select id from vendors where slug = $3::text))
  and ($4::int is null or s.customer_id = $4::int)
  and ($5::text[] is null or translate(lower(concat_ws(' ', s.number, s.sku, s.product_name, s.vendor_name, s.customer_name, s.customer_inn)),
    'ё', 'е') collate "C" like all ($5::text[]))`;

/** $6 last day of this month · $7 the 1st of the next: the day a list shows as «Продление». */
const RENEWAL = `case when s.status = 'active' then
  least(s.stop_on, case when not s.auto_renew then $6::date end, $7::date) end`;

const orders = {
  product: ['s.product_name', 's.customer_name'],
  customer: ['s.customer_name', 's.product_name'],
  sum: ['s.seats * s.unit_price'],
  renewal: [RENEWAL],
  number: ['s.created_at', 's.id'],
} as const;

/** `order by` of a list; the id makes it total, so pages never overlap. */
function orderBy(sort: ListSort): string {
  const isDown = sort.startsWith('-');
  const [first, ...rest] = orders[sort.replace('-', '') as keyof typeof orders];
  const direction = isDown ? 'desc' : 'asc';
  if (sort.endsWith('number')) return `s.created_at ${direction}, s.id ${direction}`;
  return [`${first} ${direction} nulls last`, ...rest, 's.id desc'].join(', ');
}

/** The filter as values $1–$7 of its statements. */
function filterValues(scope: Scope, filter: ListFilter): unknown[] {
  const today = scope.portal.clock.today();
  return [partnerOf(scope), filter.status, filter.vendor, filter.customer, patterns(filter.q), lastOfMonth(today), nextMonth(today)];
}

/** Every word of a search must be found somewhere; «ё» is «е» and letter case does not matter. */
function patterns(q: string): string[] | null {
  const words = normalise(q).split(' ').filter(Boolean).slice(0, 8);
  return words.length === 0 ? null : words.map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`);
}

/**
 * One page of the partner's subscriptions with all its counts, in one statement: the first row carries the head.
 * @throws NotFound when the list is narrowed to a customer of somebody else.
 */
export async function listSubscriptions(
  scope: Scope,
  filter: ListFilter & { readonly page: number },
): Promise<{ head: ListHead; rows: ListRow[] }> {
  const rows = await scope.portal.sql<(ListRow & { head: ListHead | null }) | { head: ListHead; number: null }>(
    `subscription_list.${filter.sort}`,
    `select c.head, r.number, r."productName", r."vendorName", r."customerName", r."regionCode", r.seats, r."unitPrice", r.status,
       r."autoRenew", r."stopOn"
     from (select row_number() over (order by ${orderBy(filter.sort)}) as n, s.number, s.product_name as "productName",
         s.vendor_name as "vendorName", s.customer_name as "customerName", s.region_code as "regionCode", s.seats,
         s.unit_price as "unitPrice", s.status::text as status, s.auto_renew as "autoRenew", s.stop_on as "stopOn"
       from subscriptions s where ${FILTER}
       order by ${orderBy(filter.sort)} limit $8 offset $9) r
     full join (select $9::int + 1 as n, json_build_object(
         'all', count(*), 'customers', count(distinct s.customer_id),
         'active', count(*) filter (where s.status = 'active'),
         'stopping', count(*) filter (where s.status = 'active' and (s.stop_on is not null or not s.auto_renew)),
         'stopped', count(*) filter (where s.status = 'stopped'),
         'attention', count(*) filter (where s.status in ('pending', 'suspended')),
         'total', count(*) filter (where ${FILTER}),
         'renewals', coalesce(sum(s.seats * s.unit_price) filter (where ${RENEWAL} = $7::date), 0)::text,
         'vendors', (select coalesce(json_agg(json_build_array(v.slug, v.name) order by v.name), '[]') from vendors v),
         'customer', (select k.name from customers k where k.partner_id = $1 and k.id = $4::int)) as head
       from subscriptions s where s.partner_id = $1) c using (n)
     order by n`,
    [...filterValues(scope, filter), PAGE_SIZE, (filter.page - 1) * PAGE_SIZE],
  );
  const head = rows[0]?.head;
  if (!head) throw new Error('a list came without its head');
  if (filter.customer !== null && head.customer === null) throw new NotFound();
  return { head, rows: rows.filter((row): row is ListRow & { head: ListHead | null } => row.number !== null) };
}

export interface ExportRow extends ListRow {
  readonly sku: string;
  readonly customerInn: string;
  readonly vatRate: number | null;
  readonly createdAt: Date;
}

const CHUNK = 5_000;

/** All the filter finds, in the order of the list, some thousands at a time. */
export async function* exportSubscriptions(scope: Scope, filter: ListFilter): AsyncGenerator<ExportRow> {
  const values = filterValues(scope, filter);
  for (let offset = 0; ; offset += CHUNK) {
    const rows = await scope.portal.sql<ExportRow>(
      `subscription_export.${filter.sort}`,
      `select s.number, s.product_name as "productName", s.vendor_name as "vendorName", s.sku, s.customer_name as "customerName",
         s.customer_inn as "customerInn", s.region_code as "regionCode", s.seats, s.unit_price as "unitPrice", s.vat_rate as "vatRate",
         s.status::text as status, s.auto_renew as "autoRenew", s.stop_on as "stopOn", s.created_at as "createdAt"
       from subscriptions s where ${FILTER} and $6::date is not null and $7::date is not null
       order by ${orderBy(filter.sort)} limit $8 offset $9`,
      [...values, CHUNK, offset],
    );
    yield* rows;
    if (rows.length < CHUNK) return;
  }
}
