import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Portal } from '#src/platform/scope.ts';
import { debtorRows, type EntryRow, lastPayment, openingRows, paymentRows } from './axapta.queries.ts';
import { onClockMove } from './clock-move.service.ts';

/** The stand-in of Axapta that the demo runs beside the portal (`test/axapta/`). */
export interface DemoAxapta {
  /** Tells it the time and what its books lack, and waits until it has answered the portal about all that. */
  meet(): Promise<void>;
  stop(): Promise<void>;
}

const root = resolve(import.meta.dirname, '../..');
const PROGRAM = 'test/axapta/main.ts';
/** Between two visits, milliseconds of the machine; in between it works by itself. */
const VISIT_MS = 60_000;
/** Moves of the clock that it needs not be told of at once. */
const SMALL_MOVE_MS = 10 * 60_000;
const TIMEOUT_MS = 20_000;

/**
 * Starts the stand-in as a program of its own that speaks with the portal over real HTTP, once the portal listens on `port`. It gets the
 * demo's debtors and what they owe, follows the demo's clock, and ends with the portal, also with a killed one.
 */
export async function startAxapta(portal: Portal, port: number): Promise<DemoAxapta> {
  const { axToken, dataDir } = portal.config;
  if (!axToken || !existsSync(join(root, PROGRAM))) return { meet: async () => undefined, stop: async () => undefined };
  const control = randomBytes(24).toString('base64url');
  const child = spawnStandIn({ axToken, control, dataDir, port });
  const ended = once(child, 'exit');
  const controlPort = await portOf(child, ended);
  const meet = visits(portal, { url: `http://127.0.0.1:${controlPort}/control/books`, control });
  const safely = () => meet().catch((err: unknown) => portal.log.warn({ err }, 'the stand-in of Axapta could not be told of the world'));
  await safely();
  const visiting = setInterval(() => void safely(), VISIT_MS);
  onClockMove(portal, followed(portal, safely));
  return {
    meet,
    stop: async () => {
      clearInterval(visiting);
      onClockMove(portal, null);
      child.kill('SIGTERM');
      await ended;
    },
  };
}

interface Spawned {
  readonly axToken: string;
  readonly control: string;
  readonly dataDir: string;
  readonly port: number;
}

function spawnStandIn({ axToken, control, dataDir, port }: Spawned): ChildProcess {
  const { PATH, HOME } = process.env;
  const told = ['--portal', `http://localhost:${port}`, '--state', join(dataDir, 'axapta.json'), '--wait', '--quiet'];
  return spawn(process.execPath, ['--import', 'tsx', PROGRAM, 'run', ...told], {
    cwd: root,
    env: { PATH, HOME, AX_TOKEN: axToken, AXAPTA_CONTROL: control },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}

/** Where it listens, which is the first thing it says. @throws Error when it ended instead */
async function portOf(child: ChildProcess, ended: Promise<unknown>): Promise<number> {
  const [message] = await Promise.race([
    once(child, 'message'),
    ended.then(() => {
      throw new Error('the stand-in of Axapta ended at its start');
    }),
  ]);
  return (message as { port: number }).port;
}

/** One visit after the other. The first one asks how far its books go: they are kept from one start to the next. */
function visits(portal: Portal, { url, control }: { url: string; control: string }): () => Promise<void> {
  let mark: number | null = null;
  let last: Promise<unknown> = Promise.resolve();
  const ask = async (news: object): Promise<number | null> => {
    const body = JSON.stringify({ now: portal.clock.now(), ...news });
    const headers = { authorization: `Bearer ${control}`, 'content-type': 'application/json' };
    const answer = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!answer.ok) throw new Error(`it answered ${answer.status}: ${await answer.text()}`);
    return ((await answer.json()) as { mark: number | null }).mark;
  };
  const visit = async () => {
    mark ??= await ask({});
    mark = await ask(mark === null ? await opening(portal) : await newsSince(portal, mark));
  };
  return () => {
    const next = last.then(visit);
    last = next.catch(() => undefined);
    return next;
  };
}

async function opening({ sql }: Portal): Promise<object> {
  const mark = await lastPayment(sql);
  const entries = (await openingRows(sql)).filter(({ amount }) => amount !== 0n).map(entry);
  return { mark, debtors: (await debtorRows(sql)).map(debtor), entries };
}

async function newsSince({ sql }: Portal, mark: number): Promise<object> {
  const payments = await paymentRows(sql, mark);
  return { mark: payments.at(-1)?.id ?? mark, entries: payments.map(entry) };
}

const debtor = ({ code, limit, termDays, contracts, ...row }: Awaited<ReturnType<typeof debtorRows>>[number]) => ({
  ...row,
  alias: code,
  creditMax: Number(limit),
  paymDays: termDays,
  agreements: contracts,
  blocked: 'No',
  blockReason: null,
});

const entry = ({ ref, invoiceAccount, amount, date, dueDate }: EntryRow) => ({
  ref,
  invoiceAccount,
  amount: Number(amount),
  date,
  dueDate,
});

/** What the moving clock calls: a visit after each move that is not small. */
function followed(portal: Portal, meet: () => Promise<void>): () => Promise<void> {
  let met = portal.clock.now().getTime();
  return async () => {
    const now = portal.clock.now().getTime();
    if (now - met < SMALL_MOVE_MS) return;
    met = now;
    await meet();
  };
}
