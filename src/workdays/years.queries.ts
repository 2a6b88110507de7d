import type { StoredYear } from '#src/lib/calendar.ts';
import type { Day } from '#src/lib/days.ts';
import type { Kopecks } from '#src/lib/money.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import { NotFound } from '#src/platform/errors.ts';
import type { Scope } from '#src/platform/scope.ts';

/** A calendar that was brought. */
export interface BroughtYear {
  readonly id: number;
  readonly year: string;
  readonly fileName: string;
  readonly days: StoredYear;
  readonly uploadedBy: string;
  readonly uploadedAt: Date;
  readonly confirmedBy: string | null;
  readonly confirmedAt: Date | null;
  readonly endedBy: string | null;
  readonly endedAt: Date | null;
}

const ROW = `id, year::text as year, file_name as "fileName", days, uploaded_by as "uploadedBy", uploaded_at as "uploadedAt", confirmed_by as "confirmedBy",
  confirmed_at as "confirmedAt", ended_by as "endedBy", ended_at as "endedAt"`;

/** Of a year this one counts. */
export const isInForce = ({ confirmedAt, endedAt }: BroughtYear): boolean => confirmedAt !== null && endedAt === null;

/** The files of the last years, newest first. */
export function broughtYears({ portal }: Scope): Promise<BroughtYear[]> {
  return portal.sql<BroughtYear>('work_years', `select ${ROW} from work_years order by id desc limit 50`);
}

/** @throws NotFound */
export async function broughtYear(sql: Sql, id: number): Promise<BroughtYear> {
  const [row] = await sql<BroughtYear>('work_year', `select ${ROW} from work_years where id = $1::int`, [id]);
  if (!row) throw new NotFound();
  return row;
}

/** Id of the file whose calendar of this year is in force; 0 for none. */
export async function inForce(sql: Sql, year: string): Promise<number> {
  const [row] = await sql<{ id: number }>(
    'work_year_in_force',
    'select id from work_years where year = $1::int and confirmed_at is not null and ended_at is null',
    [Number(year)],
  );
  return row?.id ?? 0;
}

/** An invoice not paid in full, and where its day to pay lies. */
export interface OpenDue {
  readonly partnerId: number;
  readonly partner: string;
  readonly number: string;
  readonly dueOn: Day;
  /** Kopecks. */
  readonly open: Kopecks;
}

/** Invoices to be paid in this year, those due first first. */
export function openDues(sql: Sql, year: string): Promise<OpenDue[]> {
  return sql<OpenDue>(
    'open_dues_of_year',
    `select i.partner_id as "partnerId", i.buyer ->> 'name' as partner, i.number, i.due_on::text as "dueOn", i.open from invoice_balances i
      where i.status = 'issued' and i.due_on >= $1::date and i.due_on <= $2::date and i.open > 0 order by i.due_on, i.id`,
    [`${year}-01-01`, `${year}-12-31`],
  );
}
