import type { Day } from '#src/lib/days.ts';
import type { Kopecks } from '#src/lib/money.ts';
import type { Sql } from '#src/platform/db/sql.ts';

/** Where a payment may come from: typed by hand, read from a bank statement, sent by Axapta. */
export type Door = 'hand' | 'bank' | 'axapta';

/** As much of a payment as tells whether it is there already; sum in kopecks. */
export interface PaymentSketch {
  readonly receivedOn: Day;
  readonly amount: Kopecks;
  readonly docNumber: string | null;
  /** The door it comes through now. */
  readonly source: Door;
}

/** A payment of the same partner and sum within five days, whose document number may be the same. */
export interface SimilarPayment {
  readonly id: number;
  readonly receivedOn: Day;
  readonly docNumber: string | null;
  readonly registeredAt: Date;
  readonly registeredBy: string;
  /** The doors it came through so far. */
  readonly doors: readonly Door[];
  /** Both numbers are there, and are one. */
  readonly isSameNumber: boolean;
}

const TWIN_DAYS = 5;

/** Numbers are the same without case, «№», spaces and zeros before them; one that is not there may be any. */
const bare = (column: string) => `nullif(ltrim(upper(btrim(${column})), '0 №N#'), '')`;

/** A payment `p` in force that `n` (partner_id, amount, received_on, doc_number) may be: within five days, unless both numbers are there and differ. */
export const MAY_BE_TWIN = `p.partner_id = n.partner_id and p.amount = n.amount and abs(p.received_on - n.received_on) <= ${TWIN_DAYS}
  and p.reverses_id is null and coalesce(${bare('p.doc_number')} = ${bare('n.doc_number')}, true)
  and not exists (select 1 from payments back where back.partner_id = p.partner_id and back.reverses_id = p.id)`;

/** Those it may be, the nearest day first, of one day the older first; what was taken back is none. */
export function similarPayments(sql: Sql, partnerId: number, { receivedOn, amount, docNumber }: PaymentSketch): Promise<SimilarPayment[]> {
  return sql<SimilarPayment>(
    'similar_payments',
    `select p.id, p.received_on::text as "receivedOn", p.doc_number as "docNumber", p.registered_at as "registeredAt", p.registered_by as "registeredBy",
       array(select d.source from payment_doors d where d.partner_id = p.partner_id and d.payment_id = p.id order by d.id) as doors,
       coalesce(${bare('p.doc_number')} = ${bare('$4::text')}, false) as "isSameNumber"
     from payments p where p.partner_id = $1 and p.amount = $2::bigint and abs(p.received_on - $3::date) <= ${TWIN_DAYS} and p.reverses_id is null
       and coalesce(${bare('p.doc_number')} = ${bare('$4::text')}, true)
       and not exists (select 1 from payments back where back.partner_id = p.partner_id and back.reverses_id = p.id)
     order by abs(p.received_on - $3::date), p.id`,
    [partnerId, amount, receivedOn, docNumber],
  );
}

/** The payment that came with this key through this door, whosever it is; undefined where none did. */
export async function paymentOfDoor(sql: Sql, source: Door, sourceKey: string): Promise<{ id: number; partnerId: number } | undefined> {
  const [row] = await sql<{ id: number; partnerId: number }>(
    'payment_of_door',
    'select payment_id as id, partner_id as "partnerId" from payment_doors where source_key = $2 and source = $1 order by id limit 1',
    [source, sourceKey],
  );
  return row;
}

/** A payment that is about to come through a door, one of many: `n` is its number in their order. */
export interface ManySketch extends Omit<PaymentSketch, 'source'> {
  readonly n: number;
  readonly partnerId: number;
}

/** Payments that came through other doors, and are surely these; `n` tells whose. One may be named for several. */
export function sameThroughOtherDoors(
  sql: Sql,
  door: Door,
  sketches: readonly ManySketch[],
): Promise<{ readonly n: number; readonly id: number }[]> {
  const rows = sketches.map(({ n, partnerId, receivedOn, amount, docNumber }) => ({
    ...{ n, partner_id: partnerId, received_on: receivedOn, amount: String(amount), doc_number: docNumber },
  }));
  return sql<{ n: number; id: number }>(
    'same_through_other_doors',
    `select n.n, p.id from jsonb_to_recordset($1::jsonb) as n(n int, partner_id int, amount bigint, received_on date, doc_number text)
       join payments p on p.partner_id = n.partner_id and p.amount = n.amount and abs(p.received_on - n.received_on) <= ${TWIN_DAYS}
         and ${bare('p.doc_number')} = ${bare('n.doc_number')}
     where p.reverses_id is null
       and not exists (select 1 from payments back where back.partner_id = p.partner_id and back.reverses_id = p.id)
       and not exists (select 1 from payment_doors d where d.partner_id = p.partner_id and d.payment_id = p.id and d.source = $2)
     order by n.n, abs(p.received_on - n.received_on), p.id`,
    [JSON.stringify(rows), door],
  );
}
