import type { InvoiceToPrint } from '#src/documents/documents.types.ts';
import { guidOf, participant } from '#src/documents/exchange.rules.ts';
import { moscowDay } from '#src/lib/days.ts';

/**
 * Name of an exchange file without its ending, = ИдФайл: `ON_NSCHFDOPPR_recipient_sender_date_GUID_0_0_0_0_0_00` (format 5.03).
 * The same invoice always gives the same name.
 */
export function utdFileName({ id, number, issuedOn, issuedAt, seller, buyer }: InvoiceToPrint): string {
  const formedOn = moscowDay(issuedAt).replaceAll('-', '');
  const guid = guidOf(`${seller.inn}/${issuedOn}/${number}/${id}`);
  return ['ON_NSCHFDOPPR', participant(buyer), participant(seller), formedOn, guid, '0_0_0_0_0_00'].join('_');
}
