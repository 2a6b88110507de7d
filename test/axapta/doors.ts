import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Debtor, Entry } from './books.types.ts';
import { receive } from './incoming.ts';
import { objectOf } from './portal-door.ts';
import type { StandIn } from './stand-in.ts';
import { isSentence, runVerb } from './verbs.ts';

export interface DoorParts {
  readonly ax: StandIn;
  /** What opens the exchange for the portal. */
  readonly token: string;
  /** What opens the control port for people and programs of this machine. */
  readonly controlToken: string;
  /** Sets the business clock forward. */
  readonly setClock: (at: Date) => void;
  /** After a command: keeps the books. */
  readonly keep: () => void;
}

type Answer = readonly [status: number, body: unknown];
const MOST_BYTES = 12 * 1024 * 1024;

/** Listens on this machine: the URLs of the exchange mirrored for the portal's client, and `/control` for commands. */
export async function openDoors(parts: DoorParts, port = 0): Promise<{ server: Server; port: number }> {
  const server = createServer((req, res) => void serve(parts, req, res));
  await new Promise<void>((done, fail) => server.once('error', fail).listen(port, '127.0.0.1', done));
  return { server, port: (server.address() as AddressInfo).port };
}

async function serve(parts: DoorParts, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const url = new URL(req.url ?? '/', 'http://localhost');
  const isControl = url.pathname.startsWith('/control');
  if (parts.ax.isDown && !isControl) {
    req.socket.destroy();
    return;
  }
  const token = isControl ? parts.controlToken : parts.token;
  const [status, body] =
    req.headers.authorization === `Bearer ${token}`
      ? await answer(parts, req, url).catch(fault)
      : ([401, { title: 'Unauthorized', status: 401 }] as const);
  res.writeHead(status, { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' });
  res.end(JSON.stringify(body));
}

const fault = (error: unknown): Answer => [
  isSentence(error) ? 422 : 500,
  { title: 'Error', detail: error instanceof Error ? error.message : String(error) },
];

async function answer(parts: DoorParts, req: IncomingMessage, url: URL): Promise<Answer> {
  const { ax } = parts;
  const route = `${req.method} ${url.pathname}`;
  if (route === 'GET /api/ax/v1/messages') return [200, served(ax, url.searchParams)];
  const body = objectOf(await textOf(req));
  if (!body) return [400, { title: 'Bad Request', detail: 'no JSON object', status: 400 }];
  if (route === 'POST /api/ax/v1/messages') return [202, receive(ax.incoming, body)];
  if (route === 'POST /api/ax/v1/acks') return [202, receive(ax.incoming, { ...body, type: 'ack', items: body['items'] ?? [body] })];
  if (route === 'POST /control') return [200, await commanded(parts, body)];
  if (route === 'POST /control/books') return [200, await told(parts, body)];
  return [404, { title: 'Not Found', status: 404 }];
}

/** Messages the portal has not acknowledged, behind the place it names. */
function served(ax: StandIn, query: URLSearchParams): unknown {
  const limit = Math.min(100, Number(query.get('limit') ?? 100));
  const found = ax.mail.after(Number(query.get('after') ?? 0), query.get('type'), limit);
  const next = String(found.at(-1)?.at ?? query.get('after') ?? '0');
  return { items: found.map(({ message }) => message), next, more: found.length === limit };
}

async function commanded({ ax, keep }: DoorParts, body: Readonly<Record<string, unknown>>): Promise<unknown> {
  const line = Array.isArray(body['line']) ? body['line'].map(String) : [];
  const text = runVerb(ax, line);
  await ax.turn(true);
  keep();
  return { text };
}

/** What a portal's demo tells of its world: the time, debtors and entries the books lack. What fell due meanwhile is done before the answer. */
async function told({ ax, setClock, keep }: DoorParts, body: Readonly<Record<string, unknown>>): Promise<unknown> {
  const { now, mark = null, debtors = [], entries = [] } = body as unknown as ToldBooks;
  setClock(new Date(now));
  ax.open(debtors, entries, mark);
  if (ax.state.mark !== null) await ax.turn(true);
  keep();
  return { mark: ax.state.mark };
}

/** `mark`: how far the teller has told; it is answered, so that he goes on from there. Without one he only asks for it. */
interface ToldBooks {
  readonly now: string;
  readonly mark?: number | null;
  readonly debtors?: readonly Debtor[];
  readonly entries?: readonly Entry[];
}

async function textOf(req: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of req as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MOST_BYTES) throw new Error('the message is too long');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
