import type { Prisma } from '#src/generated/prisma/client.ts';
import type { Day } from '#src/lib/days.ts';
import { type Actor, SYSTEM } from './actor.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { PortalDb } from './db/prisma.ts';
import type { Sql } from './db/sql.ts';
import type { EventMap, Events } from './events.ts';
import type { Part } from './gathering.ts';
import type { Places } from './http/cost.ts';
import type { EnqueueOptions, JobMap, Jobs } from './jobs.ts';
import type { Logger } from './logger.ts';
import type { Mailer } from './mail.ts';
import type { Workers } from './workers/workers.ts';

/** The running portal: everything that is made once at start and handed down. */
export interface Portal {
  readonly config: Config;
  readonly clock: Clock;
  readonly db: PortalDb;
  readonly sql: Sql;
  readonly jobs: Jobs;
  readonly events: Events<Tx>;
  readonly log: Logger;
  /** Heavy requests under way, person by person. */
  readonly places: Places;
  /** Threads for work that would hold up everybody else. */
  readonly workers: Workers;
  /** null: letters stay on the portal. */
  readonly mail: Mailer | null;
}

/** What every verb and query gets first: who asks, in which request, of which portal. */
export interface Scope {
  readonly portal: Portal;
  readonly actor: Actor;
  readonly requestId: string;
  readonly address: string | null;
}

/** The scope of work that no person started: the clock, a job, the command line. */
export function systemScope(portal: Portal, requestId: string): Scope {
  return { portal, actor: SYSTEM, requestId, address: null };
}

export interface AuditNote {
  readonly action: string;
  /** What it was done to, e.g. «заказ O-100001». */
  readonly subject: string;
  readonly partnerId?: number | null;
  readonly before?: object;
  readonly after?: object;
}

/** A business transaction: one frozen instant, one connection, everything in it or nothing of it. */
export interface Tx {
  readonly scope: Scope;
  readonly db: Prisma.TransactionClient;
  readonly sql: Sql;
  /**
   * Sends a statement whose rows nobody needs and does not wait for it. Statements run in the order they were sent;
   * the transaction commits only when all of them succeeded, and the first that failed is what the command throws.
   */
  write(...statement: Parameters<Sql>): void;
  /** Keeps rows that this command writes. They are sent before its next statement, or else at its end, all in one (`Part`). */
  gather<Row extends object>(part: Part<Row>, rows: readonly Row[]): void;
  readonly now: Date;
  readonly today: Day;
  /** Puts a job into the queue, as `gather` does; it exists only if the transaction commits. */
  enqueue<K extends keyof JobMap>(job: K, data: JobMap[K], options?: EnqueueOptions): Promise<void>;
  /** Writes rows of the audit journal, as `gather` does. */
  audit(...notes: readonly AuditNote[]): Promise<void>;
  /**
   * Has `work` done at the end of the command, when everything else is written and nothing is committed yet: once per `key`, however
   * often it was asked for. For what must hold of the whole, not after each step. null: it is done, unless it is asked for again.
   */
  atEnd(key: string, work: (() => Promise<void>) | null): void;
  /** Runs the reactions of other features in this same transaction (`src/reactions.ts`). */
  emit<K extends keyof EventMap>(name: K, event: EventMap[K]): Promise<void>;
}
