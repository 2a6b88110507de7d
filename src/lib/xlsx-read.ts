import { SHEET_LIMITS, type SheetLimits, type SheetRow } from './sheet.ts';
import { UnreadableFile } from './unreadable.ts';
import { Archive } from './unzip.ts';

const MOST_BYTES = 60_000_000;

/**
 * Reads the first sheet of an XLSX workbook: texts, numbers, and days as `YYYY-MM-DD`; formulas give their last value.
 * Only what is needed is unpacked, within limits, so neither a packed giant nor a merged million of cells costs anything.
 * @throws UnreadableFile with a sentence
 */
export function readXlsx(bytes: Buffer, limits: SheetLimits = SHEET_LIMITS): SheetRow[] {
  const archive = new Archive(bytes, MOST_BYTES);
  const part = (name: string) => archive.read(name)?.toString('utf8') ?? '';
  const workbook = part('xl/workbook.xml');
  const sheet = part(firstSheet(workbook, part('xl/_rels/workbook.xml.rels')));
  if (!workbook || !sheet) throw new UnreadableFile('Это не книга Excel: нужен файл .xlsx или .csv.');
  const book: Book = {
    texts: sharedTexts(part('xl/sharedStrings.xml'), limits),
    dayStyles: dayStyles(part('xl/styles.xml')),
    epoch: /^(1|true)$/.test(attribute(elements(workbook, 'workbookPr').next().value?.attributes ?? '', 'date1904') ?? '')
      ? EPOCH_1904
      : EPOCH_1900,
  };
  return rowsOf(sheet, book, limits);
}

interface Book {
  readonly texts: readonly string[];
  /** Which cell styles show a day. */
  readonly dayStyles: ReadonlySet<number>;
  readonly epoch: number;
}

const EPOCH_1900 = Date.UTC(1899, 11, 30);
const EPOCH_1904 = Date.UTC(1904, 0, 1);
const DAY_MS = 86_400_000;

function firstSheet(workbook: string, relations: string): string {
  const id = attribute(elements(workbook, 'sheet').next().value?.attributes ?? '', 'r:id');
  for (const { attributes } of elements(relations, 'Relationship')) {
    if (attribute(attributes, 'Id') !== id) continue;
    const target = attribute(attributes, 'Target') ?? '';
    return target.startsWith('/') ? target.slice(1) : `xl/${target}`;
  }
  return 'xl/worksheets/sheet1.xml';
}

interface XmlElement {
  /** As they stand in the tag, with a space before each. */
  readonly attributes: string;
  readonly inner: string;
}

/** The elements of a name, whatever their prefix, in one pass; none inside another of its name. Ends at one that is not closed. */
function* elements(xml: string, name: string): Generator<XmlElement> {
  const open = new RegExp(`<((?:\\w+:)?${name})(?=[\\s/>])([^<>]*)>`, 'g');
  for (let found = open.exec(xml); found; found = open.exec(xml)) {
    const [, tag = '', attributes = ''] = found;
    if (attributes.endsWith('/')) {
      yield { attributes, inner: '' };
      continue;
    }
    const end = xml.indexOf(`</${tag}>`, open.lastIndex);
    if (end < 0) return;
    yield { attributes, inner: xml.slice(open.lastIndex, end) };
    open.lastIndex = end + tag.length + 3;
  }
}

function rowsOf(sheet: string, book: Book, limits: SheetLimits): SheetRow[] {
  const rows: SheetRow[] = [];
  let number = 0;
  for (const { attributes, inner } of elements(sheet, 'row')) {
    number = Number(attribute(attributes, 'r')) || number + 1;
    rows.push({ row: number, cells: cellsOf(inner, book, limits) });
    if (rows.length > limits.rows) throw new UnreadableFile(`В файле больше ${limits.rows} строк: разделите его.`);
  }
  return rows;
}

function cellsOf(row: string, book: Book, limits: SheetLimits): (string | number)[] {
  const cells: (string | number)[] = [];
  for (const { attributes, inner } of elements(row, 'c')) {
    const at = columnOf(attribute(attributes, 'r')) ?? cells.length;
    if (at >= limits.columns) continue;
    while (cells.length < at) cells.push('');
    cells[at] = cellValue(attributes, inner, book, limits);
  }
  return cells;
}

function cellValue(attributes: string, inner: string, book: Book, limits: SheetLimits): string | number {
  const type = attribute(attributes, 't') ?? 'n';
  if (type === 'inlineStr') return textOf(inner).slice(0, limits.cell);
  const value = decoded(/<(?:\w+:)?v\b[^>]*>([\s\S]*?)<\//.exec(inner)?.[1] ?? '');
  if (type === 's') return book.texts[Number(value)] ?? '';
  if (type !== 'n' || value === '') return value.slice(0, limits.cell);
  const number = Number(value);
  if (!Number.isFinite(number)) return value.slice(0, limits.cell);
  return book.dayStyles.has(Number(attribute(attributes, 's') ?? 0)) ? dayOf(number, book.epoch) : number;
}

/** `B7` is column 1; null for what names none. */
function columnOf(address: string | undefined): number | null {
  const letters = /^([A-Z]{1,3})\d*$/.exec(address ?? '')?.[1];
  return letters ? [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1 : null;
}

function dayOf(serial: number, epoch: number): string {
  const date = new Date(epoch + Math.floor(serial) * DAY_MS);
  return Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9999 ? String(serial) : date.toISOString().slice(0, 10);
}

function sharedTexts(xml: string, limits: SheetLimits): string[] {
  return Array.from(elements(xml, 'si'), ({ inner }) => textOf(inner).slice(0, limits.cell));
}

/** A text, or its runs put together; readings of Japanese signs stand outside of both. */
function textOf(inner: string): string {
  const runs = Array.from(elements(inner, 'r'), (run) => run.inner);
  const parts = runs.length > 0 ? runs : [inner];
  return parts.map((part) => decoded(elements(part, 't').next().value?.inner ?? '')).join('');
}

const BUILT_IN_DAYS = new Set([
  14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 45, 46, 47, 50, 51, 52, 53, 54, 55, 56, 57, 58,
]);

/** Places in `cellXfs` whose number format shows a day. */
function dayStyles(xml: string): Set<number> {
  const own = new Set<number>();
  for (const { attributes } of elements(xml, 'numFmt')) {
    const code = decoded(attribute(attributes, 'formatCode') ?? '').replace(/"[^"]*"|\[[^\]]*\]|\\./g, '');
    if (/[dy]/i.test(code)) own.add(Number(attribute(attributes, 'numFmtId')));
  }
  const days = new Set<number>();
  const styles = elements(xml, 'cellXfs').next().value?.inner ?? '';
  Array.from(elements(styles, 'xf')).forEach(({ attributes }, at) => {
    const format = Number(attribute(attributes, 'numFmtId'));
    if (BUILT_IN_DAYS.has(format) || own.has(format)) days.add(at);
  });
  return days;
}

const patterns = new Map<string, RegExp>();

function attribute(attributes: string, name: string): string | undefined {
  const known = patterns.get(name) ?? new RegExp(`\\s${name}="([^"]{0,1000})"`);
  patterns.set(name, known);
  return known.exec(attributes)?.[1];
}

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** The five entities of XML and numbered signs; a document's own entities are left as they stand. */
function decoded(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w{2,4}));/gi, (whole, hex, decimal, name) => {
    if (name) return ENTITIES[String(name)] ?? whole;
    const code = hex ? Number.parseInt(String(hex), 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
