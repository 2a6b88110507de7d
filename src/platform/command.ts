import { moscowDay } from '#src/lib/days.ts';
import type { Sql } from './db/sql.ts';
import type { Transaction } from './db/transaction.ts';
import { Forbidden } from './errors.ts';
import { admit, Repeated, storedResult, TOKEN_RESULT } from './form-tokens.ts';
import { Gathered, type Part } from './gathering.ts';
import { JOBS } from './job-rows.ts';
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
  const limitMs = options.limitMs ?? 15_000;
  const attempt = () =>
    scope.portal.db.$own(limitMs, async (transaction) => {
      const unawaited = new Unawaited();
      return unawaited.alongside(perform(scope, transaction, unawaited, options, work));
    });
  const answer = await withRetries(attempt).catch((error: unknown) => {
    if (error instanceof Repeated) return storedResult<T>(scope, error.token, options.action);
    throw error;
  });
  scope.portal.jobs.poke();
  return answer;
}

/** The work, then what it wants done at its end, then all it has gathered and COMMIT, in one message where nothing is to be looked at. */
async function perform<T>(
  scope: Scope,
  transaction: Transaction,
  unawaited: Unawaited,
  { action, token, limitMs }: CommandOptions,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const now = scope.portal.clock.now();
  if (limitMs) transaction.allowMs(limitMs);
  const admitted = admit(scope, transaction, token ? { token, action, now } : null);
  unawaited.add(admitted);
  const ends = new Map<string, () => Promise<void>>();
  const gathered = new Gathered(transaction.sql, { ...scope, now });
  const flush = (): void => {
    if (!gathered.isEmpty) unawaited.add(gathered.send());
  };
  const tx = beginTx({ scope, now, transaction, unawaited, ends, gathered, admitted, flush });
  const result = await work(tx);
  for (const end of ends.values()) await end();
  await admitted;
  if (token) tx.gather(TOKEN_RESULT, [{ token, result: result ?? null }]);
  const mustLook = gathered.isChecked;
  flush();
  if (mustLook) await unawaited.settle();
  await Promise.all([unawaited.settle(), transaction.commit()]);
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

interface Parts {
  readonly scope: Scope;
  readonly now: Date;
  readonly transaction: Transaction;
  readonly unawaited: Unawaited;
  readonly ends: Map<string, () => Promise<void>>;
  readonly gathered: Gathered;
  readonly admitted: Promise<void>;
  /** Sends what was gathered. */
  readonly flush: () => void;
}

function beginTx({ scope, now, transaction, unawaited, ends, gathered, admitted, flush }: Parts): Tx {
  /** What was gathered before goes first; nothing is answered before it is known that the form is not a repeated one. */
  const sql: Sql = async (...statement) => {
    flush();
    const rows = transaction.sql(...statement);
    rows.catch(() => undefined);
    await admitted;
    return rows as Promise<never>;
  };
  const tx: Tx = {
    scope,
    db: transaction.prisma(async () => {
      flush();
      await admitted;
    }),
    sql,
    write: (...statement) => {
      flush();
      unawaited.add(transaction.sql(...statement));
    },
    gather: (part, rows) => gathered.add(part, rows),
    now,
    today: moscowDay(now),
    enqueue: async (job, data, options) => tx.gather(JOBS, [scope.portal.jobs.row(job, data, options)]),
    audit: async (...notes) =>
      gathered.add(
        AUDIT,
        notes.map(({ partnerId, ...note }) => ({ ...note, partner_id: partnerId ?? scope.actor.partnerId })),
      ),
    atEnd: (key, end) => {
      if (end === null) ends.delete(key);
      else if (!ends.has(key)) ends.set(key, end);
    },
    emit: (name, event) => scope.portal.events.emit(tx, name, event),
  };
  return tx;
}

type AuditRow = Omit<AuditNote, 'partnerId'> & { readonly partner_id: number | null };

const AUDIT: Part<AuditRow> = {
  name: 'audit',
  text: (rows) =>
    `insert into audit_entries (at, actor_id, actor_name, actor_role, partner_id, address, request_id, action, subject, before, after)
     select $1::timestamptz, $2::int, $3, $4, partner_id, $5, $6, action, subject, before, after
     from jsonb_to_recordset(${rows}) as n(partner_id int, action text, subject text, before jsonb, after jsonb)`,
};
