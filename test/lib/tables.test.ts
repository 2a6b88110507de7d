import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import excel from 'exceljs';
import { describe, expect, it, test } from 'vitest';
import { decodeText, readCsv } from '#src/lib/csv-read.ts';
import { day } from '#src/lib/days.ts';
import { kopecks } from '#src/lib/money.ts';
import { UnreadableFile } from '#src/lib/unreadable.ts';
import { Archive } from '#src/lib/unzip.ts';
import { writeXlsx } from '#src/lib/xlsx.ts';
import { openXlsx } from '#src/lib/xlsx-read.ts';
import { zip } from './zip.ts';

const readXlsx = async (bytes: Buffer) => (await (await openXlsx(bytes)).read(0)).rows;
const cells = (text: string) => readCsv(Buffer.from(text)).map((row) => row.cells);

describe('CSV', () => {
  it.each([
    [
      'a;b\r\n1;2\r\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'a,b\n1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'a\tb\n1,5\t2',
      [
        ['a', 'b'],
        ['1,5', '2'],
      ],
    ],
    [
      'a;"b;c"\n"x\ny";"он сказал ""да"""',
      [
        ['a', 'b;c'],
        ['x\ny', 'он сказал "да"'],
      ],
    ],
    [
      'a;;\n;;',
      [
        ['a', '', ''],
        ['', '', ''],
      ],
    ],
    ['a;"b', [['a', 'b']]],
    ['a;"b"c', [['a', 'bc']]],
    ['', []],
  ])('reads %j', (text, rows) => {
    expect(cells(text)).toEqual(rows);
  });

  it('reads every encoding a Russian Excel writes', () => {
    const text = 'Артикул;Цена\r\nКАС-1;214,00\r\n';
    const utf16 = Buffer.from(text, 'utf16le');
    const swapped = Buffer.from(utf16).swap16();
    const cp1251 = Buffer.from(
      [...text].map((sign) => (sign >= 'А' && sign <= 'я' ? sign.charCodeAt(0) - 0x410 + 0xc0 : sign.charCodeAt(0))),
    );
    const files = [
      Buffer.from(text),
      Buffer.from(`\ufeff${text}`),
      cp1251,
      utf16,
      Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]),
      swapped,
      Buffer.concat([Buffer.from([0xfe, 0xff]), swapped]),
    ];
    for (const file of files) expect(decodeText(file)).toBe(text);
  });

  it('refuses pictures, too many rows and too many columns', () => {
    expect(() => readCsv(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 1, 2, 3]))).toThrow(UnreadableFile);
    expect(() => readCsv(Buffer.from('a\n'.repeat(20_001)))).toThrow('больше 20000 строк');
    expect(() => readCsv(Buffer.from(';'.repeat(61)))).toThrow('больше 60 колонок');
  });

  it('is done in one pass, whatever the quotes', () => {
    for (const text of ['"'.repeat(3_000_001), `${'";"'.repeat(1_000_000)}`, `"${'a'.repeat(4_000_000)}`]) {
      expect(() => cells(text)).not.toThrow(RangeError);
    }
  });
});

async function workbook(fill: (sheet: excel.Worksheet) => void): Promise<Buffer> {
  const book = new excel.Workbook();
  fill(book.addWorksheet('Лист'));
  return Buffer.from(await book.xlsx.writeBuffer());
}

describe('XLSX', () => {
  it('reads what the portal writes itself', async () => {
    const out = new PassThrough();
    const reading = buffer(out);
    await writeXlsx(
      {
        heads: [
          { title: 'Артикул', kind: 'text' },
          { title: 'Цена', kind: 'money' },
          { title: 'Действует с', kind: 'day' },
        ],
        rows: [['KAS-1 <&>', kopecks(21_400), day('2026-12-01')]],
      },
      out,
    );
    expect(await readXlsx(await reading)).toEqual([
      { row: 1, cells: ['Артикул', 'Цена', 'Действует с'] },
      { row: 2, cells: ['KAS-1 <&>', 214, '2026-12-01'] },
    ]);
  });

  it('reads shared and rich texts, formulas, gaps and numbers as text', async () => {
    const file = await workbook((sheet) => {
      sheet.getCell('A1').value = 'Артикул';
      sheet.getCell('C1').value = { richText: [{ text: 'Це' }, { text: 'на', font: { bold: true } }] };
      sheet.getCell('A3').value = 42;
      sheet.getCell('C3').value = { formula: 'A3*2', result: 84 };
      sheet.getCell('D3').value = new Date('2027-01-01T00:00:00Z');
    });
    expect(await readXlsx(file)).toEqual([
      { row: 1, cells: ['Артикул', '', 'Цена'] },
      { row: 3, cells: [42, '', 84, '2027-01-01'] },
    ]);
  });

  it('costs nothing when a million cells are merged', async () => {
    const file = await workbook((sheet) => {
      sheet.getCell('A1').value = 'x';
      sheet.mergeCells('A1:B2');
    });
    expect((await readXlsx(file))[0]?.cells[0]).toBe('x');
  });

  it('refuses what is no workbook', async () => {
    for (const file of [Buffer.alloc(0), Buffer.from('PK\x03\x04'), zip({ 'a.txt': Buffer.from('a') })])
      await expect(readXlsx(file)).rejects.toThrow(UnreadableFile);
  });
});

async function unpacked(file: Buffer, mostBytes: number, ...names: string[]): Promise<string[]> {
  const archive = await Archive.open(file, mostBytes);
  const found: string[] = [];
  for (const name of names) {
    const pieces: Buffer[] = [];
    await archive.read(name, (piece) => pieces.push(piece));
    found.push(Buffer.concat(pieces).toString());
  }
  return found;
}

describe('a packed file', () => {
  const giant = Buffer.alloc(2_000_000);

  it('comes out as it went in', async () => {
    expect(await unpacked(zip({ 'xl/a': Buffer.from('текст') }), 100, 'xl/a')).toEqual(['текст']);
    expect(await unpacked(zip({}), 100, 'xl/a')).toEqual(['']);
  });

  it('never comes out larger than agreed, whatever it says of itself', async () => {
    await expect(unpacked(zip({ a: giant }), 1_000_000, 'a')).rejects.toThrow('слишком велик');
    await expect(unpacked(zip({ a: giant }, 10), 1_000_000, 'a')).rejects.toThrow(UnreadableFile);
    const two = zip({ a: giant, b: giant });
    expect((await unpacked(two, 3_000_000, 'a'))[0]?.length).toBe(2_000_000);
    await expect(unpacked(two, 3_000_000, 'a', 'b')).rejects.toThrow('слишком велик');
  });
});

test('a thousand mutations of a workbook and of a CSV are read or refused with a sentence', async () => {
  const files = [
    await workbook((sheet) =>
      sheet.addRows([
        ['Артикул', 'Цена'],
        ['A-1', 214],
        ['A-2', 99.5],
      ]),
    ),
    Buffer.from('Артикул;Цена\r\nA-1;214,00\r\n"A-2";99,50\r\n'),
  ];
  let random = 42;
  const next = (below: number) => {
    random = (random * 1_103_515_245 + 12_345) % 2_147_483_648;
    return random % below;
  };
  for (let n = 0; n < 1_000; n++) {
    const source = files[n % 2] as Buffer;
    const file = n % 5 === 0 ? Buffer.from(source.subarray(0, next(source.length))) : Buffer.from(source);
    for (let times = 0; times < 1 + next(20) && file.length > 0; times++) file[next(file.length)] = next(256);
    try {
      if (n % 2 === 0) await readXlsx(file);
      else readCsv(file);
    } catch (error) {
      expect(error).toBeInstanceOf(UnreadableFile);
    }
  }
});
