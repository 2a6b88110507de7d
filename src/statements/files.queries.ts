import type { Sql } from '#src/platform/db/sql.ts';
import { NotFound } from '#src/platform/errors.ts';
import type { Scope } from '#src/platform/scope.ts';

export type FileState = 'reading' | 'read' | 'refused';

/** A reading that has not ended after so long may be given up: its job died with its last try. */
export const GIVEN_UP_AFTER_MS = 30 * 60_000;

/** A long file of a bank, and what became of it. */
export interface StatementFile {
  readonly id: number;
  readonly fileName: string;
  /** Bytes. */
  readonly size: number;
  readonly state: FileState;
  readonly stage: 'waiting' | 'reading' | 'keeping';
  /** Incoming payments in it, once that is known. */
  readonly found: number | null;
  readonly reason: string | null;
  /** null where nothing of it was new, or it is not read. */
  readonly statementId: number | null;
  /** Payments that were there already. */
  readonly known: number | null;
  readonly uploadedById: number;
  readonly uploadedBy: string;
  readonly uploadedAt: Date;
  readonly isDismissed: boolean;
}

const FILE = `select id, file_name as "fileName", size, state, stage, found, reason, statement_id as "statementId", known,
    uploaded_by_id as "uploadedById", uploaded_by as "uploadedBy", uploaded_at as "uploadedAt", dismissed_at is not null as "isDismissed"
  from statement_files`;

/** Those that are being read, and the refused ones nobody has taken off the list; the newest first. */
export const filesUnderWay = ({ portal }: Scope): Promise<StatementFile[]> =>
  portal.sql<StatementFile>(
    'statement_files_under_way',
    `${FILE} where state = 'reading' or (state = 'refused' and dismissed_at is null) order by id desc limit 30`,
  );

/** @throws NotFound */
export async function statementFile({ portal }: Scope, id: number): Promise<StatementFile> {
  const [file] = await portal.sql<StatementFile>('statement_file', `${FILE} where id = $1::int`, [id]);
  if (!file) throw new NotFound();
  return file;
}

/** One that waits to be read; undefined where it was read or refused. */
export async function fileToRead(sql: Sql, id: number): Promise<StatementFile | undefined> {
  const [file] = await sql<StatementFile>('statement_file_to_read', `${FILE} where id = $1::int and state = 'reading'`, [id]);
  return file;
}
