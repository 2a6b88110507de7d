import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { readLogo } from '#src/storefront/look/logo.work.ts';

const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 4, background: { r: 15, g: 118, b: 110, alpha: 0.6 } } });

/** A PNG that says it is of this size and holds nothing but its head. */
function hollow(width: number, height: number): Buffer {
  const chunk = (name: string, data: Buffer) => {
    const size = Buffer.alloc(4);
    size.writeUInt32BE(data.length);
    const body = Buffer.concat([Buffer.from(name), data]);
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc(body));
    return Buffer.concat([size, body, sum]);
  };
  const head = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0]);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  const parts = [chunk('IHDR', head), chunk('IDAT', deflateSync(Buffer.alloc(1024))), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...parts]);
}

function crc(bytes: Buffer): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return (sum ^ 0xffffffff) >>> 0;
}

describe('a logo', () => {
  it.each(['png', 'jpeg', 'webp'] as const)('is drawn anew from %s, small, without what was said of it', async (format) => {
    const bytes = await picture(1200, 400)
      .withExif({ IFD0: { Copyright: 'СЕКРЕТ secret-of-the-camera' } })
      [format]()
      .toBuffer();
    const logo = await readLogo(bytes);
    expect([logo.width, logo.height]).toEqual([288, 96]);
    const [webp, png] = await Promise.all([sharp(Buffer.from(logo.webp)).metadata(), sharp(Buffer.from(logo.png)).metadata()]);
    expect([webp.format, webp.width, png.format, png.width]).toEqual(['webp', 288, 'png', 600]);
    expect([webp.exif, webp.icc, webp.xmp, png.exif, png.xmp]).toEqual([undefined, undefined, undefined, undefined, undefined]);
    for (const drawn of [logo.webp, logo.png]) expect(Buffer.from(drawn).includes('secret-of-the-camera')).toBe(false);
  });

  it('is refused in a sentence where it is none, two in one, damaged or beyond measure', async () => {
    const png = await picture(40, 40).png().toBuffer();
    const zipped = Buffer.concat([png, Buffer.from(`PK\x05\x06${'\0'.repeat(18)}`, 'latin1')]);
    const script = await picture(40, 40)
      .withExif({ IFD0: { Copyright: '<script>alert(1)</script>' } })
      .jpeg()
      .toBuffer();
    const cases: [string, Buffer, RegExp][] = [
      ['svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'), /не PNG, не JPEG и не WebP/],
      ['gif', Buffer.from('GIF89a\x01\x00\x01\x00', 'latin1'), /не PNG/],
      ['html', Buffer.from('<!doctype html><title>x</title>'), /не PNG/],
      ['nothing', Buffer.alloc(0), /не PNG/],
      ['a page within', script, /два в одном/],
      ['an archive behind', zipped, /два в одном/],
      ['cut', png.subarray(0, 60), /повреждена/],
      ['another kind within', Buffer.concat([Buffer.from('\xff\xd8\xff', 'latin1'), png]), /повреждена/],
      ['a bomb', hollow(50_000, 50_000), /слишком велик/],
      ['a long side', await picture(10_000, 2).png().toBuffer(), /не больше 4000 точек/],
      ['a high side', hollow(2, 10_000), /не больше 4000 точек/],
    ];
    for (const [what, bytes, sentence] of cases) await expect(readLogo(bytes), what).rejects.toThrow(sentence);
  });
});
