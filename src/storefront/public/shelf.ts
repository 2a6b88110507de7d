import { productsForSale, type ShelfProduct } from '#src/catalog/shelf.queries.ts';
import type { Day } from '#src/lib/days.ts';
import type { Sql } from '#src/platform/db/sql.ts';

/**
 * What is for sale, read once for each version of the catalog and day: pages of all storefronts are made of it. Nothing depends on what is kept
 * here, every request asks for the version first.
 */
export class Shelf {
  #key = '';
  #products: Promise<readonly ShelfProduct[]> = Promise.resolve([]);

  at(sql: Sql, version: bigint, today: Day): Promise<readonly ShelfProduct[]> {
    const key = `${version} ${today}`;
    if (key !== this.#key) {
      const reading = productsForSale(sql, today);
      this.#key = key;
      this.#products = reading;
      reading.catch(() => {
        if (this.#products === reading) this.#key = ''; // read again by whoever asks next
      });
    }
    return this.#products;
  }
}
