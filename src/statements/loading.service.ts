import { UnreadableFile } from '#src/lib/unreadable.ts';
import { noteDoors } from '#src/payments/doors.service.ts';
import { command } from '#src/platform/command.ts';
import type { Portal, Scope, Tx } from '#src/platform/scope.ts';
import { TookTooMuch } from '#src/platform/workers/work.ts';
import { knownOf } from './sorting.queries.ts';
import { MANY } from './sorting.rules.ts';
import type { ReadStatement } from './statement.types.ts';
import { statementReading } from './statement-file.work.ts';
import { nextKey, ourAccounts } from './statements.queries.ts';

/** What a file brought. `id` is null where all of it was there already: then nothing was written. */
export interface LoadedStatement {
  readonly id: number | null;
  readonly added: number;
  readonly known: number;
}

/** 50,000 documents are kept in some seconds. */
export const KEEPING_MS = 60_000;

/**
 * Reads a bank's statement and keeps the payments it brings, to be looked through; no money is recorded. What was brought before is
 * known by its identity and left alone: the same file twice, or overlapping days, change nothing.
 * @throws UnreadableFile with line and reason; nothing of such a file is kept
 */
export async function loadStatement(scope: Scope, file: { name: string; bytes: Uint8Array }, token: string): Promise<LoadedStatement> {
  const read = await readFile(scope.portal, new Uint8Array(file.bytes).buffer, statementReading);
  return command(scope, { action: 'statement.load', token, limitMs: KEEPING_MS }, (tx) => keepRead(tx, file.name, read));
}

/**
 * Reads a file in the thread for strangers' files, which takes it over: it is empty here afterwards.
 * @throws UnreadableFile with line and reason
 */
export async function readFile(
  { workers, sql, clock }: Portal,
  file: ArrayBuffer,
  reading: typeof statementReading,
): Promise<ReadStatement> {
  try {
    return await workers.do(reading, file, await ourAccounts(sql), clock.today());
  } catch (error) {
    if (error instanceof TookTooMuch)
      throw new UnreadableFile('Файл слишком велик или устроен слишком сложно: скачайте выписку за меньший срок.');
    throw error;
  }
}

/** Keeps what was read, in the name of whoever brought it; the journal says so. */
export async function keepRead(tx: Tx, fileName: string, read: ReadStatement): Promise<LoadedStatement> {
  const id = await keepCard(tx, fileName, read);
  let added = 0;
  for (const part of read.parts) added += await keepPart(tx, id, part);
  const known = read.incoming.count - added;
  if (added === 0) {
    await tx.sql('statement_forget', 'delete from statements where id = $1::int', [id]);
    return { id: null, added, known };
  }
  await tx.sql('statement_counts', 'update statements set added = $2::int, known = $3::int where id = $1::int', [id, added, known]);
  await noteKnown(tx, id);
  if (added > MANY) await tx.enqueue('sort-statement', { statementId: id }, { singletonKey: String(id) });
  await tx.audit({ action: 'statement.loaded', subject: `выписка ${fileName}`, after: { payments: added, known } });
  return { id, added, known };
}

/** What came by hand or from Axapta before is recorded: that it came by the bank, too, is noted at once. */
async function noteKnown(tx: Tx, statementId: number): Promise<void> {
  const known = await knownOf(tx.sql, statementId);
  const found = known.flatMap(({ payment, partnerId, paymentId }) =>
    partnerId === null || paymentId === null ? [] : [{ id: payment.id, partnerId, paymentId, sourceKey: nextKey(payment) }],
  );
  if (found.length === 0) return;
  const noted = await noteDoors(tx, 'bank', found);
  const rows = found.filter(({ sourceKey }) => noted.has(sourceKey)).map(({ id, partnerId }) => ({ id, partner_id: partnerId }));
  await tx.sql(
    'bank_payments_known',
    `update bank_payments b set partner_id = n.partner_id, attempt = attempt + 1
     from jsonb_to_recordset($1::jsonb) as n(id int, partner_id int) where b.id = n.id`,
    [JSON.stringify(rows)],
  );
}

async function keepCard(tx: Tx, name: string, read: ReadStatement): Promise<number> {
  const { format, accounts, from, to, incoming, outgoing, transfers, warnings } = read;
  const [kept] = await tx.sql<{ id: number }>(
    'statement_keep',
    `insert into statements (file_name, format, accounts, from_on, to_on, turnover, warnings, added, known, uploaded_by_id, uploaded_by, uploaded_at)
     values ($1, $2, $3::text[], $4::date, $5::date, $6::jsonb, $7::text[], 0, 0, $8::int, $9, $10::timestamptz) returning id`,
    [name, format, accounts, from, to, { incoming, outgoing, transfers }, warnings, tx.scope.actor.userId, tx.scope.actor.name, tx.now],
  );
  if (!kept) throw new Error('a statement was kept without an id');
  return kept.id;
}

/** @returns how many of them were not there */
async function keepPart(tx: Tx, statementId: number, part: string): Promise<number> {
  const [row] = await tx.sql<{ count: number }>(
    'bank_payments_keep',
    `with kept as (
       insert into bank_payments (statement_id, key, account, payer_account, payer_name, payer_inn, payer_kpp, doc_number, received_on, amount, purpose)
       select $1::int, key, account, "payerAccount", "payerName", "payerInn", "payerKpp", "docNumber", "receivedOn", amount, purpose
       from jsonb_to_recordset($2::jsonb) as n(key text, account text, "payerAccount" text, "payerName" text, "payerInn" text, "payerKpp" text,
         "docNumber" text, "receivedOn" date, amount bigint, purpose text)
       on conflict (key) do nothing returning 1)
     select count(*)::int as count from kept`,
    [statementId, part],
  );
  return row?.count ?? 0;
}
