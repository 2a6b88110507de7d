/** How often a transaction that lost against another one is tried in all. */
const attempts = 6;

/**
 * Runs `work`, a whole transaction, and runs it again when PostgreSQL refused it because of another transaction
 * (serialization failure, deadlock): nothing of it had been kept. Between the tries a growing, random pause.
 * @throws the last refusal after six tries; any other error at once, as its outcome may be unknown.
 */
export async function withRetries<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= attempts || !isSerializationFailure(error)) throw error;
      await pause(Math.random() * 10 * 2 ** attempt);
    }
  }
}

/** The longest pause of `withPatience`, and what it begins with; 16 s in all: longer than the server lets a frozen process hold its locks. */
const PATIENCE = { firstMs: 250, longestMs: 8_000 };

/**
 * Runs `work`, which does no harm when it is done again though its outcome is unknown, until the database answers in time:
 * a lost connection, a server that starts again, a lock that somebody holds too long. Pauses are doubled.
 * @throws what the last try failed with; any other error at once
 */
export async function withPatience<T>(work: () => Promise<T>): Promise<T> {
  for (let ms = PATIENCE.firstMs; ; ms *= 2) {
    try {
      return await work();
    } catch (error) {
      if (ms > PATIENCE.longestMs || !(isConnectionLost(error) || isTimedOut(error))) throw error;
      await pause(ms);
    }
  }
}

/**
 * Did another transaction win? Prisma 7 says so in three shapes: P2034; a bare driver error with the cause
 * TransactionWriteConflict (from COMMIT); P2010 around the server's 40001 or 40P01 (from raw SQL).
 */
export function isSerializationFailure(error: unknown): boolean {
  return someFact(
    error,
    (fact) => conflicts.has(fact.code) || conflicts.has(fact.originalCode) || fact.kind === 'TransactionWriteConflict',
  );
}

/** Is the database out of reach, out of connections or going down? The answer to people is 503. */
export function isConnectionLost(error: unknown): boolean {
  return someFact(error, ({ code, originalCode, kind, message }) => {
    return isLoss(code) || isLoss(originalCode) || lossKinds.has(kind) || lossWords.test(message);
  });
}

/** Did a statement, a lock or a transaction take longer than it may? The answer to people is 503 as well. */
export function isTimedOut(error: unknown): boolean {
  return someFact(error, ({ code, originalCode }) => timeouts.has(code) || timeouts.has(originalCode));
}

const conflicts = new Set(['P2034', '40001', '40P01']);
const losses = new Set([
  ...['57P01', '57P02', '57P03', '57P05', '53300', '25P03'],
  ...['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2037'],
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EHOSTUNREACH'],
]);
const isLoss = (code: string) => losses.has(code) || /^08\w{3}$/.test(code);
const lossKinds = new Set(['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TooManyConnections']);
const lossWords =
  /^(Connection terminated|Query read timeout|timeout expired|timeout exceeded when trying to connect|Client has encountered a connection error|Connection ended unexpectedly)|is not currently accepting connections$/;
const timeouts = new Set(['57014', '55P03', 'P2028', 'TRANSACTION_TOO_LONG']);

interface Fact {
  code: string;
  originalCode: string;
  kind: string;
  message: string;
}

/** Asks the error and whatever it wraps: causes, and the particulars in which Prisma hides the driver's error. */
function someFact(error: unknown, ask: (fact: Fact) => boolean, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > 5) return false;
  const { cause, meta, driverAdapterError, errors } = error as Record<string, unknown>;
  if (ask(textual(error))) return true;
  const inner = [cause, meta, driverAdapterError, ...(Array.isArray(errors) ? errors : [])];
  return inner.some((wrapped) => someFact(wrapped, ask, depth + 1));
}

function textual(error: object): Fact {
  const { code, originalCode, kind, message } = error as Record<string, unknown>;
  return { code: text(code), originalCode: text(originalCode), kind: text(kind), message: text(message) };
}

const text = (value: unknown) => (typeof value === 'string' ? value : '');

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));
