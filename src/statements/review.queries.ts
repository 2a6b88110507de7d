import { setImmediate } from 'node:timers/promises';
import type { Day } from '#src/lib/days.ts';
import { groupedBy } from '#src/lib/groups.ts';
import { type Kopecks, kopecks, sum, zero } from '#src/lib/money.ts';
import { outlookOf } from '#src/orders/held/what-runs.queries.ts';
import { sameThroughOtherDoors } from '#src/payments/doors.queries.ts';
import { pairUp } from '#src/payments/doors.rules.ts';
import { OpenInvoices } from '#src/payments/open-invoices.rules.ts';
import { readPurpose } from '#src/payments/purpose.rules.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import {
  type KnownPayers,
  type PartnersInvoice,
  type PartnersRelief,
  payingPartnerOf,
  reliefOf,
  type Sorted,
  seenOf,
  sortPayments,
  type WaitingPayment,
} from './review.rules.ts';
import { type BankPayment, waitingPart } from './statements.queries.ts';

/** So many payments are read and sorted before others get their turn. */
const AT_ONCE = 1_000;

/** As much of a payment as is kept while tens of thousands of them are sorted. */
export type Lean = Pick<BankPayment, 'id' | 'amount' | 'receivedOn' | 'docNumber'>;

/** What waits of a statement, sorted, with the open invoices it was sorted by. */
export interface Review<P extends Lean = Lean> {
  readonly sorted: readonly Sorted<P>[];
  readonly invoices: ReadonlyMap<number, PartnersInvoice>;
}

/** Sorts what waits of a statement as things are now, part by part: the texts of one part are held at a time. */
export async function reviewOf(sql: Sql, statementId: number, today: Day): Promise<Review> {
  const parts = () => waitingParts(sql, statementId);
  return sorting(sql, parts, today, ({ id, amount, receivedOn, docNumber }) => ({ id, amount, receivedOn, docNumber }));
}

/** Sorts these payments. */
export function sortedAsOf(sql: Sql, waiting: readonly BankPayment[], today: Day): Promise<Review<BankPayment>> {
  return sorting(
    sql,
    async function* () {
      yield waiting;
    },
    today,
    (payment) => payment,
  );
}

async function* waitingParts(sql: Sql, statementId: number): AsyncGenerator<readonly BankPayment[]> {
  for (let after = 0; ; ) {
    const part = await waitingPart(sql, statementId, { after, limit: AT_ONCE });
    if (part.length > 0) yield part;
    if (part.length < AT_ONCE) return;
    after = part.at(-1)?.id ?? 0;
  }
}

/** Read twice: what may be meant by any of them, then each. Sure ones that something has to be asked about are suggested only. */
async function sorting<P extends Lean>(
  sql: Sql,
  parts: () => AsyncIterable<readonly BankPayment[]>,
  today: Day,
  keep: (payment: BankPayment) => P,
): Promise<Review<P>> {
  const series = await seriesOfInvoices(sql);
  const meant = new Meant(series);
  for await (const part of parts()) meant.add(part);
  const payers = await knownPayers(sql, meant);
  const invoices = await invoicesFor(sql, meant, payers);
  const open = new OpenInvoices(invoices, series);
  const taken = new Set<number>();
  const [known, sorted]: [Sorted<P>[], Sorted<P>[]] = [[], []];
  for await (const part of parts()) {
    const there = await knownAmong(sql, part, payers, taken);
    known.push(...part.flatMap((payment) => there.get(payment.id) ?? []).map((one) => ({ ...one, payment: keep(one.payment) })));
    const others = part.filter(({ id }) => !there.has(id));
    sorted.push(...sortPayments(others, open, payers).map((one) => ({ ...one, payment: keep(one.payment) })));
    await setImmediate();
  }
  const asked = await askedAbout(
    sql,
    sorted.filter(({ kind }) => kind === 'sure'),
    today,
  );
  return {
    sorted: [...known, ...sorted.map((one): Sorted<P> => (asked.has(one.payment.id) ? { ...one, kind: 'suggested' } : one))],
    invoices: new Map(invoices.map((invoice) => [invoice.id, invoice])),
  };
}

/** What payments may mean: by whom, for which numbers, of which sum. */
class Meant {
  readonly accounts = new Set<string>();
  readonly inns = new Set<string>();
  readonly seqs = new Set<number>();
  readonly amounts = new Set<bigint>();
  readonly #series: readonly string[];

  constructor(series: readonly string[]) {
    this.#series = series;
  }

  add(payments: readonly WaitingPayment[]): void {
    for (const { payerAccount, payerInn, purpose, amount } of payments) {
      this.accounts.add(payerAccount);
      if (payerInn !== null) this.inns.add(payerInn);
      this.amounts.add(amount);
      const { named, bare } = readPurpose(purpose, this.#series);
      for (const seq of [...named.map((one) => one.seq), ...bare]) if (seq < 2 ** 31) this.seqs.add(seq);
    }
  }
}

/** Those that are recorded already, having come through another door (money in, §10), by their id. */
async function knownAmong(
  sql: Sql,
  all: readonly BankPayment[],
  payers: KnownPayers,
  taken: Set<number>,
): Promise<Map<number, Sorted<BankPayment>>> {
  const own = all.flatMap((payment) => {
    const partnerId = payment.docNumber === null ? null : payingPartnerOf(payment, payers);
    return partnerId === null ? [] : [{ payment, partnerId }];
  });
  if (own.length === 0) return new Map();
  const sketches = own.map(({ payment: { receivedOn, amount, docNumber }, partnerId }, n) => ({
    n,
    partnerId,
    receivedOn,
    amount,
    docNumber,
  }));
  const pairs = pairUp(await sameThroughOtherDoors(sql, 'bank', sketches), taken);
  return new Map(
    own.flatMap(({ payment, partnerId }, n): [number, Sorted<BankPayment>][] => {
      const paymentId = pairs.get(n);
      return paymentId === undefined ? [] : [[payment.id, { payment, kind: 'known', suggestions: [], partnerId, shares: [], paymentId }]];
    }),
  );
}

/** Of a statement, what is recorded already. */
export async function knownOf(sql: Sql, statementId: number): Promise<Sorted<BankPayment>[]> {
  const found: Sorted<BankPayment>[] = [];
  const taken = new Set<number>();
  for await (const part of waitingParts(sql, statementId)) {
    const meant = new Meant([]);
    meant.add(part);
    found.push(...(await knownAmong(sql, part, await knownPayers(sql, meant), taken)).values());
  }
  return found;
}

async function seriesOfInvoices(sql: Sql): Promise<string[]> {
  const rows = await sql<{ series: string }>('invoice_series', 'select distinct series from document_series order by series');
  return rows.map(({ series }) => series);
}

/** Partners by ИНН, and those confirmed to pay from these accounts. */
async function knownPayers(sql: Sql, meant: Meant): Promise<KnownPayers> {
  const [accounts, inns] = [[...meant.accounts], [...meant.inns]];
  const [ofAccount, partners] = await Promise.all([
    sql<{ account: string; inn: string }>(
      'partners_of_accounts',
      'select a.account, r.inn from payer_accounts a join partners r on r.id = a.partner_id where a.account = any($1::text[]) order by a.account, r.id',
      [accounts],
    ),
    sql<{ id: number; inn: string }>(
      'partners_of_payers',
      `select min(id) as id, inn from partners where inn = any($1::text[])
         or id in (select partner_id from payer_accounts where account = any($2::text[])) group by inn having count(*) = 1`,
      [inns, accounts],
    ),
  ]);
  const grouped = groupedBy(ofAccount, ({ account }) => account);
  return {
    ofAccount: new Map([...grouped].map(([account, rows]) => [account, rows.map(({ inn }) => inn)])),
    partnerOf: new Map(partners.map(({ id, inn }) => [inn, id])),
  };
}

/** Open invoices that anything may speak for: buyer, number or the whole sum. Oldest first. */
async function invoicesFor(sql: Sql, { inns: payers, seqs, amounts }: Meant, known: KnownPayers): Promise<PartnersInvoice[]> {
  const inns = new Set([...payers, ...[...known.ofAccount.values()].flat()]);
  const rows = await sql<Omit<PartnersInvoice, 'open'> & { open: bigint }>(
    'invoices_for_statement',
    `select i.id, i.number, i.issued_on::text as "issuedOn", i.partner_id as "partnerId", i.buyer ->> 'inn' as "buyerInn", (i.gross - paid.amount)::bigint as open
     from invoices i
     cross join lateral (select coalesce(sum(amount), 0) as amount from settlements s where s.partner_id = i.partner_id and s.invoice_id = i.id) paid
     where i.status = 'issued' and i.gross > paid.amount
       and (i.buyer ->> 'inn' = any($1::text[]) or i.seq = any($2::int[]) or i.gross - paid.amount = any($3::bigint[]))
     order by i.issued_on, i.id`,
    [[...inns], [...seqs], [...amounts]],
  );
  return rows.map((row) => ({ ...row, open: kopecks(row.open) }));
}

/** Those of the sure ones that the form of one payment would ask about: a twin within five days, a day before the first contract or long ago. */
async function askedAbout(sql: Sql, sure: readonly Sorted<Lean>[], today: Day): Promise<Set<number>> {
  if (sure.length === 0) return new Set();
  const rows = sure.map(({ payment, partnerId }) => ({
    ...{
      id: payment.id,
      partner_id: partnerId,
      amount: String(payment.amount),
      received_on: payment.receivedOn,
      doc_number: payment.docNumber,
    },
  }));
  const found = await sql<{ id: number }>(
    'asked_about_sure',
    `select n.id from jsonb_to_recordset($1::jsonb) as n(id int, partner_id int, amount bigint, received_on date, doc_number text)
     where n.received_on < $2::date - 366
       or n.received_on < (select min(c.signed_on) from contracts c where c.partner_id = n.partner_id)
       or exists (select 1 from payments p where p.partner_id = n.partner_id and p.amount = n.amount and abs(p.received_on - n.received_on) <= 5
         and (p.doc_number is null or n.doc_number is null or ltrim(p.doc_number, '0 ') = ltrim(n.doc_number, '0 '))
         and not exists (select 1 from payments back where back.partner_id = p.partner_id and back.reverses_id = p.id))`,
    [JSON.stringify(rows), today],
  );
  return new Set(found.map(({ id }) => id));
}

/** What recording all sure payments of a statement does, in numbers; sums in kopecks. */
export interface SureOutlook {
  readonly sure: readonly Sorted<Lean>[];
  /** Those that are recorded already: only where they came from is noted. */
  readonly known: readonly Sorted<Lean>[];
  readonly amount: Kopecks;
  readonly partners: number;
  /** Holds that are lifted, orders that run and those that go on waiting. */
  readonly lifted: number;
  readonly runs: number;
  readonly runsCost: Kopecks;
  readonly waits: number;
  readonly seen: string;
}

/** Read alike for the page and for the act: the orders are decided by the function that will decide them. */
export async function sureOutlook(sql: Sql, { sorted, invoices }: Review, today: Day): Promise<SureOutlook> {
  const sure = sorted.filter(({ kind }) => kind === 'sure');
  const known = sorted.filter(({ kind }) => kind === 'known');
  const relief = reliefOf(sure, (id) => invoices.get(id)?.open ?? zero);
  const lifted = await holdsLifted(sql, relief);
  const outlooks = [];
  for (const { partnerId, ...easing } of await withOrders(sql, relief))
    outlooks.push(await outlookOf(sql, today, partnerId, { ...easing, received: easing.freed }));
  const orders = outlooks.flatMap(({ runs }) => runs.map(({ placed }) => placed.number));
  return {
    sure,
    known,
    amount: sum(...sure.map(({ payment }) => payment.amount)),
    partners: relief.length,
    lifted,
    runs: orders.length,
    runsCost: sum(...outlooks.map(({ runsCost }) => runsCost)),
    waits: outlooks.reduce((all, { waits }) => all + waits.length, 0),
    seen: seenOf([...sure, ...known], orders),
  };
}

async function holdsLifted(sql: Sql, relief: readonly PartnersRelief[]): Promise<number> {
  const [row] = await sql<{ count: number }>(
    'holds_lifted_by_statement',
    `select count(*)::int as count from holds where partner_id = any($1::int[]) and reason = 'overdue' and lifted_at is null and invoice_id = any($2::int[])`,
    [relief.map(({ partnerId }) => partnerId), relief.flatMap(({ paidInvoiceIds }) => paidInvoiceIds)],
  );
  return row?.count ?? 0;
}

/** Only partners whose orders wait have anything to be decided. */
async function withOrders(sql: Sql, relief: readonly PartnersRelief[]): Promise<PartnersRelief[]> {
  const rows = await sql<{ id: number }>(
    'partners_whose_orders_wait',
    `select distinct partner_id as id from orders where partner_id = any($1::int[]) and status = 'held'`,
    [relief.map(({ partnerId }) => partnerId)],
  );
  const waiting = new Set(rows.map(({ id }) => id));
  return relief.filter(({ partnerId }) => waiting.has(partnerId));
}
