import { command } from '#src/platform/command.ts';
import { type Portal, systemScope, type Tx } from '#src/platform/scope.ts';
import type { Ack, Missing, Problem } from '../exchange.types.ts';
import { problem } from '../problem.rules.ts';
import { takeAcks } from '../sending/acks.service.ts';
import { queueOutgoing } from '../sending/outbox.service.ts';
import { takeBalances } from './balances.service.ts';
import type { IncomingType } from './contract.rules.ts';
import { takeDebtors } from './debtors.service.ts';
import { takeInvoiceStatuses } from './invoice-status.service.ts';
import { takePayments } from './payments.service.ts';
import { type ReadItem, type ReadMessage, reread } from './reading.rules.ts';
import type { Head, Take } from './receiving.types.ts';
import { lockStream, noteDone } from './streams.service.ts';

const takes: { readonly [T in IncomingType]: Take<T> } = {
  debtors: takeDebtors,
  payments: takePayments,
  'invoice-status': takeInvoiceStatuses,
  ack: takeAcks,
  balances: takeBalances,
  ping: async (_tx, _message, items) => ({ applied: items.length, stale: 0, faults: [] }),
};

/** Items that are carried out in one transaction; a message of more is left to a job. */
const AT_ONCE: { readonly [T in IncomingType]: number } = {
  debtors: 200,
  payments: 50,
  'invoice-status': 200,
  ack: 1000,
  balances: 1000,
  ping: 1000,
};

/** Is it too much to be carried out while the sender waits? */
export const isLarge = ({ head, items }: ReadMessage): boolean => items.length > AT_ONCE[head.type];

interface Part {
  readonly id: bigint;
  readonly read: ReadMessage;
  /** Place among the items that are in order. */
  readonly from: number;
  readonly missing: readonly Missing[];
}

/** Carries out the next part of a message, whose type is locked, and notes how far it is. @returns the acknowledgement when it is through */
export async function carryOut(tx: Tx, { id, read, from, missing }: Part): Promise<Ack | null> {
  const { head, items } = read;
  const part = items.slice(from, from + AT_ONCE[head.type]);
  const { applied, stale, faults } = await takes[head.type](tx, { id, head }, part as ReadItem<never>[]);
  const done = from + part.length;
  const isThrough = done >= items.length;
  await tx.sql(
    'ax_message_part',
    `update ax_messages set done = $2::int, applied = applied + $3::int, stale = stale + $4::int, item_errors = item_errors || $5::jsonb where id = $1::bigint`,
    [id, done, applied, stale, JSON.stringify(faults)],
  );
  return isThrough ? finish(tx, id, head, missing) : null;
}

/** The last word about a message: its state, its acknowledgement, and how far its type has come. */
async function finish(tx: Tx, id: bigint, head: Head, missing: readonly Missing[]): Promise<Ack> {
  const [told] = await tx.sql<{ itemErrors: Ack['itemErrors']; queued: boolean }>(
    'ax_message_told',
    `select item_errors as "itemErrors", answer is not null as queued from ax_messages where id = $1::bigint`,
    [id],
  );
  const { itemErrors = [], queued = false } = told ?? {};
  const result = itemErrors.length > 0 ? 'partial' : 'ok';
  const ack: Ack = { ...acked(head, 'processed', missing), result, itemErrors };
  await tx.sql('ax_message_done', 'update ax_messages set state = $2, answer = $3::jsonb where id = $1::bigint', [
    ...[id, result === 'ok' ? 'done' : 'partial', ack],
  ]);
  await noteDone(tx, head, head.mode === 'full' && (await isWholeSet(tx, head)));
  if (queued) await queueOutgoing(tx, { type: 'ack', key: head.messageId, items: [{ messageId: head.messageId, result, itemErrors }] });
  return ack;
}

/** The acknowledgement a message gets now: its last word, or that it waits. */
export const answerOf = (head: Head, ack: Ack | null, missing: readonly Missing[]): Ack => ack ?? acked(head, 'queued', missing);

const acked = ({ messageId }: Head, state: Ack['state'], missing: readonly Missing[]): Ack => ({
  ...{ messageId, result: 'ok', state, itemErrors: [] },
  ...(missing.length > 0 ? { replay: missing } : {}),
});

/** Not one of its items is in order: kept, and nothing is carried out. */
export async function refuseAll(tx: Tx, id: bigint, { head, faults }: ReadMessage): Promise<Problem> {
  const of = problem('validation', `Ни одна позиция сообщения ${head.messageId} не заполнена верно.`, faults);
  await tx.sql('ax_message_refuse', `update ax_messages set state = 'refused', reason = $2, answer = $3::jsonb where id = $1::bigint`, [
    ...[id, of.detail, of],
  ]);
  return of;
}

/** Leaves a large message to a job. */
export async function leaveForJob(tx: Tx, id: bigint, head: Head, missing: readonly Missing[]): Promise<Ack> {
  const ack = acked(head, 'queued', missing);
  await tx.sql('ax_message_queued', 'update ax_messages set answer = $2::jsonb where id = $1::bigint', [id, ack]);
  await tx.enqueue('ax-process', { id: String(id) });
  return ack;
}

/** A page of a whole set waits for the others: with the last of them all are carried out. */
export async function collectPage(tx: Tx, id: bigint, head: Head, missing: readonly Missing[]): Promise<Ack> {
  const ack = acked(head, 'queued', missing);
  await tx.sql('ax_page_kept', `update ax_messages set answer = $2::jsonb, state = 'collecting' where id = $1::bigint`, [id, ack]);
  const ready = await tx.sql<{ id: bigint }>(
    'ax_pages_ready',
    `update ax_messages m set state = 'waiting' where m.batch_id = $1 and m.type = $2 and m.state = 'collecting'
       and (select count(distinct page) from ax_messages o where o.batch_id = $1 and o.type = $2 and o.state <> 'refused' and o.page <= $3::int) = $3::int
     returning id`,
    [head.batchId, head.type, head.pages],
  );
  for (const page of ready.sort((a, b) => (a.id < b.id ? -1 : 1))) await tx.enqueue('ax-process', { id: String(page.id) });
  return ack;
}

/** Are all pages of its set through? A set of one page is. */
async function isWholeSet(tx: Tx, { type, batchId, pages }: Head): Promise<boolean> {
  if (pages === 1) return true;
  const [row] = await tx.sql<{ through: number }>(
    'ax_pages_through',
    `select count(distinct page)::int as through from ax_messages where batch_id = $1 and type = $2 and state in ('done', 'partial')`,
    [batchId, type],
  );
  return row?.through === pages;
}

/** Carries out a message that waits, part by part, each a transaction; a killed run goes on where it was. */
export async function processWaiting(portal: Portal, id: bigint, job: { id: string; signal: AbortSignal }): Promise<void> {
  const system = systemScope(portal, job.id);
  const scope = { ...system, actor: { ...system.actor, name: 'Аксапта' } };
  for (let isThrough = false; !isThrough; ) {
    job.signal.throwIfAborted();
    isThrough = await command(scope, { action: 'exchange.process', limitMs: 30_000 }, (tx) => nextPart(tx, id));
  }
}

async function nextPart(tx: Tx, id: bigint): Promise<boolean> {
  const find = () =>
    tx.db.axMessage.findUnique({ where: { id }, select: { type: true, state: true, done: true, body: true, answer: true } });
  const seen = await find();
  if (seen?.state !== 'waiting' || seen.type === null) return true;
  await lockStream(tx, seen.type as IncomingType);
  const row = await find();
  if (row?.state !== 'waiting') return true;
  const ack = await carryOut(tx, { id, read: reread(row.body), from: row.done, missing: (row.answer as Ack | null)?.replay ?? [] });
  return ack !== null;
}
