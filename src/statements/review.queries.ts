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
import { type BankPayment, bankPayments } from './statements.queries.ts';

/** So many payments are sorted before others get their turn. */
const AT_ONCE = 500;

/** What waits of a statement, sorted, with the open invoices it was sorted by. */
export interface Review {
  readonly sorted: readonly Sorted<BankPayment>[];
  readonly invoices: ReadonlyMap<number, PartnersInvoice>;
}

/** Sorts what waits of a statement as things are now. */
export const reviewOf = async (sql: Sql, statementId: number, today: Day): Promise<Review> =>
  sortedAsOf(sql, await bankPayments(sql, statementId, ['waiting']), today);

/** Sorts these payments. Sure ones that something has to be asked about are suggested only. */
export async function sortedAsOf(sql: Sql, all: readonly BankPayment[], today: Day): Promise<Review> {
  const [series, payers] = [await seriesOfInvoices(sql), await knownPayers(sql, all)];
  const known = await knownAmong(sql, all, payers);
  const waiting = all.filter(({ id }) => !known.has(id));
  const invoices = await invoicesFor(sql, waiting, series, payers);
  const open = new OpenInvoices(invoices, series);
  const sorted: Sorted<BankPayment>[] = [];
  for (let at = 0; at < waiting.length; at += AT_ONCE) {
    sorted.push(...sortPayments(waiting.slice(at, at + AT_ONCE), open, payers));
    await setImmediate();
  }
  const asked = await askedAbout(
    sql,
    sorted.filter(({ kind }) => kind === 'sure'),
    today,
  );
  return {
    sorted: [
      ...all.flatMap((payment) => known.get(payment.id) ?? []),
      ...sorted.map((one): Sorted<BankPayment> => (asked.has(one.payment.id) ? { ...one, kind: 'suggested' } : one)),
    ],
    invoices: new Map(invoices.map((invoice) => [invoice.id, invoice])),
  };
}

/** Those that are recorded already, having come through another door (money in, §10), by their id. */
async function knownAmong<P extends WaitingPayment>(sql: Sql, all: readonly P[], payers: KnownPayers): Promise<Map<number, Sorted<P>>> {
  const own = all.flatMap((payment) => {
    const partnerId = payment.docNumber === null ? null : payingPartnerOf(payment, payers);
    return partnerId === null ? [] : [{ payment, partnerId }];
  });
  if (own.length === 0) return new Map();
  const sketches = own.map(({ payment, partnerId }, n) => ({ n, partnerId, ...sketchOf(payment) }));
  const pairs = pairUp(await sameThroughOtherDoors(sql, 'bank', sketches));
  return new Map(
    own.flatMap(({ payment, partnerId }, n): [number, Sorted<P>][] => {
      const paymentId = pairs.get(n);
      return paymentId === undefined ? [] : [[payment.id, { payment, kind: 'known', suggestions: [], partnerId, shares: [], paymentId }]];
    }),
  );
}

const sketchOf = ({ receivedOn, amount, docNumber }: WaitingPayment) => ({ receivedOn, amount, docNumber });

/** Of a statement, what is recorded already. */
export async function knownOf(sql: Sql, statementId: number): Promise<Sorted<BankPayment>[]> {
  const waiting = await bankPayments(sql, statementId, ['waiting']);
  return [...(await knownAmong(sql, waiting, await knownPayers(sql, waiting))).values()];
}

async function seriesOfInvoices(sql: Sql): Promise<string[]> {
  const rows = await sql<{ series: string }>('invoice_series', 'select distinct series from document_series order by series');
  return rows.map(({ series }) => series);
}

/** Partners by ИНН, and those confirmed to pay from the accounts of these payments. */
async function knownPayers(sql: Sql, waiting: readonly WaitingPayment[]): Promise<KnownPayers> {
  const accounts = [...new Set(waiting.map(({ payerAccount }) => payerAccount))];
  const inns = [...new Set(waiting.flatMap(({ payerInn }) => payerInn ?? []))];
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
async function invoicesFor(
  sql: Sql,
  waiting: readonly WaitingPayment[],
  series: readonly string[],
  known: KnownPayers,
): Promise<PartnersInvoice[]> {
  const read = waiting.map(({ purpose }) => readPurpose(purpose, series));
  const seqs = new Set(read.flatMap(({ named, bare }) => [...named.map(({ seq }) => seq), ...bare]));
  const inns = new Set([...waiting.flatMap(({ payerInn }) => payerInn ?? []), ...[...known.ofAccount.values()].flat()]);
  const rows = await sql<Omit<PartnersInvoice, 'open'> & { open: bigint }>(
    'invoices_for_statement',
    `select i.id, i.number, i.issued_on::text as "issuedOn", i.partner_id as "partnerId", i.buyer ->> 'inn' as "buyerInn", (i.gross - paid.amount)::bigint as open
     from invoices i
     cross join lateral (select coalesce(sum(amount), 0) as amount from settlements s where s.partner_id = i.partner_id and s.invoice_id = i.id) paid
     where i.status = 'issued' and i.gross > paid.amount
       and (i.buyer ->> 'inn' = any($1::text[]) or i.seq = any($2::int[]) or i.gross - paid.amount = any($3::bigint[]))
     order by i.issued_on, i.id`,
    [[...inns], [...seqs].filter((seq) => seq < 2 ** 31), [...new Set(waiting.map(({ amount }) => amount))]],
  );
  return rows.map((row) => ({ ...row, open: kopecks(row.open) }));
}

/** Those of the sure ones that the form of one payment would ask about: a twin within five days, a day before the first contract or long ago. */
async function askedAbout(sql: Sql, sure: readonly Sorted[], today: Day): Promise<Set<number>> {
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
  readonly sure: readonly Sorted<BankPayment>[];
  /** Those that are recorded already: only where they came from is noted. */
  readonly known: readonly Sorted<BankPayment>[];
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
  for (const { partnerId, ...easing } of await withOrders(sql, relief)) outlooks.push(await outlookOf(sql, today, partnerId, easing));
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
