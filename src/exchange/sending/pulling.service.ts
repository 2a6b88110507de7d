import { command } from '#src/platform/command.ts';
import type { Scope, Tx } from '#src/platform/scope.ts';
import { SCHEMA } from '../receiving/contract.rules.ts';
import { billingItems } from './billing.queries.ts';
import type { OutgoingType } from './outbox.service.ts';

/** A message as Axapta gets it. */
export interface OutgoingMessage {
  readonly schema: typeof SCHEMA;
  readonly type: OutgoingType;
  readonly messageId: string;
  readonly source: 'PORTAL';
  readonly mode: 'delta';
  readonly createdAt: string;
  /** Number within the type, without gaps. */
  readonly seq: number;
  readonly items: readonly object[];
}

export interface Pull {
  /** null: of every type. */
  readonly type: OutgoingType | null;
  /** Messages behind this place; null: from the first that is not acknowledged. */
  readonly after: bigint | null;
  readonly limit: number;
}

/** Messages to be fetched, and the place behind the last. */
export interface Pulled {
  readonly items: readonly OutgoingMessage[];
  readonly next: bigint;
  readonly more: boolean;
}

/** A message that was given out and not acknowledged for so long is given out again, wherever the reader is. */
const AGAIN_AFTER_MINUTES = 15;

/** An answer grows no larger, but for a single message. */
const LARGEST = 8_000_000;

/**
 * Gives out messages that are not acknowledged, in order. A message gets its place and its number only when it is seen committed, so none of a
 * transaction that committed late is ever behind a reader.
 */
export function pull(scope: Scope, { type, after, limit }: Pull): Promise<Pulled> {
  return command(scope, { action: 'exchange.pull', limitMs: 30_000 }, async (tx) => {
    await numberNew(tx);
    const found = await tx.sql<{ position: bigint; isNew: boolean }>(
      'ax_outgoing_due',
      `select position, position > $2::bigint as "isNew" from ax_outgoing
       where position is not null and acked_at is null and ($1::text is null or type = $1)
         and (position > $2::bigint or served_at < $3::timestamptz)
       order by position limit $4::int`,
      [type, after ?? 0n, new Date(tx.now.getTime() - AGAIN_AFTER_MINUTES * 60_000), limit + 1],
    );
    const given = found.slice(0, limit).map(({ position }) => position);
    await fill(tx, given);
    const items = await serve(tx, given);
    const last = items.at(-1)?.position ?? 0n;
    const from = after ?? 0n;
    return { items: items.map(({ message }) => message), next: last > from ? last : from, more: items.length < found.length };
  });
}

/** Places and numbers for what was committed since. */
async function numberNew(tx: Tx): Promise<void> {
  const [row] = await tx.sql<{ waits: boolean }>(
    'ax_outgoing_new',
    'select exists (select 1 from ax_outgoing where position is null) as waits',
  );
  if (!row?.waits) return;
  await tx.sql(
    'ax_outgoing_lock',
    `insert into ax_streams (type) values ('outgoing') on conflict (type) do update set type = excluded.type returning type`,
  );
  await tx.sql(
    'ax_outgoing_number',
    `with fresh as (select id, row_number() over (order by id) as place, row_number() over (partition by type order by id) as number, type
         from ax_outgoing where position is null),
       lasts as (select type, max(seq) as seq from ax_outgoing group by type)
     update ax_outgoing o set position = f.place + coalesce((select max(position) from ax_outgoing), 0), seq = f.number + coalesce(l.seq, 0)
     from fresh f left join lasts l on l.type = f.type where o.id = f.id`,
  );
}

/** What invoices say is read off them when they are given out first. */
async function fill(tx: Tx, positions: readonly bigint[]): Promise<void> {
  const empty = await tx.sql<{ id: bigint; key: string }>(
    'ax_outgoing_empty',
    `select id, key from ax_outgoing where position = any($1::bigint[]) and payload is null and type = 'billing'`,
    [positions],
  );
  if (empty.length === 0) return;
  const items = await billingItems(
    tx.sql,
    empty.map(({ key }) => key),
  );
  const rows = empty.map(({ id, key }) => ({ id: String(id), payload: [items.get(key)] }));
  await tx.sql(
    'ax_outgoing_fill',
    'update ax_outgoing o set payload = n.payload from jsonb_to_recordset($1::jsonb) as n(id bigint, payload jsonb) where o.id = n.id',
    [JSON.stringify(rows)],
  );
}

interface Served {
  readonly position: bigint;
  readonly message: OutgoingMessage;
}

async function serve(tx: Tx, positions: readonly bigint[]): Promise<Served[]> {
  const rows = await tx.sql<{ position: bigint; messageId: string; type: OutgoingType; createdAt: Date; seq: bigint; payload: object[] }>(
    'ax_outgoing_serve',
    `with sized as (select id, position, sum(length(payload::text)) over (order by position) - length(payload::text) as before
         from ax_outgoing where position = any($1::bigint[]))
     update ax_outgoing o set served_at = $2::timestamptz, served = served + 1 from sized s where o.id = s.id and s.before < $3::bigint
     returning o.position, o.message_id as "messageId", o.type, o.created_at as "createdAt", coalesce(o.seq, 0) as seq, coalesce(o.payload, '[]') as payload`,
    [positions, tx.now, LARGEST],
  );
  return rows.sort((a, b) => (a.position < b.position ? -1 : 1)).map(({ position, ...row }) => ({ position, message: messageOf(row) }));
}

const messageOf = (row: { messageId: string; type: OutgoingType; createdAt: Date; seq: bigint; payload: object[] }): OutgoingMessage => ({
  ...{ schema: SCHEMA, type: row.type, messageId: row.messageId, source: 'PORTAL', mode: 'delta' },
  ...{ createdAt: row.createdAt.toISOString(), seq: Number(row.seq), items: row.payload },
});
