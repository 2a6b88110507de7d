import { count } from '#src/lib/russian.ts';
import type { ButtonProps, FieldProps } from '#src/platform/http/components.ts';
import { NOT_PRICE, type PriceColumn } from './price-columns.rules.ts';
import type { PriceImport } from './price-import.queries.ts';

/** What of a file was read, and the choice of what else could be. */
export interface ReadingBlock {
  /** «Лист «Прайс», артикул: A «Артикул», цена: D «Цена с НДС»» */
  readonly text: string;
  /** «Не подходят: …», «Не прочитаны скрытые: …» */
  readonly notes: readonly string[];
  /** null once the file is not kept any more. */
  readonly form: {
    readonly action: string;
    readonly token: string;
    readonly fields: readonly FieldProps[];
    readonly error: string | null;
    readonly button: ButtonProps;
  } | null;
}

/** What the person chose and why it can't be read; shown again as chosen. */
export interface ReadingState {
  readonly values: Readonly<Record<string, string>>;
  readonly error: string;
}

/** null for lists of long ago. */
export function readingBlock(list: PriceImport, token: string, state: ReadingState | null): ReadingBlock | null {
  const { reading } = list;
  if (!reading) return null;
  const titleAt = (place: number) => nameOf(reading.columns.find(({ at }) => at === place));
  const sheet = reading.sheets[reading.sheet] ?? '';
  const unfit = reading.columns.filter(({ isPrice, why }) => isPrice && why !== null);
  const hidden = [
    reading.hiddenRows > 0 ? count(reading.hiddenRows, 'строка', 'строки', 'строк') : '',
    reading.hiddenColumns > 0 ? count(reading.hiddenColumns, 'колонка', 'колонки', 'колонок') : '',
  ].filter(Boolean);
  return {
    text: `${sheet ? `Лист «${sheet}», артикул` : 'Артикул'}: ${titleAt(reading.sku)}, цена: ${titleAt(reading.price)}.`,
    notes: [
      ...unfit.map((column) => `${nameOf(column)} не подходит: ${NOT_PRICE[column.why ?? 'other']}.`),
      ...(hidden.length > 0 ? [`Скрытое не прочитано: ${hidden.join(' и ')}.`] : []),
    ],
    form: list.hasFile && !list.appliedAt ? formOf(list, reading, token, state) : null,
  };
}

function formOf(list: PriceImport, reading: NonNullable<PriceImport['reading']>, token: string, state: ReadingState | null) {
  const { sheets, columns, sku, price } = reading;
  const shownOf = (name: string, read: number) => state?.values[name] ?? String(read);
  const optionsOf = (of: readonly PriceColumn[]) => of.map((column) => ({ value: String(column.at), label: nameOf(column) }));
  const sheetField: FieldProps = {
    name: 'sheet',
    label: 'Лист',
    type: 'select',
    value: shownOf('sheet', reading.sheet),
    options: sheets.map((label, at) => ({ value: String(at), label })),
    hint: 'На другом листе колонки найдутся заново',
  };
  const columnField = (name: string, label: string, read: number, of: readonly PriceColumn[]): FieldProps => ({
    name,
    label,
    type: 'select',
    value: shownOf(name, read),
    options: optionsOf(of),
  });
  return {
    action: `/admin/catalog/import/${list.id}/reading`,
    token,
    error: state?.error ?? null,
    fields: [
      ...(sheets.length > 1 ? [sheetField] : []),
      columnField('sku', 'Колонка артикула', sku, columns),
      columnField(
        'price',
        'Колонка цены с НДС',
        price,
        columns.filter(({ why }) => why === null),
      ),
    ],
    button: { label: 'Прочитать заново', icon: 'refresh' } satisfies ButtonProps,
  };
}

/** `D «Цена с НДС, руб.»` */
function nameOf(column: PriceColumn | undefined): string {
  return column ? `${letterOf(column.at)} «${column.title}»` : '—';
}

/** 0 is A, 26 is AA. */
function letterOf(at: number): string {
  const last = String.fromCharCode(65 + (at % 26));
  return at < 26 ? last : letterOf(Math.floor(at / 26) - 1) + last;
}
