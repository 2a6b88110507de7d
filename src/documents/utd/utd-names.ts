import { createHash } from 'node:crypto';
import type { InvoiceToPrint } from '#src/documents/documents.types.ts';
import { moscowDay } from '#src/lib/days.ts';

/** Operator code and the length of the rest: an EDO id has at most 46 characters. */
const OPERATOR = '2BM';
const SUFFIX = '0'.repeat(21);

/** Participant of the exchange by its tax codes, as long as no operator has given it another id. */
function participant({ inn, kpp }: { inn: string; kpp: string | null }): string {
  return [OPERATOR, inn, ...(kpp ? [kpp] : []), SUFFIX].join('-');
}

/**
 * Name of an exchange file without its ending, = ИдФайл: `ON_NSCHFDOPPR_recipient_sender_date_GUID_0_0_0_0_0_00` (format 5.03).
 * The same invoice always gives the same name.
 */
export function utdFileName(invoice: InvoiceToPrint): string {
  const formedOn = moscowDay(invoice.issuedAt).replaceAll('-', '');
  return ['ON_NSCHFDOPPR', participant(invoice.buyer), participant(invoice.seller), formedOn, guidOf(invoice), '0_0_0_0_0_00'].join('_');
}

const NAMESPACE = Buffer.from('6f1c41d2a9b44e0e8c5a9d1f3b7e2460', 'hex');

/** A GUID of version 5 (RFC 9562): SHA-1 of a namespace and of what identifies the invoice. */
function guidOf({ id, number, seller, issuedOn }: InvoiceToPrint): string {
  const bytes = createHash('sha1').update(NAMESPACE).update(`${seller.inn}/${issuedOn}/${number}/${id}`).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
