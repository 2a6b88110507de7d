import { deflateSync } from 'node:zlib';
import PDFDocument from 'pdfkit';
import sharp from 'sharp';
import { describe, expect, it, test } from 'vitest';
import { UnreadableFile } from '#src/lib/unreadable.ts';
import { readPaper } from '#src/promises/paper/paper.work.ts';

type Doc = InstanceType<typeof PDFDocument>;

function pdf(draw: (doc: Doc) => void, options: PDFKit.PDFDocumentOptions = {}): Promise<Buffer> {
  const doc = new PDFDocument(options);
  const parts: Buffer[] = [];
  return new Promise((done) => {
    doc.on('data', (part: Buffer) => parts.push(part)).on('end', () => done(Buffer.concat(parts)));
    draw(doc);
    doc.end();
  });
}

const plain = () => pdf((doc) => doc.text('Платёжное поручение № 517'));
const picture = (width: number, height: number, channels: 3 | 4 = 3) =>
  sharp({ create: { width, height, channels, background: { r: 200, g: 30, b: 30, alpha: 0.5 } } });
const zipEnd = Buffer.from(`PK\x05\x06${'\0'.repeat(18)}`, 'latin1');

/** A PDF of one object with a stream of these bytes. */
const withStream = (head: string, stream: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from(`%PDF-1.5\n1 0 obj\n<< ${head} /Length ${stream.length} >>\nstream\n`),
    stream,
    Buffer.from('\nendstream\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n'),
  ]);

const hidden = deflateSync(Buffer.from('1 0 2 20 << /S /J#61vaScript /J#53 (app.alert(1)) >>'));
const vast = deflateSync(Buffer.alloc(70 * 1024 * 1024));

describe('a payment order that is one', () => {
  it('stays as it is as a plain PDF, several times saved too', async () => {
    const bytes = await plain();
    expect(await readPaper(bytes)).toMatchObject({ mime: 'application/pdf', ending: 'pdf' });
    const again = Buffer.concat([bytes, Buffer.from('\n9 0 obj\n<< /Producer (bank) >>\nendobj\n%%EOF\n')]);
    expect(Buffer.from((await readPaper(again)).bytes).equals(again)).toBe(true);
    const packs = deflateSync(Buffer.from('7 0 << /Type /Catalog /JSC /Plain >>')); // a name that only begins like a forbidden one
    expect((await readPaper(withStream('/Type /ObjStm /N 1 /First 4 /Filter [/FlateDecode]', packs))).mime).toBe('application/pdf');
  });

  it('is drawn anew as a picture: no side above 3000, nothing of what was written into it', async () => {
    const { bytes, mime } = await readPaper(
      await picture(4000, 1000)
        .jpeg()
        .withExif({ IFD0: { Copyright: 'S-ecret', ImageDescription: 'S-ecret' } })
        .toBuffer(),
    );
    const read = await sharp(bytes).metadata();
    expect({ mime, format: read.format, width: read.width, height: read.height }).toEqual({
      ...{ mime: 'image/jpeg', format: 'jpeg', width: 3000, height: 750 },
    });
    expect(Buffer.from(bytes).includes('S-ecret')).toBe(false);
    const see = await sharp((await readPaper(await picture(20, 20, 4).png().toBuffer())).bytes).stats();
    expect(see.isOpaque).toBe(true);
  });
});

const hostile: [string, () => Buffer | Promise<Buffer>, RegExp][] = [
  ['nothing', () => Buffer.alloc(0), /не PDF, не PNG и не JPEG/],
  ['a page', () => Buffer.from('<!doctype html><script>alert(1)</script>'), /не PDF, не PNG и не JPEG/],
  ['an SVG', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), /не PDF, не PNG и не JPEG/],
  ['a PDF under a password', () => pdf((doc) => doc.text('x'), { userPassword: 'x' }), /паролем или зашифрован/],
  ['a PDF with a file inside', () => pdf((doc) => doc.file(Buffer.from('MZ'), { name: 'a.exe' })), /вложенный файл/],
  [
    'a script in a packed object, its name disguised',
    () => withStream('/Type /ObjStm /N 1 /First 9 /Filter /FlateDecode', hidden),
    /сценарий/,
  ],
  ['the same under a disguised type', () => withStream('/Type /Obj#53tm /N 1 /First 9 /Filter /FlateDecode', hidden), /сценарий/],
  ['a command on opening', async () => Buffer.concat([await plain(), Buffer.from('<< /AA << /O 3 0 R >> >>\n%%EOF')]), /команда/],
  [
    'packed objects that can not be looked into',
    () => withStream('/Type /ObjStm /Filter [/ASCIIHexDecode /FlateDecode]', hidden),
    /слишком сложно/,
  ],
  ['a part folded twice', () => withStream('/Filter [/FlateDecode /FlateDecode]', deflateSync(vast)), /слишком сложно/],
  ['a bomb', () => withStream('/Filter /FlateDecode', vast), /слишком большой файл/],
  ['a PDF cut short', async () => (await plain()).subarray(0, -20), /обрывается/],
  ['a PDF with a program behind it', async () => Buffer.concat([await plain(), Buffer.from('MZ\x90')]), /за ним есть что-то ещё/],
  ['a PDF and an archive', async () => Buffer.concat([await plain(), zipEnd]), /два в одном/],
  ['a picture and an archive', async () => Buffer.concat([await picture(20, 20).png().toBuffer(), zipEnd]), /два в одном/],
  [
    'a picture and a page',
    () =>
      picture(20, 20)
        .jpeg()
        .withExif({ IFD0: { Copyright: '<script>alert(1)</script>' } })
        .toBuffer(),
    /два в одном/,
  ],
  ['a picture of too many dots', () => picture(9000, 9000).png({ compressionLevel: 9 }).toBuffer(), /50 миллионов точек/],
  ['a picture cut short', async () => (await picture(400, 400).png().toBuffer()).subarray(0, -60), /повреждена/],
  ['eight bytes of a picture', () => Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), /повреждена/],
];

test.each(hostile)('%s is refused with a sentence', async (_, make, says) => {
  const refusal = await readPaper(await make()).then(
    () => null,
    (error: unknown) => error,
  );
  expect(refusal).toBeInstanceOf(UnreadableFile);
  expect((refusal as Error).message).toMatch(says);
});
