import { resolve } from 'node:path';
import { load } from 'cheerio';
import express from 'express';
import pino from 'pino';
import supertest from 'supertest';
import { loggedOn, partnerPeople } from '#src/accounts/access.rules.ts';
import { accounts } from '#src/accounts/accounts.routes.ts';
import { admit } from '#src/accounts/gate.ts';
import { turnAway } from '#src/accounts/log-on/turned-away.ts';
import { makeRecoveryLink, sendRecovery } from '#src/accounts/passwords/password.service.ts';
import { setUpSession } from '#src/accounts/sessions/accounts.setup.ts';
import { security } from '#src/accounts/sessions/security.routes.ts';
import { makeStartPassword, setPassword } from '#src/accounts/users.service.ts';
import { sendLetter } from '#src/letters/sending.service.ts';
import { standingClock } from '#src/platform/clock.ts';
import { command } from '#src/platform/command.ts';
import { createPool } from '#src/platform/db/pool.ts';
import { createPrisma } from '#src/platform/db/prisma.ts';
import { poolSql, type Sql } from '#src/platform/db/sql.ts';
import { Events } from '#src/platform/events.ts';
import { loadAssets } from '#src/platform/http/assets.ts';
import { readBody } from '#src/platform/http/body.ts';
import { Places } from '#src/platform/http/cost.ts';
import { csrfProtection } from '#src/platform/http/csrf.ts';
import { errorPages, notFound } from '#src/platform/http/error-pages.ts';
import { setUpViews } from '#src/platform/http/render.ts';
import { requestLog } from '#src/platform/http/request-log.ts';
import { Routes, routing } from '#src/platform/http/routes.ts';
import { Views } from '#src/platform/http/views.ts';
import { createJobs } from '#src/platform/jobs.ts';
import { type Portal, systemScope, type Tx } from '#src/platform/scope.ts';
import { createWorkers } from '#src/platform/workers/workers.ts';
import { shellMaker } from '#src/shell/shell.ts';
import { testConfig } from '#test/support/config.ts';
import { freshDatabase } from '#test/support/database.ts';

const root = resolve(import.meta.dirname, '../..');
export const PASSWORD = 'Demo-portal-2026';
export const NEW_PASSWORD = 'лиловый-трамвай-42-гвоздь';
/** Sunday, 10:00 in Moscow. */
export const START = new Date('2026-11-22T07:00:00Z');

const config = testConfig({ portalUrl: 'http://portal.example', trustProxy: 1 });

export interface AccountsPortal {
  readonly portal: Portal;
  readonly sql: Sql;
  readonly clock: ReturnType<typeof standingClock>;
  /** Lines of the log so far. */
  readonly logged: string[];
  /** Names of the statements run since the last call. */
  statements(): string[];
  readonly app: express.Express;
  /** A new browser at its own address. */
  browser(address?: string): Browser;
  /** Another instance over the same database. */
  production(): express.Express;
  change<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Sends what is queued and returns all letters kept, oldest first. */
  letters(): Promise<{ template: string; to: string; text: string; html: string }[]>;
  pass(minutes: number): void;
  close(): Promise<void>;
}

/** The floor under accounts: its routes, two probe pages, real sessions and letters, and no more of the portal. */
export async function accountsPortal(): Promise<AccountsPortal> {
  const database = await freshDatabase();
  const logged: string[] = [];
  const run: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line) => void logged.push(line) });
  const clock = standingClock(START);
  const pool = createPool({ url: database.url, max: 6, name: 'pages' });
  const prisma = createPrisma({ url: database.url, max: 6, name: 'commands' });
  const workers = createWorkers();
  const jobs = createJobs({ databaseUrl: database.url, log });
  const plain = poolSql(pool);
  const sql: Sql = (name, text, values) => {
    run.push(name);
    return plain(name, text, values);
  };
  const portal: Portal = { config, clock, db: prisma.db, sql, jobs, events: new Events(), log, places: new Places(), workers, mail: null };
  const makers = { startPassword: makeStartPassword, recoveryLink: makeRecoveryLink };
  jobs.define('send-letter', async ({ letterId }) => void (await sendLetter(portal, letterId, makers)));
  jobs.define('account-recovery', (asked) => sendRecovery(systemScope(portal, asked.request), asked));
  await jobs.prepare();
  await people(portal);
  const app = appOf(portal);
  let addresses = 0;
  return {
    portal,
    sql: plain,
    clock,
    logged,
    app,
    statements: () => run.splice(0),
    browser: (address = `10.0.0.${++addresses}`) => new Browser(app, address),
    production: () => appOf({ ...portal, config: { ...config, isProduction: true, portalUrl: 'https://portal.example' } }),
    change: (work) => changeIn(portal, work),
    letters: async () => {
      const { failed } = await jobs.drain({ early: true });
      if (failed.length > 0) throw new Error('a job failed', { cause: failed[0]?.error });
      return plain('test_letters', 'select template, recipient_address as to, text, html from letters order by id');
    },
    pass: (minutes) => clock.setTo(new Date(clock.now().getTime() + minutes * 60_000)),
    close: async () => {
      await jobs.stop();
      await workers.stop();
      await prisma.close();
      await pool.end();
      await database.drop();
    },
  };
}

async function changeIn<T>(portal: Portal, work: (tx: Tx) => Promise<T>): Promise<T> {
  const result: { value?: T } = {};
  await command(systemScope(portal, 'test'), { action: 'test' }, async (tx) => {
    result.value = await work(tx);
  });
  return result.value as T;
}

/** The cast: Анна owns «Вектор», Борис sells there, Пётр of MONT looks after them, «Ромашка» is their customer. */
async function people(portal: Portal): Promise<void> {
  await changeIn(portal, async (tx) => {
    const person = async (
      login: string,
      name: string,
      role: 'manager' | 'admin' | 'partner_owner' | 'partner_manager' | 'customer',
      of = {},
    ) => {
      const data = { login, name, role, email: `${login}@mont.example`, phone: '+74952520010', createdAt: tx.now, ...of };
      const { id } = await tx.db.user.create({ data, select: { id: true } });
      await setPassword(tx, id, PASSWORD);
      return id;
    };
    const managerId = await person('manager', 'Пётр Орлов', 'manager');
    const partner = {
      code: 'vector',
      name: 'ООО «Вектор»',
      inn: '7707083893',
      email: 'info@vector.example',
      axDebtorCode: 'D1',
      axPayerCode: 'P1',
    };
    const { id: partnerId } = await tx.db.partner.create({
      data: { ...partner, creditLimit: 50_000_000n, paymentTermDays: 10, managerId, createdAt: tx.now },
    });
    await person('vector', 'Анна Викторова', 'partner_owner', { partnerId, email: 'anna@vector.example' });
    await person('boris', 'Борис Котов', 'partner_manager', { partnerId, email: 'boris@vector.example' });
    const customer = {
      name: 'ООО «Ромашка»',
      inn: '7707083893',
      contactName: 'Вера Луговая',
      email: 'vera@romashka.example',
      phone: '+74951234567',
    };
    const { id: customerId } = await tx.db.customer.create({
      data: { ...customer, partnerId, domainPrefix: 'romashka', regionCode: '77', createdAt: tx.now, updatedAt: tx.now },
    });
    await person('romashka', 'Вера Луговая', 'customer', { partnerId, customerId, email: 'vera@romashka.example' });
  });
}

const probe = new Routes();
probe.get('/cabinet', partnerPeople, (req, res) => void res.type('json').send(plainJson(req.user)));
probe.get('/my/subscriptions', loggedOn, (req, res) => void res.type('json').send(plainJson(req.user)));
probe.get('/admin', loggedOn, (req, res) => void res.type('json').send(plainJson(req.user)));

/** Sums as text. */
const plainJson = (value: unknown) => JSON.stringify(value, (_key, one: unknown) => (typeof one === 'bigint' ? String(one) : one));

const assets = loadAssets(resolve(root, 'public'));

function appOf(portal: Portal): express.Express {
  const app = express();
  app.set('query parser', 'simple');
  app.set('trust proxy', portal.config.trustProxy);
  setUpViews(app, new Views(resolve(root, 'views'), assets.url, { cache: true }), shellMaker(portal.config.isDemo));
  app.use(assets.handler);
  app.use(requestLog(portal.log));
  app.use(readBody());
  setUpSession(app, portal);
  app.use(csrfProtection(portal.config.keys, portal.config.isProduction, turnAway));
  app.use(routing([accounts, security, probe], admit));
  app.use(notFound);
  app.use(errorPages(portal.log));
  return app;
}

/** A person's browser: keeps cookies, follows nothing by itself. */
export class Browser {
  readonly agent: ReturnType<typeof supertest.agent>;
  readonly #address: string;

  constructor(app: express.Express, address: string) {
    this.agent = supertest.agent(app);
    this.#address = address;
  }

  get(path: string) {
    return this.agent.get(path).set('Host', 'portal.example').set('X-Forwarded-For', this.#address);
  }

  /** Sends a form as if from the page `from`, with the token standing there. */
  async post(path: string, fields: Record<string, string> = {}, from = '/Account/LogOn') {
    const page = await this.get(from);
    const csrf = load(page.text)('input[name=_csrf]').first().attr('value') ?? '';
    return this.send(path, { _csrf: csrf, ...fields });
  }

  /** Sends just these fields. */
  send(path: string, fields: Record<string, string>) {
    return this.agent.post(path).type('form').set('Host', 'portal.example').set('X-Forwarded-For', this.#address).send(fields);
  }

  logOn(login: string, password = PASSWORD) {
    return this.post('/Account/LogOn', { login, password });
  }

  /** A form of a page for people who are logged on. */
  act(path: string, fields: Record<string, string> = {}) {
    return this.post(path, fields, '/Account/Password');
  }
}

/** The session cookie an answer sets, if it does. */
export function newSession(answer: { headers: Record<string, unknown> }, name = 'sid'): string | undefined {
  const cookies = (answer.headers['set-cookie'] ?? []) as string[];
  return cookies.find((cookie) => cookie.startsWith(`${name}=`));
}

/** The sentence of an alert on a page. */
export const alertOf = (answer: { text: string }): string => load(answer.text)('.alert').text().trim();
