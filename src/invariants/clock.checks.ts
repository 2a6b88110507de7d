import type { Check } from './invariants.types.ts';

/** Instances may differ from the database's clock by so many seconds (`platform/db/pulse.ts`). */
const TOLERATED = 60;

/** The instant it is at most, by the database's own clock and the distance that a demo's clock keeps to it. */
const LATEST = `clock_timestamp() + make_interval(secs => $1::float8 / 1000 + ${TOLERATED})`;

const moments = [
  ['journal of subscriptions', 'subscription_events', 'at'],
  ['journal of acts', 'audit_entries', 'at'],
  ['order', 'orders', 'placed_at'],
  ['invoice', 'invoices', 'issued_at'],
] as const;

/** What an instance with a wrong clock leaves behind: the database's clock knows better. */
export const clockChecks: readonly Check[] = [
  {
    code: 'I14',
    name: 'audit_closed_early',
    says: 'no month is closed before the evening of its last day, by the clock of the database',
    asks: 'ahead',
    sql: `select p.code as subject, format('%s closed at %s', to_char(c.period, 'YYYY-MM'), c.closed_at) as detail
      from partner_closes c join partners p on p.id = c.partner_id
      where c.closed_at is not null
        and (c.period + interval '1 month' - interval '3 hours') at time zone 'Europe/Moscow' > ${LATEST}`,
  },
  {
    code: 'I14',
    name: 'audit_future_rows',
    says: 'nothing was done in the future, by the clock of the database',
    asks: 'ahead',
    sql: moments
      .map(
        ([what, table, at]) =>
          `select '${what}' as subject, format('%s rows up to %s', count(*), max(${at})) as detail
           from ${table} where ${at} > ${LATEST} having count(*) > 0`,
      )
      .join(' union all '),
  },
];
