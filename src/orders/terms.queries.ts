import type { Day } from '#src/lib/days.ts';
import type { Sql } from '#src/platform/db/sql.ts';

export interface Terms {
  readonly version: string;
  readonly body: string;
}

/** The terms of use in force on a day. @throws Error when none were ever loaded: a fault of the installation. */
export async function currentTerms(sql: Sql, on: Day): Promise<Terms> {
  const [terms] = await sql<Terms>(
    'current_terms',
    'select version, body from terms where valid_from <= $1::date order by valid_from desc limit 1',
    [on],
  );
  if (!terms) throw new Error('no terms of use are loaded');
  return terms;
}
