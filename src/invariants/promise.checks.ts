import type { Check } from './invariants.types.ts';
import { moscowDay } from './service-days.ts';

const OPEN = 'p.kept_at is null and p.broken_at is null and p.ended_at is null';

/** Promised payments: each is of its quarter, ends with its day, and nothing is open for one that is over. */
export const promiseChecks: readonly Check[] = [
  {
    code: 'I12',
    name: 'audit_promise_day',
    says: 'no promise is open past its day',
    sql: `select 'promise ' || p.id as subject, format('to be paid by %s', p.due_on) as detail from payment_promises p where ${OPEN} and p.due_on < $1::date`,
  },
  {
    code: 'I12',
    name: 'audit_promise_lift',
    says: 'a hold lifted for a promise has its promise, and a promise the hold it lifted; none waits for the day of a promise taken off',
    sql: `select 'hold ' || h.id as subject, 'lifted for no promise' as detail from holds h
        left join payment_promises p on p.partner_id = h.partner_id and p.hold_id = h.id where h.lift_cause = 'promise' and p.id is null
      union all
      select 'promise ' || p.id, format('hold %s: %s', p.hold_id, coalesce(h.lift_cause::text, 'not lifted')) from payment_promises p
        left join holds h on h.partner_id = p.partner_id and h.id = p.hold_id where p.hold_id is not null and h.lift_cause is distinct from 'promise'
      union all
      select 'promise ' || p.id, format('taken off, no hold until %s', h.lifted_until) from payment_promises p
        join holds h on h.partner_id = p.partner_id and h.id = p.hold_id where p.ended_at is not null and h.lifted_until is not null`,
  },
  {
    code: 'I3',
    name: 'audit_promise_allowance',
    says: 'what is added to a limit for a promise is there only while the promise is open',
    sql: `select 'limit change ' || l.id as subject, format('%s kopecks since %s', l.allowance, l.at) as detail from limit_changes l
        left join payment_promises p on p.partner_id = l.partner_id and p.limit_change_id = l.id and ${OPEN}
      where l.allowance is not null and l.ended_at is null and p.id is null`,
  },
  {
    code: 'I2',
    name: 'audit_promise_once',
    says: 'a partner promises once a quarter, that of the day, and once more for each grant of the same quarter',
    sql: `select 'partner ' || p.partner_id as subject, format('%s promises of %s', count(*), p.quarter) as detail from payment_promises p
      where p.grant_id is null group by p.partner_id, p.quarter having count(*) > 1
      union all
      select 'promise ' || p.id, format('made on %s, counted for %s', ${moscowDay('p.made_at')}, p.quarter) from payment_promises p
        left join promise_grants g on g.partner_id = p.partner_id and g.id = p.grant_id
      where p.quarter <> date_trunc('quarter', ${moscowDay('p.made_at')})::date or (p.grant_id is not null and g.quarter is distinct from p.quarter)`,
  },
];
