import PDFDocument from 'pdfkit';
import { documentFont, type FontName } from './fonts.ts';
import { breakLines, lineWidth, printable } from './lines.ts';
import { drawText, type PlacedLine } from './text.ts';

export type Align = 'left' | 'center' | 'right';

export interface TextStyle {
  /** Points. */
  readonly size: number;
  readonly font?: FontName;
  readonly align?: Align;
  /** Height of a line in ems; 1.2 when absent. */
  readonly leading?: number;
}

export interface SheetOptions {
  readonly title: string;
  readonly author: string;
  /** Goes into the file as its date: the same input gives the same bytes. */
  readonly createdAt: Date;
  readonly layout: 'portrait' | 'landscape';
  /** Points: top, right, bottom, left. The page number stands in the bottom margin. */
  readonly margins: readonly [number, number, number, number];
}

/** Millimetres in points. */
export const mm = (value: number): number => (value * 72) / 25.4;

const PAGE_NUMBER: TextStyle = { size: 7, align: 'right' };

/**
 * A4 pages that are written on: texts broken into lines, rules, boxes. Lengths are points from the top left corner.
 * Every page ends with its number «Страница 2 из 3».
 */
export class Sheet {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly #doc: PDFKit.PDFDocument;
  readonly #chunks: Uint8Array[] = [];
  readonly #later: { page: number; draw: (pages: number) => void }[] = [];
  readonly #title: string;
  #page = 0;
  #font: FontName | null = null;

  constructor({ title, author, createdAt, layout, margins: [top, right, bottom, left] }: SheetOptions) {
    this.#title = title;
    this.#doc = new PDFDocument({
      size: 'A4',
      layout,
      margin: 0,
      bufferPages: true,
      font: '', // else pdfkit reads the metrics of a font that is not used
      pdfVersion: '1.7',
      lang: 'ru-RU',
      displayTitle: true,
      info: { Title: printable(title), Author: printable(author), CreationDate: createdAt, ModDate: createdAt, Producer: 'pdfkit' },
    });
    this.#doc.on('data', (chunk: Uint8Array) => this.#chunks.push(chunk));
    for (const name of ['regular', 'bold'] as const) {
      this.#doc.registerFont(name, documentFont(name).font as unknown as PDFKit.Mixins.PDFFontSource);
    }
    this.left = left;
    this.top = top;
    this.right = this.#doc.page.width - right;
    this.bottom = this.#doc.page.height - bottom;
  }

  get width(): number {
    return this.right - this.left;
  }

  /** Begins the next page; @returns where writing begins. */
  nextPage(): number {
    this.#doc.addPage();
    this.#page++;
    return this.top;
  }

  /** Where something of this height can be written: at `y`, or at the top of the next page. */
  room(y: number, height: number): number {
    return y + height <= this.bottom ? y : this.nextPage();
  }

  /** How a text breaks within `width`. */
  lines(text: string, width: number, style: TextStyle): string[] {
    return breakLines(printable(text), width, style.font ?? 'regular', style.size);
  }

  /** Height of so many lines. */
  heightOf(lines: number, { size, leading = 1.2 }: TextStyle): number {
    return lines * size * leading;
  }

  /** Writes a text broken into lines; @returns the height it took. */
  write(text: string, x: number, y: number, width: number, style: TextStyle): number {
    return this.writeLines(this.lines(text, width, style), x, y, width, style);
  }

  /** Writes lines one below another, each placed by the alignment of the style; @returns the height they took. */
  writeLines(lines: readonly string[], x: number, y: number, width: number, style: TextStyle): number {
    const font = style.font ?? 'regular';
    this.#use(font);
    const step = this.heightOf(1, style);
    const align = style.align ?? 'left';
    const placed: PlacedLine[] = [];
    const baseline = y + documentFont(font).ascent * style.size;
    lines.forEach((text, at) => {
      if (text === '') return;
      const free = align === 'left' ? 0 : width - lineWidth(text, font, style.size);
      placed.push({ text, x: x + (align === 'center' ? free / 2 : free), y: baseline + at * step });
    });
    if (placed.length > 0) drawText(this.#doc, placed, style.size);
    return lines.length * step;
  }

  /** Writes a text on one line, smaller when it would not fit; what does not fit at two thirds of the size is cut off with «…». */
  fit(text: string, x: number, y: number, width: number, style: TextStyle): void {
    const font = style.font ?? 'regular';
    const smallest = style.size * 0.66;
    const whole = printable(text).replaceAll('\n', ' ');
    const line = lineWidth(whole, font, smallest) <= width ? whole : `${breakLines(whole, width - smallest, font, smallest)[0] ?? ''}…`;
    const wide = lineWidth(line, font, style.size);
    const size = wide <= width ? style.size : Math.floor(((style.size * width) / wide) * 20) / 20;
    this.writeLines([line], x, y + (style.size - size) / 2, width, { ...style, size });
  }

  /** Straight lines, each `[x1, y1, x2, y2]`, drawn with one stroke. */
  rules(lines: readonly (readonly [number, number, number, number])[], weight = 0.5): void {
    if (lines.length === 0) return;
    for (const [x1, y1, x2, y2] of lines) this.#doc.moveTo(x1, y1).lineTo(x2, y2);
    this.#doc.lineWidth(weight).stroke();
  }

  rule(x1: number, y1: number, x2: number, y2: number, weight = 0.5): void {
    this.rules([[x1, y1, x2, y2]], weight);
  }

  box(x: number, y: number, width: number, height: number, weight = 0.5): void {
    this.#doc.rect(x, y, width, height).lineWidth(weight).stroke();
  }

  /** Filled squares and runs of squares `[x, y, width]` of a grid, as one path: a QR code. */
  grid(x: number, y: number, cell: number, runs: readonly (readonly [number, number, number])[]): void {
    const path = runs.map(([column, row, width]) => `${column} ${row} ${width} 1 re`).join('\n');
    this.#doc.save().translate(x, y).scale(cell).addContent(path).addContent('f').restore();
  }

  /** Draws on this page when the number of all pages is known. */
  atEnd(draw: (pages: number) => void): void {
    this.#later.push({ page: this.#page, draw });
  }

  /** Numbers the pages and gives the file. Nothing can be written afterwards. */
  async finish(): Promise<Uint8Array> {
    const pages = this.#page + 1;
    for (let page = 0; page < pages; page++) {
      this.#doc.switchToPage(page);
      for (const { page: of, draw } of this.#later) if (of === page) draw(pages);
      if (pages > 1) this.fit(this.#title, this.left, this.bottom + 4, this.width * 0.7, { size: 7 });
      this.writeLines([`Страница ${page + 1} из ${pages}`], this.left, this.bottom + 4, this.width, PAGE_NUMBER);
    }
    const ended = new Promise<void>((done, failed) => this.#doc.once('end', done).once('error', failed));
    this.#doc.end();
    await ended;
    return Buffer.concat(this.#chunks);
  }

  #use(font: FontName): void {
    if (font !== this.#font) this.#doc.font(font);
    this.#font = font;
  }
}
