import type { Tx } from '#src/platform/scope.ts';

/** What the journal can say; the sentence is put together when shown (`history.pages.ts`). */
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
  | 'auto_renewal';

/** Only what changed: seats, status, autoRenew, stopOn, unitPrice (kopecks as text), period, cause, lastDay. */
export type Particulars = Readonly<Record<string, string | number | boolean | null>>;

export interface NewEvent {
  readonly subscriptionId: number;
  readonly partnerId: number;
  readonly action: EventAction;
  readonly before: Particulars;
  readonly after: Particulars;
  /** Effect on this month's and on a full month's sum, kopecks. */
  readonly monthDelta: bigint;
  readonly fullMonthDelta: bigint;
  readonly comment?: string | null;
  readonly orderId?: number | null;
}

/**
 * Writes a row of the journal in the transaction of the change and returns its id; the database numbers and chains it.
 * The caller holds the subscription's row (or the partner's), so numbers have no gaps.
 */
export async function recordEvent(tx: Tx, event: NewEvent): Promise<number> {
  const { actor, requestId } = tx.scope;
  const [row] = await tx.sql<{ id: number }>(
    'record_event',
    `insert into subscription_events (subscription_id, partner_id, seq, at, actor_id, actor_name, actor_role, action, before, after,
       month_delta, full_month_delta, comment, order_id, request_id, hash)
     values ($1, $2, 0, $3::timestamptz, $4::int, $5, $6, $7, $8::jsonb, $9::jsonb, $10::bigint, $11::bigint, $12, $13::int, $14, '')
     returning id`,
    [
      event.subscriptionId,
      event.partnerId,
      tx.now,
      actor.userId,
      actor.name,
      actor.role,
      event.action,
      JSON.stringify(event.before),
      JSON.stringify(event.after),
      event.monthDelta,
      event.fullMonthDelta,
      event.comment ?? null,
      event.orderId ?? null,
      requestId,
    ],
  );
  if (!row) throw new Error('no journal row was written');
  return row.id;
}
