import type { Archive } from './unzip.ts';
import { type XmlEvents, XmlReader } from './xml-read.ts';

/** Reads one part of a workbook in one pass; one that is not there is read as empty. @throws UnreadableFile */
export async function readPart(archive: Archive, path: string, events: XmlEvents): Promise<void> {
  if (!archive.has(path)) return;
  const xml = new XmlReader(events);
  await archive.read(path, (piece) => xml.write(piece));
  xml.end();
}

/** Signs that XML can't hold stand in a workbook as `_x000D_`. */
export const unescaped = (text: string): string =>
  text.includes('_x') ? text.replace(/_x([0-9a-f]{4})_/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))) : text;

/** Puts the text of one string item together: its runs one after another, without readings of Japanese signs, cut to what is kept. */
export class TextItem {
  readonly #most: number;
  #text = '';
  #isInText = false;
  #isReading = false;

  constructor(most: number) {
    this.#most = most;
  }

  open(name: string): void {
    if (name === 't') this.#isInText = true;
    else if (name === 'rPh') this.#isReading = true;
  }

  add(piece: string): void {
    if (this.#isInText && !this.#isReading && this.#text.length < this.#most) this.#text += piece.slice(0, this.#most);
  }

  close(name: string): void {
    if (name === 't') this.#isInText = false;
    else if (name === 'rPh') this.#isReading = false;
  }

  /** What has come, and begins anew. */
  take(): string {
    const text = unescaped(this.#text.slice(0, this.#most));
    this.#text = '';
    this.#isInText = false;
    this.#isReading = false;
    return text;
  }
}
