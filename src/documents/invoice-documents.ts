import type { DocumentKind, InvoiceToPrint, RenderedDocument } from './documents.types.ts';
import { actPdf } from './drawing/act.pdf.ts';
import { invoicePdf } from './drawing/invoice.pdf.ts';
import { utdPdf } from './drawing/utd.pdf.ts';
import { vatInvoicePdf } from './drawing/vat-invoice.pdf.ts';
import { isVatDue } from './printing.rules.ts';
import { utdFileName } from './utd/utd-names.ts';
import { utdXml } from './utd/utd-xml.ts';

/**
 * Every document of an invoice (product rule §9): счёт, УПД and its XML; or счёт, акт and счёт-фактура where the contract says so,
 * the last only when a line bears VAT. The same invoice gives the same bytes.
 */
export async function invoiceDocuments(invoice: InvoiceToPrint): Promise<RenderedDocument[]> {
  const documents = [pdf('invoice', 'Счет', invoice, await invoicePdf(invoice))];
  if (invoice.docMode === 'upd') {
    documents.push(pdf('utd', 'УПД', invoice, await utdPdf(invoice)));
    documents.push({ kind: 'utd_xml', fileName: `${utdFileName(invoice)}.xml`, mime: 'application/xml', bytes: utdXml(invoice) });
    return documents;
  }
  documents.push(pdf('act', 'Акт', invoice, await actPdf(invoice)));
  if (isVatDue(invoice)) documents.push(pdf('vat_invoice', 'Счет-фактура', invoice, await vatInvoicePdf(invoice)));
  return documents;
}

function pdf(kind: DocumentKind, title: string, { number, issuedOn }: InvoiceToPrint, bytes: Uint8Array): RenderedDocument {
  return { kind, fileName: `${title}_${number}_${issuedOn}.pdf`, mime: 'application/pdf', bytes };
}
