import type { Tx } from '#src/platform/scope.ts';
import type { Missing } from '../exchange.types.ts';
import type { IncomingType } from './contract.rules.ts';
import type { Head } from './receiving.types.ts';

export interface Stream {
  readonly type: IncomingType;
  /** The highest number that came. */
  readonly lastSeq: bigint | null;
}

/** Locks the messages of a type until the transaction ends: they are carried out one after another. */
export async function lockStream(tx: Tx, type: IncomingType): Promise<Stream> {
  const [row] = await tx.sql<Stream>(
    'ax_stream_lock',
    `insert into ax_streams (type) values ($1) on conflict (type) do update set type = excluded.type returning type, last_seq as "lastSeq"`,
    [type],
  );
  if (!row) throw new Error(`the messages of type ${type} were not locked`);
  return row;
}

/** Notes a message's number: a gap opens before it, or one closes. @returns what is missing because of it and wanted once more */
export async function noteNumber(tx: Tx, { type, lastSeq }: Stream, { seq }: Head): Promise<Missing[]> {
  if (seq === undefined) return [];
  const now = BigInt(seq);
  if (lastSeq !== null && now <= lastSeq) {
    await closeGap(tx, type, now);
    return [];
  }
  await tx.sql('ax_stream_number', 'update ax_streams set last_seq = $2::bigint where type = $1', [type, now]);
  if (lastSeq === null || now === lastSeq + 1n) return [];
  await tx.sql(
    'ax_gap_open',
    `insert into ax_gaps (type, from_seq, to_seq, found_at) values ($1, $2::bigint, $3::bigint, $4::timestamptz) on conflict (type, from_seq) do nothing`,
    [type, lastSeq + 1n, now - 1n, tx.now],
  );
  return [{ type, from: Number(lastSeq) + 1, to: seq - 1 }];
}

/** A number came late: the gap it was missing in becomes smaller, two, or none. */
async function closeGap(tx: Tx, type: IncomingType, seq: bigint): Promise<void> {
  await tx.sql(
    'ax_gap_close',
    `with gone as (delete from ax_gaps where type = $1 and $2::bigint between from_seq and to_seq returning *)
     insert into ax_gaps (type, from_seq, to_seq, found_at, asked_at, asked_by)
     select type, f, t, found_at, asked_at, asked_by
     from gone cross join lateral (values (from_seq, $2::bigint - 1), ($2::bigint + 1, to_seq)) as part(f, t) where f <= t`,
    [type, seq],
  );
}

/**
 * Notes that a message is through. Up to when everything is known: until the message was made before which none is missing.
 * A whole set of debtors says everything of its moment, whatever was missing before.
 */
export async function noteDone(tx: Tx, head: Head, isWholeSet: boolean): Promise<void> {
  const { type, createdAt, seq = null } = head;
  if (isWholeSet && type === 'debtors') {
    await tx.sql('ax_gaps_healed', 'delete from ax_gaps where type = $1 and to_seq < $2::bigint', [type, seq]);
  }
  const at = new Date(Math.min(createdAt.getTime(), tx.now.getTime()));
  await tx.sql(
    'ax_stream_done',
    `update ax_streams s set last_at = greatest(s.last_at, $2::timestamptz),
       full_at = case when $3::boolean then greatest(s.full_at, $2::timestamptz) else s.full_at end,
       whole_as_of = case
         when $3::boolean then greatest(s.whole_as_of, $2::timestamptz)
         when g.first is null then greatest(s.whole_as_of, s.last_at, $2::timestamptz)
         when $4::bigint < g.first then greatest(s.whole_as_of, $2::timestamptz)
         else s.whole_as_of end
     from (select min(from_seq) as first from ax_gaps where type = $1) g where s.type = $1`,
    [type, at, isWholeSet, seq],
  );
}
