import type { InvoiceToPrint } from '#src/documents/documents.types.ts';
import { addressText, advanceInvoicesText, taxCodes } from '#src/documents/printing.rules.ts';
import { formatDayLong, formatDayShort } from '#src/lib/days.ts';
import { mm, type Sheet, type TextStyle } from '#src/platform/pdf/sheet.ts';
import { LABEL, NONE, VALUE, type VatForm } from './vat-form.ts';

/** Of the width of the form: lines 2 to 5б are longer than 6 to 8. */
const SELLER_SHARE = 0.55;

/** The first day of the form with line 5б (ПП РФ от 23.01.2026 № 26). */
const LINE_5B_FROM = '2026-04-01';

/** Head of the счёт-фактура, lines 1 to 8 (приложение № 1 к ПП РФ № 1137); @returns where it ends. */
export function drawVatHead(form: VatForm, y: number): number {
  const { sheet, invoice, x } = form;
  const split = (sheet.right - x) * SELLER_SHARE;
  drawDecree(sheet, invoice);
  const title: TextStyle = { size: 9, font: 'bold' };
  sheet.fit(`Счет-фактура № ${invoice.number} от ${formatDayLong(invoice.issuedOn)} г. (1)`, x, y, split, title);
  sheet.write('Исправление № — от — (1а)', x, y + 12, split, title);
  const below = y + 27;
  const left = drawRows(sheet, sellerRows(form), x, below, split - mm(3));
  return Math.max(left, drawRows(sheet, buyerRows(invoice), x + split, below, sheet.right - x - split)) + 4;
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
    { label: 'Адрес', value: addressText(seller.address), code: '2а' },
    { label: 'ИНН/КПП продавца', value: taxCodes(seller), code: '2б' },
    { label: 'Грузоотправитель и его адрес', value: NONE, code: '3' },
    { label: 'Грузополучатель и его адрес', value: NONE, code: '4' },
    { label: 'К платежно-расчетному документу №', value: paymentOrders(invoice), code: '5' },
    {
      label: 'Документ об отгрузке: наименование',
      value: `${shippedBy}, № ${invoice.number} от ${formatDayShort(invoice.issuedOn)}`,
      code: '5а',
    },
  ];
  return invoice.issuedOn >= LINE_5B_FROM
    ? [
        ...rows,
        {
          label: LINE_5B,
          value: advanceInvoicesText(invoice) ?? `№ ${NONE} от ${NONE}, исправление № ${NONE} от ${NONE}`,
          code: '5б',
          share: 0.66,
        },
      ]
    : rows;
}

/** «17 от 01.12.2026, 18 от 02.12.2026», only of money that came before the invoice. */
function paymentOrders({ prepayments }: InvoiceToPrint): string {
  const orders = prepayments.map(({ number, on }) => `${number ?? 'б/н'} от ${formatDayShort(on)}`);
  return orders.length > 0 ? orders.join(', ') : `${NONE} от ${NONE}`;
}

const LINE_5B =
  'К счету-фактуре (счетам-фактурам), выставленному (выставленным) при получении оплаты, частичной оплаты или иных платежей в счет предстоящих поставок товаров (выполнения работ, оказания услуг), передачи имущественных прав';

function buyerRows({ buyer }: InvoiceToPrint): HeadRow[] {
  return [
    { label: 'Покупатель', value: buyer.name, code: '6' },
    { label: 'Адрес', value: buyer.address ? addressText(buyer.address) : NONE, code: '6а' },
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
