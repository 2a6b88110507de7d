import type { Kopecks } from '#src/lib/money.ts';
import type { Part } from '#src/platform/gathering.ts';
import type { Tx } from '#src/platform/scope.ts';

/** What the history can say; the sentence is put together when shown (`history.pages.ts`). */
export type EventAction =
  | 'ordered'
  | 'held'
  | 'activated'
  | 'cancelled'
  | 'stopped'
  | 'started'
  | 'seats'
  | 'seats_down'
  | 'renewed'
  | 'suspended'
  | 'resumed'
  | 'auto_renewal'
  | 'contract';

/** Only what changed: seats, status, autoRenew, stopOn, unitPrice (kopecks as text), period, cause, lastDay, contract. */
export type Particulars = Readonly<Record<string, string | number | boolean | null>>;

export interface NewEvent {
  readonly subscriptionId: number;
  readonly partnerId: number;
  readonly action: EventAction;
  readonly before: Particulars;
  readonly after: Particulars;
  /** Effect on this month's and on a full month's sum, kopecks. */
  readonly monthDelta: Kopecks;
  readonly fullMonthDelta: Kopecks;
  readonly comment?: string | null | undefined;
  readonly orderId?: number | null;
}

/**
 * Writes a row of the history in the transaction of the change; the database numbers and chains it.
 * The caller holds the subscription's row (or the partner's), so numbers have no gaps.
 */
export function recordEvent(tx: Tx, event: NewEvent): void {
  recordEvents(tx, [event]);
}

/** The same for many, in the order given. */
export function recordEvents(tx: Tx, events: readonly NewEvent[]): void {
  tx.gather(EVENTS, events.map(row));
}

const EVENTS: Part<ReturnType<typeof row>> = {
  name: 'events',
  text: (rows) =>
    `insert into subscription_events (subscription_id, partner_id, seq, at, actor_id, actor_name, actor_role, action, before, after,
       month_delta, full_month_delta, comment, order_id, request_id, hash)
     select subscription_id, partner_id, 0, $1::timestamptz, $2::int, $3, $4, action, before, after,
       month_delta, full_month_delta, comment, order_id, $6, ''
     from jsonb_to_recordset(${rows}) as e(subscription_id int, partner_id int, action text, before jsonb, after jsonb,
       month_delta bigint, full_month_delta bigint, comment text, order_id int)`,
};

/** Kopecks go as text: JSON has no numbers of their size. */
function row({ subscriptionId, partnerId, action, before, after, monthDelta, fullMonthDelta, comment, orderId }: NewEvent) {
  const deltas = { month_delta: String(monthDelta), full_month_delta: String(fullMonthDelta) };
  return { subscription_id: subscriptionId, partner_id: partnerId, action, before, after, ...deltas, comment, order_id: orderId };
}
