import type { z } from 'zod';
import { type Fault, type Problem, pointerOf, problem } from '../problem.rules.ts';
import { canonical, hashOf } from './canonical.rules.ts';
import { type AxItem, type Envelope, envelope, type IncomingType, ITEMS, keyOf } from './contract.rules.ts';

/** The most bytes of a message. */
export const LARGEST_BYTES = 10 * 1024 * 1024;

/** What is kept of a body that is no message. */
const KEPT_OF_BAD = 20_000;

/** A fault of an item, with its natural key as far as it can be read. */
export interface ItemFault extends Fault {
  readonly key: string;
}

export interface ReadItem<T extends IncomingType = IncomingType> {
  /** Its place in the message. */
  readonly at: number;
  readonly key: string;
  readonly item: AxItem<T>;
}

/** A message whose head is in order; items that are not are told apart. */
export interface ReadMessage {
  readonly kind: 'message';
  readonly head: Omit<Envelope, 'items'>;
  readonly items: readonly ReadItem[];
  readonly faults: readonly ItemFault[];
  readonly count: number;
  readonly body: string;
  readonly hash: string;
}

/** What can't be taken as a message, with what could be read of its head. */
export interface BadMessage {
  readonly kind: 'bad';
  readonly problem: Problem;
  readonly messageId: string | null;
  readonly type: string | null;
  readonly body: string;
  readonly hash: string;
}

/** Reads a message of either door: bytes, text, or an object that was read already. Never throws. */
export function readMessage(input: Uint8Array | string | object): ReadMessage | BadMessage {
  const parsed = parse(input);
  if ('problem' in parsed) return parsed;
  const message = unwrapped(parsed.value);
  const body = canonicalOrNull(message);
  if (body === null) return badMessage(problem('validation', 'Вложенность JSON слишком глубока.'), '', message);
  const head = envelope.safeParse(message);
  if (!head.success) {
    const faults = faultsOf(head.error);
    return badMessage(problem('validation', sentence(faults), faults), body, message);
  }
  return { kind: 'message', ...readItems(head.data), body, hash: hashOf(body) };
}

/** The items of a stored message, as they were read first. @throws Error for what never was a message */
export function reread(body: string): ReadMessage {
  const read = readMessage(body);
  if (read.kind === 'bad') throw new Error('a stored message is none');
  return read;
}

function readItems({ items: raw, ...head }: Envelope): Pick<ReadMessage, 'head' | 'items' | 'faults' | 'count'> {
  const items: ReadItem[] = [];
  const faults: ItemFault[] = [];
  for (const [at, value] of raw.entries()) {
    const key = keyOf(head.type, (value ?? {}) as Record<string, unknown>);
    const read = ITEMS[head.type].safeParse(value);
    if (read.success) items.push({ at, key: keyOf(head.type, read.data) || key, item: read.data });
    else faults.push(...faultsOf(read.error, ['items', at]).map((fault) => ({ ...fault, key: storable(key) })));
  }
  return { head, items, faults, count: raw.length };
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });

function parse(input: Uint8Array | string | object): { value: unknown } | BadMessage {
  if (typeof input === 'object' && !(input instanceof Uint8Array)) return { value: input };
  let text = '';
  try {
    text = typeof input === 'string' ? input : UTF8.decode(input);
    return { value: JSON.parse(text.replace(/^\uFEFF/, '')) as unknown };
  } catch (error) {
    const shown = text === '' && input instanceof Uint8Array ? Buffer.from(input.subarray(0, KEPT_OF_BAD)).toString('latin1') : text;
    const why = error instanceof SyntaxError ? 'Тело не разбирается как JSON.' : 'Тело не в кодировке UTF-8.';
    return badMessage(problem('not-json', why), shown, null);
  }
}

/** A CloudEvents 1.0 envelope in structured mode carries the message as its data. */
function unwrapped(value: unknown): unknown {
  const outer = value as Record<string, unknown> | null;
  const isEvent = typeof outer === 'object' && outer !== null && typeof outer['specversion'] === 'string' && 'data' in outer;
  return isEvent ? outer['data'] : value;
}

function canonicalOrNull(value: unknown): string | null {
  try {
    return canonical(value);
  } catch {
    return null;
  }
}

/** What can't be taken, with what could be read of it. */
export function badMessage(of: Problem, body: string, message: unknown): BadMessage {
  const head = (typeof message === 'object' && message !== null ? message : {}) as Record<string, unknown>;
  const id = head['messageId'];
  const isId = typeof id === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id);
  const type = typeof head['type'] === 'string' && Object.hasOwn(ITEMS, head['type']) ? head['type'] : null;
  const kept = storable(body.slice(0, KEPT_OF_BAD));
  return { kind: 'bad', problem: of, messageId: isId ? id.toLowerCase() : null, type, body: kept, hash: hashOf(body) };
}

/** PostgreSQL takes no NUL and no half of a pair. */
const storable = (text: string): string => text.replace(/\0|\p{Cs}/gu, '\uFFFD');

function faultsOf(error: z.ZodError, before: readonly PropertyKey[] = []): Fault[] {
  return error.issues.map((issue) => {
    const unknown = issue.code === 'unrecognized_keys' ? issue.keys : [];
    const path = [...before, ...issue.path, ...unknown.slice(0, 1)];
    const missing = issue.code === 'invalid_type' && issue.input === undefined && issue.message.startsWith('Invalid input');
    const text =
      unknown.length > 0 ? `лишнее поле: ${unknown.join(', ')}`.slice(0, 200) : missing ? 'поле обязательно' : inRussian(issue.message);
    return { pointer: storable(pointerOf(path).slice(0, 300)), code: issue.code, text: storable(text) };
  });
}

/** What the contract has no words of its own for. */
const inRussian = (message: string): string => (/^[A-Z]/.test(message) && !/^(UUID)/.test(message) ? 'поле заполнено неверно' : message);

const sentence = (faults: readonly Fault[]): string =>
  faults
    .slice(0, 3)
    .map(({ pointer, text }) => `${pointer || '/'}: ${text}`)
    .join('; ');
