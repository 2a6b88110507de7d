import type { Prisma } from '#src/generated/prisma/client.ts';
import { moscowDay } from '#src/lib/days.ts';
import { allowMs } from './db/prisma.ts';
import { transactionSql } from './db/sql.ts';
import { BadRequest, Forbidden } from './errors.ts';
import { withRetries } from './retry.ts';
import type { AuditNote, Scope, Tx } from './scope.ts';

export interface CommandOptions {
  /** What is done, for the form token and the log: «order.place». */
  readonly action: string;
  /** Token of the form it came from: a repeated submit gets the first one's result, with one effect. */
  readonly token?: string | undefined;
  /** Milliseconds it may take in all, for commands over many rows; 15,000 otherwise. */
  readonly limitMs?: number;
}

/**
 * The one write path. Runs `work` in one transaction with the actor and the request id set, `now` frozen; history, letters and jobs
 * written by it are committed with it or not at all. Serialization failures and deadlocks are retried from the start, so `work`
 * must not touch anything outside the transaction. `T` is kept as JSON beside the form token: text, numbers and plain objects only.
 * @throws whatever `work` throws or a statement sent by `tx.write` failed with; nothing is then written, and the form token stays usable.
 */
export async function command<T>(scope: Scope, options: CommandOptions, work: (tx: Tx) => Promise<T>): Promise<T> {
  if (scope.actor.isReadOnly) throw new Forbidden(LOOKING_ONLY);
  const answer = await withRetries(() =>
    scope.portal.db.$transaction(
      async (db) => {
        const unawaited = new Unawaited();
        const ends = new Map<string, () => Promise<void>>();
        const result = await unawaited.alongside(perform(beginTx(scope, db, unawaited, ends), options, ended(ends, work)));
        await unawaited.settle();
        return result;
      },
      { maxWait: 5_000, timeout: options.limitMs ?? 15_000 },
    ),
  );
  scope.portal.jobs.poke();
  return answer;
}

/** The work, and then what it wants done at its end; what that asks for in turn is done too. */
function ended<T>(ends: Map<string, () => Promise<void>>, work: (tx: Tx) => Promise<T>): (tx: Tx) => Promise<T> {
  return async (tx) => {
    const result = await work(tx);
    for (const end of ends.values()) await end();
    return result;
  };
}

async function perform<T>(tx: Tx, { action, token, limitMs }: CommandOptions, work: (tx: Tx) => Promise<T>): Promise<T> {
  if (limitMs) await allowMs(tx.db, limitMs);
  if (!token) {
    tx.write('set_context', `select set_config('portal.actor', $1, true), set_config('portal.request', $2, true)`, context(tx.scope));
    return work(tx);
  }
  const repeated = await claimToken(tx, token, action);
  if (repeated) return repeated.result as T;
  const result = await work(tx);
  tx.write('form_token_result', 'update form_tokens set result = $2::jsonb where token = $1', [token, JSON.stringify(result ?? null)]);
  return result;
}

/** What a transaction has sent without waiting. */
class Unawaited {
  readonly #sent: Promise<unknown>[] = [];
  #fault: unknown;

  add(sent: Promise<unknown>): void {
    const noted = sent.catch((error: unknown) => {
      this.#fault ??= error;
    });
    this.#sent.push(noted);
  }

  /** Waits for everything sent. @throws the first fault */
  async settle(): Promise<void> {
    await Promise.all(this.#sent);
    if (this.#fault !== undefined) throw this.#fault;
  }

  /** What `work` gives. Where both failed, the one that came first tells why: after it PostgreSQL refuses the rest. */
  async alongside<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      await Promise.all(this.#sent);
      throw this.#fault === undefined || isRefused(this.#fault) ? error : this.#fault;
    }
  }
}

/** Did it fail only because a statement before it had failed? */
const isRefused = (error: unknown): boolean => (error as { code?: string }).code === '25P02';

const LOOKING_ONLY = 'Вы смотрите портал как партнёр: изменить ничего нельзя. Закончите просмотр, чтобы действовать от своего имени.';

function beginTx(scope: Scope, db: Prisma.TransactionClient, unawaited: Unawaited, ends: Map<string, () => Promise<void>>): Tx {
  const sql = transactionSql(db);
  const now = scope.portal.clock.now();
  const tx: Tx = {
    scope,
    db,
    sql,
    write: (...statement) => unawaited.add(sql(...statement)),
    now,
    today: moscowDay(now),
    enqueue: async (job, data, options) => unawaited.add(scope.portal.jobs.enqueue(sql, job, data, options)),
    audit: async (...notes) => writeAudit(tx, notes),
    atEnd: (key, end) => {
      if (!ends.has(key)) ends.set(key, end);
    },
    emit: (name, event) => scope.portal.events.emit(tx, name, event),
  };
  return tx;
}

const context = (scope: Scope) => [String(scope.actor.userId ?? ''), scope.requestId];

/**
 * Claims a form token; a concurrent twin waits here until the first commits.
 * @returns the stored result when the token was used before, null when it is ours now.
 */
async function claimToken(tx: Tx, token: string, action: string): Promise<{ result: unknown } | null> {
  const claimed = await tx.sql<{ token: string }>(
    'form_token_claim',
    `with context as (select set_config('portal.actor', $5, true), set_config('portal.request', $6, true))
     insert into form_tokens (token, user_id, action, created_at) select $1, $2::int, $3, $4::timestamptz from context
     on conflict do nothing returning token`,
    [token, tx.scope.actor.userId, action, tx.now, ...context(tx.scope)],
  );
  if (claimed.length > 0) return null;
  const [used] = await tx.sql<{ user_id: number | null; action: string; result: unknown }>(
    'form_token_used',
    'select user_id, action, result from form_tokens where token = $1',
    [token],
  );
  if (!used || used.user_id !== tx.scope.actor.userId || used.action !== action) throw new BadRequest();
  return { result: used.result };
}

function writeAudit(tx: Tx, notes: readonly AuditNote[]): void {
  if (notes.length === 0) return;
  const { actor, address, requestId } = tx.scope;
  const rows = notes.map(({ partnerId, ...note }) => ({ ...note, partner_id: partnerId ?? actor.partnerId }));
  tx.write(
    'audit_entries',
    `insert into audit_entries (at, actor_id, actor_name, actor_role, partner_id, address, request_id, action, subject, before, after)
     select $2::timestamptz, $3::int, $4, $5, partner_id, $6, $7, action, subject, before, after
     from jsonb_to_recordset($1::jsonb) as n(partner_id int, action text, subject text, before jsonb, after jsonb)`,
    [JSON.stringify(rows), tx.now, actor.userId, actor.name, actor.role, address, requestId],
  );
}
