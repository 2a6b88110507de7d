import type { Sql } from '#src/platform/db/sql.ts';

/** The bytes of a logo that an open storefront shows; null for any other. */
export async function publicLogo(sql: Sql, code: string, sha256: string, ending: 'webp' | 'png'): Promise<Uint8Array | null> {
  const [row] = await sql<{ webp: Uint8Array | null; png: Uint8Array | null }>(
    'storefront_logo_public',
    `select case when $3::text = 'webp' then l.webp end as webp, case when $3 = 'png' then l.png end as png
       from storefronts s
       join storefront_pictures l on l.partner_id = s.partner_id and l.sha256 = s.logo_sha256
      where (s.code = $1 or s.old_code = $1) and s.logo_sha256 = $2 and s.is_on and s.turned_off_at is null
        and not exists (select 1 from holds h where h.partner_id = s.partner_id and h.lifted_at is null)`,
    [code, sha256, ending],
  );
  return row?.webp ?? row?.png ?? null;
}

/** The bytes of a partner's own logo, open or not, for its settings; null for none. */
export async function ownLogo(sql: Sql, partnerId: number): Promise<Uint8Array | null> {
  const [row] = await sql<{ webp: Uint8Array }>(
    'storefront_logo_own',
    `select l.webp from storefronts s join storefront_pictures l on l.partner_id = s.partner_id and l.sha256 = s.logo_sha256
      where s.partner_id = $1`,
    [partnerId],
  );
  return row?.webp ?? null;
}
