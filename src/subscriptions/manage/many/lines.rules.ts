import { type BadLine, type BulkLine, MOST_LINES } from './bulk.types.ts';

/** A pasted list taken apart: what can be used, and what can't with its row and reason. */
export interface ReadLines {
  readonly lines: readonly BulkLine[];
  readonly bad: readonly BadLine[];
}

/**
 * Reads «номер; мест» lines as they come from a spreadsheet: parted by a tab, `;`, `,` or spaces; a heading and empty lines
 * are passed over; «S-» may be left out.
 */
export function readSeatLines(text: string): ReadLines {
  const lines: BulkLine[] = [];
  const bad: BadLine[] = [];
  const seen = new Map<string, number>();
  for (const [at, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (!line || (at === 0 && isHeading(line))) continue;
    const reason = take(line, at + 1, lines, seen);
    if (reason) bad.push({ row: at + 1, text: line.slice(0, 80), reason });
  }
  return { lines, bad };
}

function take(line: string, row: number, lines: BulkLine[], seen: Map<string, number>): string | null {
  const [first = '', second, ...rest] = line.split(/\s*[;,\t]\s*|\s+/).filter((part) => part !== '');
  const number = numberOf(first);
  if (!number) return 'Это не номер подписки: он выглядит как S-100001';
  if (second === undefined) return 'Не указано, сколько мест';
  if (rest.length > 0 || !/^\d{1,7}$/.test(second)) return 'Количество мест — одно целое число';
  const before = seen.get(number);
  if (before !== undefined) return `Эта подписка уже есть в строке ${before}`;
  if (lines.length >= MOST_LINES) return `За один раз — не больше ${MOST_LINES} подписок`;
  seen.set(number, row);
  lines.push({ number, seats: Number(second) });
  return null;
}

/** The public number of what was typed, or null. */
export function numberOf(text: string): string | null {
  const found = /^(?:[sS]-)?(\d{1,12})$/.exec(text);
  return found ? `S-${found[1]}` : null;
}

const isHeading = (line: string): boolean => !/\d/.test(line);

/** The list as text, for a hidden field and for the text area. */
export function linesText(lines: readonly BulkLine[]): string {
  return lines.map(({ number, seats }) => (seats === null ? number : `${number};${seats}`)).join('\n');
}
