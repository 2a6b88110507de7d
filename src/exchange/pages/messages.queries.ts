import { searchPatterns } from '#src/lib/search-key.ts';
import { inParts, type Part } from '#src/lib/table.ts';
import { NotFound } from '#src/platform/errors.ts';
import type { Scope } from '#src/platform/scope.ts';
import type { ItemFault } from '../exchange.types.ts';
import type { MessageState } from '../exchange.words.ts';
import type { MessageFilter } from './exchange.forms.ts';

export interface MessageRow {
  readonly id: bigint;
  readonly messageId: string | null;
  readonly type: string | null;
  readonly door: string;
  readonly seq: bigint | null;
  readonly state: MessageState;
  readonly items: number;
  readonly applied: number;
  readonly stale: number;
  readonly faults: number;
  readonly reason: string | null;
  readonly receivedAt: Date;
}

const STATE = `case when m.settled_at is not null then 'settled' else m.state end`;
const ROW = `m.id, m.message_id as "messageId", m.type, m.door, m.seq, ${STATE} as state, m.items, m.applied, m.stale,
  jsonb_array_length(m.item_errors) as faults, m.reason, m.received_at as "receivedAt"`;
const FILTER = `($1::text[] is null or m.search_key like all ($1::text[]))
  and ($2::text is null or m.type = $2) and ($3::text is null or ${STATE} = $3 or ($3 = 'faulty' and m.state in ('partial', 'refused') and m.settled_at is null))`;

const values = ({ q, type, state }: MessageFilter) => [searchPatterns(q), type, state];

/** Messages that came, newest first, and how many the filter finds. */
export async function listMessages(
  { portal }: Scope,
  filter: MessageFilter,
  { limit, offset }: Part,
): Promise<{ rows: MessageRow[]; total: number }> {
  const [rows, [counted]] = await Promise.all([
    portal.sql<MessageRow>('ax_message_list', `select ${ROW} from ax_messages m where ${FILTER} order by m.id desc limit $4 offset $5`, [
      ...values(filter),
      limit,
      offset,
    ]),
    portal.sql<{ count: number }>('ax_message_count', `select count(*)::int as count from ax_messages m where ${FILTER}`, values(filter)),
  ]);
  return { rows, total: counted?.count ?? 0 };
}

/** The same for the file, part by part. */
export const exportMessages = ({ portal }: Scope, filter: MessageFilter) =>
  inParts(({ size, last }: { size: number; last: MessageRow | null }) =>
    portal.sql<MessageRow>(
      'ax_message_export',
      `select ${ROW} from ax_messages m where ${FILTER} and ($4::bigint is null or m.id < $4::bigint) order by m.id desc limit $5`,
      [...values(filter), last?.id ?? null, size],
    ),
  );

export interface MessageCard extends MessageRow {
  readonly body: string;
  readonly itemErrors: readonly ItemFault[];
  readonly createdAt: Date | null;
  readonly settledBy: string | null;
}

/** One message with what it says. @throws NotFound */
export async function messageCard({ portal }: Scope, id: number): Promise<MessageCard> {
  const [row] = await portal.sql<MessageCard>(
    'ax_message_card',
    `select ${ROW}, m.body, m.item_errors as "itemErrors", m.created_at as "createdAt", m.settled_by as "settledBy" from ax_messages m where m.id = $1::bigint`,
    [id],
  );
  if (!row) throw new NotFound();
  return row;
}
