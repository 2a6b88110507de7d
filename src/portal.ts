import { createRenderer } from '#src/documents/drawing/render-invoice.ts';
import { tellExchange } from '#src/exchange/exchange-figures.service.ts';
import { defineJobs } from '#src/jobs.ts';
import type { Clock } from '#src/platform/clock.ts';
import type { Config } from '#src/platform/config.ts';
import { createPool } from '#src/platform/db/pool.ts';
import { createPrisma } from '#src/platform/db/prisma.ts';
import { createPulse, type Pulse } from '#src/platform/db/pulse.ts';
import { poolSql } from '#src/platform/db/sql.ts';
import { Events } from '#src/platform/events.ts';
import { Places } from '#src/platform/http/cost.ts';
import { createJobs } from '#src/platform/jobs.ts';
import type { Logger } from '#src/platform/logger.ts';
import { createMailer } from '#src/platform/mail.ts';
import { createMetrics, type Metrics } from '#src/platform/metrics.ts';
import type { Portal, Tx } from '#src/platform/scope.ts';
import { createWorkers } from '#src/platform/workers/workers.ts';
import { setUpReactions } from '#src/reactions.ts';
import { tellCalendarGaps } from '#src/workdays/calendar-gaps.service.ts';

export interface OpenPortal {
  readonly portal: Portal;
  readonly metrics: Metrics;
  readonly pulse: Pulse;
  /** Breaks off what is being drawn, so that its jobs can be stopped; they draw it again. */
  stopRendering(): Promise<void>;
  /** Lets go of the database and the mail server; jobs must have been stopped before. */
  close(): Promise<void>;
}

export interface PortalParts {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Logger;
  /** Connection string of a migrated database. */
  readonly databaseUrl: string;
}

/** Puts the parts of the portal together over a migrated database; starts nothing. */
export async function openPortal({ config, clock, log, databaseUrl }: PortalParts): Promise<OpenPortal> {
  const onLost = (error: Error) => log.warn({ code: (error as { code?: string }).code }, 'a database connection was lost');
  const pool = createPool({ url: databaseUrl, max: config.databasePool, name: 'portal pages', onLost });
  const prisma = createPrisma({ url: databaseUrl, max: config.databasePool, name: 'portal commands', onLost });
  const pulse = createPulse({ url: databaseUrl, log });
  const jobs = await createJobs({ databaseUrl, log, mayWork: () => pulse.last.isClockRight });
  const mail = config.smtpUrl ? createMailer(config.smtpUrl) : null;
  const events = new Events<Tx>();
  const metrics = createMetrics();
  const sql = poolSql(pool);
  tellCalendarGaps(metrics.registry, sql, clock);
  const workers = createWorkers();
  const portal: Portal = { config, clock, db: prisma.db, sql, jobs, events, log, places: new Places(), workers, mail };
  tellExchange(metrics.registry, portal);
  setUpReactions(events);
  const renderer = createRenderer(config.renderThreads);
  defineJobs(portal, metrics, renderer.render);
  return {
    portal,
    metrics,
    pulse,
    stopRendering: renderer.stop,
    close: async () => {
      mail?.close();
      pulse.close();
      await Promise.all([prisma.close(), pool.end(), renderer.stop(), workers.stop()]);
    },
  };
}
