import { UnreadableFile } from '#src/lib/unreadable.ts';
import { command } from '#src/platform/command.ts';
import { Conflict } from '#src/platform/errors.ts';
import type { Scope, Tx } from '#src/platform/scope.ts';
import { TookTooMuch } from '#src/platform/workers/work.ts';
import { type ReadYear, yearReading } from './year-file.work.ts';
import { type BroughtYear, broughtYear, inForce, isInForce } from './years.queries.ts';

/** How far ahead of its time a calendar may be brought: it is decreed in the autumn before. */
const YEARS_AHEAD = 3;

/**
 * Reads the calendar of a year and keeps it, to be looked at; nothing counts by it before it is confirmed.
 * @returns its id @throws UnreadableFile with the sentence to show
 */
export async function loadYear(scope: Scope, file: { name: string; bytes: Buffer }, token: string): Promise<number> {
  const { year, days } = await readFile(scope, file.bytes);
  return command(scope, { action: 'work-year.load', token }, async (tx) => {
    const [kept] = await tx.sql<{ id: number }>(
      'work_year_keep',
      `insert into work_years (year, file_name, days, uploaded_by_id, uploaded_by, uploaded_at)
       values ($1::int, $2, $3::jsonb, $4::int, $5, $6::timestamptz) returning id`,
      [year, file.name, JSON.stringify(days), scope.actor.userId, scope.actor.name, tx.now],
    );
    if (!kept) throw new Error('a calendar was kept without an id');
    await tx.audit({ action: 'work-year.loaded', subject: subjectOf({ year }), after: { file: file.name } });
    return kept.id;
  });
}

async function readFile({ portal }: Scope, bytes: Buffer): Promise<ReadYear> {
  const read = await portal.workers.do(yearReading, bytes).catch((error: unknown) => {
    throw error instanceof TookTooMuch ? new UnreadableFile('Файл устроен слишком сложно: это не календарь года.') : error;
  });
  const thisYear = Number(portal.clock.today().slice(0, 4));
  if (read.year < thisYear) throw new UnreadableFile(`Это календарь ${read.year} года: он уже прошёл, считать по нему нечего.`);
  if (read.year > thisYear + YEARS_AHEAD) throw new UnreadableFile(`До ${read.year} года слишком далеко: проверьте файл.`);
  return read;
}

/**
 * From its commit on every instance counts by this calendar; one of the same year that did so before has ended. Also takes up again one
 * that has ended. Due days of invoices that are issued stay. `seen`: the id of the one in force as the page showed it, 0 for none.
 * @throws NotFound; Conflict when it is in force already, or another came into force meanwhile
 */
export function confirmYear(scope: Scope, id: number, { seen, token }: { seen: number; token: string }): Promise<BroughtYear> {
  return command(scope, { action: 'work-year.confirm', token }, async (tx) => {
    const brought = await lockYear(tx, id);
    if (isInForce(brought)) throw new Conflict('Этот календарь уже действует.');
    if ((await inForce(tx.sql, brought.year)) !== seen)
      throw new Conflict('Пока вы смотрели, для этого года начал или перестал действовать другой календарь: проверьте разницу ещё раз.');
    if (seen !== 0) await end(tx, seen);
    await tx.sql(
      'work_year_confirm',
      'update work_years set confirmed_at = $2::timestamptz, confirmed_by = $3, ended_at = null, ended_by = null where id = $1::int',
      [id, tx.now, scope.actor.name],
    );
    await tx.audit({
      action: 'work-year.confirmed',
      subject: subjectOf(brought),
      ...(seen === 0 ? {} : { before: { id: seen } }),
      after: { id, file: brought.fileName },
    });
    return brought;
  });
}

/**
 * Takes a calendar back: the year is counted by the one the portal comes with, or provisionally. It can be confirmed again.
 * @throws NotFound; Conflict when it is not in force
 */
export function takeBackYear(scope: Scope, id: number, token: string): Promise<BroughtYear> {
  return command(scope, { action: 'work-year.take-back', token }, async (tx) => {
    const brought = await lockYear(tx, id);
    if (!isInForce(brought)) throw new Conflict('Этот календарь уже не действует.');
    await end(tx, id);
    await tx.audit({ action: 'work-year.taken-back', subject: subjectOf(brought), before: { id, file: brought.fileName } });
    return brought;
  });
}

const subjectOf = ({ year }: { year: number | string }): string => `производственный календарь ${year} года`;

/** Whoever changes what is in force of a year waits for whoever does so already. */
async function lockYear(tx: Tx, id: number): Promise<BroughtYear> {
  const { year } = await broughtYear(tx.sql, id);
  await tx.sql('work_year_lock', 'select id from work_years where year = $1::int order by id for update', [Number(year)]);
  return broughtYear(tx.sql, id);
}

async function end(tx: Tx, id: number): Promise<void> {
  await tx.sql('work_year_end', 'update work_years set ended_at = $2::timestamptz, ended_by = $3 where id = $1::int', [
    id,
    tx.now,
    tx.scope.actor.name,
  ]);
}
