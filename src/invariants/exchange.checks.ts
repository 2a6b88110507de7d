import type { Check } from './invariants.types.ts';

/** What follows from Axapta's data. */
export const exchangeChecks: readonly Check[] = [
  {
    code: 'I2',
    name: 'audit_ax_payment',
    says: 'a payment of Axapta that is recorded has its row on the portal, of its sum and through its door, once; one that is cancelled has none',
    sql: `select a.trans_id as subject, format('%s %s, on the portal %s', a.state, a.amount, coalesce(p.amount::text, 'none')) as detail
      from ax_payments a left join payments p on p.partner_id = a.partner_id and p.id = a.payment_id
        left join payment_doors d on d.partner_id = p.partner_id and d.payment_id = p.id and d.source = 'axapta'
      where (a.state = 'recorded' and (p.id is null or p.amount <> a.amount or d.id is null))
        or (a.state = 'canceled' and a.payment_id is not null)
      union all
      select 'payment ' || payment_id, format('stands for %s payments of Axapta', count(*)) from ax_payments where state = 'recorded'
      group by partner_id, payment_id having count(*) > 1`,
  },
  {
    code: 'I3',
    name: 'audit_ax_hold',
    says: 'whom Axapta blocks is on hold, unless a person lifted that very block; a partner has one open hold of Axapta at most',
    sql: `select p.code as subject, format('blocked since %s, %s open', v.blocked_since, h.open) as detail
      from partners p left join ax_partners v on v.partner_id = p.id
        cross join lateral (select count(*) filter (where lifted_at is null) as open, max(lifted_at) filter (where lifted_by_id is not null) as by_hand_at
          from holds where partner_id = p.id and reason = 'axapta') h
      where h.open > 1 or (v.is_blocked and h.open = 0 and (h.by_hand_at is null or h.by_hand_at < v.blocked_since))`,
  },
  {
    code: 'I8',
    name: 'audit_ax_told',
    says: 'an invoice told to Axapta has its message, and places of what is sent are without gaps',
    sql: `select i.portal_doc_id as subject, 'has no message' as detail from ax_invoices i
        left join ax_outgoing o on o.type = 'billing' and o.key = i.portal_doc_id where i.is_told and o.id is null
      union all
      select type, format('%s numbers up to %s', count(seq), max(seq)) from ax_outgoing where seq is not null group by type having count(seq) <> max(seq)`,
  },
  {
    code: 'I2',
    name: 'audit_ax_message',
    says: 'a message that is through is through whole: every item applied, older or refused',
    sql: `select coalesce(message_id, id::text) as subject, format('%s: %s of %s items, %s applied, %s older', state, done, items, applied, stale) as detail
      from ax_messages where state in ('done', 'partial') and (
        applied + stale + (select count(distinct e ->> 'pointer') from jsonb_array_elements(item_errors) e) < items
        or (state = 'done') <> (item_errors = '[]'))`,
  },
];
