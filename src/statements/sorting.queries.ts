import { setImmediate } from 'node:timers/promises';
import type { Day } from '#src/lib/days.ts';
import { MAY_BE_TWIN, sameThroughOtherDoors } from '#src/payments/doors.queries.ts';
import { pairUp } from '#src/payments/doors.rules.ts';
import { OpenInvoices } from '#src/payments/open-invoices.rules.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import { invoicesFor, knownPayers, Meant, seriesOfInvoices } from './meant.queries.ts';
import { type KnownPayers, payingPartnerOf, type Sorted, sortPayments, type WaitingPayment } from './sorting.rules.ts';
import { type KeyedPayment, maybeKnown, type WaitingPart, waitingPart } from './statements.queries.ts';

/** So many payments are read and sorted before others get their turn. */
const AT_ONCE = 500;

type Parts = () => AsyncIterable<readonly WaitingPayment[]>;

/** Sorts what waits of a statement as things are now, part by part in the order of the file. */
export const sortingOf = (sql: Sql, statementId: number, today: Day): AsyncGenerator<Sorted[]> =>
  sorting(sql, () => waitingParts(sql, statementId), today);

/** Sorts one payment by itself. */
export async function sortedAlone(sql: Sql, payment: WaitingPayment, today: Day): Promise<Sorted | undefined> {
  const alone: Parts = async function* () {
    yield [payment];
  };
  for await (const [sorted] of sorting(sql, alone, today)) return sorted;
  return undefined;
}

async function* waitingParts(sql: Sql, statementId: number): AsyncGenerator<readonly WaitingPayment[]> {
  for (let after: number | null = 0; after !== null; ) {
    const part: WaitingPart = await waitingPart(sql, statementId, { after, limit: AT_ONCE });
    if (part.waiting.length > 0) yield part.waiting;
    after = part.last;
  }
}

/** Read twice: what may be meant by any of them, then each. Sure ones that something has to be asked about are suggested only. */
async function* sorting(sql: Sql, parts: Parts, today: Day): AsyncGenerator<Sorted[]> {
  const series = await seriesOfInvoices(sql);
  const meant = new Meant(series);
  for await (const part of parts()) {
    meant.add(part);
    await setImmediate();
  }
  const payers = await knownPayers(sql, meant);
  const open = new OpenInvoices(await invoicesFor(sql, meant, payers), series);
  const taken = new Set<number>();
  for await (const part of parts()) {
    const known = await knownAmong(sql, part, payers, taken);
    const others = part.filter(({ id }) => !known.has(id));
    const sorted = sortPayments(others, open, payers);
    const asked = await askedAbout(sql, sorted, today);
    yield [
      ...known.values(),
      ...sorted.map((one): Sorted => (asked.has(one.payment.id) ? { ...one, kind: 'suggested', shares: [] } : one)),
    ];
    await setImmediate();
  }
}

/** Those that are recorded already, having come through another door (money in, §10), by their id. */
async function knownAmong<P extends WaitingPayment>(
  sql: Sql,
  all: readonly P[],
  payers: KnownPayers,
  taken: Set<number>,
): Promise<Map<number, Sorted<P>>> {
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
    own.flatMap(({ payment, partnerId }, n): [number, Sorted<P>][] => {
      const paymentId = pairs.get(n);
      return paymentId === undefined ? [] : [[payment.id, { payment, kind: 'known', suggestions: [], partnerId, shares: [], paymentId }]];
    }),
  );
}

/** Of a statement, what is recorded already. */
export async function knownOf(sql: Sql, statementId: number): Promise<Sorted<KeyedPayment>[]> {
  const maybe = await maybeKnown(sql, statementId);
  if (maybe.length === 0) return [];
  const meant = new Meant([]);
  meant.add(maybe);
  return [...(await knownAmong(sql, maybe, await knownPayers(sql, meant), new Set())).values()];
}

/** Those of the sure ones that the form of one payment would ask about: a twin within five days, a day before the first contract or long ago. */
async function askedAbout(sql: Sql, sorted: readonly Sorted[], today: Day): Promise<Set<number>> {
  const sure = sorted.filter(({ kind }) => kind === 'sure');
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
