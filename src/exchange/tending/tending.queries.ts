import type { Sql } from '#src/platform/db/sql.ts';
import type { AgeLimits } from '../standing/freshness.rules.ts';

/** Since when data of debtors are known, null before the first; and when their outage was told. */
export async function dataAge(sql: Sql): Promise<{ asOf: Date | null; toldAt: Date | null }> {
  const [row] = await sql<{ asOf: Date | null; toldAt: Date | null }>(
    'ax_data_age',
    `select greatest(whole_as_of, (select max(as_of) from ax_debtors)) as "asOf", silence_told_at as "toldAt" from ax_streams where type = 'debtors'`,
  );
  return row ?? { asOf: null, toldAt: null };
}

/** Partners whose hold, or the debt that their credit is counted from, is not what Axapta's data say by now. */
export async function partnersToSettle(sql: Sql, now: Date, { freshHours, staleHours }: AgeLimits): Promise<number[]> {
  const before = (hours: number) => new Date(now.getTime() - hours * 3_600_000);
  const rows = await sql<{ id: number }>(
    'ax_partners_to_settle',
    `select v.partner_id as id
     from (select a.*, greatest(a.as_of, (select whole_as_of from ax_streams where type = 'debtors')) as known_at from ax_partners a) v
       left join ax_credits c on c.partner_id = v.partner_id
       left join lateral (select bool_or(h.lifted_at is null) as is_open, max(h.lifted_at) filter (where h.lifted_by_id is not null) as by_hand_at
         from holds h where h.partner_id = v.partner_id and h.reason = 'axapta') h on true
     where (v.is_blocked and h.is_open is not true and (h.by_hand_at is null or v.blocked_since > h.by_hand_at))
       or (not v.is_blocked and h.is_open and v.known_at >= $1::timestamptz)
       or (v.credit_max is null) <> (c.partner_id is null)
       or c.balance <> v.balance or c.as_of <> v.known_at or c.is_very_old <> (v.known_at < $2::timestamptz)
     order by 1`,
    [before(freshHours), before(staleHours)],
  );
  return rows.map(({ id }) => id);
}

/** MONT's managers and administrators. */
export function staffToAlarm(sql: Sql): Promise<{ userId: number; name: string; address: string }[]> {
  return sql<{ userId: number; name: string; address: string }>(
    'ax_staff_to_alarm',
    `select distinct on (lower(email)) id as "userId", name, email as address from users
     where role in ('manager', 'admin') and disabled_at is null order by lower(email), id`,
  );
}
