import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { auditPortal } from '#src/invariants/audit.ts';
import { startEmbedded } from '#src/platform/db/embedded.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import { openForm } from '#test/bench/order-data.ts';
import { openBarePortal } from '#test/support/bare-portal.ts';
import { withCast } from '#test/support/cast.ts';
import { migrated } from '#test/support/database.ts';
import { type FrozenPeer, frozenPeer } from '#test/support/frozen-peer.ts';
import { asAdmin } from '#test/support/test-server.ts';
import { until, within } from '#test/support/waiting.ts';
import { type Instance, startInstance } from './instances.ts';

/**
 * What befalls the database: its connections are terminated while the instances are busy with themselves, its processes are killed,
 * or frozen, or the way to it falls silent.
 */
export type Fault = 'terminate' | 'kill' | 'freeze' | 'silence';

/** What all of it came to. */
export interface Outcome {
  readonly rounds: number;
  readonly dead: number;
  /** Orders acknowledged to the people, and what became of them. */
  readonly acknowledged: number;
  readonly lost: string[];
  readonly doubled: number;
  /** Answers other than 503 while the database was silent. */
  readonly wrong: number[];
  /** The slowest answer while it was silent, and the slowest readiness after it was back; ms. */
  readonly slowestAnswer: number;
  readonly slowestReturn: number;
  readonly violations: string[];
}

/** Three instances under orders, through these faults one after another. `pauseMs`: between one fault and the next. */
export async function throughFaults(faults: readonly Fault[], pauseMs: number): Promise<Outcome> {
  const dataDir = await mkdtemp(join(tmpdir(), 'database-faults-'));
  // The machine lives on, so what the server had written is there: nothing has to wait for the disk.
  const server = await startEmbedded({ dataDir, settings: { fsync: 'off', full_page_writes: 'off', max_connections: '200' } });
  const way = await frozenPeer(server.url);
  const instances: Instance[] = [];
  try {
    await within(WAIT_MS, 'the migrations', migrated.fill(server.url));
    await within(WAIT_MS, 'the cast', withCast.fill(server.url));
    await asAdmin(server.url, (client) => client.query('update partners set credit_limit = 100000000000000'));
    instances.push(...(await Promise.all([1, 2, 3].map(() => startInstance(way.url)))));
    const orders = await startOrders(instances, server.url);
    const world: World = { adminUrl: server.adminUrl, way, instances, cookie: orders.cookie, answers: [], returns: [], wrong: [] };
    for (const fault of faults) {
      await strike[fault](world);
      await returned(world, fault);
      await setTimeout(pauseMs);
    }
    const acknowledged = await orders.stop();
    const dead = instances.filter((one) => !one.isAlive());
    for (const one of dead) console.log(one.words().slice(-2_000));
    return { rounds: faults.length, dead: dead.length, ...(await reckoned(server.url, acknowledged)), ...figures(world) };
  } finally {
    await Promise.all(instances.map((one) => one.end()));
    way.close();
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** Nothing here takes half as long, on a slow machine too. */
const WAIT_MS = 60_000;

interface World {
  readonly adminUrl: string;
  readonly way: FrozenPeer;
  readonly instances: readonly Instance[];
  /** Of somebody who is logged on. */
  readonly cookie: string;
  readonly answers: number[];
  readonly returns: number[];
  readonly wrong: number[];
}

const strike: Record<Fault, (world: World) => Promise<void>> = {
  terminate: async ({ adminUrl, instances }) => {
    for (const one of instances) one.hold();
    await asAdmin(adminUrl, async (admin) => {
      await admin.query(
        `select pg_sleep(0.05); select pg_terminate_backend(pid) from pg_stat_activity where usename = 'portal' and pid <> pg_backend_pid()`,
      );
    });
  },
  kill: async ({ adminUrl }) => {
    for (const pid of await processesOf(adminUrl)) signal(pid, 'SIGKILL');
  },
  freeze: async (world) => {
    const pids = await processesOf(world.adminUrl);
    for (const pid of pids) signal(pid, 'SIGSTOP');
    await askedInSilence(world);
    for (const pid of pids) signal(pid, 'SIGCONT');
  },
  silence: async (world) => {
    world.way.freeze();
    await askedInSilence(world);
    world.way.thaw();
  },
};

/** Every instance is asked a page and its readiness while the database says nothing. */
async function askedInSilence({ instances, cookie, answers, wrong }: World): Promise<void> {
  const asked = instances.flatMap((one) => ['/health/ready', '/cabinet'].map((path) => ({ one, path })));
  await Promise.all(
    asked.map(async ({ one, path }) => {
      const began = performance.now();
      const { status } = await one.client.ask(path, { headers: { cookie } }).catch(() => ({ status: 0 }));
      answers.push(performance.now() - began);
      if (status !== 503) wrong.push(status);
    }),
  );
}

/** Until every instance that lives is ready again. */
async function returned({ adminUrl, instances, returns }: World, fault: Fault): Promise<void> {
  const answers = () =>
    asAdmin(adminUrl, async () => true).catch((error: Error) => {
      refusal = error.message;
      return false;
    });
  let refusal = '';
  await until(WAIT_MS, () => `the database to answer after «${fault}»: ${refusal}`, answers);
  const began = performance.now();
  for (const one of instances) {
    const what = () => `the instance on port ${one.port} to be ready after «${fault}»: ${one.words().slice(-1_000)}`;
    await until(WAIT_MS, what, async () => !one.isAlive() || one.isReady());
  }
  returns.push(performance.now() - began);
}

/** The server and all that serve its connections, the server first. */
async function processesOf(adminUrl: string): Promise<number[]> {
  return asAdmin(adminUrl, async (admin) => {
    const { rows } = await admin.query<{ pid: number }>(
      `select split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::int as pid union all select pid from pg_stat_activity where pid <> pg_backend_pid()`,
    );
    return rows.map(({ pid }) => pid);
  });
}

/** Some may have ended meanwhile. */
function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Orders per lane are spaced so that the database stays small. */
const LANES = 6;
const SPACE_MS = 200;

interface Orders {
  readonly cookie: string;
  /** Numbers of the acknowledged orders by their form's token. */
  stop(): Promise<Map<string, string>>;
}

/** People who order without end: a form that was not answered is sent again, with the same token, to the next instance. */
async function startOrders(instances: readonly Instance[], databaseUrl: string): Promise<Orders> {
  const acknowledged = new Map<string, string>();
  const sql: Sql = <Row>(_name: string, text: string, values: readonly unknown[] = []) =>
    asAdmin(databaseUrl, async (client) => (await client.query(text, [...values])).rows as Row[]);
  const buyer = await openForm(instances[0]?.port ?? 0, 'vector', { sql });
  let isOver = false;
  const lane = async (from: number) => {
    for (let at = from; !isOver; await setTimeout(SPACE_MS)) {
      const token = randomUUID();
      for (let number: string | null = null; number === null; at++) {
        number = await sent(instances[at % instances.length], buyer.visitor.form({ ...buyer.fields, token }));
        if (number === null) await setTimeout(50);
        else acknowledged.set(token, number);
        if (!instances.some((one) => one.isAlive())) return;
      }
    }
  };
  const over = Promise.all(Array.from({ length: LANES }, (_, at) => lane(at)));
  // What ends a lane early is told by `stop`.
  over.catch(() => {});
  return {
    cookie: buyer.visitor.cookie,
    stop: async () => {
      isOver = true;
      await within(WAIT_MS, 'the last orders to be answered', over);
      buyer.visitor.client.close();
      return acknowledged;
    },
  };
}

/** The number of the order; null when nobody knows whether there is one. @throws Error when the form itself was refused, or nothing answers */
async function sent(instance: Instance | undefined, form: ReturnType<Awaited<ReturnType<typeof openForm>>['visitor']['form']>) {
  const answer = await instance?.client.ask('/orders', form).catch((error: Error) => {
    if (error.message.startsWith('no answer')) throw error;
    return null;
  });
  if (!answer || answer.status >= 500) return null;
  const number = /^\/orders\/(O-\d+)\?placed=1$/.exec(answer.headers.location ?? '')?.[1];
  if (!number) throw new Error(`an order was answered ${answer.status}`);
  return number;
}

async function reckoned(url: string, acknowledged: ReadonlyMap<string, string>) {
  const { portal, close } = await openBarePortal(url, { at: new Date('2026-11-22T23:00:00+03:00') });
  const orders = await portal.db.order.findMany({ select: { number: true } });
  const numbers = new Set(orders.map(({ number }) => number));
  const violations = await auditPortal(portal);
  await portal.jobs.stop();
  await close();
  return {
    acknowledged: acknowledged.size,
    lost: [...acknowledged.values()].filter((number) => !numbers.has(number)),
    doubled: numbers.size - new Set(acknowledged.values()).size,
    violations: violations.map(({ code, subject, detail }) => `${code} ${subject}: ${detail}`),
  };
}

const figures = ({ answers, returns, wrong }: World) => ({
  wrong,
  slowestAnswer: Math.round(Math.max(0, ...answers)),
  slowestReturn: Math.round(Math.max(0, ...returns)),
});
