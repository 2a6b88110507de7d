import { partnerOf } from '#src/accounts/actor.rules.ts';
import { type Day, lastOfMonth, nextMonth } from '#src/lib/days.ts';
import { type Kopecks, kopecks } from '#src/lib/money.ts';
import { searchPatterns } from '#src/lib/search-key.ts';
import type { Part } from '#src/lib/table.ts';
import { NotFound } from '#src/platform/errors.ts';
import type { Scope } from '#src/platform/scope.ts';
import { isClosedBy, runsOn, SERVED_COLUMNS, servedJoin, servedStill } from '#src/subscriptions/service/served.queries.ts';
import type { ServedToday } from '#src/subscriptions/service/served.rules.ts';
import type { ListFilter, ListSort, ListStatus } from '#src/subscriptions/subscriptions.forms.ts';
import type { SubscriptionStatus } from '#src/subscriptions/subscriptions.rules.ts';

export interface ListRow extends ServedToday {
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
  /** What the next month's renewals will take at the prices of now, kopecks. */
  readonly renewals: Kopecks;
  /** Slugs and names of the vendors to choose from. */
  readonly vendors: readonly (readonly [slug: string, name: string])[];
  /** Name of the customer the list is narrowed to. */
  readonly customer: string | null;
}

/** The conditions in use, and only they: PostgreSQL then plans a statement once instead of at every call. */
interface Condition {
  readonly where: string;
  readonly values: readonly unknown[];
  /** Tells statements of different text apart. */
  readonly name: string;
}

const TODAY = '$2';
const RUNS = runsOn(TODAY, isClosedBy(TODAY, '$3'));
const STILL = servedStill(TODAY, isClosedBy(TODAY, '$3'));
const STOPPING = `(s.status = 'active' and (s.stop_on is not null or not s.auto_renew) or s.status = 'stopped' and ${STILL})`;
const STOPPED = `s.status = 'stopped' and not ${STILL}`;
const ATTENTION = `s.status in ('pending', 'suspended')`;
/** Renewed on the 1st: the same as `nextRenewal(…) === $4`. */
const RENEWED = `s.status = 'active' and s.auto_renew and (s.stop_on is null or s.stop_on >= $4::date)`;
const groups: Partial<Record<ListStatus, string>> = {
  active: RUNS,
  stopping: STOPPING,
  stopped: STOPPED,
  attention: ATTENTION,
};

/** $1 is the partner, $2 today, $3 the last day of the open month, $4 the 1st of the next, $5 the customer if one is chosen; the rest follows. */
function conditionOf(scope: Scope, filter: ListFilter, openDay: Day): Condition {
  const values: unknown[] = [partnerOf(scope), scope.portal.clock.today(), lastOfMonth(openDay), nextMonth(openDay)];
  const parts: string[] = [];
  const names: string[] = [filter.sort];
  const add = (name: string, part: (value: string) => string, value: unknown) => {
    parts.push(part(`$${values.push(value)}`));
    names.push(name);
  };
  if (filter.customer !== null) add('customer', (value) => `s.customer_id = ${value}::int`, filter.customer);
  if (filter.status) {
    const group = groups[filter.status];
    if (group) {
      parts.push(group);
      names.push(filter.status);
    } else add('status', (value) => `s.status::text = ${value}`, filter.status);
  }
  if (filter.vendor) add('vendor', (value) => `s.vendor_id = (select id from vendors where slug = ${value})`, filter.vendor);
  const patterns = searchPatterns(filter.q);
  if (patterns) add('q', (value) => `s.search_key collate "C" like all (${value}::text[])`, patterns);
  return { where: parts.map((part) => `and ${part}`).join(' '), values, name: names.join('.') };
}

/** The day a list shows as «Продление», as `nextRenewal` has it. */
const RENEWAL = `case when s.status = 'active' then least(s.stop_on, case when not s.auto_renew then $3::date end, $4::date) end`;

const columns: Record<string, readonly [string, ...string[]]> = {
  product: ['s.product_name', 's.customer_name'],
  customer: ['s.customer_name', 's.product_name'],
  sum: ['s.seats * s.unit_price'],
  renewal: [RENEWAL],
};

/** `order by` of a list; the id makes it total, so pages never overlap. */
function orderBy(sort: ListSort): string {
  const direction = sort.startsWith('-') ? 'desc' : 'asc';
  const [first, ...rest] = columns[sort.replace('-', '')] ?? [];
  if (!first) return `s.created_at ${direction}, s.id ${direction}`;
  return [`${first} ${direction} nulls last`, ...rest, 's.id desc'].join(', ');
}

const ROW = `s.id, s.number, s.product_name as "productName", s.vendor_name as "vendorName", s.customer_name as "customerName",
  s.region_code as "regionCode", s.seats, s.unit_price as "unitPrice", s.status::text as status, s.auto_renew as "autoRenew",
  s.stop_on as "stopOn"`;

type HeadJson = Omit<ListHead, 'renewals' | 'vendors'> & {
  readonly renewals: string;
  readonly vendors: Readonly<Record<string, string>> | null;
};

/**
 * One page of the partner's subscriptions with all its counts, in one statement: the first row carries the head.
 * @throws NotFound when the list is narrowed to a customer of somebody else.
 */
export async function listSubscriptions(
  scope: Scope,
  filter: ListFilter,
  { limit, offset }: Part,
  openDay: Day,
): Promise<{ head: ListHead; rows: ListRow[] }> {
  const { where, values, name } = conditionOf(scope, filter, openDay);
  const skip = offset > 0 ? `offset $${values.length + 1}::int` : '';
  const customer = filter.customer === null ? 'null' : '(select name from customers where partner_id = $1 and id = $5::int)';
  const rows = await scope.portal.sql<{ head: HeadJson | null } & (ListRow | { readonly number: null })>(
    `subscription_list.${name}.${limit}${skip ? '.on' : ''}`,
    `select case when coalesce(r.n, 1) = 1 then c.head end as head, r.*, ${SERVED_COLUMNS}
     from (select json_build_object('all', count(*), 'customers', count(distinct s.customer_id),
         'active', count(*) filter (where ${RUNS}), 'stopping', count(*) filter (where ${STOPPING}),
         'stopped', count(*) filter (where ${STOPPED}), 'attention', count(*) filter (where ${ATTENTION}),
         'total', count(*) filter (where true ${where}),
         'renewals', coalesce(sum(s.seats * s.unit_price) filter (where ${RENEWED}), 0)::text,
         'vendors', (select json_object_agg(v.slug, v.name order by v.name) from vendors v), 'customer', ${customer}) as head
       from subscriptions s where s.partner_id = $1 and $3::date < $4::date) c
     left join (select row_number() over () as n, p.* from (
         select ${ROW} from subscriptions s where s.partner_id = $1 ${where}
         order by ${orderBy(filter.sort)} limit ${limit} ${skip}) p) r on true
       ${servedJoin('r.id', TODAY)}
     order by r.n`,
    skip ? [...values, offset] : values,
  );
  const head = rows[0]?.head;
  if (!head) throw new Error('a list came without its head');
  if (filter.customer !== null && head.customer === null) throw new NotFound();
  return {
    head: { ...head, renewals: kopecks(head.renewals), vendors: Object.entries(head.vendors ?? {}) },
    rows: rows.filter((row): row is ListRow & { head: HeadJson | null } => row.number !== null),
  };
}

export interface ExportRow extends ListRow {
  readonly sku: string;
  readonly customerInn: string;
  readonly vatRate: number | null;
  readonly createdAt: Date;
}

const CHUNK = 5_000;

/** All the filter finds, in the order of the list, some thousands at a time. */
export async function* exportSubscriptions(scope: Scope, filter: ListFilter, openDay: Day): AsyncGenerator<ExportRow> {
  const { where, values, name } = conditionOf(scope, filter, openDay);
  for (let offset = 0; ; offset += CHUNK) {
    const rows = await scope.portal.sql<ExportRow>(
      `subscription_export.${name}`,
      `select r.*, ${SERVED_COLUMNS} from (select row_number() over (order by ${orderBy(filter.sort)}) as n, ${ROW}, s.sku, s.customer_inn as "customerInn", s.vat_rate as "vatRate", s.created_at as "createdAt"
       from subscriptions s where s.partner_id = $1 and $2::date <= $3::date and $3::date < $4::date ${where}
         order by n limit ${CHUNK} offset $${values.length + 1}::int) r ${servedJoin('r.id', TODAY)} order by r.n`,
      [...values, offset],
    );
    yield* rows;
    if (rows.length < CHUNK) return;
  }
}
