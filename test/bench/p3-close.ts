import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { monthOf } from '#src/lib/days.ts';
import { systemClock } from '#src/platform/clock.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import { asAdmin } from '#test/support/test-server.ts';
import type { SeedSize } from '../../scripts/seed/options.ts';
import { openBenchDatabase } from './database.ts';
import { fill } from './fill.ts';
import { median } from './load.ts';
import { type Bench, type Figure, ratio } from './results.ts';
import { runProcess } from './spawn.ts';

const MANY: SeedSize = { partners: 5_000, subscriptions: 100_000, products: 1 };
const FEWER: SeedSize = { partners: 1_000, subscriptions: 20_000, products: 1 };
const ROUNDS = 2;
/** Those of `npm run job`: little lives long in a job, so a small nursery and a heap that grows by a quarter at most keep it small. */
export const JOB_FLAGS = ['--max-semi-space-size=4', '--heap-growing-percent=25'];

/** What a close only adds rows to, in the order in which they can be written again. */
const tables = [
  'service_periods',
  'subscription_events',
  'letters',
  'invoices',
  'invoice_lines',
  'partner_closes',
  'audit_entries',
  'pgboss.job',
];

/** P3: the close of a month against a COPY of the very rows it wrote into the very tables, with all keys and triggers. */
export const bench: Bench = {
  async run({ isShort }) {
    const size = isShort ? FEWER : MANY;
    const database = await openBenchDatabase();
    const folder = await mkdtemp(join(tmpdir(), 'portal-bench-rows-'));
    await chmod(folder, 0o777);
    try {
      await fill(database, size);
      await makeRoom(database.sql);
      await database.release();
      const rounds: Round[] = [];
      for (let round = 0; round < ROUNDS; round++) rounds.push(await closeAndCopy(database.adminUrl, folder, round));
      return figures(size, rounds);
    } finally {
      await rm(folder, { recursive: true, force: true });
      await database.close();
    }
  },
};

/** Everybody's renewals fit and nobody stops: all of the close is done by set, which is what is measured. */
async function makeRoom(sql: Sql): Promise<void> {
  await sql('bench_holds', `update holds set lifted_at = now(), lift_comment = '' where lifted_at is null`);
  await sql('bench_limits', 'update partners set credit_limit = 100000000000000');
  await sql('bench_renewing', `update subscriptions set auto_renew = true, stop_on = null where status = 'active'`);
  await sql('bench_vacuum', 'vacuum analyze');
}

export interface Closed {
  readonly ms: number;
  readonly memory: number;
  readonly state: string;
  readonly closed: number;
  readonly parked: number;
}

interface Round extends Closed {
  readonly rows: number;
  readonly copyMs: number;
}

/** Two copies of the filled database: one is closed, into the other go the rows of the first. */
async function closeAndCopy(adminUrl: string, folder: string, round: number): Promise<Round> {
  const names = { closed: `closed_${round}`, copied: `copied_${round}` };
  await asAdmin(adminUrl, async (client) => {
    for (const name of Object.values(names)) await client.query(`create database ${name} owner portal template portal strategy file_copy`);
    await client.query('checkpoint');
  });
  const of = (name: string) => urlOf(adminUrl, name);
  const before = await asAdmin(of(names.copied), lastIds);
  const month = monthOf(systemClock().today());
  const closed = await runProcess<Closed>('close', { DATABASE_URL: of(names.closed), BENCH_MONTH: month }, JOB_FLAGS);
  const rows = await asAdmin(of(names.closed), (client) => exportRows(client, folder, before));
  const copyMs = await asAdmin(of(names.copied), (client) => importRows(client, folder));
  await asAdmin(adminUrl, async (client) => {
    for (const name of Object.values(names)) await client.query(`drop database ${name} with (force)`);
  });
  return { ...closed, rows, copyMs };
}

function urlOf(adminUrl: string, name: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** The greatest key of each table before the close; those without one are empty or told apart by it. */
async function lastIds(client: pg.Client): Promise<Map<string, number>> {
  const last = new Map<string, number>();
  for (const table of tables) {
    if (table === 'pgboss.job' || table === 'partner_closes' || table === 'invoice_lines') continue;
    const { rows } = await client.query<{ id: number }>(`select coalesce(max(id), 0) as id from ${table}`);
    last.set(table, rows[0]?.id ?? 0);
  }
  return last;
}

async function exportRows(client: pg.Client, folder: string, before: ReadonlyMap<string, number>): Promise<number> {
  let count = 0;
  for (const table of tables) {
    const last = before.get(table);
    const where =
      last === undefined ? (table === 'pgboss.job' ? `where name in ('send-letters', 'render-documents')` : '') : `where id > ${last}`;
    const { rowCount } = await client.query(`copy (select * from ${table} ${where}) to '${join(folder, table)}'`);
    count += rowCount ?? 0;
  }
  return count;
}

/** One connection, one transaction, committed to the disk. @returns milliseconds */
async function importRows(client: pg.Client, folder: string): Promise<number> {
  await client.query('checkpoint');
  await client.query(
    `insert into month_closes (period, state, started_at, started_by) values (date_trunc('month', now()), 'running', now(), '')`,
  );
  const begin = performance.now();
  await client.query('begin');
  for (const table of tables) await client.query(`copy ${table} from '${join(folder, table)}'`);
  await client.query('commit');
  return performance.now() - begin;
}

function figures({ partners, subscriptions }: SeedSize, rounds: readonly Round[]): Figure[] {
  const of = (pick: (round: Round) => number) => median(rounds.map(pick));
  const gain = of(({ ms, copyMs }) => copyMs / ms);
  const memory = of((round) => round.memory) / 2 ** 20;
  const [first] = rounds;
  return [
    {
      what: `close of ${subscriptions} subscriptions, ${partners} partners`,
      value: `${(of(({ ms }) => ms) / 1000).toFixed(1)} s, ${first?.state}, ${first?.closed} closed, ${first?.parked} parked`,
    },
    {
      what: 'rows',
      value: `${first?.rows}, ${of(({ rows, ms }) => (rows / ms) * 1000).toFixed(0)}/s; COPY ${of(({ rows, copyMs }) => (rows / copyMs) * 1000).toFixed(0)}/s`,
    },
    { what: 'rows/s, close to COPY', value: ratio(gain), aim: '≥ 1.0', isReached: gain >= 1 },
    { what: 'memory of Node', value: `${memory.toFixed(0)} MB`, aim: '≤ 200 MB', isReached: memory <= 200 },
  ];
}
