import type { Check } from './invariants.types.ts';
import { moscowDay } from './service-days.ts';

/** A command that waited for a lock bears the instant it began; it may take so long. */
const WAITED = `interval '20 seconds'`;

/** Who may do nothing more did nothing more. That a session ends with its user is tried by `test/accounts`. */
export const accessChecks: readonly Check[] = [
  {
    code: 'I12',
    name: 'audit_sessions',
    says: 'nobody without access has a session, and none waits for a version to come',
    sql: `select 'user ' || u.login as subject, format('session of %s, version %s of %s', s.created_at, s.version, u.session_version) as detail
      from sessions s join users u on u.id = s.user_id
      where s.version > u.session_version or (u.disabled_at is not null and s.version = u.session_version and s.created_at > u.disabled_at + ${WAITED})`,
  },
  {
    code: 'I12',
    name: 'audit_disabled_user',
    says: 'a person whose access was taken did nothing after that',
    sql: `select 'user ' || u.login as subject, format('%s at %s', a.action, a.at) as detail
      from users u join audit_entries a on a.actor_id = u.id and a.at > u.disabled_at + ${WAITED} where u.disabled_at is not null
      union all
      select 'user ' || u.login, format('%s at %s', e.action, e.at)
      from users u join subscription_events e on e.actor_id = u.id and e.at > u.disabled_at + ${WAITED} where u.disabled_at is not null`,
  },
  {
    code: 'I12',
    name: 'audit_blocked_partner',
    says: 'while a hold is open the partner’s people change no subscription, but for giving up what waits',
    sql: `select s.number as subject, format('%s at %s by %s', e.action, e.at, e.actor_name) as detail
      from holds h join subscription_events e on e.partner_id = h.partner_id and e.at > h.placed_at + ${WAITED}
          and e.at < coalesce(h.lifted_at, 'infinity') - ${WAITED}
        join subscriptions s on s.partner_id = e.partner_id and s.id = e.subscription_id
      where e.actor_role like 'partner\\_%' and (e.action in ('activated', 'started', 'seats', 'seats_down', 'auto_renewal') or (e.action = 'stopped' and e.order_id is null))`,
  },
  {
    code: 'I12',
    name: 'audit_hold_after_term',
    says: 'nobody is held for an invoice whose term has not run out, from the day it was first issued',
    sql: `with recursive issue (invoice_id, partner_id, replaces_id, issued_at) as (
        select i.id, i.partner_id, i.replaces_id, i.issued_at from holds h
          join invoices i on i.partner_id = h.partner_id and i.id = h.invoice_id where h.reason = 'overdue' and h.lifted_at is null
        union select n.invoice_id, o.partner_id, o.replaces_id, o.issued_at from issue n
          join invoices o on o.partner_id = n.partner_id and o.id = n.replaces_id)
      select i.number as subject, format('held on %s, issued on %s, to be paid by %s', d.held, d.issued, i.due_on) as detail
      from holds h join invoices i on i.partner_id = h.partner_id and i.id = h.invoice_id
        join issue n on n.invoice_id = i.id and n.partner_id = i.partner_id and n.replaces_id is null
        cross join lateral (select ${moscowDay('h.placed_at')} as held, ${moscowDay('n.issued_at')} as issued) d
      where h.reason = 'overdue' and h.lifted_at is null
        and d.held <= case when i.due_on < d.issued then d.issued + (i.due_on - i.issued_on) else i.due_on end`,
  },
];
