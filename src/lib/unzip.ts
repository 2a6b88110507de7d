import { crc32 } from 'node:zlib';
import yauzl, { type Entry } from 'yauzl';
import { UnreadableFile } from './unreadable.ts';

const MOST_ENTRIES = 500;

/** A ZIP archive whose files come out one by one in pieces, all together no larger than agreed. */
export class Archive {
  readonly #zip: yauzl.ZipFile;
  readonly #entries: ReadonlyMap<string, Entry>;
  #left: number;

  private constructor(zip: yauzl.ZipFile, entries: ReadonlyMap<string, Entry>, mostBytes: number) {
    this.#zip = zip;
    this.#entries = entries;
    this.#left = mostBytes;
  }

  /**
   * `mostBytes`: how much may come out in all, whatever the archive says of itself.
   * @throws UnreadableFile when it is no ZIP archive, a cut, an encrypted or an overfull one
   */
  static open(bytes: Uint8Array, mostBytes: number): Promise<Archive> {
    return guarded(async () => {
      const zip = await yauzl.fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
      if (zip.entryCount > MOST_ENTRIES) throw new UnreadableFile('В файле слишком много частей.');
      const entries = new Map<string, Entry>();
      for await (const entry of zip.eachEntry()) {
        if (entry.isEncrypted()) throw new UnreadableFile('Файл закрыт паролем: снимите пароль и загрузите снова.');
        entries.set(entry.fileName, entry);
      }
      return new Archive(zip, entries, mostBytes);
    });
  }

  has(name: string): boolean {
    return this.#entries.has(name);
  }

  /**
   * Gives a file of the archive piece by piece; gives nothing when there is none of this name.
   * @throws UnreadableFile when it is broken or too much has come out; what `take` throws
   */
  async read(name: string, take: (piece: Buffer) => void): Promise<void> {
    const entry = this.#entries.get(name);
    if (!entry) return;
    const stream = await guarded(() => this.#zip.openReadStreamPromise(entry));
    const pieces = stream[Symbol.asyncIterator]();
    let sum = 0;
    for (;;) {
      const { value, done } = await guarded<IteratorResult<Buffer>>(() => pieces.next());
      if (done) break;
      this.#left -= value.length;
      if (this.#left < 0) throw new UnreadableFile('Файл слишком велик в распакованном виде.');
      sum = crc32(value, sum);
      take(value);
    }
    if (sum !== entry.crc32) throw broken();
  }
}

const broken = () => new UnreadableFile('Файл повреждён: сохраните его заново.');

/** Whatever breaks inside an archive is the fault of the archive. */
async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof UnreadableFile ? error : broken();
  }
}
