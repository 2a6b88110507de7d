import type { InvoiceToPrint, PrintedLine } from '#src/documents/documents.types.ts';
import {
  addressText,
  billable,
  contractText,
  formatPrice,
  lineName,
  linePrice,
  numbered,
  rateText,
  shortName,
  taxText,
  totalsByRate,
} from '#src/documents/printing.rules.ts';
import { formatAmount } from '#src/lib/money.ts';
import { grouped } from '#src/lib/russian.ts';
import { amountInWords } from '#src/lib/words.ts';
import { mm, Sheet } from '#src/platform/pdf/sheet.ts';
import { drawTable } from '#src/platform/pdf/table.ts';
import { BELOW_LINES, drawFacts, drawTotals, headRow } from './form-parts.ts';

const TEXT = { size: 8.5 } as const;

/** Акт сдачи-приёмки услуг (ст. 9 ч. 2 402-ФЗ), with the number and date of the счёт-фактура beside it. @returns a PDF */
export async function actPdf(invoice: InvoiceToPrint): Promise<Uint8Array> {
  const title = `Акт № ${numbered(invoice.number, invoice.issuedOn)}`;
  const sheet = new Sheet({
    title,
    author: invoice.seller.name,
    createdAt: invoice.issuedAt,
    layout: 'portrait',
    margins: [mm(14), mm(10), mm(16), mm(20)],
  });
  let y = sheet.top + sheet.write(title, sheet.left, sheet.top, sheet.width, { size: 14, font: 'bold' }) + 3;
  sheet.rule(sheet.left, y, sheet.right, y, 1.5);
  y = drawFacts(sheet, facts(invoice), y + mm(3), mm(30));
  y = drawLines(sheet, invoice, y + mm(3));
  y = drawTotals(sheet, { lines: totalLines(invoice) }, y + mm(1));
  y = drawAcceptance(sheet, invoice, y + mm(3));
  drawParties(sheet, invoice, y + mm(8));
  return sheet.finish();
}

function facts({ seller, buyer, contract, replaces }: InvoiceToPrint): [string, string][] {
  const rows: [string, string][] = [
    ['Исполнитель:', `${seller.fullName} (${seller.name}), ${taxText(seller)}, ${addressText(seller.address)}`],
    ['Заказчик:', [buyer.name, taxText(buyer), buyer.address && addressText(buyer.address)].filter(Boolean).join(', ')],
    ['Основание:', contractText(contract)],
  ];
  return replaces ? [...rows, ['Взамен:', `акта № ${replaces}, который аннулирован`]] : rows;
}

const number = { align: 'right', isFitted: true } as const;
const middle = { align: 'center', isFitted: true } as const;

const columns = [
  { width: mm(8), ...middle },
  { width: mm(80) },
  { width: mm(14), ...number },
  { width: mm(10), ...middle },
  { width: mm(24), ...number },
  { width: mm(18), ...middle },
  { width: mm(26), ...number },
];

const heads = ['№', 'Наименование работ, услуг, прав', 'Кол-во', 'Ед.', 'Цена с НДС', 'Ставка НДС', 'Сумма с НДС'];

function drawLines(sheet: Sheet, invoice: InvoiceToPrint, y: number): number {
  const head = (top: number) => headRow(sheet, columns, heads, top);
  const rows = billable(invoice).map((line, at) => cellsOf(line, at + 1));
  return drawTable(sheet, { x: sheet.left, columns, style: TEXT, pad: 3, head, tail: BELOW_LINES }, rows, y);
}

function cellsOf(line: PrintedLine, no: number): string[] {
  const price = formatPrice(linePrice(line.gross, line.seats));
  return [String(no), lineName(line), grouped(line.seats), 'шт', price, rateText(line.vatRate), formatAmount(line.gross)];
}

function totalLines(invoice: InvoiceToPrint): [string, string][] {
  const rates = totalsByRate(billable(invoice)).map(({ rate, vat, gross }): [string, string] =>
    rate === null ? ['Без налога (НДС):', formatAmount(gross)] : [`В том числе НДС ${rateText(rate)}:`, formatAmount(vat)],
  );
  return [['Итого:', formatAmount(invoice.gross)], ...rates];
}

function drawAcceptance(sheet: Sheet, invoice: InvoiceToPrint, y: number): number {
  const total = `Всего оказано услуг и передано прав ${billable(invoice).length} на сумму ${formatAmount(invoice.gross)} руб.`;
  let at = sheet.room(y, mm(20));
  at += sheet.write(total, sheet.left, at, sheet.width, TEXT);
  at += sheet.write(amountInWords(invoice.gross), sheet.left, at, sheet.width, { ...TEXT, font: 'bold' }) + mm(3);
  const accepted =
    'Вышеперечисленные услуги выполнены полностью и в срок. Заказчик претензий по объёму, качеству и срокам оказания услуг не имеет.';
  return at + sheet.write(accepted, sheet.left, at, sheet.width, TEXT);
}

function drawParties(sheet: Sheet, { seller, buyer }: InvoiceToPrint, y: number): void {
  const top = sheet.room(y, mm(34));
  const width = sheet.width / 2 - mm(5);
  const sides: [string, string, string, string, number][] = [
    ['Исполнитель', seller.name, 'Генеральный директор', shortName(seller.director), sheet.left],
    ['Заказчик', buyer.name, '', '', sheet.right - width],
  ];
  for (const [title, company, post, name, x] of sides) {
    sheet.write(title, x, top, width, { ...TEXT, font: 'bold' });
    sheet.fit(company, x, top + 13, width, TEXT);
    sheet.fit(post, x, top + 30, width, TEXT);
    sheet.rule(x, top + 41, x + width, top + 41);
    sheet.write('(должность)', x, top + 43, width, { size: 6, align: 'center' });
    sheet.fit(name, x + width / 2, top + 57, width / 2, { ...TEXT, align: 'center' });
    sheet.rule(x, top + 68, x + width / 2 - 6, top + 68);
    sheet.rule(x + width / 2, top + 68, x + width, top + 68);
    sheet.write('(подпись)', x, top + 70, width / 2 - 6, { size: 6, align: 'center' });
    sheet.write('(ф.и.о.)', x + width / 2, top + 70, width / 2, { size: 6, align: 'center' });
    sheet.write('М.П.', x, top + 84, width, { size: 7 });
  }
}
