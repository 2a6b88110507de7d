import { PassThrough, Writable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import excel from 'exceljs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { writeCsv } from '#src/lib/csv.ts';
import { type Day, day } from '#src/lib/days.ts';
import { type Kopecks, kopecks } from '#src/lib/money.ts';
import { type Cell, type Column, guardFormula, type Table } from '#src/lib/table.ts';
import { writeXlsx } from '#src/lib/xlsx.ts';

interface Line {
  name: string;
  seats: number;
  sum: Kopecks;
  from: Day;
  at: Date | null;
}

const lines: Line[] = [
  { name: 'ООО «Вектор»; "А"', seats: 7, sum: kopecks(-123_450), from: day('2026-11-22'), at: new Date('2026-11-30T21:00:00Z') },
  { name: "=cmd|' /C calc'!A0", seats: 1.5, sum: kopecks(5), from: day('2026-01-01'), at: null },
];
const columns: Column<Line>[] = [
  { title: 'Заказчик', kind: 'text', of: (line) => line.name },
  { title: 'Мест', kind: 'number', of: (line) => line.seats },
  { title: 'Сумма, ₽', kind: 'money', of: (line) => line.sum },
  { title: 'С', kind: 'day', of: (line) => line.from },
  { title: 'Когда', kind: 'moment', of: (line) => line.at },
];
const table: Table = { heads: columns, rows: lines.map((line) => columns.map(({ of }): Cell => of(line))) };
/** One column of text. */
const oneColumn = [{ title: 'А', kind: 'text' }] as const;

async function csvOf(source: Table): Promise<string> {
  const out = new PassThrough();
  const [, written] = await Promise.all([writeCsv(source, out), buffer(out)]);
  return written.toString('utf8');
}

async function sheetOf(source: Table) {
  const out = new PassThrough();
  const [, bytes] = await Promise.all([writeXlsx(source, out, 'Подписки'), buffer(out)]);
  const book = new excel.Workbook();
  await book.xlsx.load(bytes as unknown as Parameters<typeof book.xlsx.load>[0]); // exceljs declares its own older Buffer
  const sheet = book.getWorksheet('Подписки');
  if (!sheet) throw new Error('the sheet is missing');
  return sheet;
}

describe('CSV', () => {
  test('is what a Russian Excel opens', async () => {
    const out = new PassThrough();
    const [, written] = await Promise.all([writeCsv(table, out), text(out)]);
    expect(written.split('\r\n')).toEqual([
      'Заказчик;Мест;Сумма, ₽;С;Когда',
      `"ООО «Вектор»; ""А""";7;-1234,50;22.11.2026;01.12.2026 00:00`,
      "'=cmd|' /C calc'!A0;1,5;0,05;01.01.2026;",
      '',
    ]);
  });

  test('begins with a BOM', async () => {
    const written = await csvOf({ heads: oneColumn, rows: [['б']] });
    expect(written).toBe('\ufeffА\r\nб\r\n');
  });

  test('any text comes back from an ordinary reader', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string(), { minLength: 1, maxLength: 5 }), async (cells) => {
        const written = await csvOf({ heads: oneColumn, rows: cells.map((cell) => [cell]) });
        const quotedOrPlain = /"((?:[^"]|"")*)"\r\n|([^"\r\n;]*)\r\n/gy;
        quotedOrPlain.lastIndex = '\ufeffА\r\n'.length;
        for (const cell of cells) {
          const [, quoted, plain] = quotedOrPlain.exec(written) ?? [];
          expect(quoted?.replaceAll('""', '"') ?? plain ?? '').toBe(guardFormula(cell));
        }
        expect(quotedOrPlain.lastIndex).toBe(written.length);
      }),
    );
  });

  test('waits for a slow reader and takes rows from a cursor', async () => {
    let given = 0;
    async function* rows() {
      for (; given < 50_000; given += 1) yield [`строка ${given}`];
    }
    let seenWhenFirstWritten = 0;
    const out = new Writable({
      write(_chunk, _encoding, done) {
        seenWhenFirstWritten ||= given;
        setImmediate(done);
      },
    });
    await writeCsv({ heads: oneColumn, rows: rows() }, out);
    expect(given).toBe(50_000);
    expect(seenWhenFirstWritten).toBeLessThan(10_000);
  });

  test('a fault among the rows is passed on', async () => {
    function* rows() {
      yield ['1'];
      throw new Error('the cursor is gone');
    }
    const out = new PassThrough().resume();
    await expect(writeCsv({ heads: oneColumn, rows: rows() }, out)).rejects.toThrow('the cursor is gone');
    expect(out.destroyed).toBe(true);
  });
});

describe('XLSX', () => {
  test('has typed cells under a bold frozen header', async () => {
    const sheet = await sheetOf(table);
    expect(sheet.getRow(1).values).toEqual([undefined, 'Заказчик', 'Мест', 'Сумма, ₽', 'С', 'Когда']);
    expect(sheet.getRow(1).font.bold).toBe(true);
    expect(sheet.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 });
    expect(sheet.getCell('A2').value).toBe('ООО «Вектор»; "А"');
    expect(sheet.getCell('B2').value).toBe(7);
    expect(sheet.getCell('C2').value).toBe(-1234.5);
    expect(sheet.getCell('C2').numFmt).toBe('#,##0.00');
    expect(sheet.getCell('D2').value).toEqual(new Date('2026-11-22T00:00:00Z'));
    expect(sheet.getCell('E2').value).toEqual(new Date('2026-12-01T00:00:00Z'));
    expect(sheet.getCell('A3').value).toBe("'=cmd|' /C calc'!A0");
    expect(sheet.getCell('E3').value).toBeNull();
  });

  test('a fault among the rows is passed on', async () => {
    function* rows() {
      yield ['1'];
      throw new Error('the cursor is gone');
    }
    const out = new PassThrough().resume();
    await expect(writeXlsx({ heads: oneColumn, rows: rows() }, out)).rejects.toThrow('the cursor is gone');
    expect(out.destroyed).toBe(true);
  });
});

describe.each([
  ['CSV', writeCsv],
  ['XLSX', writeXlsx],
])('a reader of %s who goes away', (_format, write) => {
  test('ends the reading of rows', async () => {
    const out = new PassThrough().resume();
    let given = 0;
    async function* rows() {
      for (; given < 1_000_000; given += 1) {
        if (given === 2_000) out.destroy();
        yield [`строка ${given}`];
      }
    }
    await expect(write({ heads: oneColumn, rows: rows() }, out)).rejects.toThrow(/premature|aborted/i);
    expect(given).toBeLessThan(10_000);
  });
});

test.each([
  ['=1+1', "'=1+1"],
  ['+1+1', "'+1+1"],
  ['-2', "'-2"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t=1"],
  ['  =1', "'  =1"],
  ['ООО «Вектор»', 'ООО «Вектор»'],
  ['a=b', 'a=b'],
  ['', ''],
  ['+7 495 123-45-67', '+7 495 123-45-67'],
  ['+7 495 123-45-67, доб. 12', '+7 495 123-45-67, доб. 12'],
])('%j goes into a spreadsheet as %j', (typed, written) => expect(guardFormula(typed)).toBe(written));
