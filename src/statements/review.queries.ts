import { setImmediate } from 'node:timers/promises';
import type { Day } from '#src/lib/days.ts';
import { MAY_BE_TWIN, sameThroughOtherDoors } from '#src/payments/doors.queries.ts';
import { pairUp } from '#src/payments/doors.rules.ts';
import { OpenInvoices } from '#src/payments/open-invoices.rules.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import { invoicesFor, knownPayers, Meant, seriesOfInvoices } from './meant.queries.ts';
import { type KnownPayers, type PartnersInvoice, payingPartnerOf, type Sorted, sortPayments } from './review.rules.ts';
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
       or exists (select 1 from payments p where ${MAY_BE_TWIN})`,
    [JSON.stringify(rows), today],
  );
  return new Set(found.map(({ id }) => id));
}
