import { formatDayLong, formatDayShort } from '#src/lib/days.ts';
import { formatAmount, type Kopecks } from '#src/lib/money.ts';
import { mm, type Sheet, type TextStyle } from '#src/platform/pdf/sheet.ts';
import { drawTable, type TableColumn } from '#src/platform/pdf/table.ts';
import type { InvoiceToPrint, PrintedLine } from './documents.types.ts';
import { billable, formatPrice, isVatDue, lineName, linePrice, rateText, shortName, taxCodes } from './printing.rules.ts';

/** Margins of the landscape forms: top, right, bottom, left. */
export const MARGINS = [mm(8), mm(8), mm(12), mm(8)] as const;

const LABEL: TextStyle = { size: 6.5, leading: 1.1 };
const VALUE: TextStyle = { size: 7, leading: 1.1 };
const CAPTION: TextStyle = { size: 5, align: 'center' };
const NONE = '—';

/** What a form is drawn with: the pages, the invoice, and where the form begins at the left. */
export interface VatForm {
  readonly sheet: Sheet;
  readonly invoice: InvoiceToPrint;
  readonly x: number;
  /** What the счёт-фактура is, for its line 5а: «Универсальный передаточный документ» or «Акт». */
  readonly shippedBy: string;
}

/** The first day of the form with line 5б (ПП РФ от 23.01.2026 № 26). */
const LINE_5B_FROM = '2026-04-01';

/** Head of the счёт-фактура, lines 1 to 8 (приложение № 1 к ПП РФ № 1137); @returns where it ends. */
export function drawVatHead(form: VatForm, y: number): number {
  const { sheet, invoice, x } = form;
  const half = (sheet.right - x) / 2;
  drawDecree(sheet, invoice);
  const title: TextStyle = { size: 9, font: 'bold' };
  sheet.fit(`Счет-фактура № ${invoice.number} от ${formatDayLong(invoice.issuedOn)} г. (1)`, x, y, half * 1.2, title);
  sheet.write('Исправление № — от — (1а)', x, y + 12, half, title);
  const below = y + 27;
  const left = drawRows(sheet, sellerRows(form), x, below, half - mm(3));
  return Math.max(left, drawRows(sheet, buyerRows(invoice), x + half, below, half)) + 4;
}

function drawDecree(sheet: Sheet, { issuedOn }: InvoiceToPrint): void {
  const change = issuedOn >= LINE_5B_FROM ? '23 января 2026 г. № 26' : '16 августа 2024 г. № 1096';
  const text = `Приложение № 1 к постановлению Правительства Российской Федерации от 26 декабря 2011 г. № 1137
(в редакции постановления Правительства Российской Федерации от ${change})`;
  sheet.write(text, sheet.right - mm(100), sheet.top, mm(100), { size: 5, align: 'right' });
}

interface HeadRow {
  readonly label: string;
  readonly value: string;
  readonly code: string;
  /** Share of the row that the label takes. */
  readonly share?: number;
}

function sellerRows({ invoice, shippedBy }: VatForm): HeadRow[] {
  const { seller } = invoice;
  const rows: HeadRow[] = [
    { label: 'Продавец', value: `${seller.fullName} (${seller.name})`, code: '2' },
    { label: 'Адрес', value: seller.address, code: '2а' },
    { label: 'ИНН/КПП продавца', value: taxCodes(seller), code: '2б' },
    { label: 'Грузоотправитель и его адрес', value: NONE, code: '3' },
    { label: 'Грузополучатель и его адрес', value: NONE, code: '4' },
    { label: 'К платежно-расчетному документу №', value: `${NONE} от ${NONE}`, code: '5' },
    { label: 'Документ об отгрузке', value: `${shippedBy}, № ${invoice.number} от ${formatDayShort(invoice.issuedOn)}`, code: '5а' },
  ];
  return invoice.issuedOn >= LINE_5B_FROM ? [...rows, { label: LINE_5B, value: NONE, code: '5б', share: 0.8 }] : rows;
}

const LINE_5B =
  'К счету-фактуре (счетам-фактурам), выставленному (выставленным) при получении оплаты, частичной оплаты или иных платежей в счет предстоящих поставок товаров (выполнения работ, оказания услуг), передачи имущественных прав № — от —, исправление № — от —';

function buyerRows({ buyer }: InvoiceToPrint): HeadRow[] {
  return [
    { label: 'Покупатель', value: buyer.name, code: '6' },
    { label: 'Адрес', value: buyer.address ?? NONE, code: '6а' },
    { label: 'ИНН/КПП покупателя', value: taxCodes(buyer), code: '6б' },
    { label: 'Валюта: наименование, код', value: 'Российский рубль, 643', code: '7' },
    { label: 'Идентификатор государственного контракта, договора (соглашения) (при наличии)', value: NONE, code: '8', share: 0.6 },
  ];
}

function drawRows(sheet: Sheet, rows: readonly HeadRow[], x: number, y: number, width: number): number {
  const codeWidth = mm(7);
  let at = y;
  for (const { label, value, code, share = 0.32 } of rows) {
    const labelWidth = (width - codeWidth) * share;
    const [valueX, valueWidth] = [x + labelWidth + 3, width - codeWidth - labelWidth - 3];
    const lines = sheet.lines(value, valueWidth, VALUE);
    const valueHeight = sheet.heightOf(lines.length, VALUE);
    const height = Math.max(sheet.write(label, x, at, labelWidth, LABEL), valueHeight) + 1;
    sheet.writeLines(lines, valueX, at + height - valueHeight - 1, valueWidth, VALUE);
    sheet.rule(valueX, at + height, valueX + valueWidth, at + height, 0.4);
    sheet.write(`(${code})`, x + width - codeWidth, at + height - 9, codeWidth, { ...LABEL, align: 'right' });
    at += height + 2;
  }
  return at;
}

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
  { code: '10', title: 'цифровой код', group: COUNTRY, width: mm(9), ...middle },
  { code: '10а', title: 'краткое наименование', group: COUNTRY, width: mm(14), ...middle },
  {
    code: '11',
    title: 'Регистрационный номер декларации на товары или регистрационный номер партии товара, подлежащего прослеживаемости',
    width: mm(20),
    ...middle,
  },
];

const HEAD: TextStyle = { size: 5.2, align: 'center', leading: 1.08 };

/** Lines of the invoice in columns А to 11 (without А unless `hasCodes`), and their total; @returns where they end. `tail`: height of what follows. */
export function drawVatLines({ sheet, invoice }: VatForm, y: number, hasCodes: boolean, tail: number): number {
  const columns = hasCodes
    ? [CODE_COLUMN, ...COLUMNS]
    : COLUMNS.map((c) => (c.code === '1а' ? { ...c, width: c.width + CODE_COLUMN.width } : c));
  const table = { x: sheet.left, columns, style: VALUE, pad: 2, head: (at: number) => drawHead(sheet, columns, at), tail: tail + mm(6) };
  const cells = billable(invoice).map((line, at) => [...(hasCodes ? [line.subscriptionNumber] : []), ...cellsOf(line, at + 1)]);
  const end = drawTable(sheet, table, cells, y);
  return drawTotal(sheet, invoice, columns, end);
}

function cellsOf(line: PrintedLine, no: number): string[] {
  const sums = [formatPrice(linePrice(line.net, line.seats)), formatAmount(line.net)];
  const vat = line.vatRate === null ? 'без НДС' : formatAmount(line.vat);
  const tax = ['без акциза', rateText(line.vatRate), vat, formatAmount(line.gross)];
  return [String(no), lineName(line), NONE, '796', 'шт', String(line.seats), ...sums, ...tax, NONE, NONE, NONE];
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
    '8': isVatDue(invoice) ? formatAmount(invoice.vat as Kopecks) : 'без НДС',
    '9': formatAmount(invoice.gross),
  };
  const height = mm(5);
  const style: TextStyle = { ...VALUE, font: 'bold' };
  const labelled = columns.findIndex(({ code }) => code === '5');
  const labelWidth = columns.slice(0, labelled).reduce((total, { width }) => total + width, 0);
  sheet.write('Всего к оплате (9)', sheet.left + 2, y + 3, labelWidth - 6, { ...style, align: 'right' });
  let x = sheet.left + labelWidth;
  sheet.box(sheet.left, y, labelWidth, height);
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

/** Height of `drawVatSigners`. */
export const SIGNERS_HEIGHT = mm(17);

/** Who signs the счёт-фактура; named only where it is one. @returns where the block ends */
export function drawVatSigners({ sheet, invoice, x }: VatForm, y: number): number {
  const { director, accountant } = invoice.seller;
  const isNamed = isVatDue(invoice);
  const half = (sheet.right - x) / 2;
  const name = (fullName: string) => (isNamed ? shortName(fullName) : '');
  signer(sheet, 'Руководитель организации или иное уполномоченное лицо', name(director), x, y, half - mm(4));
  signer(sheet, 'Главный бухгалтер или иное уполномоченное лицо', name(accountant), x + half, y, half);
  const second = y + mm(8.5);
  signer(sheet, 'Индивидуальный предприниматель или иное уполномоченное лицо', '', x, second, half - mm(4));
  const certificate = '(реквизиты свидетельства о государственной регистрации индивидуального предпринимателя)';
  blank(sheet, { value: '', caption: certificate, x: x + half, y: second, width: half });
  return y + SIGNERS_HEIGHT;
}

function signer(sheet: Sheet, post: string, name: string, x: number, y: number, width: number): void {
  const label = mm(44);
  const field = (width - label) / 2;
  sheet.write(post, x, y, label - 4, LABEL);
  blank(sheet, { value: '', caption: '(подпись)', x: x + label, y, width: field - 6 });
  blank(sheet, { value: name, caption: '(ф.и.о.)', x: x + label + field, y, width: field });
}

/** A line to be filled in, with what stands on it and what is said below it; @returns its height. */
export function blank(sheet: Sheet, field: { value: string; caption: string; x: number; y: number; width: number }): number {
  const { value, caption, x, y, width } = field;
  sheet.fit(value, x, y + 2, width, { ...VALUE, align: 'center' });
  sheet.rule(x, y + 11, x + width, y + 11, 0.4);
  sheet.write(caption, x, y + 12, width, CAPTION);
  return 19;
}
