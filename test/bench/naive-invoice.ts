import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import qrcode from 'qrcode';
import type { InvoiceToPrint } from '#src/documents/documents.types.ts';
import { paymentString } from '#src/documents/drawing/payment-qr.ts';
import { contractText, formatPrice, lineName, linePrice, numbered, rateText, shortName } from '#src/documents/printing.rules.ts';
import { formatDayLong } from '#src/lib/days.ts';
import { formatAmount } from '#src/lib/money.ts';
import { amountInWords } from '#src/lib/words.ts';

const { resolve } = createRequire(import.meta.url);
const REGULAR = resolve('@expo-google-fonts/pt-sans/400Regular/PTSans_400Regular.ttf');
const BOLD = resolve('@expo-google-fonts/pt-sans/700Bold/PTSans_700Bold.ttf');
const widths = [22, 196, 37, 26, 60, 45, 57, 68];

/** The same счёт as the guides of pdfkit teach it: fonts by their path, the code as a PNG, every text broken by pdfkit. */
export async function naiveInvoice(invoice: InvoiceToPrint): Promise<Buffer> {
  const { seller, buyer } = invoice;
  const doc = new PDFDocument({ size: 'A4', margin: 40 });
  const chunks: Buffer[] = [];
  doc.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise((done) => doc.once('end', done));
  doc.image(await qrcode.toBuffer(paymentString(invoice), { errorCorrectionLevel: 'M', scale: 4 }), 450, 40, { width: 100 });
  doc.font(REGULAR).fontSize(8.5);
  const { bank } = seller;
  doc.text(`${bank.name}\nБанк получателя`, 43, 43, { width: 180 }).text(`ИНН ${seller.inn} КПП ${seller.kpp}`, 43, 80, { width: 180 });
  doc.text(`${seller.name}\nПолучатель`, 43, 97, { width: 180 }).text(`БИК\nСч. №\nСч. №`, 233, 43, { width: 40 });
  doc.text(`${bank.bic}\n${bank.correspondentAccount}\n${bank.account}`, 273, 43, { width: 160 });
  doc
    .rect(40, 40, 395, 85)
    .stroke()
    .moveTo(230, 40)
    .lineTo(230, 125)
    .moveTo(270, 40)
    .lineTo(270, 125)
    .moveTo(40, 74)
    .lineTo(435, 74)
    .stroke();
  doc
    .font(BOLD)
    .fontSize(14)
    .text(`Счёт на оплату № ${numbered(invoice.number, invoice.issuedOn)}`, 40, 160, { width: 510 });
  const facts: [string, string][] = [
    ['Поставщик (Исполнитель):', `${seller.name}, ИНН ${seller.inn}, КПП ${seller.kpp}, ${seller.address}, тел. ${seller.phone}`],
    ['Покупатель (Заказчик):', `${buyer.name}, ИНН ${buyer.inn}, КПП ${buyer.kpp}, ${buyer.address}, тел. ${buyer.phone}`],
    ['Основание:', contractText(invoice.contract)],
    ['Срок оплаты:', `до ${formatDayLong(invoice.dueOn)} г. включительно`],
  ];
  let y = 190;
  for (const [label, value] of facts) {
    doc.font(REGULAR).fontSize(8.5).text(label, 40, y, { width: 85 });
    doc.font(BOLD).text(value, 125, y, { width: 425 });
    y += Math.max(doc.heightOfString(value, { width: 425 }), doc.heightOfString(label, { width: 85 })) + 3;
  }
  y = row(doc.font(BOLD), y, ['№', 'Товары (работы, услуги)', 'Кол-во', 'Ед.', 'Цена с НДС', 'Ставка НДС', 'Сумма НДС', 'Сумма с НДС']);
  doc.font(REGULAR);
  for (const line of invoice.lines) {
    const price = formatPrice(linePrice(line.gross, line.seats));
    const sums = [price, rateText(line.vatRate), formatAmount(line.vat), formatAmount(line.gross)];
    y = row(doc, y, [String(line.no), lineName(line), String(line.seats), 'шт', ...sums]);
  }
  const total = formatAmount(invoice.gross);
  const totals = [`Итого: ${total}`, `В том числе НДС 22 %: ${formatAmount(invoice.vat)}`, `Всего к оплате: ${total}`];
  doc.font(BOLD).text(totals.join('\n'), 40, y + 4, { width: 510, align: 'right' });
  doc
    .font(REGULAR)
    .text(`Всего наименований ${invoice.lines.length}, на сумму ${total} руб.`, 40)
    .font(BOLD)
    .text(amountInWords(invoice.gross));
  doc
    .font(REGULAR)
    .fontSize(7)
    .text('Оплата данного счёта означает согласие с условиями договора.')
    .text(`В назначении платежа укажите: № ${invoice.number}`);
  doc
    .fontSize(8.5)
    .text(
      `Руководитель ____________ / ${shortName(seller.director)} /   Главный бухгалтер ____________ / ${shortName(seller.accountant)} /`,
    );
  doc.fontSize(7).text('Страница 1 из 1', 40, 780, { width: 510, align: 'right' });
  doc.end();
  await ended;
  return Buffer.concat(chunks);
}

function row(doc: PDFKit.PDFDocument, y: number, cells: readonly string[]): number {
  const height = Math.max(...cells.map((cell, at) => doc.heightOfString(cell, { width: (widths[at] ?? 0) - 6 }))) + 4;
  let x = 40;
  cells.forEach((cell, at) => {
    const width = widths[at] ?? 0;
    doc.rect(x, y, width, height).stroke();
    doc.text(cell, x + 3, y + 2, { width: width - 6, align: at > 3 ? 'right' : 'left' });
    x += width;
  });
  return y + height;
}
