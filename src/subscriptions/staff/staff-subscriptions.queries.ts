import type { Day } from '#src/lib/days.ts';
import type { Kopecks } from '#src/lib/money.ts';
import { searchPatterns } from '#src/lib/search-key.ts';
import { NotFound } from '#src/platform/errors.ts';
import type { Scope } from '#src/platform/scope.ts';
import { subscriptionsFoundBy } from '#src/search/found-by.queries.ts';
import { runsOn, SERVED_COLUMNS, servedJoin, servedStill } from '#src/subscriptions/service/served.queries.ts';
import type { ServedToday } from '#src/subscriptions/service/served.rules.ts';
import type { SubscriptionStatus } from '#src/subscriptions/subscriptions.rules.ts';
import type { StaffSubscriptionsFilter } from './staff-subscriptions.forms.ts';

/** A subscription of any partner; the price in kopecks. */
export interface StaffSubscription extends ServedToday {
  readonly id: number;
  readonly number: string;
  readonly partnerId: number;
  readonly partnerName: string;
  readonly customerName: string;
  readonly customerInn: string;
  readonly productName: string;
  readonly vendorName: string;
  readonly sku: string;
  readonly seats: number;
  readonly unitPrice: Kopecks;
  readonly status: SubscriptionStatus;
  readonly autoRenew: boolean;
  readonly stopOn: Day | null;
  /** First day not closed for the partner. */
  readonly openFrom: Day | null;
  readonly createdAt: Date;
}

/** $1 patterns, each of which must be found · $2 state or group · $3 vendor's slug · $4 partner · $5 customer · $6 today. */
const IS_CLOSED = 'p.open_from > $6::date';
const STILL = servedStill('$6', IS_CLOSED);
const FILTER = `($1::text[] is null or s.search_key || '|' || p.search_key like all ($1::text[]))
  and ($2::text is null or case $2::text when 'active' then ${runsOn('$6', IS_CLOSED)} when 'stopped' then s.status = 'stopped' and not coalesce(${STILL}, false)
    when 'stopping' then s.status = 'active' and (s.stop_on is not null or not s.auto_renew) or s.status = 'stopped' and ${STILL}
    when 'attention' then s.status in ('pending', 'suspended') else s.status::text = $2::text end)
  and ($3::text is null or s.vendor_id = (select id from vendors where slug = $3::text))
  and ($4::int is null or s.partner_id = $4::int) and ($5::int is null or s.customer_id = $5::int)`;

const values = (scope: Scope, { q, status, vendor, partner, customer }: StaffSubscriptionsFilter): unknown[] => [
  searchPatterns(q),
  status,
  vendor,
  partner,
  customer,
  scope.portal.clock.today(),
];

/** A page of them, the newest first; `before` continues a file after that id. */
export function staffSubscriptions(
  scope: Scope,
  filter: StaffSubscriptionsFilter,
  part: { limit: number; offset: number; before?: number },
): Promise<StaffSubscription[]> {
  const narrowed = subscriptionsFoundBy(filter.q, 10);
  return scope.portal.sql<StaffSubscription>(
    `staff_subscriptions${narrowed.name}`,
    `select r.*, ${SERVED_COLUMNS} from (select s.id, s.number, s.partner_id as "partnerId", p.name as "partnerName", s.customer_name as "customerName", s.customer_inn as "customerInn",
       s.product_name as "productName", s.vendor_name as "vendorName", s.sku, s.seats, s.unit_price as "unitPrice", s.status::text as status,
       s.auto_renew as "autoRenew", s.stop_on::text as "stopOn", p.open_from::text as "openFrom", s.created_at as "createdAt"
     from subscriptions s join partners p on p.id = s.partner_id where ${FILTER} ${narrowed.where} and ($9::int is null or s.id < $9::int)
       order by s.id desc limit $7::int offset $8::int) r ${servedJoin('r.id', '$6')} order by r.id desc`,
    [...values(scope, filter), part.limit, part.offset, part.before ?? null, ...narrowed.values],
  );
}

const CHUNK = 5_000;

/** All of them, some thousands at a time, for a file. */
export async function* exportStaffSubscriptions(scope: Scope, filter: StaffSubscriptionsFilter): AsyncGenerator<StaffSubscription> {
  for (let before = 2_147_483_647; ; ) {
    const rows = await staffSubscriptions(scope, filter, { limit: CHUNK, offset: 0, before });
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < CHUNK) return;
    before = last.id;
  }
}

export interface StaffListHead {
  readonly total: number;
  readonly partner: string | null;
  readonly customer: string | null;
  readonly vendors: readonly (readonly [slug: string, name: string])[];
}

export async function staffListHead(scope: Scope, filter: StaffSubscriptionsFilter): Promise<StaffListHead> {
  const narrowed = subscriptionsFoundBy(filter.q, 7);
  const [row] = await scope.portal.sql<StaffListHead>(
    `staff_subscriptions_head${narrowed.name}`,
    `select (select count(*)::int from subscriptions s join partners p on p.id = s.partner_id where ${FILTER} ${narrowed.where}) as total,
       (select name from partners where id = $4::int) as partner, (select name from customers where id = $5::int) as customer,
       (select coalesce(json_agg(json_build_array(slug, name) order by name), '[]') from vendors) as vendors`,
    [...values(scope, filter), ...narrowed.values],
  );
  if (!row) throw new Error('a list came without its head');
  return row;
}

export type Owner = Pick<StaffSubscription, 'partnerId' | 'partnerName' | 'openFrom'>;

/** Whose a subscription is. @throws NotFound */
export async function ownerOf(scope: Scope, number: string): Promise<Owner> {
  const [row] = await scope.portal.sql<Owner>(
    'subscription_owner',
    'select p.id as "partnerId", p.name as "partnerName", p.open_from::text as "openFrom" from subscriptions s join partners p on p.id = s.partner_id where s.number = $1',
    [number],
  );
  if (!row) throw new NotFound();
  return row;
}
