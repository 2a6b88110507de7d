import { UnreadableFile } from '#src/lib/unreadable.ts';
import { command } from '#src/platform/command.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import { Conflict, NotFound } from '#src/platform/errors.ts';
import { Interrupted, type JobInfo } from '#src/platform/job-attempts.ts';
import { type Portal, type Scope, systemScope, type Tx } from '#src/platform/scope.ts';
import { type FileState, fileToRead, GIVEN_UP_AFTER_MS, type StatementFile } from './files.queries.ts';
import { KEEPING_MS, keepRead, readFile } from './loading.service.ts';
import { longStatementReading } from './statement-file.work.ts';

/** Files are kept in parts of so many bytes: neither side of the database has to hold a whole one twice. */
const PART = 1024 * 1024;
const RECEIVING_MS = 60_000;
const NOT_READ = 'Прочитать файл не удалось. Ничего не изменилось: загрузите его ещё раз.';

/** Keeps a long file as it came; a job reads it. @returns its id */
export function receiveFile(scope: Scope, { name, bytes }: { name: string; bytes: Uint8Array }, token: string): Promise<number> {
  return command(scope, { action: 'statement.receive', token, limitMs: RECEIVING_MS }, async (tx) => {
    const [file] = await tx.sql<{ id: number }>(
      'statement_file_keep',
      `insert into statement_files (file_name, size, uploaded_by_id, uploaded_by, uploaded_at) values ($1, $2::int, $3::int, $4, $5::timestamptz) returning id`,
      [name, bytes.length, scope.actor.userId, scope.actor.name, tx.now],
    );
    if (!file) throw new Error('a file was kept without an id');
    for (let n = 0; n * PART < bytes.length; n++)
      await tx.sql(
        'statement_file_part_keep',
        'insert into statement_file_parts (file_id, n, bytes) values ($1::int, $2::int, $3::bytea)',
        [...[file.id, n, bytes.subarray(n * PART, (n + 1) * PART)]],
      );
    await tx.enqueue('read-statement', { fileId: file.id });
    return file.id;
  });
}

/**
 * Reads a file that was received and keeps what it brings, in the name of whoever brought it; one that can't be read is refused with its
 * line and reason. Safe to repeat: what it brings is kept together with the word that it was read.
 */
export async function readReceived(
  portal: Portal,
  fileId: number,
  { id: jobId, isLastAttempt }: Pick<JobInfo, 'id' | 'isLastAttempt'>,
): Promise<void> {
  const file = await fileToRead(portal.sql, fileId);
  if (!file) return;
  const scope = systemScope(portal, jobId);
  const by = { ...scope, actor: { ...scope.actor, userId: file.uploadedById, name: file.uploadedBy } };
  try {
    await readAndKeep(by, file);
  } catch (error) {
    if (error instanceof UnreadableFile) return settle(by, file.id, { state: 'refused', reason: error.message });
    if (isLastAttempt && !(error instanceof Interrupted)) await settle(by, file.id, { state: 'refused', reason: NOT_READ });
    throw error;
  }
}

async function readAndKeep(by: Scope, file: StatementFile): Promise<void> {
  await tellStage(by, file.id, 'reading', null);
  const bytes = await bytesOf(by.portal.sql, file);
  if (!bytes) return;
  const read = await readFile(by.portal, bytes, longStatementReading);
  await tellStage(by, file.id, 'keeping', read.incoming.count);
  await command(by, { action: 'statement.load', limitMs: KEEPING_MS }, async (tx) => {
    if (!(await isStillRead(tx, file.id))) return;
    const { id, added, known } = await keepRead(tx, file.fileName, read);
    await settleIn(tx, file.id, { state: 'read', statementId: id, added, known });
  });
}

/**
 * Takes a refused file off the list, or one whose reading does not end: a job that still reads it finds it refused and keeps nothing.
 * @throws NotFound; Conflict for one that is read, or is off the list
 */
export function dismissFile(scope: Scope, id: number, token: string): Promise<void> {
  return command(scope, { action: 'statement.dismiss', token }, async (tx) => {
    const [file] = await tx.sql<{ name: string; isRefused: boolean; isStuck: boolean }>(
      'statement_file_lock',
      `select file_name as name, state = 'refused' and dismissed_at is null as "isRefused", state = 'reading' and uploaded_at < $2::timestamptz as "isStuck"
       from statement_files where id = $1::int for update`,
      [id, new Date(tx.now.getTime() - GIVEN_UP_AFTER_MS)],
    );
    if (!file) throw new NotFound();
    if (!file.isRefused && !file.isStuck) throw new Conflict('Этого файла в списке уже нет, или он ещё читается: обновите страницу.');
    if (file.isStuck) await settleIn(tx, id, { state: 'refused', reason: NOT_READ });
    await tx.sql('statement_file_dismiss', 'update statement_files set dismissed_at = $2::timestamptz where id = $1::int', [id, tx.now]);
    await tx.audit({ action: 'statement.dismissed', subject: `выписка ${file.name}` });
  });
}

/** Part by part: a whole one would come as text twice as long. null where another try of the job was faster. */
async function bytesOf(sql: Sql, { id, size }: StatementFile): Promise<ArrayBuffer | null> {
  const bytes = new Uint8Array(size);
  for (let n = 0; n * PART < size; n++) {
    const [part] = await sql<{ bytes: Buffer }>(
      'statement_file_part',
      'select bytes from statement_file_parts where file_id = $1::int and n = $2::int',
      [id, n],
    );
    if (!part && !(await fileToRead(sql, id))) return null;
    if (!part) throw new Error(`part ${n} of statement file ${id} is not there`);
    bytes.set(part.bytes, n * PART);
  }
  return bytes.buffer;
}

const tellStage = (by: Scope, id: number, stage: 'reading' | 'keeping', found: number | null): Promise<void> =>
  command(by, { action: 'statement.stage' }, async (tx) =>
    tx.write('statement_file_stage', `update statement_files set stage = $2, found = $3::int where id = $1::int and state = 'reading'`, [
      ...[id, stage, found],
    ]),
  );

/** Locks the file. Another try of its job may have been faster. */
async function isStillRead(tx: Tx, id: number): Promise<boolean> {
  const rows = await tx.sql(
    'statement_file_reading',
    `select id from statement_files where id = $1::int and state = 'reading' for update`,
    [id],
  );
  return rows.length > 0;
}

interface Outcome {
  readonly state: Exclude<FileState, 'reading'>;
  readonly reason?: string;
  readonly statementId?: number | null;
  readonly added?: number;
  readonly known?: number;
}

const settle = (by: Scope, id: number, outcome: Outcome): Promise<void> =>
  command(by, { action: 'statement.refuse' }, async (tx) => {
    if (await isStillRead(tx, id)) await settleIn(tx, id, outcome);
  });

async function settleIn(tx: Tx, id: number, { state, reason, statementId, added, known }: Outcome): Promise<void> {
  await tx.sql(
    'statement_file_settle',
    `update statement_files set state = $2, reason = $3, statement_id = $4::int, added = $5::int, known = $6::int where id = $1::int`,
    [id, state, reason ?? null, statementId ?? null, added ?? null, known ?? null],
  );
  await tx.sql('statement_file_parts_forget', 'delete from statement_file_parts where file_id = $1::int', [id]);
}
