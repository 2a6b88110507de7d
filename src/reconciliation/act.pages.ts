import { invoiceHref } from '#src/documents/documents.rules.ts';
import { type Day, formatDayShort, formatMonth } from '#src/lib/days.ts';
import { formatAmount, formatRub } from '#src/lib/money.ts';
import type { AlertProps, ButtonProps, Crumb, EmptyProps, FiltersProps, PageHeadProps, StatProps } from '#src/platform/http/components.ts';
import { dayFields, type ToldDays } from '#src/platform/http/filter-days.ts';
import { addressOf } from '#src/platform/http/lists.ts';
import type { Page } from '#src/platform/http/render.ts';
import type { Act, ActScope, Party } from './act.types.ts';
import { operationText, periodText, provisionalText, scopeText, verdictText } from './act.words.ts';
import { quickDays } from './act-days.rules.ts';
import { creditOf, debitOf } from './ledger.rules.ts';
import type { BalancedEntry } from './ledger.types.ts';

export interface ActPage extends Page {
  readonly head: PageHeadProps;
  readonly filters: FiltersProps;
  readonly quick: { readonly label: string; readonly href: string; readonly isOn: boolean }[];
  readonly notes: AlertProps[];
  readonly act: ShownAct | null;
  readonly empty: EmptyProps | null;
}

interface ShownAct {
  readonly caption: string;
  readonly stats: StatProps[];
  readonly opening: Sides;
  readonly rows: ActRow[];
  readonly turnover: Sides;
  readonly closing: Sides;
  readonly from: string;
  readonly to: string;
  readonly verdict: string;
}

/** A sum on its side; the other one is empty. */
interface Sides {
  readonly debit: string;
  readonly credit: string;
}

interface ActRow extends Sides {
  readonly on: string;
  readonly text: string;
  readonly href: string | null;
  readonly contract: string;
  readonly balance: string;
}

/** Where the act is shown: the partner's own, or that of any partner for MONT's people. */
export interface ActPlace {
  readonly path: string;
  readonly section: string;
  readonly crumbs?: Crumb[];
  /** The partner's own: invoices lead to its documents. MONT's people read what Axapta says instead. */
  readonly isOwn: boolean;
}

/** What was asked for and found; without an act the days were wrong. */
export interface FoundAct {
  readonly party: Party;
  readonly of: ActScope;
  readonly act: Act | null;
  readonly told: ToldDays | null;
  readonly isCut: boolean;
  readonly today: Day;
}

export function actPage(found: FoundAct, place: ActPlace): ActPage {
  const { party, of, act } = found;
  return {
    title: 'Акт сверки',
    section: place.section,
    ...(act ? {} : { isInvalid: true }),
    head: {
      title: 'Акт сверки',
      sub: act ? `${party.name}, ${scopeText(of)}, ${periodText(act)}` : `${party.name}, ${scopeText(of)}`,
      ...(place.crumbs ? { crumbs: place.crumbs } : {}),
      actions: act && party.firstOn ? filesOf(act, place) : [],
    },
    filters: filtersOf(found, place),
    quick: quickDays(found.today, party.firstOn).map(({ label, from, to }) => ({
      label,
      href: addressOf(place.path, { from, to, contract: contractIn(of) }),
      isOn: act?.from === from && act.to === to,
    })),
    notes: act ? notesOf(act, found, place) : [],
    act: act && party.firstOn ? shownAct(act, place) : null,
    empty: act && !party.firstOn ? EMPTY : null,
  };
}

const EMPTY: EmptyProps = {
  icon: 'file-invoice',
  title: 'Сверять пока нечего',
  text: 'Здесь будут продажи и оплаты. Первая продажа появится, когда закроется первый месяц.',
};

const contractIn = (of: ActScope): string | null => (of === 'all' ? null : of === 'none' ? 'none' : String(of.id));

function filesOf({ from, to, of }: Act, { path }: ActPlace): ButtonProps[] {
  const href = (ending: string) => addressOf(`${path}.${ending}`, { from, to, contract: contractIn(of) });
  return [
    { label: 'PDF для подписи', icon: 'download', kind: 'primary', href: href('pdf') },
    { label: 'Excel', icon: 'download', href: href('xlsx') },
    { label: 'CSV', icon: 'download', href: href('csv') },
    { label: 'XML для ЭДО', icon: 'download', href: href('xml') },
  ];
}

function filtersOf({ party, of, act, told }: FoundAct, place: ActPlace): FiltersProps {
  const days = told ?? { typed: { from: act?.from ?? '', to: act?.to ?? '' }, errors: {} };
  const contracts = party.contracts.map(({ id, number }) => ({ value: String(id), label: `Договор ${number}` }));
  const options = [{ value: '', label: 'Все договоры' }, ...contracts, { value: 'none', label: 'Без договора' }];
  return {
    label: 'Дни и договор акта',
    action: place.path,
    fields: [...dayFields(days), { name: 'contract', label: 'Договор', type: 'select', value: contractIn(of) ?? '', options }],
  };
}

function notesOf(act: Act, { isCut, today, party }: FoundAct, { isOwn }: ActPlace): AlertProps[] {
  const notes: AlertProps[] = [];
  const provisional = provisionalText(act);
  if (provisional) notes.push({ tone: 'warn', text: provisional, ...(isOwn ? {} : mismatchNote(act)) });
  if (isCut) notes.push({ tone: 'info', text: `Акт составлен по сегодня, ${formatDayShort(today)}: следующие дни ещё не наступили.` });
  if (party.openFrom && act.to >= party.openFrom) {
    const month = formatMonth(party.openFrom);
    notes.push({ tone: 'info', text: `Начисления с ${formatDayShort(party.openFrom)} войдут в акт, когда закроется ${month}.` });
  }
  return notes;
}

function mismatchNote({ mismatch, to }: Act): Pick<AlertProps, 'title' | 'link'> {
  if (!mismatch) return {};
  return {
    title: `Долг плательщика на ${formatDayShort(to)}: на портале ${formatRub(mismatch.ours)}, в Аксапте ${formatRub(mismatch.theirs)}.`,
    link: { href: '/admin/exchange/differences', label: 'Расхождения' },
  };
}

function shownAct(act: Act, place: ActPlace): ShownAct {
  const { ledger } = act;
  return {
    caption: `Операции ${periodText(act)}`,
    stats: [
      { value: formatRub(ledger.opening), label: `остаток на ${formatDayShort(act.from)}` },
      { value: formatRub(ledger.debit), label: 'продано' },
      { value: formatRub(ledger.credit), label: 'оплачено' },
      { value: formatRub(ledger.closing), label: `остаток на конец ${formatDayShort(act.to)}` },
    ],
    opening: sidesOf(ledger.opening, true),
    rows: ledger.entries.map((entry) => rowOf(entry, act, place)),
    turnover: { debit: formatAmount(ledger.debit), credit: formatAmount(ledger.credit) },
    closing: sidesOf(ledger.closing, true),
    from: formatDayShort(act.from),
    to: formatDayShort(act.to),
    verdict: verdictText(act),
  };
}

/** A balance of nothing is told on both sides as in books: «0,00» in the debit. */
function sidesOf(amount: bigint, isBalance = false): Sides {
  if (amount === 0n) return { debit: isBalance ? formatAmount(0n) : '', credit: '' };
  return amount > 0n ? { debit: formatAmount(amount), credit: '' } : { debit: '', credit: formatAmount(-amount) };
}

function rowOf(entry: BalancedEntry, { party }: Act, { isOwn }: ActPlace): ActRow {
  const isInvoice = entry.kind === 'shipment' || entry.kind === 'cancellation' || entry.kind === 'replacement';
  const contract = party.contracts.find(({ id }) => id === entry.contractId);
  return {
    on: formatDayShort(entry.on),
    text: operationText(entry),
    href: isOwn && isInvoice && entry.number ? invoiceHref({ number: entry.number, on: entry.documentOn }) : null,
    contract: contract ? `Договор ${contract.number}` : '',
    ...sidesOf(entry.amount),
    balance: formatAmount(entry.balance),
  };
}

/** A line of the act as a file: operations between the balances, and the turnover. */
export interface ActLine {
  readonly on: Day | null;
  readonly text: string;
  readonly contract: string;
  readonly debit: bigint | null;
  readonly credit: bigint | null;
  readonly balance: bigint | null;
}

/** The lines of `/reconciliation.csv` and `.xlsx`; a provisional act says so first. */
export function actLines(act: Act): ActLine[] {
  const { from, to, ledger, party } = act;
  const provisional = provisionalText(act);
  const contractOf = new Map(party.contracts.map(({ id, number }) => [id, number]));
  const balance = (text: string, on: Day, amount: bigint): ActLine => ({
    ...{ on, text, contract: '', debit: debitOf(amount), credit: creditOf(amount), balance: amount },
  });
  return [
    ...(provisional ? [{ on: null, text: provisional, contract: '', debit: null, credit: null, balance: null }] : []),
    balance('Сальдо начальное', from, ledger.opening),
    ...ledger.entries.map((entry) => ({
      on: entry.on,
      text: operationText(entry),
      contract: contractOf.get(entry.contractId ?? 0) ?? '',
      debit: entry.amount > 0n ? entry.amount : null,
      credit: entry.amount < 0n ? -entry.amount : null,
      balance: entry.balance,
    })),
    { on: null, text: 'Обороты за период', contract: '', debit: ledger.debit, credit: ledger.credit, balance: null },
    balance('Сальдо конечное', to, ledger.closing),
  ];
}
