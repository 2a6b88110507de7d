import type { Sql } from '#src/platform/db/sql.ts';
import type { Tx } from '#src/platform/scope.ts';
import type { Ack, Door, ItemFault, Problem } from '../exchange.types.ts';
import { messageKey } from './message-key.rules.ts';

/** What was answered to a message. */
export type Answer = Ack | Problem;

export interface NewMessage {
  /** null: it has none, or that of another. */
  readonly messageId: string | null;
  readonly type: string | null;
  readonly door: Door;
  readonly state: 'waiting' | 'refused';
  readonly hash: string;
  readonly body: string;
  readonly seq?: number | undefined;
  readonly mode?: string;
  readonly page?: number;
  readonly pages?: number;
  readonly batchId?: string | undefined;
  readonly createdAt?: Date;
  readonly count?: number;
  readonly itemErrors?: readonly ItemFault[];
  readonly reason?: string;
  readonly answer?: Answer;
}

/**
 * Keeps a message. One that has no name is kept once for each body.
 * @returns its id; null when there is one of this name, or of this body without a name
 */
export async function insertMessage(tx: Tx, message: NewMessage): Promise<bigint | null> {
  const { messageId, type, door, state, hash, body, seq, mode = 'delta', page = 1, pages = 1, batchId, createdAt } = message;
  const [row] = await tx.sql<{ id: bigint }>(
    'ax_message_insert',
    `insert into ax_messages (message_id, type, door, state, body_hash, body, seq, mode, page, pages, batch_id, created_at, received_at, items,
       item_errors, reason, answer, search_key)
     select $1::text, $2, $3, $4, $5::text, $6, $7::bigint, $8, $9::int, $10::int, $11, $12::timestamptz, $13::timestamptz, $14::int, $15::jsonb, $16, $17::jsonb, $18
     where $1::text is not null or not exists (select 1 from ax_messages where message_id is null and body_hash = $5::text)
     on conflict (message_id) do nothing returning id`,
    [
      ...[messageId, type, door, state, hash, body, seq, mode, page, pages, batchId, createdAt, tx.now],
      ...[
        message.count ?? 0,
        JSON.stringify(message.itemErrors ?? []),
        message.reason,
        message.answer ?? null,
        messageKey(messageId, body),
      ],
    ],
  );
  return row?.id ?? null;
}

/** What was answered to the message of this name, and the hash of its body. */
export async function findAnswer(sql: Sql, messageId: string): Promise<{ hash: string; answer: Answer } | null> {
  const [row] = await sql<{ hash: string; answer: Answer }>(
    'ax_message_answer',
    'select body_hash as hash, answer from ax_messages where message_id = $1 and answer is not null',
    [messageId],
  );
  return row ?? null;
}
