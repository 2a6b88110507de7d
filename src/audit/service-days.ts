/**
 * The first day not closed for the partner at an instant: what was changed then worked from that day at the earliest.
 * A month closes with its partner, at the instant of the close. Both are named with their table: `e.partner_id`, `e.at`.
 */
export const openFromAt = (partner: string, at: string) =>
  `(select (max(c.period) + interval '1 month')::date from partner_closes c where c.partner_id = ${partner} and c.closed_at < ${at})`;

/** The calendar day of Moscow of an instant. */
export const moscowDay = (at: string) => `(${at} at time zone 'Europe/Moscow')::date`;
