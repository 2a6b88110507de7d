import type { Day } from '#src/lib/days.ts';
import type { Sql } from '#src/platform/db/sql.ts';

/** All storefronts that answer to visitors, as many as one sitemap may name. */
export function openStorefronts(sql: Sql): Promise<{ code: string; changedOn: Day }[]> {
  return sql<{ code: string; changedOn: Day }>(
    'storefronts_open',
    `select s.code, (s.updated_at at time zone 'Europe/Moscow')::date::text as "changedOn" from storefronts s
      where s.is_on and s.turned_off_at is null
        and not exists (select 1 from holds h where h.partner_id = s.partner_id and h.lifted_at is null)
      order by s.code limit 50000`,
  );
}
