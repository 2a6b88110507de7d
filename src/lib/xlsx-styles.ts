import type { SheetLimits } from './sheet.ts';
import { UnreadableFile } from './unreadable.ts';
import type { Archive } from './unzip.ts';
import { readPart, TextItem } from './xlsx-parts.ts';
import type { CellStyle } from './xlsx-sheet.ts';

const MOST_TEXTS = 400_000;
/** A workbook has at most 65,490 of them. */
const MOST_STYLES = 70_000;
/** Excel takes no longer format. */
const FORMAT_LENGTH = 255;

/** The texts that cells refer to by number. @throws UnreadableFile */
export async function readTexts(archive: Archive, { cell }: SheetLimits): Promise<string[]> {
  const texts: string[] = [];
  const item = new TextItem(cell);
  await readPart(archive, 'xl/sharedStrings.xml', {
    open: (name) => item.open(name),
    text: (piece) => item.add(piece),
    close: (name) => {
      item.close(name);
      if (name !== 'si') return;
      if (texts.length >= MOST_TEXTS) throw new UnreadableFile('В файле слишком много разных текстов: разделите его.');
      texts.push(item.take());
    },
  });
  return texts;
}

const BUILT_IN_DAYS = new Set([
  14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 45, 46, 47, 50, 51, 52, 53, 54, 55, 56, 57, 58,
]);

/** How numbers of each style are shown, by the place of the style in `cellXfs`. @throws UnreadableFile */
export async function readStyles(archive: Archive): Promise<CellStyle[]> {
  const own = new Map<number, CellStyle>();
  const styles: CellStyle[] = [];
  let isInCells = false;
  await readPart(archive, 'xl/styles.xml', {
    open: (name, attributes) => {
      const format = Number(attributes['numFmtId']);
      if (own.size + styles.length > MOST_STYLES) throw new UnreadableFile('В файле слишком много стилей: сохраните его как .csv.');
      if (name === 'numFmt') own.set(format, styleOf(attributes['formatCode'] ?? ''));
      else if (name === 'cellXfs') isInCells = true;
      else if (name === 'xf' && isInCells)
        styles.push(BUILT_IN_DAYS.has(format) ? { kind: 'day' } : (own.get(format) ?? { kind: 'number' }));
    },
    close: (name) => {
      if (name === 'cellXfs') isInCells = false;
    },
  });
  return styles;
}

/** `dd.mm.yyyy` shows a day, `[$€-2] #,##0.00` a sum in euro, `[$-419]` names a language only. */
function styleOf(code: string): CellStyle {
  const short = code.slice(0, FORMAT_LENGTH);
  const signs = short.replace(/\[\$-[^\]]*\]/g, '').replace(/\[\$([^\]-]*)(?:-[^\]]*)?\]/g, '$1');
  const sign = /[$€£¥]|usd|eur|gbp|cny/i.exec(signs)?.[0];
  if (sign) return { kind: 'foreign', sign };
  const shown = short.replace(/"[^"]*"|\[[^\]]*\]|\\./g, '');
  return { kind: /[dy]/i.test(shown) ? 'day' : 'number' };
}
