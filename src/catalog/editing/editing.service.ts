import type { Day } from '#src/lib/days.ts';
import { tooFar } from '#src/lib/far-days.ts';
import { ChangedMeanwhile, Invalid, NotFound } from '#src/platform/errors.ts';
import type { Tx } from '#src/platform/scope.ts';

/** Prices and terms are set for today or later, and not too far ahead. @throws Invalid `{ validFrom }` */
export function refusePast(tx: Tx, day: Day): void {
  if (day < tx.today) throw new Invalid({ validFrom: 'День уже прошёл: укажите сегодня или позже' });
  const far = tooFar(day, tx.today, 'price');
  if (far) throw new Invalid({ validFrom: far });
}

/** What names a thing for good names one only, whatever its case. @throws Invalid with `message` at `column` */
export async function refuseTaken(
  tx: Tx,
  table: 'vendors' | 'products' | 'offers' | 'terms',
  column: string,
  value: string,
  message: string,
): Promise<void> {
  const [taken] = await tx.sql(`${table}_taken`, `select 1 from ${table} where lower(${column}) = lower($1)`, [value]);
  if (taken) throw new Invalid({ [column]: message });
}

/** Locks a row that is still as it was shown. @throws NotFound, ChangedMeanwhile */
export async function lockRow(tx: Tx, table: 'vendors' | 'products' | 'offers', id: number, version: string): Promise<void> {
  const [row] = await tx.sql<{ version: string }>(
    `${table}_lock_version`,
    `select md5(t::text) as version from ${table} t where id = $1::int for update`,
    [id],
  );
  if (!row) throw new NotFound();
  if (row.version !== version) throw new ChangedMeanwhile();
}

/** Of what was, the particulars that could be changed. */
export const sameOf = (before: object, after: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(before).filter(([key]) => Object.hasOwn(after, key)));

/** A calendar day as Prisma takes it. */
export const asDate = (day: Day | null): Date | null => (day ? new Date(day) : null);
