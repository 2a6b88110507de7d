import pino from 'pino';
import { queueLetter } from '#src/letters/letters.service.ts';
import type { LetterRequest, LetterStatus, SecretMakers } from '#src/letters/letters.types.ts';
import { type SendingOutcome, sendLetter } from '#src/letters/sending.service.ts';
import { standingClock } from '#src/platform/clock.ts';
import { command } from '#src/platform/command.ts';
import type { Config } from '#src/platform/config.ts';
import { createPool } from '#src/platform/db/pool.ts';
import { createPrisma } from '#src/platform/db/prisma.ts';
import { poolSql } from '#src/platform/db/sql.ts';
import { Events } from '#src/platform/events.ts';
import { Places } from '#src/platform/http/cost.ts';
import { createJobs } from '#src/platform/jobs.ts';
import { createMailer } from '#src/platform/mail.ts';
import { type Portal, systemScope, type Tx } from '#src/platform/scope.ts';
import { createWorkers } from '#src/platform/workers/workers.ts';
import { testConfig } from '#test/support/config.ts';
import { freshDatabase } from '#test/support/database.ts';

/** The floor under letters: a database, the queue, the clock, and no more of the portal. */
export interface LetterPortal {
  readonly portal: Portal;
  readonly clock: ReturnType<typeof standingClock>;
  /** Lines of the log so far. */
  readonly logged: string[];
  /** Outcomes of the job so far. */
  readonly outcomes: SendingOutcome[];
  /** The same portal with another mail server; null keeps letters on the portal. */
  over(smtpUrl: string | null, change?: Partial<Config>): Portal;
  queue(request?: Partial<LetterRequest>): Promise<number | null>;
  letter(id: number): Promise<StoredLetter>;
  close(): Promise<void>;
}

export interface StoredLetter {
  status: LetterStatus;
  attempts: number;
  last_error: string | null;
  message_id: string;
  text: string | null;
  html: string | null;
  sent_at: Date | null;
}

export const PASSWORD = 'kT7m-9QxR-wz4P';
export const LINK = 'https://ed.mont.example/Account/Password/c4nary-t0ken';
const validUntil = new Date('2026-12-06T07:00:00Z');

/** Stands in for accounts: user 404 no longer wants anything. */
export const makers: SecretMakers = {
  startPassword: async (_tx, userId) => (userId === 404 ? null : { login: 'romashka', password: PASSWORD, validUntil }),
  recoveryLink: async () => ({ url: LINK, validUntil }),
};

export const request: LetterRequest = {
  template: 'order-confirmation',
  cause: 'order:1:done',
  to: { name: 'Анна Вектор', address: 'anna@vector.example' },
  partnerId: null,
  content: {
    subject: 'Заказ O-100001 выполнен',
    blocks: [{ p: 'Здравствуйте!' }, { button: { label: 'Открыть заказ', url: '/orders/O-100001' } }],
  },
};

const config = testConfig({ isDemo: false, portalUrl: 'https://ed.mont.example' });

export async function letterPortal(): Promise<LetterPortal> {
  const database = await freshDatabase();
  const logged: string[] = [];
  const outcomes: SendingOutcome[] = [];
  const log = pino({ level: 'trace' }, { write: (line) => void logged.push(line) });
  const clock = standingClock(new Date('2026-11-22T07:00:00Z'));
  const pool = createPool({ url: database.url, max: 4, name: 'pages' });
  const prisma = createPrisma({ url: database.url, max: 4, name: 'commands' });
  const workers = createWorkers();
  const jobs = createJobs({ databaseUrl: database.url, log });
  const base = { config, clock, db: prisma.db, sql: poolSql(pool), jobs, events: new Events<Tx>(), log, places: new Places(), workers };
  let current: Portal = { ...base, mail: null };
  jobs.define('send-letter', async ({ letterId }) => {
    outcomes.push(await sendLetter(current, letterId, makers));
  });
  await jobs.prepare();
  let causes = 0;
  return {
    portal: current,
    clock,
    logged,
    outcomes,
    over: (smtpUrl, change = {}) => {
      outcomes.length = 0;
      current = { ...base, config: { ...config, ...change }, mail: smtpUrl ? createMailer(smtpUrl) : null };
      return current;
    },
    queue: (change = {}) =>
      command(systemScope(current, 'test'), { action: 'test' }, (tx) =>
        queueLetter(tx, { ...request, cause: `order:${++causes}:done`, ...change }),
      ),
    letter: async (id) => {
      const [row] = await base.sql<StoredLetter>('test_letter', 'select * from letters where id = $1', [id]);
      if (!row) throw new Error(`no letter ${id}`);
      return row;
    },
    close: async () => {
      await jobs.stop();
      await workers.stop();
      await prisma.close();
      await pool.end();
      await database.drop();
    },
  };
}
