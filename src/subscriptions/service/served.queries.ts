/*
 * Statement parts about the service of today, for lists of every kind. `day` is the statement's value of today.
 * One stopped by a person is stopped at once, though today is still charged; one whose renewal waits or that the end of a month
 * stops is served until midnight, though the close has decided it in the evening before.
 */

const later = (s: string): string => `(${s}.status = 'suspended' or ${s}.status = 'stopped' and ${s}.stop_cause <> 'person')`;

/** The period of that day beside each row that is read, for `SERVED_COLUMNS`; joined after a `limit`, never before it. */
export const servedJoin = (id: string, day: string): string => `left join lateral (
    select d.seats, d.to_on from service_periods d join subscriptions t on t.partner_id = d.partner_id and t.id = d.subscription_id
    where d.subscription_id = ${id} and d.from_on <= ${day}::date and d.to_on > ${day}::date and (t.status = 'active' or ${later('t')})) served on true`;

export const SERVED_COLUMNS = `served.seats as "servedSeats", served.to_on::text as "servedUntil"`;

/**
 * `s` was decided to end at midnight and is served until then. `isClosed` is the cheap condition that today's month is closed
 * already: only then there are such ones.
 */
export const servedStill = (day: string, isClosed: string): string => `(${isClosed} and ${later('s')} and exists (
  select from service_periods d where d.subscription_id = s.id and d.from_on <= ${day}::date and d.to_on > ${day}::date))`;

/** `s` runs on that day: every one that is active, and those served until midnight. */
export const runsOn = (day: string, isClosed: string): string => `(s.status = 'active' or ${servedStill(day, isClosed)})`;

/** Is the month of `day` closed, by the last day of the open month? */
export const isClosedBy = (day: string, lastOpen: string): string => `date_trunc('month', ${lastOpen}::date) > ${day}::date`;
