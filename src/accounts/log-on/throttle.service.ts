import { createHash } from 'node:crypto';
import { plainAddress } from '#src/accounts/accounts.rules.ts';
import { TooMany } from '#src/platform/errors.ts';
import type { Scope } from '#src/platform/scope.ts';

/** How many tries a key has, and what comes after them. */
export interface ThrottleRule {
  /** The try that closes the door behind it. */
  readonly max: number;
  /** Seconds without a try after which counting starts anew. */
  readonly window: number;
  /** Seconds the door stays closed; the longest is the window. */
  readonly wait: number;
  /** Each further try multiplies the wait by this. */
  readonly growth: number;
}

export interface Tried {
  /** The try may go on; false while the door is closed, and then it wasn't counted. */
  readonly isAdmitted: boolean;
  /** Tries in the window, this one included. */
  readonly hits: number;
  /** The door is closed from now (or since long) until then; null while it is open. */
  readonly closedUntil: Date | null;
}

/**
 * Counts a try before it is made, so that a hundred at once can't slip through: one conditional upsert, shared by all
 * instances, committed at once whatever becomes of the try itself. `forget` takes it back after a success.
 */
export async function countTry(scope: Scope, key: string, rule: ThrottleRule): Promise<Tried> {
  const now = scope.portal.clock.now();
  const rows = await scope.portal.sql<{ hits: number; until: Date | null; admitted: boolean }>(
    'throttle_count',
    `with counted as (
       insert into throttles as t (key, hits, window_ends_at) values ($1, 1, $2::timestamptz + make_interval(secs => $4))
       on conflict (key) do update set
         hits = case when t.window_ends_at <= $2::timestamptz then 1 else t.hits + 1 end,
         window_ends_at = excluded.window_ends_at,
         blocked_until = case when t.window_ends_at > $2::timestamptz and t.hits + 1 >= $3::int then
           $2::timestamptz + make_interval(secs => least($5::float8 * power($6::float8, t.hits + 1 - $3::int), $4::float8)) end
       where t.blocked_until is null or t.blocked_until <= $2::timestamptz
       returning hits, blocked_until)
     select hits, blocked_until as until, true as admitted from counted
     union all
     select hits, blocked_until, false from throttles where key = $1 and not exists (select 1 from counted)`,
    [key, now, rule.max, rule.window, rule.wait, rule.growth],
  );
  const row = rows[0];
  if (row?.admitted) return { isAdmitted: true, hits: row.hits, closedUntil: row.until };
  const closedUntil = row?.until ?? new Date(now.getTime() + rule.wait * 1000);
  return { isAdmitted: false, hits: row?.hits ?? rule.max, closedUntil };
}

/** Counts a try that is refused while its door is closed. @throws TooMany with the sentence */
export async function admitTry(scope: Scope, key: string, rule: ThrottleRule, sentence: string): Promise<void> {
  const { isAdmitted, closedUntil } = await countTry(scope, key, rule);
  if (isAdmitted) return;
  const wait = closedUntil ? Math.ceil((closedUntil.getTime() - scope.portal.clock.now().getTime()) / 1000) : rule.wait;
  throw new TooMany(Math.max(1, wait), sentence);
}

/** A success: the keys start anew, and `shared` (one address for a whole office) only loses the try just counted. */
export async function forgiveTries(scope: Scope, own: readonly string[], shared: string, rule: ThrottleRule): Promise<void> {
  await scope.portal.sql(
    'throttle_forgive',
    `with gone as (delete from throttles where key = any($1::text[]))
     update throttles set hits = greatest(hits - 1, 0), blocked_until = case when hits > $3::int then blocked_until end where key = $2`,
    [own, shared, rule.max],
  );
}

/** Keys hold digests: people type passwords into the login field. */
export const throttleKey = (kind: string, ...of: (string | number)[]): string =>
  `${kind}:${createHash('sha256').update(of.join('|')).digest('hex').slice(0, 32)}`;

/** One household or server for IPv6: its first 64 bits. IPv4 as it is. */
export function networkOf(address: string | null): string {
  const plain = plainAddress(address ?? 'unknown');
  if (!plain.includes(':')) return plain;
  const [head = '', tail = ''] = plain.toLowerCase().split('::');
  const left = head.split(':').filter(Boolean);
  const right = tail.split(':').filter(Boolean);
  const gap = plain.includes('::') ? Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0') : [];
  return [...left, ...gap, ...right].slice(0, 4).join(':');
}
