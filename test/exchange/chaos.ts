import { setTimeout } from 'node:timers/promises';
import { exchangeFolders } from '#src/exchange/folders/folders.service.ts';
import type { Portal } from '#src/platform/scope.ts';
import type { Message } from '#test/axapta/books.types.ts';
import { csvOf, hasCsv } from '#test/axapta/csv.ts';
import { dice, shuffled } from '#test/axapta/faults.ts';
import { fileName } from '#test/axapta/folder.ts';
import { TOKEN } from './ax.ts';
import type { TestFolder } from './folders/folder.ts';

export interface ChaosParts {
  /** Where the portal listens; asked anew for each message, it may have moved. */
  readonly url: () => string;
  readonly folder: TestFolder;
  /** Portals that read the folder, all at once. */
  readonly readers: () => readonly Portal[];
  readonly seed: number;
  readonly senders: number;
}

/** How often what happened. */
export type Told = Record<string, number>;

interface Way {
  readonly message: Message;
  readonly by: 'http' | 'json' | 'csv';
}

/**
 * Brings all messages to the portal in any order: over HTTP and by files, some twice, some at first not at all, some whose answer nobody hears, some
 * cut off. Whatever is not acknowledged is sent again until it is. @returns what was done, to see that it was
 */
export async function bring(messages: readonly Message[], parts: ChaosParts): Promise<Told> {
  const roll = dice(parts.seed);
  const told: Told = {};
  const count = (what: string) => {
    told[what] = (told[what] ?? 0) + 1;
  };
  const ways = messages.map((message): Way => ({ message, by: wayOf(message, roll) }));
  let left: readonly Way[] = shuffled([...ways, ...ways.filter(() => roll() < 0.25)], roll);
  count('rounds');
  for (let round = 1; left.length > 0; round++) {
    if (round > 40) throw new Error(`${left.length} messages could not be brought, such as ${JSON.stringify(left[0]?.message)}`);
    const again = new Set<Way>();
    const isCalm = round > 3;
    await inTurns(left, parts.senders, async (way) => {
      const isThere =
        way.by === 'http' ? await sent(way, parts, isCalm ? () => 1 : roll, count) : await put(way, parts, isCalm ? () => 1 : roll, count);
      if (!isThere) again.add(way);
    });
    await Promise.all(parts.readers().map((portal) => exchangeFolders(portal).catch(() => count('a reader failed'))));
    for (const way of left) if (way.by !== 'http' && !(await isAcked(way, parts))) again.add(way);
    left = shuffled([...again], roll);
    count('rounds');
  }
  return told;
}

/** A message keeps its way and its form: the same `messageId` in another form would be another message. */
function wayOf(message: Message, roll: () => number): Way['by'] {
  const chance = roll();
  if (chance > 0.3) return 'http';
  return chance < 0.15 && hasCsv(message.type) && message.mode === 'delta' ? 'csv' : 'json';
}

/** @returns whether it is acknowledged */
async function sent({ message }: Way, { url }: ChaosParts, roll: () => number, count: (what: string) => void): Promise<boolean> {
  const fate = roll();
  if (fate < 0.1) {
    count('lost on the way');
    return false;
  }
  const body = JSON.stringify(message);
  const isCut = fate < 0.15;
  const isUnheard = fate > 0.85 && fate < 1;
  const headers = {
    ...{ authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    'x-forwarded-for': `10.0.${Math.floor(roll() * 250)}.${Math.floor(Math.random() * 250)}`,
  };
  const breaking = new AbortController();
  const asked = fetch(`${url()}/api/ax/v1/messages`, {
    ...{ method: 'POST', headers, body: isCut ? body.slice(0, body.length >> 1) : body, signal: breaking.signal },
  });
  if (isUnheard) {
    count('answer not heard');
    asked.catch(() => undefined);
    await setTimeout(Math.floor(roll() * 25));
    breaking.abort();
    return false;
  }
  const status = await asked.then(
    (answer) => answer.text().then(() => answer.status),
    () => 0,
  );
  if (isCut) {
    count('cut off');
    if (status !== 400 && status !== 0 && status !== 503) throw new Error(`what was cut off was answered ${status}`);
    return false;
  }
  if (status === 202) return true;
  if (status !== 0 && status !== 429 && status !== 503) throw new Error(`${message.type} ${message.seq} was answered ${status}`);
  count(status === 0 ? 'nobody there' : `answer ${status}`);
  await setTimeout(20);
  return false;
}

/** Puts a file, or half of one, unless it lies there already. @returns false: whether it was taken is seen later */
async function put({ message, by }: Way, { folder }: ChaosParts, roll: () => number, count: (what: string) => void): Promise<boolean> {
  const name = fileName(message, by === 'csv');
  const bytes = by === 'csv' ? csvOf(message, roll() < 0.5 ? 'utf-8' : 'windows-1251') : Buffer.from(JSON.stringify(message));
  const isHalf = roll() < 0.2;
  count(isHalf ? `half a file ${by}` : `file ${by}`);
  await folder.put(roll() < 0.3 && isHalf ? `${name}.tmp` : name, isHalf ? bytes.subarray(0, Math.floor(bytes.length * 0.7)) : bytes);
  return true;
}

async function isAcked({ message, by }: Way, { folder }: ChaosParts): Promise<boolean> {
  const ack = fileName(message, by === 'csv').replace(/\.(json|csv)$/, '.ack.json');
  const found = await folder.json('archive', ack).catch(() => null);
  return found?.['messageId'] === message.messageId && found['result'] !== 'error';
}

/** Does `work` for all, so many at once. */
async function inTurns<T>(list: readonly T[], atOnce: number, work: (item: T) => Promise<void>): Promise<void> {
  const rest = list[Symbol.iterator]();
  const worker = async () => {
    for (const item of rest) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
