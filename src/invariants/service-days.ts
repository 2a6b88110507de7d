/**
 * Which day was the first one open for a partner, and since which row of the journal: from the close of a month with it until that
 * of the next. What was changed in between worked from that day at the earliest.
 */
export const openings = `openings as (
        select partner_id, (period + interval '1 month')::date as open_from, last_event_id as since,
          lead(last_event_id) over (partition by partner_id order by period) as until from partner_closes where closed_at is not null)`;

/** Joins the opening `o` in force when a row of the journal was written; none before a partner's first close. */
export const openingOf = (row: string) =>
  `left join openings o on o.partner_id = ${row}.partner_id and o.since < ${row}.id and ${row}.id <= coalesce(o.until, ${row}.id)`;

/** The calendar day of Moscow of an instant. */
export const moscowDay = (at: string) => `(${at} at time zone 'Europe/Moscow')::date`;
