import { lockCredit } from '#src/credit/credit.service.ts';
import { Conflict, NotFound } from '#src/platform/errors.ts';
import type { Tx } from '#src/platform/scope.ts';
import { type Door, paymentOfDoor, type SimilarPayment, similarPayments } from './doors.queries.ts';
import { atTheDoor } from './doors.rules.ts';
import { type NewPayment, type RegisteredPayment, registerPaymentIn, reverseIn, writeDoor } from './payments.service.ts';

export type { Door, SimilarPayment } from './doors.queries.ts';

/** What became of a payment that came through a door. */
export type Arrival =
  /** It was not there: it is recorded, settles invoices, lifts holds. */
  | ({ readonly is: 'new' } & RegisteredPayment)
  /** It is payment `id`, which came through another door before: only that it came through this one too is noted. */
  | { readonly is: 'known'; readonly id: number }
  /** This very key came through this door before, as payment `id`: nothing changes. */
  | { readonly is: 'repeated'; readonly id: number }
  /** It may be one of these, since a number is missing: nothing is written until a person decides. */
  | { readonly is: 'asked'; readonly twins: readonly SimilarPayment[] };

/** What a person has decided about a twin: it is that payment, or none of those that are there. */
export type TwinDecision = { readonly sameAs: number } | 'another';

/**
 * A payment that comes through the door `payment.source`, under the key `payment.sourceKey`: recorded once, whichever door it came
 * through first (money in, §4 and §10). For a command of the caller; the partner is locked first, so that two doors at once wait for each other.
 *
 * How the exchange calls it, in the command of one message:
 * `const arrival = await registerThroughDoorIn(tx, { source: 'axapta', sourceKey: theirId, partnerId, receivedOn, amount, docNumber,
 *  payerName, payerInn, purpose, invoiceIds, contractId })`
 * `new` and `known` tell the payment, `repeated` is what a message that comes again gets. `asked` writes nothing: keep the message, show its
 * `twins` to a person and call again with what was decided. Invoices in `invoiceIds` that are paid by now are passed over; the rest of the
 * money goes on as of any payment. Only for a new one: what a known one has settled stays.
 * @throws Invalid for a sum that is not positive, a day to come, a foreign contract or invoice; NotFound for no such partner, or a decision for a
 *   payment that is not there; Conflict where the key belongs to another partner's payment, or the decided one came through this door
 */
export async function registerThroughDoorIn(tx: Tx, payment: NewPayment, decided: TwinDecision | null = null): Promise<Arrival> {
  await lockCredit(tx, payment.partnerId);
  const { partnerId, source, sourceKey } = payment;
  const before = sourceKey === null ? undefined : await paymentOfDoor(tx.sql, source, sourceKey);
  if (before && before.partnerId !== partnerId) throw new Conflict(`Платёж с этим ключом уже записан другому партнёру: № ${before.id}.`);
  if (before) return { is: 'repeated', id: before.id };
  if (decided !== 'another') {
    const { same, twins } = atTheDoor(source, await similarPayments(tx.sql, partnerId, payment));
    const id = decided?.sameAs ?? same?.id;
    if (id !== undefined) return { is: 'known', id: await noteDoor(tx, payment, id) };
    if (twins.length > 0) return { is: 'asked', twins };
  }
  return { is: 'new', ...(await registerPaymentIn(tx, { ...payment, invoiceIds: await stillOpen(tx, payment) })) };
}

/** What came through a door. */
type Came = Pick<NewPayment, 'partnerId' | 'source' | 'sourceKey'>;

/**
 * Notes that a payment came through one more door. The caller has locked the partner.
 * @returns its id · @throws NotFound when there is no such payment of the partner; Conflict when it came through this door, or was taken back
 */
export async function noteDoor(tx: Tx, { partnerId, source, sourceKey }: Came, id: number): Promise<number> {
  const payment = await tx.db.payment.findFirst({ where: { id, partnerId, reversesId: null }, select: { id: true } });
  if (!payment) throw new NotFound();
  const reversal = await tx.db.payment.findUnique({ where: { reversesId: id }, select: { id: true } });
  if (reversal) throw new Conflict(`Платёж № ${id} сторнирован.`);
  if (await doorOf(tx, partnerId, id, source)) throw new Conflict(`Платёж № ${id} уже приходил этим путём.`);
  writeDoor(tx, { partnerId, source, sourceKey }, id);
  await tx.audit({ action: 'payment.known', subject: `платёж ${id}`, partnerId, after: { source } });
  return id;
}

/** Where a payment came through this door: by which key. */
const doorOf = (tx: Tx, partnerId: number, paymentId: number, source: Door) =>
  tx.db.paymentDoor.findUnique({
    where: { partnerId_paymentId_source: { partnerId, paymentId, source } },
    select: { sourceKey: true },
  });

/** A payment that is there, and the key under which it came through one more door. */
export interface SameThroughDoor {
  readonly partnerId: number;
  readonly paymentId: number;
  readonly sourceKey: string;
}

/**
 * The same of many at once, without a lock: one that has come through this door meanwhile is passed over.
 * @returns the keys that were noted
 */
export async function noteDoors(tx: Tx, source: Door, found: readonly SameThroughDoor[]): Promise<Set<string>> {
  const rows = found.map(({ partnerId, paymentId, sourceKey }) => ({
    partner_id: partnerId,
    payment_id: paymentId,
    source_key: sourceKey,
  }));
  const noted = await tx.sql<{ key: string | null }>(
    'payment_doors_note',
    `insert into payment_doors (partner_id, payment_id, source, source_key, at, by)
     select partner_id, payment_id, $2, source_key, $3::timestamptz, $4
     from jsonb_to_recordset($1::jsonb) as n(partner_id int, payment_id int, source_key text) order by partner_id, payment_id
     on conflict do nothing returning source_key as key`,
    [JSON.stringify(rows), source, tx.now, tx.scope.actor.name],
  );
  return new Set(noted.flatMap(({ key }) => key ?? []));
}

/** The chosen invoices without those that are paid or cancelled by now; a foreign one stays, to be refused. */
async function stillOpen(tx: Tx, { partnerId, invoiceIds }: NewPayment): Promise<readonly number[]> {
  if (invoiceIds.length === 0) return [];
  const closed = await tx.sql<{ id: number }>(
    'chosen_and_closed',
    `select id from invoice_balances where partner_id = $1::int and id = any($2::int[]) and (status <> 'issued' or open <= 0)`,
    [partnerId, invoiceIds],
  );
  return invoiceIds.filter((id) => !closed.some((one) => one.id === id));
}

/** A payment that a door takes back. */
export interface DoorReversal {
  readonly paymentId: number;
  /** What people read in the list: «Отменён в Axapta», «Возврат плательщику». */
  readonly reason: string;
  readonly source: Door;
  /** Identity of the cancellation at its source, not of the payment. */
  readonly sourceKey: string | null;
}

/** What became of a reversal; `id` is that of the row with the opposite sign. */
export interface ReversalArrival {
  readonly is: 'new' | 'known' | 'repeated';
  readonly id: number;
}

/**
 * Takes a payment back in a command of the caller, once whichever door says so first: its settlements are undone, other money of the
 * partner that is free settles in its place, held orders are decided again. Taken back through another door before, only the door is noted.
 * The exchange finds the payment by `paymentOfDoor(tx.sql, 'axapta', theirId)`. Money sent back in part: take the payment back, and
 * register what remains under a key of its own. A line of a statement whose payment was taken back waits for a decision again.
 * @throws NotFound for no such payment; Conflict for a reversal, or one that was taken back through this door under another key
 */
export async function reversePaymentIn(tx: Tx, { paymentId, reason, source, sourceKey }: DoorReversal): Promise<ReversalArrival> {
  const owner = await tx.db.payment.findUnique({ where: { id: paymentId }, select: { partnerId: true } });
  if (!owner) throw new NotFound();
  const { partnerId } = owner;
  await lockCredit(tx, partnerId); // before the payment is read: two reversals at once wait here for each other
  const reversal = await tx.db.payment.findUnique({ where: { reversesId: paymentId }, select: { id: true } });
  if (!reversal) return { is: 'new', id: await reverseIn(tx, { paymentId, reason, source, sourceKey }) };
  const { id } = reversal;
  const before = await doorOf(tx, partnerId, id, source);
  if (before && (sourceKey === null || before.sourceKey !== sourceKey)) throw new Conflict('Этот платёж уже сторнирован.');
  if (before) return { is: 'repeated', id };
  writeDoor(tx, { partnerId, source, sourceKey }, id);
  return { is: 'known', id };
}
