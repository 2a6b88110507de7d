import { searchKey } from '#src/lib/search-key.ts';

/** What people look messages up by. */
const NAMED = [
  ...['messageId', 'custAccount', 'invoiceAccount', 'name', 'inn', 'payerInn', 'transId', 'docNumber', 'voucher', 'number'],
  ...['portalDocId', 'invoiceNumber', 'axInvoiceId', 'factureNumber', 'key'],
];
const VALUES = new RegExp(`"(?:${NAMED.join('|')})":"((?:[^"\\\\]|\\\\.){1,200})"`, 'g');

/** Of a message of very many items only the first are found: an index of all they say would outgrow them. */
const LONGEST = 50_000;
/** What is searched of a body that is no message. */
const LONGEST_OF_BAD = 1_000;

/**
 * The key that a message is found by: codes, names and numbers of its items, each once, as `searchKey` writes them.
 * @param body canonical JSON, or what is none
 */
export function messageKey(messageId: string | null, body: string): string {
  const found = new Set([messageId ?? '']);
  let length = 0;
  for (const [, value = ''] of body.matchAll(VALUES)) {
    if (found.has(value)) continue;
    found.add(value);
    length += value.length + 1;
    if (length > LONGEST) break;
  }
  const said = found.size > 1 ? [...found] : [...found, body.slice(0, LONGEST_OF_BAD)];
  return said.map(searchKey).filter(Boolean).join('|');
}
