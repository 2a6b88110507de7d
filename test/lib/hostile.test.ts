import { Readable } from 'node:stream';
import type { Request } from 'express';
import { describe, expect, it } from 'vitest';
import { readCsv } from '#src/lib/csv-read.ts';
import { UnreadableFile } from '#src/lib/unreadable.ts';
import { openXlsx } from '#src/lib/xlsx-read.ts';
import { readMultipart } from '#src/platform/http/uploads.ts';
import { expectLinear } from './growth.ts';
import { zip } from './zip.ts';

const BOOK = '<workbook xmlns:r="r"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>';
const RELATIONS = '<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>';
const ROW = '<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row></sheetData></worksheet>';

interface Parts {
  book?: string;
  sheet?: string;
  texts?: string;
  styles?: string;
}

const workbook = ({ book = BOOK, sheet = ROW, texts = '<sst/>', styles = '<styleSheet/>' }: Parts): Buffer =>
  zip({
    'xl/workbook.xml': Buffer.from(book),
    'xl/_rels/workbook.xml.rels': Buffer.from(RELATIONS),
    'xl/sharedStrings.xml': Buffer.from(texts),
    'xl/styles.xml': Buffer.from(styles),
    'xl/worksheets/sheet1.xml': Buffer.from(sheet),
  });

const inSheet = (inner: string): Buffer => workbook({ sheet: `<worksheet>${inner}</worksheet>` });
const inCell = (inner: string): Buffer => inSheet(`<sheetData><row><c>${inner}</c></row></sheetData>`);
const inStyles = (inner: string): Buffer => workbook({ styles: `<styleSheet>${inner}</styleSheet>` });

/** Files that cost a naive reader the square of their size. */
const books: Record<string, (n: number) => Buffer> = {
  'a value opened again and again': (n) => inCell('<v'.repeat(n)),
  'values in one cell': (n) => inCell('<v>1</v>'.repeat(n)),
  'a number of any length': (n) => inCell(`<v>${'1'.repeat(n)}</v>`),
  'references to letters': (n) => inCell(`<v>${'&amp;'.repeat(n)}</v>`),
  'pieces of CDATA': (n) => inCell(`<v>${'<![CDATA[a]]>'.repeat(n)}</v>`),
  escapes: (n) => inCell(`<is><t>${'_x'.repeat(n)}</t></is>`),
  comments: (n) => inCell('<!-- - -->'.repeat(n)),
  'comments that never end': (n) => inCell('<!--'.repeat(n)),
  'cells of a row': (n) => inSheet(`<sheetData><row>${'<c/>'.repeat(n)}</row></sheetData>`),
  'rows without cells': (n) => inSheet(`<sheetData>${'<row/>'.repeat(n)}</sheetData>`),
  'rows never closed': (n) => inSheet('<row>'.repeat(n)),
  'rules for columns': (n) => inSheet('<col min="1" max="16384" hidden="1"/>'.repeat(n)),
  attributes: (n) => inSheet(`<row ${Array.from({ length: n }, (_, at) => `a${at}=""`).join(' ')}/>`),
  'a name of any length': (n) => inSheet(`<${'a'.repeat(n)}/>`),
  'texts without words': (n) => workbook({ texts: `<sst>${'<si/>'.repeat(n)}</sst>` }),
  'runs of one text': (n) => workbook({ texts: `<sst><si>${'<r><t>a</t></r>'.repeat(n)}</si></sst>` }),
  'a format of brackets': (n) => inStyles(`<numFmts><numFmt numFmtId="200" formatCode="${'['.repeat(n)}"/></numFmts>`),
  'formats of brackets': (n) => inStyles(`<numFmt numFmtId="200" formatCode="[[[[[$[$[$"/>`.repeat(n)),
  styles: (n) => inStyles(`<cellXfs>${'<xf numFmtId="14"/>'.repeat(n)}</cellXfs>`),
  sheets: (n) => workbook({ book: `<workbook><sheets>${'<sheet name="A"/>'.repeat(n)}</sheets></workbook>` }),
};

const tables: Record<string, (n: number) => Buffer> = {
  'nothing but quotes': (n) => Buffer.from('"'.repeat(n)),
  'quotes that open and close': (n) => Buffer.from('";"'.repeat(n)),
  'quotes inside of words': (n) => Buffer.from('a"'.repeat(n)),
  'one quoted cell': (n) => Buffer.from(`"${'a'.repeat(n)}`),
  'quoted line ends': (n) => Buffer.from(`"${'\r\n'.repeat(n)}`),
  'ragged rows': (n) => Buffer.from(Array.from({ length: n }, (_, at) => ';'.repeat(at % 50)).join('\n')),
  'line ends of two kinds': (n) => Buffer.from('\r\n\r'.repeat(n)),
  zeros: (n) => Buffer.alloc(n),
  'bytes of no encoding': (n) => Buffer.alloc(n, 0x98),
};

describe('a workbook costs what its size is', () => {
  it.each(Object.entries(books))('%s', (_, make) =>
    expectLinear((n) => {
      const file = make(n);
      return async () => (await openXlsx(file)).read(0);
    }),
  );
});

describe('a CSV costs what its size is', () => {
  it.each(Object.entries(tables))('%s', (_, make) =>
    expectLinear((n) => {
      const file = make(n);
      return async () => readCsv(file);
    }),
  );
});

const EDGE = 'x'.repeat(60);
const part = (name: string, value: string, more = '') =>
  `--${EDGE}\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`;
const inFile = (bytes: string) => part('file', bytes, '; filename="a.csv"');

/** Bodies in parts that cost a naive reader the square of their size. */
const bodies: Record<string, (n: number) => string> = {
  'a file of beginnings of the edge': (n) => inFile(`\r\n--${'x'.repeat(59)}`.repeat(n / 20)),
  'a file of line ends': (n) => inFile('\r\n'.repeat(n)),
  'a file of dashes': (n) => inFile('\r\n-'.repeat(n)),
  'an edge that never ends': (n) => `--${EDGE}${'x'.repeat(n * 10)}`,
  'a head that never ends': (n) => `--${EDGE}\r\nContent-Disposition: form-data; ${'a'.repeat(n * 10)}`,
  'lines in one head': (n) => `--${EDGE}\r\n${'a: b\r\n'.repeat(n)}\r\n`,
  'parameters in one line': (n) => `--${EDGE}\r\nContent-Disposition: form-data${'; a="\\"'.repeat(n)}\r\n\r\n`,
  'parts without number': (n) => part('a', '').repeat(n / 10),
  'files without number': (n) => inFile('x').repeat(n / 10),
  'a field of any length': (n) => part('a', 'ж'.repeat(n * 5)),
  'a name of any length': (n) => part('a'.repeat(n * 10), ''),
  'what stands before the first part': (n) => '-'.repeat(n * 10),
  'what stands after the last part': (n) => `${part('a', '')}--${EDGE}--${'\r\n--'.repeat(n)}`,
};

/** A body that comes as the network brings it, in pieces of 16 KB. */
function requestOf(body: string): Request {
  const bytes = Buffer.from(`${body}--${EDGE}--\r\n`);
  const pieces = Array.from({ length: Math.ceil(bytes.length / 16_384) }, (_, at) => bytes.subarray(at * 16_384, (at + 1) * 16_384));
  const headers = { 'content-type': `multipart/form-data; boundary=${EDGE}` };
  return Object.assign(Readable.from(pieces), { headers }) as unknown as Request; // the reader takes the stream and its headers
}

describe('a body in parts costs what its size is', () => {
  it.each(Object.entries(bodies))('%s', (_, make) =>
    expectLinear((n) => {
      const body = make(n);
      return () => readMultipart(requestOf(body));
    }),
  );
});

describe('a workbook is refused with a sentence', () => {
  const refused = (file: Buffer) => expect(openXlsx(file).then((book) => book.read(0))).rejects;

  it('for entities and document types', async () => {
    const doctype = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>';
    await refused(workbook({ sheet: `${doctype}<worksheet>&b;</worksheet>` })).toThrow('DOCTYPE');
    await refused(inCell('<v>&unknown;</v>')).toThrow('повреждён');
  });

  it('for elements inside of each other without end', () => refused(inSheet('<a>'.repeat(500))).toThrow('слишком сложно'));

  it('for more than fits when unpacked', () => refused(inCell(`<v>${'1'.repeat(61_000_000)}</v>`)).toThrow('слишком велик'));

  it('for parts without number', () => {
    const parts = Object.fromEntries(Array.from({ length: 501 }, (_, at) => [`a${at}`, Buffer.from('')]));
    return refused(zip(parts)).toThrow('слишком много частей');
  });

  it('for an end that is missing', () => refused(workbook({ sheet: '<worksheet><sheetData>' })).toThrow(UnreadableFile));
});
