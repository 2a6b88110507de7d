import type { Day } from '#src/lib/days.ts';
import type { Kopecks } from '#src/lib/money.ts';
import { searchPatterns } from '#src/lib/search-key.ts';
import { NotFound } from '#src/platform/errors.ts';
import type { Scope } from '#src/platform/scope.ts';
import { runsOn, SERVED_COLUMNS, servedJoin } from '#src/subscriptions/service/served.queries.ts';
import type { ServedToday } from '#src/subscriptions/service/served.rules.ts';
import type { SubscriptionStatus } from '#src/subscriptions/subscriptions.rules.ts';
import type { CustomerSort } from './customers.forms.ts';

/** A customer in a list. */
export interface CustomerRow {
  id: number;
  name: string;
  inn: string;
  kpp: string | null;
  contactName: string;
  email: string;
  phone: string;
  domainPrefix: string;
  regionCode: string;
  createdAt: Date;
  /** Subscriptions running now, and all there ever were. */
  active: number;
  subscriptions: number;
}

const columns = `c.id, c.name, c.inn, c.kpp, c.contact_name as "contactName", c.email, c.phone, c.domain_prefix as "domainPrefix",
  c.region_code as "regionCode", c.created_at as "createdAt"`;

const RUNS = runsOn('$3', '(select open_from from partners where id = $1::int) > $3::date');

/** The partner's customers that meet the search, with their subscriptions counted; $1 partner, $2 patterns, each of which must be found, $3 today. */
const found = `
  select ${columns}, coalesce(n.active, 0) as active, coalesce(n.all, 0) as subscriptions
    from customers c
    left join (select customer_id, count(*) filter (where ${RUNS})::int as active, count(*)::int as all
                 from subscriptions s where s.partner_id = $1::int group by customer_id) n on n.customer_id = c.id
   where c.partner_id = $1::int
     and ($2::text[] is null or c.search_key collate "C" like all ($2::text[]))`;

const orders: Record<CustomerSort, string> = {
  name: 'name, id',
  '-name': 'name desc, id desc',
  subscriptions: 'active, name, id',
  '-subscriptions': 'active desc, name, id',
  created: '"createdAt", id',
  '-created': '"createdAt" desc, id desc',
};

/** A page of the actor's partner's customers, and how many there are in all; one statement (product rule §6). */
export async function listCustomers(
  scope: Scope,
  filter: { q: string; sort: CustomerSort },
  page: { limit: number; offset: number },
): Promise<{ rows: CustomerRow[]; total: number }> {
  const [first, ...rest] = await scope.portal.sql<CustomerRow & { total: number }>(
    `customer_list_${filter.sort}`,
    `with found as materialized (${found})
     select page.*, counted.total from (select count(*)::int as total from found) counted
       left join lateral (select * from found order by ${orders[filter.sort]} limit $4::int offset $5::int) page on true`,
    [scope.actor.partnerId, searchPatterns(filter.q), scope.portal.clock.today(), page.limit, page.offset],
  );
  const total = first?.total ?? 0;
  return { rows: first && first.id !== null ? [first, ...rest] : [], total };
}

/** All of them, for a file. */
export function allCustomers(scope: Scope, filter: { q: string; sort: CustomerSort }): Promise<CustomerRow[]> {
  return scope.portal.sql<CustomerRow>(`customer_export_${filter.sort}`, `${found} order by ${orders[filter.sort]}`, [
    scope.actor.partnerId,
    searchPatterns(filter.q),
    scope.portal.clock.today(),
  ]);
}

export interface CustomerFacts extends Omit<CustomerRow, 'active' | 'subscriptions'> {
  version: number;
  /** Has a subscription of a vendor that uses the domain prefix. */
  usesDomain: boolean;
}

/** The actor's partner's customer. @throws NotFound for a foreign or absent one. */
export async function customerById(scope: Scope, id: number): Promise<CustomerFacts> {
  const [customer] = await scope.portal.sql<CustomerFacts>(
    'customer_by_id',
    `select ${columns}, c.version,
            exists (select 1 from subscriptions s join vendors v on v.id = s.vendor_id
                     where s.partner_id = c.partner_id and s.customer_id = c.id and v.uses_domain_prefix) as "usesDomain"
       from customers c where c.partner_id = $1::int and c.id = $2`,
    [scope.actor.partnerId, id],
  );
  if (!customer) throw new NotFound();
  return customer;
}

export interface CustomerUser {
  id: number;
  login: string;
  name: string;
  email: string;
  lastLogOnAt: Date | null;
  /** Still has to use and replace its start password. */
  isWaiting: boolean;
  isDisabled: boolean;
}

/** Who of the customer may log on. */
export function usersOf(scope: Scope, customerId: number): Promise<CustomerUser[]> {
  return scope.portal.sql<CustomerUser>(
    'customer_users',
    `select id, login, name, email, last_log_on_at as "lastLogOnAt", must_change_password as "isWaiting", disabled_at is not null as "isDisabled"
       from users where partner_id = $1::int and customer_id = $2 order by role <> 'customer', id`,
    [scope.actor.partnerId, customerId],
  );
}

export interface CustomerSubscription extends ServedToday {
  number: string;
  productName: string;
  vendorName: string;
  seats: number;
  unitPrice: Kopecks;
  status: SubscriptionStatus;
  autoRenew: boolean;
  stopOn: Day | null;
}

/** The customer's subscriptions: running ones first, then the newest; `limit` of them and how many there are. */
export async function subscriptionsOf(
  scope: Scope,
  customerId: number,
  limit: number,
): Promise<{ rows: CustomerSubscription[]; total: number }> {
  const rows = await scope.portal.sql<CustomerSubscription & { total: number }>(
    'customer_subscriptions',
    `select r.*, ${SERVED_COLUMNS} from (
       select id, number, product_name as "productName", vendor_name as "vendorName", seats, unit_price as "unitPrice", status,
            auto_renew as "autoRenew", stop_on::text as "stopOn", count(*) over ()::int as total,
            row_number() over (order by status = 'active' desc, created_at desc, id desc) as n
       from subscriptions where partner_id = $1::int and customer_id = $2 order by n limit $3) r
     ${servedJoin('r.id', '$4')} order by r.n`,
    [scope.actor.partnerId, customerId, limit, scope.portal.clock.today()],
  );
  return { rows, total: rows[0]?.total ?? 0 };
}

export interface CustomerOrder {
  number: string;
  productName: string;
  seats: number;
  charge: Kopecks;
  status: 'held' | 'done' | 'cancelled' | 'rejected';
  placedAt: Date;
}

/** The customer's latest orders. */
export function ordersOf(scope: Scope, customerId: number, limit: number): Promise<CustomerOrder[]> {
  return scope.portal.sql<CustomerOrder>(
    'customer_orders',
    `select o.number, s.product_name as "productName", o.seats, o.charge, o.status, o.placed_at as "placedAt"
       from orders o join subscriptions s on s.partner_id = o.partner_id and s.id = o.subscription_id
      where o.partner_id = $1::int and o.customer_id = $2 order by o.placed_at desc, o.id desc limit $3`,
    [scope.actor.partnerId, customerId, limit],
  );
}
