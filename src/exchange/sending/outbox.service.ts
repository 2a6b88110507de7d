import { randomUUID } from 'node:crypto';
import type { Tx } from '#src/platform/scope.ts';

/** Types of messages that the portal sends. */
export type OutgoingType = 'billing' | 'partners' | 'ack' | 'balances' | 'replay' | 'ping';

export interface NewOutgoing {
  readonly type: OutgoingType;
  /** What it is about: of a type and key there is one message. */
  readonly key: string;
  readonly items: readonly object[];
}

/** Writes a message to Axapta in the transaction of its cause. One of the same type and key is not written twice. */
export async function queueOutgoing(tx: Tx, ...messages: readonly NewOutgoing[]): Promise<void> {
  if (messages.length === 0) return;
  const rows = messages.map(({ type, key, items }) => ({ id: randomUUID(), type, key, items }));
  await tx.sql(
    'ax_outgoing_queue',
    `insert into ax_outgoing (message_id, type, key, payload, created_at)
     select n.id, n.type, n.key, n.items, $2::timestamptz from jsonb_to_recordset($1::jsonb) as n(id text, type text, key text, items jsonb)
     on conflict (type, key) do nothing`,
    [JSON.stringify(rows), tx.now],
  );
}
