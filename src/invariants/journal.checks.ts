import type { Check } from './invariants.types.ts';

/** The journal of subscriptions is whole, and the subscriptions are what it says (product rule §8). */
export const journalChecks: readonly Check[] = [
  {
    code: 'I7',
    name: 'audit_journal_sequence',
    says: 'the journal of a subscription is numbered from 1 without gaps',
    sql: `select s.number as subject, format('row %s is numbered %s', e.nth, e.seq) as detail
      from (select partner_id, subscription_id, seq, row_number() over (partition by subscription_id order by seq) as nth from subscription_events) e
        join subscriptions s on s.partner_id = e.partner_id and s.id = e.subscription_id
      where e.seq <> e.nth`,
  },
  {
    code: 'I7',
    name: 'audit_journal_chain',
    says: 'each row of the journal carries the hash of itself and of the row before',
    sql: `select s.number as subject, format('row %s was changed, or one before it', e.seq) as detail
      from (select id, seq, subscription_id, hash, lag(hash) over (partition by subscription_id order by seq) as previous from subscription_events) c
        join subscription_events e on e.id = c.id join subscriptions s on s.partner_id = e.partner_id and s.id = e.subscription_id
      where e.hash <> subscription_event_digest(coalesce(c.previous, ''), e)`,
  },
  {
    code: 'I7',
    name: 'audit_journal_owner',
    // A row bears the instant its transaction began; one that waited for a lock stands after rows begun a little later.
    says: 'a row of the journal belongs to the partner of its subscription, and rows follow each other in time',
    sql: `select s.number as subject, format('row %s of partner %s at %s', e.seq, e.partner_id, e.at) as detail
      from (select *, lag(at) over (partition by subscription_id order by seq) as previous from subscription_events) e
        join subscriptions s on s.id = e.subscription_id
      where (e.partner_id <> s.partner_id or e.at < e.previous - interval '1 minute')`,
  },
  {
    code: 'I7',
    name: 'audit_state_is_fold',
    says: 'state, seats, price, auto-renewal and stop date of a subscription are what its journal adds up to',
    sql: `select s.number as subject, format('is %s, by the journal %s', now.told, by_journal.told) as detail
      from subscriptions s
        cross join lateral (select jsonb_build_object('status', s.status, 'seats', s.seats, 'unitPrice', s.unit_price::text,
          'autoRenew', s.auto_renew, 'stopOn', s.stop_on::text) as told) now
        cross join lateral (select jsonb_build_object('status', coalesce(${latest('status')}, '"pending"'), 'seats', ${latest('seats')},
          'unitPrice', ${latest('unitPrice')}, 'autoRenew', ${latest('autoRenew')}, 'stopOn', coalesce(${latest('stopOn')}, 'null')) as told
          from subscription_events e where e.subscription_id = s.id and e.action <> 'held') by_journal
      where now.told <> by_journal.told`,
  },
];

/** The value a particular was given last, as JSON. */
function latest(key: string): string {
  return `(array_agg(e.after -> '${key}' order by e.seq desc) filter (where e.after ? '${key}'))[1]`;
}
