import { addDays, type Day } from '#src/lib/days.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import { NotFound } from '#src/platform/errors.ts';
import type { RetailRounding } from '../storefront.types.ts';

/** A partner's own storefront, open or not. */
export interface OwnStorefront {
  readonly partnerId: number;
  readonly code: string;
  readonly oldCode: string | null;
  readonly isOn: boolean;
  readonly name: string;
  readonly text: string;
  readonly phone: string | null;
  readonly email: string | null;
  readonly address: string | null;
  readonly hours: string | null;
  readonly accent: string | null;
  readonly logoSha256: string | null;
  readonly markup: number;
  readonly rounding: RetailRounding;
  readonly mayBeBelow: boolean;
  readonly isShownToCustomers: boolean;
  readonly version: number;
  readonly turnedOffAt: Date | null;
  readonly turnOffReason: string | null;
  /** The partner has an open hold: the storefront does not answer. */
  readonly isHeld: boolean;
}

/** @throws NotFound for a partner without one */
export async function ownStorefront(sql: Sql, partnerId: number): Promise<OwnStorefront> {
  const [row] = await sql<OwnStorefront>(
    'storefront_own',
    `select s.partner_id as "partnerId", s.code, s.old_code as "oldCode", s.is_on as "isOn", s.name, s.text, s.phone, s.email, s.address, s.hours,
            s.accent, s.logo_sha256 as "logoSha256", s.markup, s.rounding::text as rounding, s.may_be_below as "mayBeBelow",
            s.is_shown_to_customers as "isShownToCustomers", s.version, s.turned_off_at as "turnedOffAt",
            s.turn_off_reason as "turnOffReason",
            exists (select 1 from holds h where h.partner_id = s.partner_id and h.lifted_at is null) as "isHeld"
       from storefronts s where s.partner_id = $1`,
    [partnerId],
  );
  if (!row) throw new NotFound();
  return row;
}

/** A day of a storefront in numbers. */
export interface DayNumbers {
  readonly day: Day;
  readonly pages: number;
  readonly visits: number;
  readonly requests: number;
  readonly orders: number;
}

/** The last `days` days up to today, the oldest first; requests by the day they came, orders by the day they were placed. */
export function storefrontNumbers(sql: Sql, partnerId: number, today: Day, days: number): Promise<DayNumbers[]> {
  return sql<DayNumbers>(
    'storefront_numbers',
    `select d.day::date::text as day, coalesce(v.pages, 0) as pages, coalesce(v.visits, 0) as visits,
            coalesce(asked.n, 0) as requests, coalesce(ordered.n, 0) as orders
       from generate_series($2::date, $3::date, interval '1 day') d(day)
       left join storefront_visits v on v.partner_id = $1 and v.day = d.day::date
       left join (select (created_at at time zone 'Europe/Moscow')::date as day, count(*)::int as n from storefront_requests
                   where partner_id = $1 group by 1) asked on asked.day = d.day::date
       left join (select (closed_at at time zone 'Europe/Moscow')::date as day, count(*)::int as n from storefront_requests
                   where partner_id = $1 and state = 'ordered' group by 1) ordered on ordered.day = d.day::date
      order by d.day`,
    [partnerId, addDays(today, 1 - days), today],
  );
}
