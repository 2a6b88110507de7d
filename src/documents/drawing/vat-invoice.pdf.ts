import type { InvoiceToPrint } from '#src/documents/documents.types.ts';
import { numbered } from '#src/documents/printing.rules.ts';
import { mm, Sheet } from '#src/platform/pdf/sheet.ts';
import { drawVatSigners, MARGINS, SIGNERS_HEIGHT, type VatForm } from './vat-form.ts';
import { drawVatHead } from './vat-head.ts';
import { drawVatLines } from './vat-lines.ts';

/** Счёт-фактура (приложение № 1 к ПП РФ от 26.12.2011 № 1137), where the contract wants it beside an акт. @returns a PDF */
export async function vatInvoicePdf(invoice: InvoiceToPrint): Promise<Uint8Array> {
  const sheet = new Sheet({
    title: `Счёт-фактура № ${numbered(invoice.number, invoice.issuedOn)}`,
    author: invoice.seller.name,
    createdAt: invoice.issuedAt,
    layout: 'landscape',
    margins: MARGINS,
  });
  const form: VatForm = { sheet, invoice, x: sheet.left, shippedBy: 'Акт' };
  const end = drawVatLines(form, drawVatHead(form, sheet.top), false, mm(3) + SIGNERS_HEIGHT);
  drawVatSigners(form, sheet.room(end + mm(3), SIGNERS_HEIGHT));
  return sheet.finish();
}
