import type { Sql } from '#src/platform/db/sql.ts';
import type { Seller } from './close/close.types.ts';

/** MONT's requisites, set by staff. @throws Error when they were never set: nothing can be invoiced. */
export async function sellerOf(sql: Sql): Promise<Seller> {
  const [row] = await sql<{ value: Seller }>('seller', `select value from settings where key = 'seller'`);
  if (!row) throw new Error('the requisites of the seller are not set (settings: seller)');
  return row.value;
}
