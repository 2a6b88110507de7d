import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { crc32, deflateRawSync } from 'node:zlib';
import excel from 'exceljs';
import { describe, expect, it, test } from 'vitest';
import { decodeText, readCsv } from '#src/lib/csv-read.ts';
import { day } from '#src/lib/days.ts';
import { kopecks } from '#src/lib/money.ts';
import { UnreadableFile } from '#src/lib/unreadable.ts';
import { Archive } from '#src/lib/unzip.ts';
import { writeXlsx } from '#src/lib/xlsx.ts';
import { readXlsx } from '#src/lib/xlsx-read.ts';

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
        columns: [
          { key: 'sku', title: 'Артикул', kind: 'text' },
          { key: 'price', title: 'Цена', kind: 'money' },
          { key: 'from', title: 'Действует с', kind: 'day' },
        ],
        rows: [{ sku: 'KAS-1 <&>', price: kopecks(21_400), from: day('2026-12-01') }],
      },
      out,
    );
    expect(readXlsx(await reading)).toEqual([
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
    expect(readXlsx(file)).toEqual([
      { row: 1, cells: ['Артикул', '', 'Цена'] },
      { row: 3, cells: [42, '', 84, '2027-01-01'] },
    ]);
  });

  it('costs nothing when a million cells are merged', async () => {
    const file = await workbook((sheet) => {
      sheet.getCell('A1').value = 'x';
      sheet.mergeCells('A1:B2');
    });
    expect(readXlsx(file)[0]?.cells[0]).toBe('x');
  });

  it('refuses what is no workbook', () => {
    for (const file of [Buffer.alloc(0), Buffer.from('PK\x03\x04'), zip({ 'a.txt': Buffer.from('a') })])
      expect(() => readXlsx(file)).toThrow(UnreadableFile);
  });
});

/** An archive with what it says of the sizes, true or not. */
function zip(files: Record<string, Buffer>, lie?: number): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, file] of Object.entries(files)) {
    const packed = deflateRawSync(file);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(crc32(file), 16);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(lie ?? file.length, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(at, 42);
    locals.push(local, Buffer.from(name), packed);
    directory.push(entry, Buffer.from(name));
    at += 30 + name.length + packed.length;
  }
  const size = directory.reduce((sum, one) => sum + one.length, 0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, ...directory, end]);
}

describe('a packed file', () => {
  const giant = Buffer.alloc(2_000_000);

  it('comes out as it went in', () => {
    expect(new Archive(zip({ 'xl/a': Buffer.from('текст') }), 100).read('xl/a')?.toString()).toBe('текст');
    expect(new Archive(zip({}), 100).read('xl/a')).toBeNull();
  });

  it('never comes out larger than agreed, whatever it says of itself', () => {
    expect(() => new Archive(zip({ a: giant }), 1_000_000).read('a')).toThrow('слишком велик');
    expect(() => new Archive(zip({ a: giant }, 10), 1_000_000).read('a')).toThrow('слишком велик');
    const two = new Archive(zip({ a: giant, b: giant }), 3_000_000);
    expect(two.read('a')?.length).toBe(2_000_000);
    expect(() => two.read('b')).toThrow('слишком велик');
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
      if (n % 2 === 0) readXlsx(file);
      else readCsv(file);
    } catch (error) {
      expect(error).toBeInstanceOf(UnreadableFile);
    }
  }
});
