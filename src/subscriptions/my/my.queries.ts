import { customerOf } from '#src/accounts/actor.rules.ts';
import type { Day } from '#src/lib/days.ts';
import { NotFound } from '#src/platform/errors.ts';
import type { Scope } from '#src/platform/scope.ts';
import type { HistoryEvent } from '#src/subscriptions/history/history.types.ts';
import { SERVED_COLUMNS, servedJoin } from '#src/subscriptions/service/served.queries.ts';
import type { ServedToday } from '#src/subscriptions/service/served.rules.ts';
import type { SubscriptionStatus } from '#src/subscriptions/subscriptions.rules.ts';
import { OPEN_WISH, type OpenWish } from '#src/subscriptions/wish.rules.ts';

/** What a customer may know of a subscription: no prices, no sums, no reasons of the partner's money. */
export interface MySubscription extends ServedToday {
  readonly id: number;
  readonly number: string;
  readonly productName: string;
  readonly vendorName: string;
  readonly status: SubscriptionStatus;
  readonly seats: number;
  readonly autoRenew: boolean;
  readonly stopOn: Day | null;
  /** First day not closed for the partner. */
  readonly openFrom: Day | null;
  readonly createdAt: Date;
  readonly startedOn: Day | null;
  /** What the customer asked for and the partner has not answered. */
  readonly openWish: OpenWish | null;
}

/** Who to call: the customer's partner. */
export interface PartnerContact {
  readonly name: string;
  readonly phone: string | null;
  readonly email: string;
  /** The person of the partner to ask for. */
  readonly person: string | null;
}

const COLUMNS = `s.id, s.number, s.product_name as "productName", s.vendor_name as "vendorName", s.status::text as status, s.seats,
  s.auto_renew as "autoRenew", s.stop_on as "stopOn",
  (select open_from::text from partners where id = s.partner_id) as "openFrom", s.created_at as "createdAt", s.started_on as "startedOn", ${OPEN_WISH} as "openWish"`;

/** One page of the customer's own subscriptions, running ones first, and how many there are. */
export async function mySubscriptions(
  scope: Scope,
  part: { limit: number; offset: number },
): Promise<{ rows: MySubscription[]; total: number }> {
  const { partnerId, customerId } = customerOf(scope);
  const [rows, [counted]] = await Promise.all([
    scope.portal.sql<MySubscription>(
      'my_subscriptions',
      `select ${COLUMNS}, ${SERVED_COLUMNS} from subscriptions s ${servedJoin('s.id', '$5')} where s.partner_id = $1 and s.customer_id = $2
       order by s.status in ('active', 'suspended', 'pending') desc, s.product_name, s.id limit $3 offset $4`,
      [partnerId, customerId, part.limit, part.offset, scope.portal.clock.today()],
    ),
    scope.portal.sql<{ total: number }>(
      'my_subscription_count',
      'select count(*)::int as total from subscriptions where partner_id = $1 and customer_id = $2',
      [partnerId, customerId],
    ),
  ]);
  return { rows, total: counted?.total ?? 0 };
}

/** The customer's own subscription. @throws NotFound for anybody else's, of the same partner too. */
export async function mySubscription(scope: Scope, number: string): Promise<MySubscription> {
  const { partnerId, customerId } = customerOf(scope);
  const [row] = await scope.portal.sql<MySubscription>(
    'my_subscription',
    `select ${COLUMNS}, ${SERVED_COLUMNS} from subscriptions s ${servedJoin('s.id', '$4')}
     where s.partner_id = $1 and s.customer_id = $2 and s.number = $3`,
    [partnerId, customerId, number, scope.portal.clock.today()],
  );
  if (!row) throw new NotFound();
  return row;
}

/** What of the history a customer reads: no sums, comments, orders or letters, and nothing of orders that wait. */
export type MyEvent = Pick<HistoryEvent, 'at' | 'actorName' | 'actorRole' | 'action' | 'before' | 'after'>;

/** The history of the customer's own subscription, newest first; prices are taken out by the database. */
export async function myHistory(scope: Scope, subscriptionId: number): Promise<MyEvent[]> {
  const { partnerId, customerId } = customerOf(scope);
  return scope.portal.sql<MyEvent>(
    'my_history',
    `select e.at, e.actor_name as "actorName", e.actor_role as "actorRole", e.action, e.before - 'unitPrice' as before, e.after - 'unitPrice' as after
     from subscription_events e join subscriptions s on s.partner_id = e.partner_id and s.id = e.subscription_id
     where s.partner_id = $1 and s.customer_id = $2 and s.id = $3 and e.action <> 'held'
     order by e.at desc, e.id desc limit 100`,
    [partnerId, customerId, subscriptionId],
  );
}

/** The partner that serves the customer. @throws NotFound when there is none. */
export async function myPartner(scope: Scope): Promise<PartnerContact> {
  const [row] = await scope.portal.sql<PartnerContact>(
    'my_partner',
    `select p.name, coalesce(p.phone, u.phone) as phone, p.email, u.name as person
     from partners p left join lateral (select name, phone from users where partner_id = p.id and customer_id is null and disabled_at is null
       and role in ('partner_manager', 'partner_owner') order by role = 'partner_manager' desc, id limit 1) u on true
     where p.id = $1`,
    [customerOf(scope).partnerId],
  );
  if (!row) throw new NotFound();
  return row;
}
