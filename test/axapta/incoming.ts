import type { BillingItem, Books } from './books.ts';
import { toKopecks } from './books.ts';
import { statusItem } from './messages.ts';
import type { OutgoingMail } from './outgoing.ts';

/** An acknowledgement as the exchange has it. */
export interface Ack {
  readonly messageId: string;
  readonly result: 'ok' | 'partial' | 'error';
  readonly itemErrors: readonly { key: string; code: string; text: string }[];
}

export interface IncomingParts {
  readonly books: Books;
  readonly mail: OutgoingMail;
  readonly now: () => Date;
}

type Item = Readonly<Record<string, unknown>>;
type Handler = (parts: IncomingParts, item: Item) => void;

/** Thrown for an item that the books can't take; the message is a sentence for the acknowledgement. */
class BadItem extends Error {}

/** Takes a message of the portal in: what was seen before changes nothing, each bad item is named, the others are taken. */
export function receive(parts: IncomingParts, message: Item): Ack {
  const messageId = String(message['messageId'] ?? '');
  const take = handlers[String(message['type'])];
  const items = Array.isArray(message['items']) ? (message['items'] as Item[]) : [];
  if (!take)
    return { messageId, result: 'error', itemErrors: [{ key: '', code: 'type', text: `no message of type ${String(message['type'])}` }] };
  const itemErrors: { key: string; code: string; text: string }[] = [];
  for (const item of items) {
    try {
      take(parts, item);
    } catch (error) {
      itemErrors.push({ key: String(item['portalDocId'] ?? item['custAccount'] ?? ''), code: 'item', text: (error as Error).message });
    }
  }
  const isAll = itemErrors.length === items.length && items.length > 0;
  return { messageId, result: itemErrors.length === 0 ? 'ok' : isAll ? 'error' : 'partial', itemErrors };
}

/** What a bookkeeper would compare, the portal compares too: balances are only taken. */
const handlers: Readonly<Record<string, Handler>> = { billing, partners, ping: () => undefined, balances: () => undefined, ack, replay };

/** A document of ours: checked as a bookkeeper would, taken, and its state told at once. */
function billing({ books, mail, now }: IncomingParts, item: Item): void {
  for (const name of [
    'portalDocId',
    'kind',
    'custAccount',
    'invoiceAccount',
    'invoiceNumber',
    'docDate',
    'dueDate',
    'gross',
    'net',
    'vat',
  ]) {
    if (typeof item[name] !== 'string' || item[name] === '') throw new BadItem(`${name} is missing`);
  }
  const document = item as unknown as BillingItem & { net: string; vat: string; lines?: { gross?: string }[] };
  if (toKopecks(document.net) + toKopecks(document.vat) !== toKopecks(document.gross))
    throw new BadItem('net and VAT do not make the gross sum');
  const lines = (document.lines ?? []).reduce((sum, { gross }) => sum + toKopecks(gross ?? '0.00'), 0);
  if (document.lines && lines !== toKopecks(document.gross)) throw new BadItem('the lines do not make the gross sum');
  const accepted = books.accept(document, now().toISOString());
  if (accepted) mail.put('invoice-status', [statusItem(accepted)], now());
}

/** A partner of the portal that the books do not know yet gets a debtor's card. */
function partners({ books }: IncomingParts, item: Item): void {
  const text = (name: string) => (typeof item[name] === 'string' && item[name] !== '' ? (item[name] as string) : null);
  const custAccount = text('custAccount') ?? text('axDebtorCode');
  if (!custAccount) throw new BadItem('custAccount is missing');
  const limit = text('creditMax') ?? text('creditLimit');
  books.open({
    custAccount,
    invoiceAccount: text('invoiceAccount') ?? text('axPayerCode') ?? custAccount,
    name: text('name') ?? custAccount,
    inn: text('inn'),
    kpp: text('kpp'),
    blocked: 'No',
    blockReason: null,
    creditMax: limit === null ? null : toKopecks(limit),
    paymDays: Number(item['paymDays'] ?? 14),
    agreements: [],
    alias: text('code'),
  });
}

function ack({ mail }: IncomingParts, item: Item): void {
  const isRefused = item['result'] === 'error';
  mail.acknowledge(String(item['messageId']), isRefused ? 'refused by the portal' : null);
}

/** The portal misses numbers of ours. */
function replay({ mail }: IncomingParts, item: Item): void {
  mail.replay(String(item['type'] ?? item['messageType']), Number(item['from'] ?? item['fromSeq']), Number(item['to'] ?? item['toSeq']));
}
