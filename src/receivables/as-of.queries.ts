/**
 * What was owed at the end of a day, from facts alone, as SQL to begin a statement with. $1 is the day, $2 the instant at which the
 * next one begins in Moscow (decision «Which day counts» of the README).
 */
export const settledThen = (whose = 'true'): string =>
  `settled as (select partner_id, invoice_id, sum(amount)::bigint as amount from settlements where ${whose} and at < $2::timestamptz group by 1, 2)`;

/** Is the invoice `i` one of those in force at the end of the day? One issued anew counts from the instant the old one does not. */
export const IN_FORCE = `i.issued_on <= $1::date and (i.cancelled_at is null or i.cancelled_at >= $2::timestamptz)
  and (i.replaces_id is null or i.replaces_id in (select id from invoices where cancelled_at < $2::timestamptz))`;

/** The hold of each partner that had been open the longest, with how many there were. */
export const heldThen = (whose = 'true'): string =>
  `held as (select distinct on (partner_id) partner_id, text, placed_at, count(*) over (partition by partner_id)::int as holds from holds
    where ${whose} and placed_at < $2::timestamptz and (lifted_at is null or lifted_at >= $2::timestamptz) order by partner_id, placed_at, id)`;
