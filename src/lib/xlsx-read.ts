import { SHEET_LIMITS, type Sheet, type SheetLimits, type Workbook } from './sheet.ts';
import { UnreadableFile } from './unreadable.ts';
import { Archive } from './unzip.ts';
import { readPart } from './xlsx-parts.ts';
import { type BookParts, SheetReader } from './xlsx-sheet.ts';
import { readStyles, readTexts } from './xlsx-styles.ts';

const MOST_BYTES = 60_000_000;
const MOST_SHEETS = 200;
const WORKSHEET = /\/worksheet$/;

/**
 * Opens an XLSX workbook and reads the sheets that can be seen: texts, numbers, and days as `YYYY-MM-DD`; formulas give their last
 * value, sums in a foreign currency stand as text with its sign. One pass over what is unpacked, within limits: neither a packed
 * giant nor a million of anything costs more than its size.
 * @throws UnreadableFile with a sentence
 */
export async function openXlsx(bytes: Uint8Array, limits: SheetLimits = SHEET_LIMITS): Promise<Workbook> {
  const archive = await Archive.open(bytes, MOST_BYTES);
  if (!archive.has('xl/workbook.xml')) throw new UnreadableFile('Это не книга Excel: нужен файл .xlsx или .csv.');
  const { sheets, is1904 } = await readBook(archive);
  const targets = await readTargets(archive);
  const seen = sheets.flatMap(({ name, id, isHidden }) => {
    const path = targets.get(id);
    return isHidden || path === undefined || !archive.has(path) ? [] : [{ name, path }];
  });
  if (seen.length === 0) throw new UnreadableFile('В книге нет ни одного видимого листа с таблицей.');
  let parts: BookParts | undefined;
  return {
    sheets: seen.map(({ name }) => name),
    read: async (at) => {
      parts ??= { texts: await readTexts(archive, limits), styles: await readStyles(archive), is1904 };
      return readSheet(archive, seen[at]?.path ?? '', parts, limits);
    },
  };
}

async function readSheet(archive: Archive, path: string, parts: BookParts, limits: SheetLimits): Promise<Sheet> {
  const reader = new SheetReader(parts, limits);
  await readPart(archive, path, reader);
  return reader.sheet();
}

interface Listed {
  readonly name: string;
  readonly id: string;
  readonly isHidden: boolean;
}

async function readBook(archive: Archive): Promise<{ sheets: Listed[]; is1904: boolean }> {
  const sheets: Listed[] = [];
  let is1904 = false;
  await readPart(archive, 'xl/workbook.xml', {
    open: (name, attributes) => {
      if (name === 'workbookPr') is1904 = /^(1|true)$/.test(attributes['date1904'] ?? '');
      if (name !== 'sheet') return;
      if (sheets.length >= MOST_SHEETS) throw new UnreadableFile(`В книге больше ${MOST_SHEETS} листов.`);
      const [, id = ''] = Object.entries(attributes).find(([key]) => key === 'id' || key.endsWith(':id')) ?? [];
      sheets.push({ name: (attributes['name'] ?? '').slice(0, 100), id, isHidden: (attributes['state'] ?? 'visible') !== 'visible' });
    },
  });
  return { sheets, is1904 };
}

/** Where the worksheets lie, by the id that the book calls them; drawings, charts and outside links are none. */
async function readTargets(archive: Archive): Promise<Map<string, string>> {
  const targets = new Map<string, string>();
  await readPart(archive, 'xl/_rels/workbook.xml.rels', {
    open: (name, { Id = '', Type = '', Target = '' }) => {
      if (name !== 'Relationship' || !WORKSHEET.test(Type)) return;
      targets.set(Id, Target.startsWith('/') ? Target.slice(1) : `xl/${Target}`);
    },
  });
  return targets;
}
