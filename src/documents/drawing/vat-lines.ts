import type { InvoiceToPrint, PrintedLine } from '#src/documents/documents.types.ts';
import { billable, formatPrice, isVatDue, lineName, linePrice, rateText } from '#src/documents/printing.rules.ts';
import { formatAmount } from '#src/lib/money.ts';
import { grouped } from '#src/lib/russian.ts';
import { mm, type Sheet, type TextStyle } from '#src/platform/pdf/sheet.ts';
import { drawTable, type TableColumn } from '#src/platform/pdf/table.ts';
import { NONE, VALUE, type VatForm } from './vat-form.ts';

interface FormColumn extends TableColumn {
  readonly code: string;
  readonly title: string;
  readonly group?: string;
}

const number = { align: 'right', isFitted: true } as const;
const middle = { align: 'center', isFitted: true } as const;
const UNIT = 'Единица измерения';
const COUNTRY = 'Страна происхождения товара';

const CODE_COLUMN: FormColumn = { code: 'А', title: 'Код товара/ работ, услуг', width: mm(19), ...middle, isLast: true };

const COLUMNS: readonly FormColumn[] = [
  { code: '1', title: '№ п/п', width: mm(7), ...middle },
  { code: '1а', title: 'Наименование товара (описание выполненных работ, оказанных услуг), имущественного права', width: mm(69) },
  { code: '1б', title: 'Код вида товара', width: mm(9), ...middle },
  { code: '2', title: 'код', group: UNIT, width: mm(8), ...middle },
  { code: '2а', title: 'условное обозначение (национальное)', group: UNIT, width: mm(14), ...middle },
  { code: '3', title: 'Количество (объем)', width: mm(13), ...number },
  { code: '4', title: 'Цена (тариф) за единицу измерения', width: mm(17), ...number },
  { code: '5', title: 'Стоимость товаров (работ, услуг), имущественных прав без налога – всего', width: mm(20), ...number },
  { code: '6', title: 'В том числе сумма акциза', width: mm(12), ...middle },
  { code: '7', title: 'Налоговая ставка', width: mm(12), ...middle },
  { code: '8', title: 'Сумма налога, предъявляемая покупателю', width: mm(18), ...number },
  { code: '9', title: 'Стоимость товаров (работ, услуг), имущественных прав с налогом – всего', width: mm(20), ...number },
  { code: '10', title: 'цифровой код', group: COUNTRY, width: mm(10), ...middle },
  { code: '10а', title: 'краткое наименование', group: COUNTRY, width: mm(13), ...middle },
  {
    code: '11',
    title: 'Регистрационный номер декларации на товары или регистрационный номер партии товара, подлежащего прослеживаемости',
    width: mm(20),
    ...middle,
  },
];

const TOTAL_HEIGHT = mm(5);
const HEAD: TextStyle = { size: 5.2, align: 'center', leading: 1.08 };

/** Lines of the invoice in columns А to 11 (without А unless `hasCodes`), and their total; @returns where they end. `tail`: height of what follows. */
export function drawVatLines({ sheet, invoice }: VatForm, y: number, hasCodes: boolean, tail: number): number {
  const columns = hasCodes
    ? [CODE_COLUMN, ...COLUMNS]
    : COLUMNS.map((c) => (c.code === '1а' ? { ...c, width: c.width + CODE_COLUMN.width } : c));
  const table = {
    x: sheet.left,
    columns,
    style: VALUE,
    pad: 2,
    head: (at: number) => drawHead(sheet, columns, at),
    tail: tail + TOTAL_HEIGHT,
  };
  const cells = billable(invoice).map((line, at) => [...(hasCodes ? [line.subscriptionNumber] : []), ...cellsOf(line, at + 1)]);
  const end = drawTable(sheet, table, cells, y);
  return drawTotal(sheet, invoice, columns, end);
}

function cellsOf(line: PrintedLine, no: number): string[] {
  const sums = [formatPrice(linePrice(line.net, line.seats)), formatAmount(line.net)];
  const vat = line.vatRate === null ? 'без НДС' : formatAmount(line.vat);
  const tax = ['без акциза', rateText(line.vatRate), vat, formatAmount(line.gross)];
  return [String(no), lineName(line), NONE, '796', 'шт', grouped(line.seats), ...sums, ...tax, NONE, NONE, NONE];
}

function drawHead(sheet: Sheet, columns: readonly FormColumn[], y: number): number {
  const linesOf = (text: string, width: number) => sheet.lines(text, width - 2, HEAD);
  const group = sheet.heightOf(2, HEAD) + 3;
  const height = Math.max(
    ...columns.map(({ title, width, group: of }) => sheet.heightOf(linesOf(title, width).length, HEAD) + 3 + (of ? group : 0)),
  );
  const codes = sheet.heightOf(1, HEAD) + 3;
  const cell = (text: string, x: number, top: number, width: number, tall: number) => {
    const lines = linesOf(text, width);
    sheet.box(x, top, width, tall);
    sheet.writeLines(lines, x + 1, top + (tall - sheet.heightOf(lines.length, HEAD)) / 2, width - 2, HEAD);
  };
  let x = sheet.left;
  columns.forEach(({ title, code, width, group: of, isLast }, at) => {
    const next = columns[at + 1];
    if (of && next?.group === of) cell(of, x, y, width + next.width, group);
    cell(title, x, y + (of ? group : 0), width, height - (of ? group : 0));
    cell(code, x, y + height, width, codes);
    x += width;
    if (isLast) sheet.rule(x, y, x, y + height + codes, 1.5);
  });
  return height + codes;
}

/** «Всего к оплате (9)»: sums under columns 5, 8 and 9. */
function drawTotal(sheet: Sheet, invoice: InvoiceToPrint, columns: readonly FormColumn[], y: number): number {
  const sums: Record<string, string> = {
    '5': formatAmount(invoice.net),
    '6': 'X',
    '7': 'X',
    '8': isVatDue(invoice) ? formatAmount(invoice.vat) : 'без НДС',
    '9': formatAmount(invoice.gross),
  };
  const height = TOTAL_HEIGHT;
  const style: TextStyle = { ...VALUE, font: 'bold' };
  const labelled = columns.findIndex(({ code }) => code === '5');
  const labelWidth = columns.slice(0, labelled).reduce((total, { width }) => total + width, 0);
  sheet.write('Всего к оплате (9)', sheet.left + 2, y + 3, labelWidth - 6, { ...style, align: 'right' });
  let x = sheet.left + labelWidth;
  const [aside] = columns.filter(({ isLast }) => isLast);
  const begin = sheet.left + (aside?.width ?? 0);
  sheet.box(begin, y, x - begin, height);
  if (aside) sheet.rule(begin, y, begin, y + height, 1.5);
  for (const { code, width } of columns.slice(labelled)) {
    const text = sums[code];
    if (text !== undefined) {
      sheet.box(x, y, width, height);
      sheet.fit(text, x + 2, y + 3, width - 4, { ...style, align: text === 'X' ? 'center' : 'right' });
    }
    x += width;
  }
  return y + height;
}
