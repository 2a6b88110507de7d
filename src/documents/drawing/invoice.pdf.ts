import type { Buyer, InvoiceToPrint, PrintedLine } from '#src/documents/documents.types.ts';
import {
  addressText,
  billable,
  contractText,
  formatPrice,
  lineName,
  linePrice,
  numbered,
  paymentPurpose,
  rateText,
  toPay,
  totalsByRate,
} from '#src/documents/printing.rules.ts';
import { formatDayLong, formatDayShort } from '#src/lib/days.ts';
import { formatAmount } from '#src/lib/money.ts';
import { formatPhone } from '#src/lib/phone.ts';
import { grouped } from '#src/lib/russian.ts';
import { amountInWords } from '#src/lib/words.ts';
import { mm, Sheet } from '#src/platform/pdf/sheet.ts';
import { drawTable } from '#src/platform/pdf/table.ts';
import { BELOW_LINES, drawFacts, drawSignatures, drawTotals, headRow, type Totals } from './form-parts.ts';
import { paymentString, qrOf } from './payment-qr.ts';

const TEXT = { size: 8.5 } as const;
const BOLD = { ...TEXT, font: 'bold' } as const;
const SMALL = { size: 7 } as const;
const QR_SIDE = mm(34);
const QUIET = mm(2);

/** Счёт на оплату: A4 portrait in the customary layout, with the payment code. @returns a PDF, the same bytes for the same invoice. */
export async function invoicePdf(invoice: InvoiceToPrint): Promise<Uint8Array> {
  const sheet = new Sheet({
    title: `Счёт на оплату № ${numbered(invoice.number, invoice.issuedOn)}`,
    author: invoice.seller.name,
    createdAt: invoice.issuedAt,
    layout: 'portrait',
    margins: [mm(12), mm(10), mm(16), mm(20)],
  });
  let y = drawBank(sheet, invoice);
  y = drawTitle(sheet, invoice, y + mm(5));
  y = drawFacts(sheet, facts(invoice), y + mm(2.5), mm(30));
  y = drawLines(sheet, invoice, y + mm(3));
  y = drawTotals(sheet, totals(invoice), y + mm(1));
  y = drawNotes(sheet, invoice, y + mm(2));
  drawSignatures(sheet, invoice.seller, y + mm(6));
  return sheet.finish();
}

/** Where to pay, as on a payment order, with the code of the same payment at the right while something is left to pay. */
function drawBank(sheet: Sheet, invoice: InvoiceToPrint): number {
  const { bank, inn, kpp, name } = invoice.seller;
  const [x, y, row] = [sheet.left, sheet.top, mm(6)];
  const isDue = toPay(invoice) > 0n;
  const width = sheet.width - (isDue ? QR_SIDE + 2 * QUIET + mm(3) : 0);
  const [half, label] = [width - mm(68), width - mm(56)];
  const cell = (text: string, left: number, at: number, wide: number) => sheet.fit(text, x + left + 3, y + at * row + 4, wide - 6, TEXT);
  const caption = (text: string, at: number) => sheet.write(text, x + 3, y + at * row - 9, half - 6, { size: 6 });
  sheet.box(x, y, width, row * 5, 0.6);
  sheet.rules([
    [x, y + row * 2, x + width, y + row * 2],
    [x, y + row * 3, x + half, y + row * 3],
    [x + half, y, x + half, y + row * 5],
    [x + label, y, x + label, y + row * 5],
    [x + half, y + row, x + label, y + row],
    [x + half / 2, y + row * 2, x + half / 2, y + row * 3],
  ]);
  cell(bank.name, 0, 0, half);
  caption('Банк получателя', 2);
  cell(`ИНН ${inn}`, 0, 2, half / 2);
  cell(`КПП ${kpp}`, half / 2, 2, half / 2);
  cell(name, 0, 3, half);
  caption('Получатель', 5);
  const requisites: [string, string, number][] = [
    ['БИК', bank.bic, 0],
    ['Сч. №', bank.correspondentAccount, 1],
    ['Сч. №', bank.account, 2],
  ];
  for (const [title, value, at] of requisites) {
    cell(title, half, at, mm(12));
    cell(value, label, at, mm(56));
  }
  if (!isDue) return y + row * 5;
  drawQr(sheet, invoice);
  return y + Math.max(row * 5, QR_SIDE + QUIET + 8);
}

function drawQr(sheet: Sheet, invoice: InvoiceToPrint): void {
  const { size, runs } = qrOf(paymentString(invoice));
  const x = sheet.right - QR_SIDE - QUIET;
  sheet.grid(x, sheet.top, QR_SIDE / size, runs);
  const under = sheet.top + QR_SIDE + QUIET;
  sheet.write('Оплата по коду из приложения банка', x - QUIET, under, QR_SIDE + 2 * QUIET, { size: 6, align: 'center' });
}

function drawTitle(sheet: Sheet, invoice: InvoiceToPrint, y: number): number {
  const title = `Счёт на оплату № ${numbered(invoice.number, invoice.issuedOn)}`;
  const below = y + sheet.write(title, sheet.left, y, sheet.width, { size: 14, font: 'bold' }) + 3;
  sheet.rule(sheet.left, below, sheet.right, below, 1.5);
  return below;
}

function facts(invoice: InvoiceToPrint): [string, string][] {
  const { seller, buyer } = invoice;
  const { axDebtorCode: debtor, axPayerCode: payer } = buyer;
  const rows: [string, string][] = [
    ['Поставщик (Исполнитель):', partyText(seller)],
    ['Покупатель (Заказчик):', `${partyText(buyer)}, код дебитора ${debtor}`],
  ];
  if (payer !== debtor) rows.push(['Плательщик:', `код плательщика ${payer}, за покупателя с кодом дебитора ${debtor}`]);
  rows.push(['Основание:', contractText(invoice.contract)]);
  if (toPay(invoice) > 0n) rows.push(['Срок оплаты:', `до ${formatDayLong(invoice.dueOn)} г. включительно`]);
  if (invoice.replaces) rows.push(['Взамен:', `счёта № ${invoice.replaces}, который аннулирован`]);
  return rows;
}

function partyText({ name, inn, kpp, address, phone }: Omit<Buyer, 'axDebtorCode' | 'axPayerCode' | 'ogrn' | 'email'>): string {
  const parts = [
    name,
    `ИНН ${inn}`,
    kpp && `КПП ${kpp}`,
    address && addressText(address),
    phone && `тел.\u00a0${formatPhone(phone).replaceAll(' ', '\u00a0')}`,
  ];
  return parts.filter(Boolean).join(', ');
}

const columns = [
  { width: mm(8), align: 'center', isFitted: true },
  { width: mm(67) },
  { width: mm(13), align: 'right', isFitted: true },
  { width: mm(9), align: 'center', isFitted: true },
  { width: mm(21), align: 'right', isFitted: true },
  { width: mm(18), align: 'center', isFitted: true },
  { width: mm(20), align: 'right', isFitted: true },
  { width: mm(24), align: 'right', isFitted: true },
] as const;

const heads = ['№', 'Товары (работы, услуги)', 'Кол-во', 'Ед.', 'Цена с НДС', 'Ставка НДС', 'Сумма НДС', 'Сумма с НДС'];

function drawLines(sheet: Sheet, invoice: InvoiceToPrint, y: number): number {
  const lines = billable(invoice);
  const table = {
    x: sheet.left,
    columns,
    style: TEXT,
    pad: 3,
    head: (top: number) => headRow(sheet, columns, heads, top),
    tail: BELOW_LINES,
  };
  return drawTable(
    sheet,
    table,
    lines.map((line, at) => cellsOf(line, at + 1)),
    y,
  );
}

function cellsOf(line: PrintedLine, no: number): string[] {
  const price = formatPrice(linePrice(line.gross, line.seats));
  const vat = line.vatRate === null ? '—' : formatAmount(line.vat);
  return [String(no), lineName(line), grouped(line.seats), 'шт', price, rateText(line.vatRate), vat, formatAmount(line.gross)];
}

function totals(invoice: InvoiceToPrint): Totals {
  const rates = totalsByRate(billable(invoice)).map(({ rate, vat, gross }): [string, string] =>
    rate === null ? ['Без налога (НДС):', formatAmount(gross)] : [`В том числе НДС ${rateText(rate)}:`, formatAmount(vat)],
  );
  const paid: [string, string][] = invoice.paid > 0n ? [['Оплачено ранее:', formatAmount(invoice.paid)]] : [];
  return { lines: [['Итого:', formatAmount(invoice.gross)], ...rates, ...paid, ['Всего к оплате:', formatAmount(toPay(invoice))]] };
}

function drawNotes(sheet: Sheet, invoice: InvoiceToPrint, y: number): number {
  const [x, width] = [sheet.left, sheet.width];
  let at = sheet.room(y, mm(40));
  const total = `Всего наименований ${billable(invoice).length}, на сумму ${formatAmount(invoice.gross)} руб.`;
  at += sheet.write(total, x, at, width, TEXT);
  at += sheet.write(amountInWords(invoice.gross), x, at, width, BOLD);
  if (isPartlyPaid(invoice)) at += sheet.write(`К оплате: ${amountInWords(toPay(invoice))}`, x, at, width, BOLD);
  at += mm(2);
  for (const note of notes(invoice)) at += sheet.write(note, x, at, width, SMALL);
  sheet.rule(x, at + mm(2), sheet.right, at + mm(2), 1);
  return at + mm(2);
}

const isPartlyPaid = (invoice: InvoiceToPrint): boolean => invoice.paid > 0n && toPay(invoice) > 0n;

function notes(invoice: InvoiceToPrint): string[] {
  const isExempt = billable(invoice).some(({ vatRate }) => vatRate === null);
  const exemption = isExempt ? ['Строки «без НДС»: НДС не облагается, пп. 26 п. 2 ст. 149 НК РФ.'] : [];
  if (toPay(invoice) === 0n) return ['Счёт оплачен деньгами, поступившими ранее: перечислять по нему ничего не нужно.', ...exemption];
  return [
    `Оплатить до ${formatDayShort(invoice.dueOn)} включительно. Оплата данного счёта означает согласие с условиями договора.`,
    `Назначение платежа: ${paymentPurpose(invoice)}`,
    ...exemption,
  ];
}
