import { createHash } from 'node:crypto';
import type { Day } from '#src/lib/days.ts';
import type { Kopecks } from '#src/lib/money.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import { NotFound } from '#src/platform/errors.ts';
import type { Scope } from '#src/platform/scope.ts';
import type { PriceFault, ReadColumns } from './price-file.rules.ts';
import type { PriceReading } from './price-file.work.ts';
import type { NewPrice } from './touched.queries.ts';

export interface PriceImport {
  readonly id: number;
  readonly fileName: string;
  readonly uploadedBy: string;
  readonly uploadedAt: Date;
  readonly appliedAt: Date | null;
  readonly appliedBy: string | null;
  readonly added: number | null;
  readonly lineCount: number;
  readonly faults: readonly PriceFault[];
  /** What of the file was read; null for lists of long ago. */
  readonly reading: (PriceReading & ReadColumns) | null;
  /** Is the file kept, so that another sheet or column of it can be read? */
  readonly hasFile: boolean;
}

const IMPORT = `select id, file_name as "fileName", uploaded_by as "uploadedBy", uploaded_at as "uploadedAt", applied_at as "appliedAt",
  applied_by as "appliedBy", added, jsonb_array_length(lines) as "lineCount", faults, reading, file is not null as "hasFile" from price_imports`;

/** The latest loaded price lists. */
export const recentImports = ({ portal }: Scope): Promise<PriceImport[]> =>
  portal.sql<PriceImport>('price_imports', `${IMPORT} order by id desc limit 20`);

/** @throws NotFound */
export async function priceImport({ portal }: Scope, id: number): Promise<PriceImport> {
  const [row] = await portal.sql<PriceImport>('price_import', `${IMPORT} where id = $1::int`, [id]);
  if (!row) throw new NotFound();
  return row;
}

/** What a row of the list would do: add a price, put one in the place of another still to come, nothing, or not be carried out. */
export type Effect = 'new' | 'replacing' | 'same' | 'unknown' | 'past' | 'taken';

export interface PriceDifference {
  readonly row: number;
  readonly sku: string;
  readonly offerId: number | null;
  readonly offerName: string | null;
  readonly validFrom: Day;
  /** null: the offer has no price by then. */
  readonly before: Kopecks | null;
  readonly after: Kopecks;
  readonly effect: Effect;
}

/**
 * Every row of a loaded list against the prices as they are: the only place that says what it would do, for the page and
 * for carrying it out. A past day is let through where it changes nothing.
 */
export function differences(sql: Sql, importId: number, today: Day): Promise<PriceDifference[]> {
  return sql<PriceDifference>(
    'price_differences',
    `select l.row, l.sku, o.id as "offerId", o.name as "offerName", l.valid_from::text as "validFrom", price.gross as before, l.gross as after,
       case when o.id is null then 'unknown' when price.gross = l.gross then 'same' when l.valid_from < $2::date then 'past'
         when price.valid_from = l.valid_from and l.valid_from > $2::date then 'replacing' when price.valid_from = l.valid_from then 'taken'
         else 'new' end as effect
     from price_imports i cross join lateral jsonb_to_recordset(i.lines) as l(row int, sku text, gross bigint, valid_from date)
     left join offers o on o.sku = l.sku
     left join lateral (select gross, valid_from from prices where offer_id = o.id and valid_from <= l.valid_from order by valid_from desc limit 1) price on true
     where i.id = $1::int order by l.row`,
    [importId, today],
  );
}

/** The prices that carrying a list out would add. */
export const pricesOf = (rows: readonly PriceDifference[]): NewPrice[] =>
  rows.flatMap(({ offerId, after, validFrom, effect }) =>
    offerId !== null && (effect === 'new' || effect === 'replacing') ? [{ offerId, gross: after, validFrom }] : [],
  );

/** A change by more than a third is more often a slip than a price (product rule §5). */
export const isLeap = ({ effect, before, after }: PriceDifference): boolean =>
  (effect === 'new' || effect === 'replacing') && before !== null && (after > before ? after - before : before - after) * 3n > before;

/** Stands for all that a page showed of a list: when it is another at the confirmation, a price has changed meanwhile. */
export function digestOf(rows: readonly PriceDifference[]): string {
  const shown = rows.map(({ row, effect, before, after }) => [row, effect, String(before), String(after)]);
  return createHash('sha256').update(JSON.stringify(shown)).digest('hex');
}
