import { createServer, type Server } from 'node:http';
import { resolve } from 'node:path';
import type { Express } from 'express';
import { pino } from 'pino';
import { scopeOf } from '#prisma/seeds/people.ts';
import { createApp } from '#src/app.ts';
import { type SettableClock, standingClock } from '#src/platform/clock.ts';
import type { Config } from '#src/platform/config.ts';
import { type Assets, loadAssets } from '#src/platform/http/assets.ts';
import type { Portal, Scope } from '#src/platform/scope.ts';
import { openPortal } from '#src/portal.ts';
import { Browser } from './browser.ts';
import { withCast } from './cast.ts';
import { testConfig } from './config.ts';
import { freshDatabase, type Template, type TestDatabase } from './database.ts';

/** The clock of tests stands at 22 November 2026, 10:00 Moscow, until a test sets it. */
export const TEST_NOW = new Date('2026-11-22T10:00:00+03:00');

export interface TestPortal {
  readonly portal: Portal;
  readonly app: Express;
  readonly clock: SettableClock;
  readonly database: TestDatabase;
  /** A browser nobody has logged on with. */
  visitor(): Browser;
  /** A browser logged on as one of the cast. */
  as(login: string, password?: string): Promise<Browser>;
  /** The scope of one of the cast, for calling services without http. */
  scope(login: string): Promise<Scope>;
  /** Runs all jobs that are due and fails when one of them fails. */
  drainJobs(): Promise<void>;
  letters(where?: object): Promise<{ template: string; to: string; subject: string; text: string; status: string }[]>;
  /** Log lines of every level so far, as they were written. */
  logLines(): Readonly<Record<string, unknown>>[];
  /** Log lines of level error so far; reading them says that they were expected. */
  expectedErrors(): object[];
  /** Closes everything; fails when an error was logged that no test asked for. */
  close(): Promise<void>;
}

export interface TestOptions {
  readonly template?: Template;
  readonly config?: Partial<Config>;
  /** How the portal gets to its database, e.g. by a way that can fall silent. */
  readonly way?: (databaseUrl: string) => Promise<string>;
}

let assets: Assets | undefined;

/** A real portal over a fresh database with the cast. Close it in `afterAll`. */
export async function openTestPortal(options: TestOptions = {}): Promise<TestPortal> {
  const database = await freshDatabase(options.template ?? withCast);
  const databaseUrl = (await options.way?.(database.url)) ?? database.url;
  const clock = standingClock(TEST_NOW);
  const logged: { level: number; [field: string]: unknown }[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => void logged.push(JSON.parse(line)) });
  const { portal, metrics, pulse, close } = await openPortal({ config: testConfig(options.config), clock, log, databaseUrl });
  await portal.jobs.prepare();
  assets ??= loadAssets(resolve(import.meta.dirname, '../../public'));
  const app = createApp({ portal, metrics, assets, pulse, readiness: { isReady: true } });
  const server = await listening(app);
  const errors = () => logged.filter(({ level }) => level >= 50);
  return {
    portal,
    app,
    clock,
    database,
    visitor: () => new Browser(server),
    as: (login, password) => new Browser(server).logOn(login, password),
    scope: (login) => scopeOf(portal, login),
    drainJobs: async () => {
      const { failed } = await portal.jobs.drain({ early: true });
      if (failed.length > 0) throw new Error(`jobs failed: ${failed.map(({ queue, error }) => `${queue}: ${String(error)}`).join('; ')}`);
    },
    letters: async (where = {}) => {
      const rows = await portal.db.letter.findMany({ where, orderBy: { id: 'asc' } });
      return rows.map(({ template, recipientAddress, subject, text, status }) => ({
        template,
        to: recipientAddress,
        subject,
        text: text ?? '',
        status,
      }));
    },
    logLines: () => [...logged],
    expectedErrors: () => logged.splice(0).filter(({ level }) => level >= 50),
    close: async () => {
      server.close();
      server.closeAllConnections();
      await portal.jobs.stop();
      await close();
      await database.drop();
      if (errors().length > 0) throw new Error(`errors were logged: ${JSON.stringify(errors().slice(0, 3))}`);
    },
  };
}

/** The app on a free port; connections stay open however long nobody asks. */
async function listening(app: Express): Promise<Server> {
  const server = createServer({ keepAliveTimeout: 0 }, app);
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  return server;
}
