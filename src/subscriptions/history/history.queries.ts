import { partnerOf } from '#src/accounts/actor.rules.ts';
import { addDays, moscowMidnight } from '#src/lib/days.ts';
import type { Part } from '#src/lib/table.ts';
import { NotFound } from '#src/platform/errors.ts';
import type { Scope } from '#src/platform/scope.ts';
import type { HistoryFilter } from '#src/subscriptions/subscriptions.forms.ts';
import type { SubscriptionStatus } from '#src/subscriptions/subscriptions.rules.ts';
import type { HistoryGroup } from './events.rules.ts';
import type { EventAction } from './history.service.ts';
import type { PartnerHistoryEvent } from './history.types.ts';

/** What every page about one subscription says above its tabs. */
export interface SubscriptionTitle {
  readonly id: number;
  readonly number: string;
  readonly status: SubscriptionStatus;
  readonly productName: string;
  readonly customerName: string;
}

/** A partner's subscription by its number. @throws NotFound for a foreign or absent one. */
export async function subscriptionTitle(scope: Scope, number: string): Promise<SubscriptionTitle> {
  const [row] = await scope.portal.sql<SubscriptionTitle>(
    'subscription_title',
    `select id, number, status::text as status, product_name as "productName", customer_name as "customerName" from subscriptions where partner_id = $1 and number = $2`,
    [partnerOf(scope), number],
  );
  if (!row) throw new NotFound();
  return row;
}

const groups: Record<HistoryGroup, readonly EventAction[]> = {
  orders: ['ordered', 'held', 'activated', 'cancelled'],
  stops: ['stopped', 'started'],
  seats: ['seats', 'seats_down'],
  renewals: ['renewed', 'suspended', 'resumed'],
  settings: ['auto_renewal'],
};

/**
 * Letters are queued at the very instant of their event; those of an order belong to the event of that order,
 * one letter about many changes to all events of its request, a digest to all events of its partner, kind and instant.
 */
const DIGEST = `'partner:' || e.partner_id || ':'`;
const INSTANT = `to_char(e.at at time zone 'UTC', '":"YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const EVENT = `e.at, e.actor_name as "actorName", e.actor_role as "actorRole", e.action, e.before, e.after, e.month_delta as "monthDelta",
  e.full_month_delta as "fullMonthDelta", e.comment, o.number as "orderNumber",
  coalesce((select json_agg(json_build_object('template', l.template, 'address', l.recipient_address, 'status', l.status) order by l.id)
    from (select * from letters l where l.subscription_id = e.subscription_id and l.queued_at = e.at
        and case when o.number is null then l.cause not like 'order:%' else starts_with(l.cause, 'order:' || o.number || ':') end
      union all select * from letters m where m.cause in ('request:' || e.request_id || ':many', ${DIGEST} || e.action || ${INSTANT},
        case when o.number is not null then ${DIGEST} || 'released' || ${INSTANT} end)) l), '[]') as letters`;

/** $1 partner · $2 actions · $3, $4 instants from and before which · $5 subscription. */
const FILTER = `e.partner_id = $1 and ($2::text[] is null or e.action = any($2::text[]))
  and ($3::timestamptz is null or e.at >= $3::timestamptz) and ($4::timestamptz is null or e.at < $4::timestamptz)
  and ($5::int is null or e.subscription_id = $5::int)`;

function filterValues(scope: Scope, filter: HistoryFilter, subscriptionId: number | null): unknown[] {
  return [
    partnerOf(scope),
    filter.action && groups[filter.action],
    filter.from && moscowMidnight(filter.from),
    filter.to && moscowMidnight(addDays(filter.to, 1)),
    subscriptionId,
  ];
}

export interface HistoryPart {
  readonly limit: number;
  readonly offset: number;
}

/** The history of all subscriptions of the partner, or of one by its id; newest first. */
export async function history(
  scope: Scope,
  filter: HistoryFilter,
  part: HistoryPart,
  subscriptionId: number | null,
): Promise<PartnerHistoryEvent[]> {
  return scope.portal.sql<PartnerHistoryEvent>(
    subscriptionId === null ? 'history_of_partner' : 'history_of_subscription',
    `select ${EVENT}, s.number, s.product_name as "productName", s.customer_name as "customerName"
     from (select * from subscription_events e where ${FILTER} order by e.at desc, e.id desc limit $6 offset $7) e
       join subscriptions s on s.partner_id = e.partner_id and s.id = e.subscription_id left join orders o on o.partner_id = e.partner_id and o.id = e.order_id
     order by e.at desc, e.id desc`,
    [...filterValues(scope, filter, subscriptionId), part.limit, part.offset],
  );
}

/** One page of the history and how many rows there are in all. */
export async function historyPart(
  scope: Scope,
  filter: HistoryFilter,
  part: Part,
  subscriptionId: number | null,
): Promise<{ events: PartnerHistoryEvent[]; total: number }> {
  const [events, [row]] = await Promise.all([
    history(scope, filter, part, subscriptionId),
    scope.portal.sql<{ total: number }>(
      'history_count',
      `select count(*)::int as total from subscription_events e where ${FILTER}`,
      filterValues(scope, filter, subscriptionId),
    ),
  ]);
  return { events, total: row?.total ?? 0 };
}

const CHUNK = 2_000;

/** All rows the filter finds, for a file. */
export async function* exportHistory(
  scope: Scope,
  filter: HistoryFilter,
  subscriptionId: number | null,
): AsyncGenerator<PartnerHistoryEvent> {
  for (let offset = 0; ; offset += CHUNK) {
    const rows = await history(scope, filter, { limit: CHUNK, offset }, subscriptionId);
    yield* rows;
    if (rows.length < CHUNK) return;
  }
}

/** The whole history. */
export const ANY_EVENT: HistoryFilter = { action: null, from: null, to: null };
