import type { Sheet, SheetLimits, SheetRow } from './sheet.ts';
import { UnreadableFile } from './unreadable.ts';
import { TextItem, unescaped } from './xlsx-parts.ts';
import type { XmlEvents } from './xml-read.ts';

/** How a number is shown: as it is, as a day, as a sum in a foreign currency. */
export type CellStyle = { readonly kind: 'number' | 'day' } | { readonly kind: 'foreign'; readonly sign: string };

/** What cells of a sheet refer to. */
export interface BookParts {
  readonly texts: readonly string[];
  readonly styles: readonly CellStyle[];
  readonly is1904: boolean;
}

const EPOCH_1900 = Date.UTC(1899, 11, 30);
const EPOCH_1904 = Date.UTC(1904, 0, 1);
const DAY_MS = 86_400_000;
const MOST_COLUMN_RULES = 20_000;

type Attributes = Readonly<Record<string, string>>;

/** Takes the parts of one worksheet as they come and keeps the rows that can be seen and have something in them. */
export class SheetReader implements XmlEvents {
  readonly #parts: BookParts;
  readonly #limits: SheetLimits;
  readonly #rows: SheetRow[] = [];
  readonly #hiddenColumns = new Set<number>();
  #hiddenRows = 0;
  #columnRules = 0;
  #number = 0;
  #isRowHidden = false;
  #cells: (string | number)[] = [];
  #column = 0;
  #cell: Attributes | null = null;
  #isInValue = false;
  #value = '';
  readonly #inline: TextItem;

  constructor(parts: BookParts, limits: SheetLimits) {
    this.#parts = parts;
    this.#limits = limits;
    this.#inline = new TextItem(limits.cell);
  }

  sheet(): Sheet {
    return { rows: this.#rows, hiddenRows: this.#hiddenRows, hiddenColumns: [...this.#hiddenColumns].sort((a, b) => a - b) };
  }

  open(name: string, attributes: Attributes): void {
    if (name === 'c') this.#openCell(attributes);
    else if (this.#cell) this.#openInside(name);
    else if (name === 'row') this.#openRow(attributes);
    else if (name === 'col') this.#noteColumns(attributes);
  }

  text(piece: string): void {
    if (!this.#cell) return;
    if (this.#isInValue && this.#value.length < this.#limits.cell) this.#value += piece.slice(0, this.#limits.cell);
    else this.#inline.add(piece);
  }

  close(name: string): void {
    if (name === 'c') this.#closeCell();
    else if (name === 'v') this.#isInValue = false;
    else if (this.#cell) this.#inline.close(name);
    else if (name === 'row') this.#closeRow();
  }

  #noteColumns({ min, max, hidden, width }: Attributes): void {
    this.#columnRules += 1;
    if (this.#columnRules > MOST_COLUMN_RULES) throw new UnreadableFile('В файле слишком много колонок: это не прайс-лист.');
    if (!isOn(hidden) && Number(width ?? 1) !== 0) return;
    const last = Math.min(Number(max), this.#limits.columns);
    for (let column = Number(min); column <= last; column++) this.#hiddenColumns.add(column - 1);
  }

  #openRow({ r, hidden, ht }: Attributes): void {
    this.#number = Number(r) || this.#number + 1;
    this.#isRowHidden = isOn(hidden) || Number(ht ?? 1) === 0;
    this.#cells = [];
    this.#column = 0;
  }

  #closeRow(): void {
    if (!this.#cells.some((cell) => String(cell).trim() !== '')) return;
    if (this.#isRowHidden) {
      this.#hiddenRows += 1;
      return;
    }
    if (this.#rows.length >= this.#limits.rows) throw new UnreadableFile(`В файле больше ${this.#limits.rows} строк: разделите его.`);
    this.#rows.push({ row: this.#number, cells: this.#cells });
  }

  #openCell(attributes: Attributes): void {
    this.#cell = attributes;
    this.#column = columnOf(attributes['r']) ?? this.#column;
    this.#value = '';
    this.#isInValue = false;
    this.#inline.take();
  }

  #openInside(name: string): void {
    if (name === 'v') this.#isInValue = true;
    else this.#inline.open(name);
  }

  #closeCell(): void {
    const at = this.#column;
    if (this.#cell && at < this.#limits.columns && !this.#hiddenColumns.has(at)) {
      while (this.#cells.length < at) this.#cells.push('');
      this.#cells[at] = this.#valueOf(this.#cell);
    }
    this.#cell = null;
    this.#column = at + 1;
  }

  #valueOf({ t: type = 'n', s }: Attributes): string | number {
    if (type === 'inlineStr') return this.#inline.take();
    const value = this.#value.slice(0, this.#limits.cell);
    if (type === 's') return this.#parts.texts[Number(value)] ?? '';
    if (type !== 'n' || value.trim() === '') return unescaped(value);
    const number = Number(value);
    if (!Number.isFinite(number)) return value;
    const style = this.#parts.styles[Number(s ?? 0)];
    if (style?.kind === 'foreign') return `${number} ${style.sign}`;
    return style?.kind === 'day' ? dayOf(number, this.#parts.is1904 ? EPOCH_1904 : EPOCH_1900) : number;
  }
}

const isOn = (flag: string | undefined): boolean => flag === '1' || flag === 'true';

/** `B7` is column 1; null for what names none. */
function columnOf(address: string | undefined): number | null {
  const letters = /^([A-Z]{1,3})\d*$/.exec(address ?? '')?.[1];
  return letters ? [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1 : null;
}

function dayOf(serial: number, epoch: number): string {
  const date = new Date(epoch + Math.floor(serial) * DAY_MS);
  return Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9999 ? String(serial) : date.toISOString().slice(0, 10);
}
