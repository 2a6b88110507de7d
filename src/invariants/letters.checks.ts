import type { Check } from './invariants.types.ts';

/** An event needs letters while a head of the partner listens who never chose what to hear; rows made up by `npm run seed` tell nobody. */
const hasListener = (
  partner: string,
  at: string,
) => `exists (select 1 from users u where u.partner_id = ${partner} and u.role = 'partner_owner'
    and u.created_at <= ${at} and coalesce(u.disabled_at > ${at}, true) and u.muted_letters = '{}'
    and not exists (select 1 from audit_entries a where a.partner_id = u.partner_id and a.action = 'user.letters-changed'))`;

/** Letters and jobs are written with their cause, and none is left lying (product rule §13). */
export const letterChecks: readonly Check[] = [
  {
    code: 'I8',
    name: 'audit_event_told',
    says: 'what the partner must hear of has its letter, written in the same transaction: changes of subscriptions, invoices, holds',
    sql: `select s.number as subject, format('row %s of the journal, %s', e.seq, e.action) as detail
      from subscription_events e join subscriptions s on s.partner_id = e.partner_id and s.id = e.subscription_id
      where e.action not in ('ordered', 'renewed') and e.request_id is distinct from 'seed' and ${hasListener('e.partner_id', 'e.at')}
        and not exists (select 1 from letters l where l.subscription_id = e.subscription_id and l.queued_at = e.at)
        and not exists (select 1 from letters l where l.cause = 'request:' || e.request_id || ':many')
        and not exists (select 1 from letters l where l.partner_id = e.partner_id and l.subscription_id is null and l.queued_at = e.at
          and l.cause like 'partner:' || e.partner_id || ':%')
      union all
      select i.number, 'issued' from invoices i
      where ${hasListener('i.partner_id', 'i.issued_at')} and not exists (select 1 from letters l where l.cause = 'invoice:' || i.id || ':issued')
      union all
      select 'hold ' || h.id, w.what from holds h join lateral (values ('placed', h.placed_at), ('lifted', h.lifted_at)) as w(what, at) on w.at is not null
      where ${hasListener('h.partner_id', 'w.at')} and not exists (select 1 from letters l where l.cause = 'hold:' || h.id || ':' || w.what)
        and not exists (select 1 from holds o join letters l on l.cause = 'hold:' || o.id || ':lifted'
          where w.what = 'lifted' and o.partner_id = h.partner_id and o.lifted_at = h.lifted_at)`,
  },
  {
    code: 'I8',
    name: 'audit_letter_job',
    says: 'a letter that waits has a job that will send it, and none has been on its way since yesterday',
    sql: `with living as (
        select (data ->> 'letterId')::int as id from pgboss.job where name = 'send-letter' and state < 'completed'
        union select value::int from pgboss.job, jsonb_array_elements_text(data -> 'letterIds') where name = 'send-letters' and state < 'completed')
      select 'letter ' || l.id as subject, format('%s since %s', l.status, coalesce(l.last_tried_at, l.queued_at)) as detail
      from letters l where (l.status = 'queued' and not exists (select 1 from living where living.id = l.id))
        or (l.status = 'sending' and (l.last_tried_at at time zone 'Europe/Moscow')::date < $1::date)`,
  },
  {
    code: 'I8',
    name: 'audit_documents_made',
    says: 'an invoice has all its documents, or a job that will make them',
    sql: `with living as (
        select value::int as id from pgboss.job, jsonb_array_elements_text(data -> 'invoiceIds') where name = 'render-documents' and state < 'completed'),
      made as (select invoice_id, array_agg(kind::text order by kind::text) as kinds from documents group by 1)
      select i.number as subject, format('has %s', coalesce(m.kinds::text, 'none')) as detail
      from invoices i left join made m on m.invoice_id = i.id
      where not exists (select 1 from living where living.id = i.id)
        and m.kinds is distinct from case when i.doc_mode = 'upd' then '{invoice,utd,utd_xml}'::text[]
          when exists (select 1 from invoice_lines l where l.invoice_id = i.id and l.vat_rate is not null) then '{act,invoice,vat_invoice}'
          else '{act,invoice}' end`,
  },
  {
    code: 'I9',
    name: 'audit_letter_sent',
    says: 'a letter is confirmed at most once, after a try that kept what was sent',
    sql: `select 'letter ' || id as subject, format('%s after %s tries, sent at %s', status, attempts, coalesce(sent_at::text, 'no time')) as detail
      from letters where (status = 'sent') <> (sent_at is not null) or (status not in ('queued', 'failed') and attempts = 0)
        or (status in ('sent', 'sending', 'unknown') and text is null)`,
  },
  {
    code: 'I9',
    name: 'audit_message_id',
    says: 'a letter has one Message-ID on every try, and no other letter has it',
    sql: `select 'letter ' || min(id) as subject, format('%s, of %s letters', message_id, count(*)) as detail
      from letters group by message_id having count(*) > 1 or message_id !~ '^[0-9a-f-]{36}@[^@ <>]+$'`,
  },
  {
    code: 'I9',
    name: 'audit_secrets',
    says: 'no secret is readable: passwords, links and session ids stand hashed or masked, but in letters the demo keeps',
    sql: `select 'letter ' || id as subject, 'shows a password or a link' as detail from letters
      where status <> 'kept' and (text ~ 'Одноразовый пароль: (?!••)' or text ~ '/Account/Password/[\\w-]{20}' or html ~ '/Account/Password/[\\w-]{20}')
      union all
      select 'user ' || login, 'has a password that is not hashed' from users where password_hash not like '$argon2id$%'
      union all
      select 'user ' || user_id, 'has a link that is not hashed' from password_tokens where token_hash !~ '^[0-9a-f]{64}$'
      union all
      select 'session of user ' || coalesce(user_id::text, 'nobody'), 'has an id that is not hashed' from sessions where id !~ '^[0-9a-f]{64}$'
      union all
      select 'journal row ' || id, 'shows a link' from audit_entries where concat(before, after) ~ '/Account/Password/[\\w-]{20}'
      union all
      select 'form ' || token, 'was answered with a link' from form_tokens where result::text ~ '/Account/Password/[\\w-]{20}'`,
  },
];
