import { SHEET_LIMITS, type SheetLimits, type SheetRow, type Workbook } from './sheet.ts';
import { UnreadableFile } from './unreadable.ts';

/**
 * Reads a CSV table: UTF-8, UTF-16 or Windows-1251, cells between `;`, `,` or tabs, quotes as in RFC 4180.
 * @throws UnreadableFile with a sentence
 */
export function readCsv(bytes: Buffer, limits: SheetLimits = SHEET_LIMITS): SheetRow[] {
  const text = decodeText(bytes);
  return parse(text, delimiterOf(text), limits);
}

/** The same as a workbook of one nameless sheet, nothing of it hidden. @throws UnreadableFile with a sentence */
export function openCsv(bytes: Buffer, limits: SheetLimits = SHEET_LIMITS): Workbook {
  const rows = readCsv(bytes, limits);
  return { sheets: [''], read: async () => ({ rows, hiddenRows: 0, hiddenColumns: [] }) };
}

/**
 * Text of unknown encoding: a mark at its beginning tells, else zeros tell UTF-16, else what is not UTF-8 is Windows-1251.
 * @throws UnreadableFile for what is no text
 */
export function decodeText(bytes: Buffer): string {
  const text = new TextDecoder(encodingOf(bytes)).decode(bytes);
  if (/(?![\t\r\n\f\v])\p{Cc}/u.test(text)) throw new UnreadableFile('Это не таблица: нужен файл .xlsx или .csv.');
  return text;
}

function encodingOf(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const head = bytes.subarray(0, 2_000);
  const zeros = (from: number) => head.filter((byte, at) => byte === 0 && at % 2 === from).length;
  if (zeros(1) > head.length / 8) return 'utf-16le';
  if (zeros(0) > head.length / 8) return 'utf-16be';
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return 'utf-8';
  } catch {
    return 'windows-1251';
  }
}

/** The sign that stands most often outside of quotes in the first lines. */
function delimiterOf(text: string): string {
  const head = text.slice(0, 4_000).replace(/"[^"]*"/g, '');
  const counted = [';', '\t', ','].map((sign) => ({ sign, count: head.split(sign).length }));
  return counted.reduce((best, one) => (one.count > best.count ? one : best)).sign;
}

/** One pass over the text; a quote that is never closed ends with it. */
function parse(text: string, delimiter: string, limits: SheetLimits): SheetRow[] {
  const rows: SheetRow[] = [];
  let cells: string[] = [];
  let cell = '';
  const endRow = () => {
    cells.push(cell.slice(0, limits.cell));
    if (cells.length > limits.columns) throw new UnreadableFile(`В файле больше ${limits.columns} колонок: это не прайс-лист.`);
    rows.push({ row: rows.length + 1, cells });
    if (rows.length > limits.rows) throw new UnreadableFile(`В файле больше ${limits.rows} строк: разделите его.`);
    cells = [];
    cell = '';
  };
  const stop = new RegExp(`[${delimiter}\\r\\n]`, 'g');
  let at = 0;
  while (at < text.length) {
    if (text[at] === '"' && cell === '') {
      const end = closingQuote(text, at + 1);
      cell = text.slice(at + 1, end).replaceAll('""', '"');
      at = end + 1;
    }
    stop.lastIndex = at;
    const next = stop.exec(text)?.index ?? text.length;
    cell += text.slice(at, next);
    at = next + 1;
    if (text[next] === delimiter) {
      cells.push(cell.slice(0, limits.cell));
      if (cells.length > limits.columns) throw new UnreadableFile(`В файле больше ${limits.columns} колонок: это не прайс-лист.`);
      cell = '';
    } else if (next < text.length) {
      if (text[next] === '\r' && text[at] === '\n') at++;
      endRow();
    }
  }
  if (cells.length > 0 || cell !== '') endRow();
  return rows;
}

/** Where the quoted text that begins at `from` ends: at a quote that is not doubled, else with the text. */
function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 2)) {
    if (text[at + 1] !== '"') return at;
  }
  return text.length;
}
