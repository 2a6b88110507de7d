import { moneyText, toKopecks, UnknownInBooks } from './books.ts';
import type { Blocked } from './books.types.ts';
import { setFault } from './faults.ts';
import { dayText, instantText } from './messages.ts';
import type { StandIn } from './stand-in.ts';

/** Thrown for a command that can't be understood; the message is a sentence. */
export class BadCommand extends Error {}

interface Verb {
  readonly usage: string;
  /** @returns what is told to whoever asked */
  readonly run: (ax: StandIn, args: readonly string[]) => string;
}

/** What the stand-in can be told while it runs, from its keyboard, by `npm run axapta -- VERB` or over its control port. */
export const verbs: Readonly<Record<string, Verb>> = {
  status: { usage: 'status: what the books hold and what waits', run: status },
  debtors: { usage: 'debtors: all of them with balance and limit', run: debtors },
  block: { usage: 'block WHO [Invoice|All] [REASON…]', run: block },
  unblock: { usage: 'unblock WHO', run: (ax, [who]) => blockedTo(ax, needed(who, 'WHO'), 'No', null) },
  limit: { usage: 'limit WHO 500000.00|none', run: limit },
  pay: { usage: 'pay WHO 12000.00 [PURPOSE…]: money received today', run: pay },
  cancel: { usage: 'cancel AXT-000001: that payment was none', run: cancel },
  documents: { usage: 'documents: invoices of the portal in the books', run: documents },
  post: { usage: 'post NUMBER: posts an invoice now', run: post },
  reject: { usage: 'reject NUMBER [WHY…]: refuses an invoice, or takes a posted one back', run: reject },
  send: { usage: 'send: all debtors now', run: send },
  down: { usage: 'down: neither calls nor answers, until «up»', run: (ax) => standing(ax, true) },
  up: { usage: 'up', run: (ax) => standing(ax, false) },
  fault: {
    usage: 'fault doubled|broken|lost|halfWritten 0.3|off, fault reordered|wrongSignature [off], fault late 60, fault gap [TYPE]',
    run: fault,
  },
};

/** Carries out a line such as `block orion`. @throws BadCommand or UnknownInBooks with a sentence */
export function runVerb(ax: StandIn, line: readonly string[]): string {
  const [name = '', ...args] = line;
  const verb = verbs[name];
  if (!verb) throw new BadCommand(`${name} is no command. There are:\n${usages()}`);
  try {
    return verb.run(ax, args);
  } catch (error) {
    if (error instanceof RangeError) throw new BadCommand(error.message);
    throw error;
  }
}

export const usages = (): string =>
  Object.values(verbs)
    .map(({ usage }) => `  ${usage}`)
    .join('\n');

function needed(arg: string | undefined, name: string): string {
  if (!arg) throw new BadCommand(`${name} is missing`);
  return arg;
}

function status(ax: StandIn): string {
  const { debtors, payments, postings } = ax.state.books;
  const counts = [debtors, payments, postings].map((rows) => Object.keys(rows).length);
  const faults = Object.entries(ax.faults).filter(([, value]) => value !== 0 && value !== false);
  const refused = ax.state.outgoing.messages.filter((out) => out.refused !== null);
  return [
    `${ax.isDown ? 'down' : 'up'}, ${instantText(ax.options.now())}`,
    `${counts[0]} debtors, ${counts[1]} payments, ${counts[2]} documents of the portal`,
    `${ax.mail.waiting().length} messages wait, ${refused.length} were refused`,
    ...refused.slice(-5).map(({ message: { type, messageId }, refused: why }) => `  ${type} ${messageId}: ${why}`),
    ...(faults.length > 0 ? [`faults: ${faults.map(([name, value]) => `${name} ${String(value)}`).join(', ')}`] : []),
  ].join('\n');
}

function debtors(ax: StandIn): string {
  const today = dayText(ax.options.now());
  return Object.values(ax.state.books.debtors)
    .map(({ custAccount, alias, name, blocked, creditMax, invoiceAccount }) => {
      const { balance, overdue } = ax.books.owed(invoiceAccount, today);
      const sums = `owes ${moneyText(balance)}, overdue ${moneyText(overdue)}, limit ${creditMax === null ? 'none' : moneyText(creditMax)}`;
      return `${custAccount} ${alias ?? ''} ${name}: ${sums}, blocked ${blocked}`;
    })
    .join('\n');
}

function block(ax: StandIn, [who, kind = 'All', ...reason]: readonly string[]): string {
  const isKind = kind === 'Invoice' || kind === 'All';
  const text = (isKind ? reason : [kind, ...reason]).join(' ') || 'Решение бухгалтерии';
  return blockedTo(ax, needed(who, 'WHO'), isKind ? kind : 'All', text);
}

function blockedTo(ax: StandIn, who: string, blocked: Blocked, reason: string | null): string {
  const debtor = ax.books.block(who, blocked, reason);
  ax.tell(debtor);
  return `${debtor.custAccount} ${debtor.name}: blocked ${blocked}`;
}

function limit(ax: StandIn, [who, sum]: readonly string[]): string {
  const debtor = ax.books.limit(needed(who, 'WHO'), sum === 'none' ? null : sumOf(sum));
  ax.tell(debtor);
  return `${debtor.custAccount} ${debtor.name}: limit ${debtor.creditMax === null ? 'none' : moneyText(debtor.creditMax)}`;
}

function pay(ax: StandIn, [who, sum, ...purpose]: readonly string[]): string {
  const date = dayText(ax.options.now());
  const text = purpose.length > 0 ? { purpose: purpose.join(' ') } : {};
  return `${ax.pay(needed(who, 'WHO'), { amount: sumOf(sum), date, ...text })} is in the books`;
}

function cancel(ax: StandIn, [transId]: readonly string[]): string {
  ax.cancel(needed(transId, 'the number of the payment'));
  return `${transId} is cancelled`;
}

function documents(ax: StandIn): string {
  const rows = Object.values(ax.state.books.postings);
  if (rows.length === 0) return 'none yet';
  return rows
    .map(({ invoiceNumber, gross, status, factureNumber }) => `${invoiceNumber} ${moneyText(gross)} ${status} ${factureNumber ?? ''}`)
    .join('\n');
}

function post(ax: StandIn, [number]: readonly string[]): string {
  const posting = ax.books.post(needed(number, 'NUMBER'), instantText(ax.options.now()));
  ax.tell(posting);
  return `${posting.invoiceNumber} is posted as ${posting.factureNumber}`;
}

function reject(ax: StandIn, [number, ...why]: readonly string[]): string {
  const posting = ax.books.reject(needed(number, 'NUMBER'), why.join(' ') || 'Не найдена номенклатура');
  ax.tell(posting);
  return `${posting.invoiceNumber} is ${posting.status}`;
}

function send(ax: StandIn): string {
  ax.sendAll();
  return 'all debtors are on their way';
}

function standing(ax: StandIn, isDown: boolean): string {
  ax.isDown = isDown;
  return isDown ? 'down: nothing is sent and nothing answered' : 'up again';
}

function fault(ax: StandIn, [name, value]: readonly string[]): string {
  if (name === 'gap') return `${value ?? 'debtors'}: number ${ax.mail.leaveGap(value ?? 'debtors')} is left out`;
  setFault(ax.faults, needed(name, 'the fault'), value);
  return `${name}: ${String(ax.faults[name as keyof typeof ax.faults])}`;
}

/** «12000», «12 000,50» → kopecks */
function sumOf(text: string | undefined): number {
  const plain = needed(text, 'the sum').replace(/\s/g, '').replace(',', '.');
  const [whole = '', cents = ''] = plain.split('.');
  return toKopecks(`${whole}.${cents.padEnd(2, '0')}`);
}

/** Is its message written for people? */
export const isSentence = (error: unknown): boolean => error instanceof BadCommand || error instanceof UnknownInBooks;
