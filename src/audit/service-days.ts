/**
 * Which day was the first one open for a partner, and since when: from the instant a month was closed with it until the
 * next one was. What was changed in between worked from that day at the earliest.
 */
export const openings = `openings as (
        select partner_id, (period + interval '1 month')::date as open_from, closed_at as since,
          lead(closed_at) over (partition by partner_id order by closed_at, period) as until from partner_closes where closed_at is not null)`;

/** Joins the opening `o` in force when a row of the journal was written; none before a partner's first close. */
export const openingOf = (row: string) =>
  `left join openings o on o.partner_id = ${row}.partner_id and o.since < ${row}.at and ${row}.at <= coalesce(o.until, ${row}.at)`;

/** The calendar day of Moscow of an instant. */
export const moscowDay = (at: string) => `(${at} at time zone 'Europe/Moscow')::date`;
