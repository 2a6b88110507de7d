import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { formatDayShort, formatMoment, isDay } from './days.ts';
import { decimalRub } from './money.ts';
import { type Cell, type ColumnKind, guardFormula, type Table } from './table.ts';

const chunkLength = 32_768;

/**
 * Writes a table as CSV (RFC 4180) the way a Russian Excel opens it by a double click: UTF-8 with BOM,
 * `;` between cells, CRLF, decimal comma, days as 30.11.2026. Streams, and ends `out`.
 * @throws what the rows or `out` throw
 */
export async function writeCsv(table: Table, out: Writable): Promise<void> {
  await pipeline(Readable.from(chunks(table)), out);
}

async function* chunks({ heads, rows }: Table): AsyncGenerator<string> {
  let chunk = `\ufeff${line(heads.map(({ title }) => title))}`;
  for await (const cells of rows) {
    chunk += line(heads.map(({ kind }, at) => cellText(cells[at] ?? null, kind)));
    if (chunk.length < chunkLength) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
}

function line(cells: readonly string[]): string {
  return `${cells.map(quoted).join(';')}\r\n`;
}

function quoted(text: string): string {
  return /[";\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function cellText(cell: Cell, kind: ColumnKind): string {
  if (cell === null) return '';
  if (cell instanceof Date) return formatMoment(cell);
  if (kind === 'money') return decimalRub(BigInt(cell)).replace('.', ',');
  if (kind === 'day' && typeof cell === 'string' && isDay(cell)) return formatDayShort(cell);
  if (typeof cell === 'string') return guardFormula(cell);
  return String(cell).replace('.', ',');
}
