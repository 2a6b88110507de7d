import { isUtf8 } from 'node:buffer';
import type { Day } from '#src/lib/days.ts';
import { defineWork } from '#src/platform/workers/work.ts';
import { StatementBook } from './book.rules.ts';
import { readCamt } from './camt.rules.ts';
import { linesOf, refuseNoText } from './lines.rules.ts';
import { readOneC } from './one-c.rules.ts';
import type { ReadStatement } from './statement.types.ts';

const CHUNK = 64 * 1024;

/**
 * Reads a bank statement, 1CClientBankExchange or camt.053, known by its contents.
 * @param ours our accounts, 20 digits each
 * @throws UnreadableFile with line and reason, for what is no statement, or not wholly one
 */
export function readStatement(bytes: Uint8Array, ours: readonly string[], today: Day): ReadStatement {
  const book = new StatementBook(ours, today);
  refuseNoText(bytes);
  if (isXml(bytes)) readCamt(piecesOf(bytes), book);
  else readOneC(linesOf(bytes), book);
  return book.end();
}

const isXml = (bytes: Uint8Array): boolean => /^(\xef\xbb\xbf)?\s*</.test(Buffer.from(bytes.subarray(0, 100)).toString('latin1'));

/** XML is UTF-8, or else Windows-1251, whatever it says of itself. */
function* piecesOf(bytes: Uint8Array): Generator<Uint8Array> {
  const decoder = isUtf8(bytes) ? null : new TextDecoder('windows-1251');
  for (let at = 0; at < bytes.length; at += CHUNK) {
    const piece = bytes.subarray(at, at + CHUNK);
    yield decoder ? Buffer.from(decoder.decode(piece, { stream: true })) : piece;
  }
}

/** The same for a file that was handed over. */
export const readHandedOver = (file: ArrayBuffer, ours: readonly string[], today: Day): ReadStatement =>
  readStatement(new Uint8Array(file), ours, today);

/** `readStatement` in a thread, which gets the file instead of a copy: it is a stranger's. */
export const statementReading = defineWork<typeof readHandedOver>({
  lane: 'intake',
  module: import.meta.url,
  verb: 'readHandedOver',
  deadlineMs: 20_000,
});

/** The same for a long file, which nobody waits for: a busy machine may take its time. */
export const longStatementReading: typeof statementReading = { ...statementReading, deadlineMs: 120_000 };
