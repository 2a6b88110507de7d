import { crc32, inflateRawSync } from 'node:zlib';
import { UnreadableFile } from './unreadable.ts';

const END_SIGN = 0x06054b50;
const ENTRY_SIGN = 0x02014b50;
const LOCAL_SIGN = 0x04034b50;
const STORED = 0;
const DEFLATED = 8;
const MOST_ENTRIES = 500;

interface Entry {
  readonly method: number;
  readonly crc: number;
  readonly size: number;
  readonly packedSize: number;
  readonly start: number;
}

/** A ZIP archive whose files come out one by one, all together no larger than agreed. */
export class Archive {
  readonly #bytes: Buffer;
  readonly #entries: ReadonlyMap<string, Entry>;
  #left: number;

  /**
   * `mostBytes`: how much may come out in all, whatever the archive says of itself.
   * @throws UnreadableFile when it is no ZIP archive, or a cut one
   */
  constructor(bytes: Buffer, mostBytes: number) {
    this.#bytes = bytes;
    this.#left = mostBytes;
    this.#entries = guarded(() => readDirectory(bytes));
  }

  /**
   * A file of the archive; null when there is none of this name.
   * @throws UnreadableFile when it is broken, encrypted, or too much has come out
   */
  read(name: string): Buffer | null {
    const entry = this.#entries.get(name);
    if (!entry) return null;
    const file = guarded(() => this.#unpack(entry));
    this.#left -= file.length;
    if (file.length !== entry.size || crc32(file) !== entry.crc) throw new UnreadableFile('Файл повреждён: сохраните его заново.');
    return file;
  }

  #unpack(entry: Entry): Buffer {
    if (entry.size > this.#left) throw tooLarge();
    if (this.#bytes.readUInt32LE(entry.start) !== LOCAL_SIGN) throw new RangeError('no local header');
    const nameLength = this.#bytes.readUInt16LE(entry.start + 26);
    const extraLength = this.#bytes.readUInt16LE(entry.start + 28);
    const from = entry.start + 30 + nameLength + extraLength;
    const packed = this.#bytes.subarray(from, from + entry.packedSize);
    if (packed.length !== entry.packedSize) throw new RangeError('cut short');
    if (entry.method === STORED) return packed;
    if (entry.method !== DEFLATED) throw new RangeError(`method ${entry.method}`);
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, this.#left) });
  }
}

const tooLarge = () => new UnreadableFile('Файл слишком велик в распакованном виде.');

/** Whatever breaks inside an archive is the fault of the archive. */
function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof UnreadableFile) throw error;
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge();
    throw new UnreadableFile('Файл повреждён: сохраните его заново.');
  }
}

function readDirectory(bytes: Buffer): Map<string, Entry> {
  const end = findEnd(bytes);
  const count = bytes.readUInt16LE(end + 10);
  if (count > MOST_ENTRIES) throw new UnreadableFile('В файле слишком много частей.');
  const entries = new Map<string, Entry>();
  let at = bytes.readUInt32LE(end + 16);
  for (let n = 0; n < count; n++) {
    if (bytes.readUInt32LE(at) !== ENTRY_SIGN) throw new RangeError('no directory entry');
    const [nameLength, extraLength, commentLength] = [
      bytes.readUInt16LE(at + 28),
      bytes.readUInt16LE(at + 30),
      bytes.readUInt16LE(at + 32),
    ];
    if ((bytes.readUInt16LE(at + 8) & 1) !== 0) throw new UnreadableFile('Файл закрыт паролем: снимите пароль и загрузите снова.');
    entries.set(bytes.toString('utf8', at + 46, at + 46 + nameLength), {
      method: bytes.readUInt16LE(at + 10),
      crc: bytes.readUInt32LE(at + 16),
      packedSize: bytes.readUInt32LE(at + 20),
      size: bytes.readUInt32LE(at + 24),
      start: bytes.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + extraLength + commentLength;
  }
  return entries;
}

/** The record at the end of the archive, before a comment of at most 64 KiB. */
function findEnd(bytes: Buffer): number {
  for (let at = bytes.length - 22; at >= Math.max(0, bytes.length - 22 - 65_535); at--) {
    if (bytes.readUInt32LE(at) === END_SIGN) return at;
  }
  throw new RangeError('no end of directory');
}
