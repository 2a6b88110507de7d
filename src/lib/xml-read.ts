import { SaxesParser } from 'saxes';
import { UnreadableFile } from './unreadable.ts';

/** What a reader of XML is told; names come without their prefix. */
export interface XmlEvents {
  open?(name: string, attributes: Readonly<Record<string, string>>): void;
  /** Text and CDATA, in pieces as they stand. */
  text?(text: string): void;
  close?(name: string): void;
}

const MOST_DEPTH = 100;

/**
 * Reads strangers' XML in one pass, piece by piece, and keeps nothing. No document type is taken, so there are no entities but the
 * five of XML and nothing to be fetched.
 */
export class XmlReader {
  readonly #parser = new SaxesParser();
  readonly #decoder = new TextDecoder('utf-8');
  #depth = 0;

  constructor(events: XmlEvents) {
    this.#parser.on('doctype', () => {
      throw new UnreadableFile('В файле есть описание типа документа (DOCTYPE): портал таких не читает.');
    });
    this.#parser.on('error', () => {
      throw new UnreadableFile('Файл повреждён: сохраните его заново.');
    });
    this.#parser.on('opentag', ({ name, attributes }) => {
      this.#depth += 1;
      if (this.#depth > MOST_DEPTH) throw new UnreadableFile('Файл устроен слишком сложно.');
      events.open?.(local(name), attributes);
    });
    this.#parser.on('text', (text) => events.text?.(text));
    this.#parser.on('cdata', (text) => events.text?.(text));
    this.#parser.on('closetag', ({ name }) => {
      this.#depth -= 1;
      events.close?.(local(name));
    });
  }

  /** @throws UnreadableFile for what is not well-formed, has a document type or is too deep; what the events throw */
  write(piece: Uint8Array): void {
    this.#parser.write(this.#decoder.decode(piece, { stream: true }));
  }

  /** Number of the line that is being read. */
  get line(): number {
    return this.#parser.line;
  }

  /** The document must be whole. @throws as `write` */
  end(): void {
    this.#parser.write(this.#decoder.decode());
    this.#parser.close();
  }
}

/** `x:row` is `row` */
const local = (name: string): string => name.slice(name.indexOf(':') + 1);
