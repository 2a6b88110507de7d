import type { Sql } from '#src/platform/db/sql.ts';
import type { OpenStorefront, ShelfPlace, ShelfWord, ShelfWords } from './storefront.types.ts';

/**
 * The storefront at an address, with all that its pages depend on but the markups and the day. It is there while it is switched on,
 * MONT has not switched it off, and nothing of its partner is on hold.
 * @returns null for no such storefront; one whose `code` is another moved to that
 */
export async function storefrontByCode(sql: Sql, code: string): Promise<OpenStorefront | null> {
  const [row] = await sql<StorefrontRow>(
    'storefront_by_code',
    `select s.partner_id as "partnerId", s.code, s.name, s.text, s.phone, s.email, s.address, s.hours, s.accent, s.markup,
            s.rounding::text as rounding, s.may_be_below as "mayBeBelow", s.version, s.updated_at as "updatedAt", l.sha256 as "logoSha256", l.width as "logoWidth",
            l.height as "logoHeight", p.name as "sellerName", p.inn as "sellerInn", p.address as "sellerAddress",
            (select version from catalog_version) as "catalogVersion"
       from storefronts s
       join partners p on p.id = s.partner_id
       left join storefront_pictures l on l.partner_id = s.partner_id and l.sha256 = s.logo_sha256
      where (s.code = $1 or s.old_code = $1) and s.is_on and s.turned_off_at is null
        and not exists (select 1 from holds h where h.partner_id = s.partner_id and h.lifted_at is null)`,
    [code],
  );
  if (!row) return null;
  const { logoSha256, logoWidth, logoHeight, sellerName, sellerInn, sellerAddress, catalogVersion, ...own } = row;
  return {
    ...own,
    logo: logoSha256 === null ? null : { sha256: logoSha256, width: logoWidth ?? 0, height: logoHeight ?? 0 },
    seller: { name: sellerName, inn: sellerInn, address: sellerAddress },
    catalogVersion: catalogVersion ?? 0n,
  };
}

interface StorefrontRow extends Omit<OpenStorefront, 'logo' | 'seller' | 'catalogVersion'> {
  logoSha256: string | null;
  logoWidth: number | null;
  logoHeight: number | null;
  sellerName: string;
  sellerInn: string;
  sellerAddress: string | null;
  catalogVersion: bigint | null;
}

/** What a storefront says of vendors and products. */
export async function wordsOfStorefront(sql: Sql, partnerId: number): Promise<ShelfWords> {
  const rows = await sql<ShelfWord & { vendorId: number | null; productId: number | null; place: ShelfPlace | null }>(
    'storefront_words',
    `select vendor_id as "vendorId", product_id as "productId", markup, place::text as place from storefront_markups where partner_id = $1`,
    [partnerId],
  );
  const vendors = new Map<number, ShelfWord>();
  const products = new Map<number, ShelfWord>();
  for (const { vendorId, productId, ...word } of rows) {
    if (vendorId !== null) vendors.set(vendorId, word);
    if (productId !== null) products.set(productId, word);
  }
  return { vendors, products };
}
