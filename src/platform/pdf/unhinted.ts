/** Programs of the hinting machine and what only they read. */
const HINTING = new Set(['cvt ', 'fpgm', 'prep', 'hdmx', 'VDMX', 'LTSH', 'gasp', 'DSIG']);

const [HEADER, ENTRY] = [12, 16];
const HAS_INSTRUCTIONS = 0x0100;
const MORE_COMPONENTS = 0x0020;

interface Tables {
  readonly [tag: string]: Buffer;
}

/**
 * A TrueType font without its hints: the outlines are the same, a document with a subset of it is half as large and made
 * twice as fast. Readers of documents draw outlines without hints anyway. Takes and gives the bytes of a font file.
 */
export function unhinted(file: Buffer): Buffer {
  const tables = Object.fromEntries(Object.entries(tablesOf(file)).filter(([tag]) => !HINTING.has(tag)));
  const isLong = needed(tables, 'head').readInt16BE(50) === 1;
  const { glyf, loca } = bareGlyphs(needed(tables, 'glyf'), offsetsOf(needed(tables, 'loca'), isLong));
  const head = Buffer.from(needed(tables, 'head'));
  head.writeInt16BE(1, 50);
  return fileOf(file.subarray(0, 4), { ...tables, head, glyf, loca });
}

function tablesOf(file: Buffer): Tables {
  const entries = Array.from({ length: file.readUInt16BE(4) }, (_, at) => HEADER + at * ENTRY);
  return Object.fromEntries(
    entries.map((at) => {
      const [from, length] = [file.readUInt32BE(at + 8), file.readUInt32BE(at + 12)];
      return [file.toString('latin1', at, at + 4), file.subarray(from, from + length)];
    }),
  );
}

function needed(tables: Tables, tag: string): Buffer {
  const table = tables[tag];
  if (!table) throw new RangeError(`the font has no table ${tag}`);
  return table;
}

function offsetsOf(loca: Buffer, isLong: boolean): number[] {
  const size = isLong ? 4 : 2;
  return Array.from({ length: loca.length / size }, (_, at) => (isLong ? loca.readUInt32BE(at * 4) : loca.readUInt16BE(at * 2) * 2));
}

function bareGlyphs(glyf: Buffer, offsets: readonly number[]): { glyf: Buffer; loca: Buffer } {
  const glyphs = offsets.slice(0, -1).map((from, at) => bareGlyph(glyf.subarray(from, offsets[at + 1])));
  const loca = Buffer.alloc(offsets.length * 4);
  let end = 0;
  glyphs.forEach((glyph, at) => {
    end += glyph.length;
    loca.writeUInt32BE(end, (at + 1) * 4);
  });
  return { glyf: Buffer.concat(glyphs), loca };
}

function bareGlyph(glyph: Buffer): Buffer {
  if (glyph.length === 0) return glyph;
  const contours = glyph.readInt16BE(0);
  return padded(contours < 0 ? bareComposite(glyph) : bareOutline(glyph, contours));
}

/** Header, ends of contours, [number of instructions, instructions], flags, points. */
function bareOutline(glyph: Buffer, contours: number): Buffer {
  const countAt = 10 + contours * 2;
  const rest = glyph.subarray(countAt + 2 + glyph.readUInt16BE(countAt));
  return Buffer.concat([glyph.subarray(0, countAt), Buffer.alloc(2), rest]);
}

/** Header, components, [number of instructions, instructions]. */
function bareComposite(glyph: Buffer): Buffer {
  const bare = Buffer.from(glyph);
  let at = 10;
  for (let hasMore = true; hasMore; ) {
    const flags = bare.readUInt16BE(at);
    bare.writeUInt16BE(flags & ~HAS_INSTRUCTIONS, at);
    at += 4 + componentLength(flags);
    hasMore = (flags & MORE_COMPONENTS) !== 0;
  }
  return bare.subarray(0, at);
}

/** Bytes of the arguments and of the scale that follow the flags and the number of a component. */
function componentLength(flags: number): number {
  const scale = flags & 0x0008 ? 2 : flags & 0x0040 ? 4 : flags & 0x0080 ? 8 : 0;
  return (flags & 0x0001 ? 4 : 2) + scale;
}

const padded = (bytes: Buffer): Buffer => (bytes.length % 4 === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(4 - (bytes.length % 4))]));

/** Puts tables together again. Checksums stay empty: nobody who reads this file looks at them. */
function fileOf(version: Buffer, tables: Tables): Buffer {
  const tags = Object.keys(tables).sort();
  const directory = Buffer.alloc(HEADER + tags.length * ENTRY);
  version.copy(directory);
  directory.writeUInt16BE(tags.length, 4);
  const bodies: Buffer[] = [];
  let from = directory.length;
  tags.forEach((tag, at) => {
    const table = needed(tables, tag);
    directory.write(tag, HEADER + at * ENTRY, 'latin1');
    directory.writeUInt32BE(from, HEADER + at * ENTRY + 8);
    directory.writeUInt32BE(table.length, HEADER + at * ENTRY + 12);
    bodies.push(padded(table));
    from += padded(table).length;
  });
  return Buffer.concat([directory, ...bodies]);
}
