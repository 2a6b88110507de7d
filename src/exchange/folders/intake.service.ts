import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import type { Portal } from '#src/platform/scope.ts';
import { Overworked, TookTooMuch } from '#src/platform/workers/work.ts';
import type { Received } from '../exchange.types.ts';
import { problem } from '../problem.rules.ts';
import { LARGEST_BYTES } from '../receiving/reading.rules.ts';
import { receiveRead } from '../receiving/receiving.service.ts';
import { bytesOf, type Disk, type FileMark, isSame, markOf } from './disk.ts';
import { exchangeFileReading, type ReadFile } from './exchange-file.work.ts';
import type { Looks } from './looks.ts';
import { ackName, claimedName, inOrder, isForPortal, unclaimedName } from './names.rules.ts';

/** Rounds in which a half-written file, or one that a reader holds, is found unchanged before it is given up. */
const PATIENCE = 5;
/** How long a table is watched: whether it grows. */
const WATCH_MS = 300;
/** Files of one round; the rest has the next one. */
const MOST = 2_000;

/** How a round went. */
export interface Intake {
  readonly taken: number;
  readonly refused: number;
  readonly waiting: number;
}

/**
 * Takes the files of `in/`, the oldest first: each claimed by a rename, read in a thread, carried out in one transaction, then moved to
 * `archive/` or `error/` with its acknowledgement beside it. A reader that dies in between leaves its claim, which is put back after
 * PATIENCE rounds; what was carried out already is known by its `messageId` and only moved.
 */
export async function takeFiles(portal: Portal, disk: Disk, looks: Looks): Promise<Intake> {
  looks.turn();
  await putBackAbandoned(disk, looks);
  const found = await readdir(disk.at('in'));
  const growing = await growingTables(disk, found);
  const claim = randomBytes(4).toString('hex');
  const went = { taken: 0, refused: 0, waiting: growing.size };
  for (const name of inOrder(found.filter(isForPortal)).slice(0, MOST)) {
    if (growing.has(name)) continue;
    const end = await takeFile({ portal, disk, looks, claim }, name);
    if (end !== null) went[end] += 1;
  }
  return went;
}

interface Reader {
  readonly portal: Portal;
  readonly disk: Disk;
  readonly looks: Looks;
  readonly claim: string;
}

/** null: another reader has it. */
async function takeFile(reader: Reader, name: string): Promise<keyof Intake | null> {
  const { portal, disk, looks, claim } = reader;
  const mark = await markOf(disk.at('in', name));
  if (mark === null) return null;
  const held = disk.at('in', claimedName(name, claim));
  if (!(await disk.move(disk.at('in', name), held))) return null;
  try {
    const { read, isCut } = await readHeld(portal, held, name, mark);
    if (isCut && looks.see(name, mark) < PATIENCE) {
      await disk.move(held, disk.at('in', name));
      return 'waiting';
    }
    const received = 'ok' in read ? read : await receiveRead(portal, read, 'folder', { requestId: `ax-file-${claim}`, address: null });
    return await settle(disk, held, name, received);
  } catch (error) {
    await disk.move(held, disk.at('in', name));
    throw error;
  }
}

type Reading = { readonly read: ReadFile['read'] | Extract<Received, { ok: false }>; readonly isCut: boolean };

/** What is too big, or too hard to read, is refused without being kept. @throws Overworked when the threads have no time */
async function readHeld(portal: Portal, held: string, name: string, mark: FileMark): Promise<Reading> {
  const refuse = (of: ReturnType<typeof problem>): Reading => ({ read: { ok: false, status: of.status, problem: of }, isCut: false });
  if (mark.size > LARGEST_BYTES) return refuse(problem('too-large', 'Файл больше 10 МБ: разделите его.'));
  try {
    return await portal.workers.do(exchangeFileReading, await bytesOf(held), name);
  } catch (error) {
    if (error instanceof TookTooMuch) return refuse(problem('validation', 'Файл читался слишком долго: разделите его.'));
    throw error instanceof Overworked ? error : new Error(`${name} could not be read`, { cause: error });
  }
}

/** The acknowledgement first, then the file beside it: a reader that dies in between does both again. */
async function settle(disk: Disk, held: string, name: string, received: Received): Promise<'taken' | 'refused'> {
  const place = received.ok ? 'archive' : 'error';
  const { ok } = received;
  const ack = ok ? received.ack : { ...(messageIdOf(name) ?? {}), result: 'error', itemErrors: [], problem: received.problem };
  await disk.write(place, ackName(name), `${JSON.stringify(ack, null, 2)}\n`);
  await disk.move(held, disk.at(place, name));
  return ok ? 'taken' : 'refused';
}

function messageIdOf(name: string): { messageId: string } | null {
  const id = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/i.exec(name)?.[0];
  return id ? { messageId: id.toLowerCase() } : null;
}

/** Files that a reader claimed and then left alone. */
async function putBackAbandoned(disk: Disk, looks: Looks): Promise<void> {
  for (const held of await readdir(disk.at('in'))) {
    const name = unclaimedName(held);
    const mark = name === null ? null : await markOf(disk.at('in', held));
    if (name === null || mark === null || looks.see(held, mark) < PATIENCE) continue;
    await disk.move(disk.at('in', held), disk.at('in', name));
  }
}

/** Tables that change while one looks: a table cut off after a line is a table too. */
async function growingTables(disk: Disk, found: readonly string[]): Promise<Set<string>> {
  const tables = found.filter((name) => isForPortal(name) && /\.csv$/i.test(name));
  if (tables.length === 0) return new Set();
  const marks = () => Promise.all(tables.map((name) => markOf(disk.at('in', name))));
  const before = await marks();
  await setTimeout(WATCH_MS);
  const after = await marks();
  return new Set(tables.filter((_, at) => !isSame(before[at] ?? null, after[at] ?? null)));
}
