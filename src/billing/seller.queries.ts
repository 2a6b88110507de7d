import type { Sql } from '#src/platform/db/sql.ts';
import type { Seller } from './close/close.types.ts';

/** MONT's requisites, set by staff. @throws Error when they were never set: nothing can be invoiced. */
export async function sellerOf(sql: Sql): Promise<Seller> {
  const seller = await sellerIfSet(sql);
  if (!seller) throw new Error('the requisites of the seller are not set (settings: seller)');
  return seller;
}

/** The same; null while they were never set. */
export async function sellerIfSet(sql: Sql): Promise<Seller | null> {
  const [row] = await sql<{ value: Seller }>('seller', `select value from settings where key = 'seller'`);
  return row?.value ?? null;
}
