import type { Day } from '#src/lib/days.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import { NotFound } from '#src/platform/errors.ts';
import type { Scope } from '#src/platform/scope.ts';

export interface Terms {
  readonly version: string;
  readonly validFrom: Day;
  /** Parts with an empty line between them; the first line of a part is its heading. */
  readonly body: string;
}

/** The terms of use in force on a day. @throws Error when none were ever loaded: a fault of the installation. */
export async function currentTerms(sql: Sql, on: Day): Promise<Terms> {
  const [terms] = await sql<Terms>(
    'current_terms',
    `select version, valid_from::text as "validFrom", body from terms where valid_from <= $1::date order by valid_from desc limit 1`,
    [on],
  );
  if (!terms) throw new Error('no terms of use are loaded');
  return terms;
}

/** The version of the terms in force on a day. @throws Error when none were ever loaded */
export async function termsVersion(sql: Sql, on: Day): Promise<string> {
  const [terms] = await sql<Pick<Terms, 'version'>>(
    'terms_version',
    'select version from terms where valid_from <= $1::date order by valid_from desc limit 1',
    [on],
  );
  if (!terms) throw new Error('no terms of use are loaded');
  return terms.version;
}

/** The terms of a version, which an order may have been placed under long ago; those in force for null. @throws NotFound */
export async function termsOf({ portal }: Scope, version: string | null): Promise<Terms> {
  if (version === null) return currentTerms(portal.sql, portal.clock.today());
  const [terms] = await portal.sql<Terms>(
    'terms_of',
    `select version, valid_from::text as "validFrom", body from terms where version = $1 and valid_from <= $2::date`,
    [version, portal.clock.today()],
  );
  if (!terms) throw new NotFound();
  return terms;
}
