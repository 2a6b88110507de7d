/** A fault made on purpose: what it is, the statements that make it, the check that must see it. */
export type Break = readonly [what: string, statements: readonly string[], check: string];

const FIRST = '(select min(id) from subscriptions)';
const LETTER = '(select min(id) from letters)';
const VECTOR = `(select id from partners where code = 'vector')`;

const once: readonly Break[] = [
  ['a token without a result', [`update form_tokens set result = null where action = 'order.place'`], 'audit_token_result'],
  [
    'an order acknowledged and lost',
    [`update form_tokens set result = '{"number": "O-1"}' where token = (select min(token) from form_tokens where action = 'order.place')`],
    'audit_token_effect',
  ],
  [
    'two forms answered with one payment',
    [
      `insert into form_tokens select 'again', user_id, action, result, created_at from form_tokens where action = 'payment.register' limit 1`,
    ],
    'audit_token_effect',
  ],
  ['a payment without its door', [`delete from payment_doors where payment_id = (select min(id) from payments)`], 'audit_payment_doors'],
  [
    'two payments of one key',
    [
      `update payment_doors set source = 'axapta', source_key = 'AX-1'`,
      `drop index payment_doors_partner_id_source_source_key_key`,
    ].reverse(),
    'audit_payment_doors',
  ],
  ['a unique key dropped', ['drop index letters_message_id_key'], 'audit_natural_keys'],
  [
    'a second renewal for a month',
    [
      `insert into subscription_events (subscription_id, partner_id, seq, at, actor_name, actor_role, action, before, after, month_delta, full_month_delta, hash)
       select subscription_id, partner_id, seq + 100, at, actor_name, actor_role, action, before, after, month_delta, full_month_delta, hash
       from subscription_events where action = 'renewed' limit 1`,
    ],
    'audit_renewed_once',
  ],
  ['a month skipped', [`update partners set open_from = '2027-01-01' where code = 'vector'`], 'audit_months_in_order'],
  [
    'a closed month whose close is said to be parked',
    [`update partner_closes set closed_at = null, fault = 'нет связи' where partner_id = (select id from partners where code = 'vector')`],
    'audit_months_in_order',
  ],
];

const AX_PAYMENT = `insert into ax_payments (trans_id, invoice_account, paid_on, amount, is_canceled, purpose, version, partner_id, payment_id, state, message_id, changed_at)`;

const exchange: readonly Break[] = [
  [
    'a payment of Axapta recorded with another sum',
    [
      `${AX_PAYMENT} select 'T-1', 'К', current_date, amount + 1, false, '', '1', partner_id, id, 'recorded', 1, now() from payments limit 1`,
    ],
    'audit_ax_payment',
  ],
  [
    'blocked by Axapta and not on hold',
    [
      `insert into ax_debtors (cust_account, invoice_account, name, blocked, blocked_since, mandatory_credit_limit, balance, overdue, as_of, version, seen_at, message_id)
       select upper(btrim(ax_debtor_code)), upper(btrim(ax_debtor_code)), name, 'All', now(), false, 0, 0, now(), '1', now(), 1 from partners where code = 'vector'`,
    ],
    'audit_ax_hold',
  ],
  [
    'an invoice told without a message',
    [
      `insert into ax_invoices (partner_id, invoice_id, portal_doc_id, gross, status, is_told, changed_at)
       select partner_id, id, 'INV-' || id, gross, 'told', true, now() from invoices limit 1`,
    ],
    'audit_ax_told',
  ],
  [
    'a message half applied',
    [
      `insert into ax_messages (message_id, door, type, received_at, body_hash, body, state, items, applied)
       values ('m', 'http', 'debtors', now(), '', '', 'done', 3, 2)`,
    ],
    'audit_ax_message',
  ],
];

const journal: readonly Break[] = [
  [
    'a row of the journal taken out',
    [`delete from subscription_events where seq = 2 and subscription_id = ${FIRST}`],
    'audit_journal_sequence',
  ],
  [
    'a comment changed',
    [`update subscription_events set comment = 'x' where seq = 2 and subscription_id = ${FIRST}`],
    'audit_journal_chain',
  ],
  [
    'a sum changed',
    [`update subscription_events set month_delta = month_delta + 1 where seq = 2 and subscription_id = ${FIRST}`],
    'audit_journal_chain',
  ],
  [
    'a row of another partner',
    [`update subscription_events set partner_id = 2 where seq = 1 and subscription_id = ${FIRST}`],
    'audit_journal_owner',
  ],
  [
    'a row written back into the past',
    [`update subscription_events set at = at - interval '1 year' where seq = 3 and subscription_id = ${FIRST}`],
    'audit_journal_owner',
  ],
  ['seats changed past the journal', [`update subscriptions set seats = seats + 1 where id = ${FIRST}`], 'audit_state_is_fold'],
  ['a state changed past the journal', [`update subscriptions set status = 'stopped' where id = ${FIRST}`], 'audit_state_is_fold'],
  [
    'auto-renewal changed past the journal',
    [`update subscriptions set auto_renew = not auto_renew where id = ${FIRST}`],
    'audit_state_is_fold',
  ],
  ['a price changed past the journal', [`update subscriptions set unit_price = unit_price + 1 where id = ${FIRST}`], 'audit_state_is_fold'],
  [
    'two periods over each other',
    [
      'alter table service_periods drop constraint service_periods_overlap',
      `insert into service_periods (subscription_id, partner_id, contract_id, from_on, to_on, seats, unit_price, vat_rate, charge, vat)
       select subscription_id, partner_id, contract_id, from_on, to_on, seats, unit_price, vat_rate, charge, vat from service_periods order by id limit 1`,
    ],
    'audit_period_overlap',
  ],
  [
    'a day not billed',
    [`update service_periods set from_on = from_on + 1 where id = (select max(id) from service_periods where to_on > from_on + 1)`],
    'audit_billed_is_active',
  ],
  ['a period gone', [`delete from service_periods where id = (select min(id) from service_periods)`], 'audit_billed_is_active'],
  [
    'December not billed',
    [`delete from service_periods where from_on = '2026-12-01' and subscription_id = ${FIRST}`],
    'audit_active_is_served',
  ],
  [
    'other seats billed than there are',
    [`update service_periods set seats = seats + 1 where from_on = '2026-12-01' and to_on = '2027-01-01'`],
    'audit_period_seats',
  ],
  ['more taken on than the limit', [`update partners set credit_limit = 1 where code = 'vector'`], 'audit_exposure'],
  ['an order without a trace', [`update subscription_events set order_id = null where order_id is not null`], 'audit_order_has_trace'],
  [
    'an order that waits for what runs',
    [`update orders set status = 'held', held_reason = 'credit_limit', held_at = now() where kind = 'new'`],
    'audit_order_state',
  ],
];

const people: readonly Break[] = [
  [
    'a customer that changed hands',
    [`update customers set partner_id = partner_id + 1 where id = (select customer_id from subscriptions where id = ${FIRST})`],
    'audit_one_partner',
  ],
  ['an invoice of another partner', [`update invoices set partner_id = partner_id + 1`], 'audit_one_partner'],
  [
    'an order of another customer',
    [`update orders set customer_id = (select max(id) from customers where partner_id = ${VECTOR})`],
    'audit_one_customer',
  ],
  [
    'a letter to a stranger',
    [
      `update letters set recipient_address = (select email from users where login = 'orion')
       where id = (select min(id) from letters where partner_id = ${VECTOR})`,
    ],
    'audit_letter_address',
  ],
  ['a session of a version to come', [`update sessions set version = version + 1 where user_id is not null`], 'audit_sessions'],
  [
    'a session of somebody whose access was taken',
    [`update users set disabled_at = '2026-12-01' where login = 'vector'`],
    'audit_sessions',
  ],
  ['work after the access was taken', [`update users set disabled_at = '2026-11-01' where login = 'vector'`], 'audit_disabled_user'],
  [
    'changes under a hold',
    [`insert into holds (partner_id, reason, text, placed_at) values (${VECTOR}, 'manual', 'x', '2026-11-01')`],
    'audit_blocked_partner',
  ],
  [
    'a hold for an invoice that may still be paid',
    [
      `insert into holds (partner_id, reason, text, placed_at, invoice_id)
       select partner_id, 'overdue', 'x', '2026-12-07T09:00Z', id from invoices where status = 'issued'`,
    ],
    'audit_hold_after_term',
  ],
  [
    'a hold for an invoice issued after its due day',
    [
      `update invoices set issued_at = '2027-01-05T09:00Z'`,
      `insert into holds (partner_id, reason, text, placed_at, invoice_id)
       select partner_id, 'overdue', 'x', '2027-01-06T09:00Z', id from invoices where status = 'issued'`,
    ],
    'audit_hold_after_term',
  ],
];

const letters: readonly Break[] = [
  ['a change nobody was told of', [`delete from letters where subscription_id = ${FIRST}`], 'audit_event_told'],
  ['an invoice nobody was told of', [`delete from letters where cause like 'invoice:%'`], 'audit_event_told'],
  ['a hold nobody was told of', [`delete from letters where cause like 'hold:%:lifted'`], 'audit_event_told'],
  ['a letter without a job', [`update letters set status = 'queued' where id = ${LETTER}`], 'audit_letter_job'],
  [
    'a letter on its way for days',
    [`update letters set status = 'sending', last_tried_at = '2026-12-01' where id = ${LETTER}`],
    'audit_letter_job',
  ],
  ['an invoice without one of its documents', [`delete from documents where kind = 'utd'`], 'audit_documents_made'],
  ['a letter sent at no time', [`update letters set status = 'sent' where id = ${LETTER}`], 'audit_letter_sent'],
  ['a letter sent without a try', [`update letters set attempts = 0 where id = ${LETTER}`], 'audit_letter_sent'],
  [
    'two letters of one Message-ID',
    ['drop index letters_message_id_key', `update letters set message_id = (select min(message_id) from letters) where id = ${LETTER} + 1`],
    'audit_message_id',
  ],
  [
    'a password in a letter sent',
    [`update letters set status = 'sent', sent_at = queued_at, text = 'Одноразовый пароль: correct horse' where id = ${LETTER}`],
    'audit_secrets',
  ],
  [
    'a link in the journal',
    [`update audit_entries set after = '{"url": "/Account/Password/0123456789abcdef0123456789"}'`],
    'audit_secrets',
  ],
  ['a password in clear', [`update users set password_hash = 'correct horse' where login = 'vector'`], 'audit_secrets'],
  ['a session id in clear', [`update sessions set id = 'x' where id = (select min(id) from sessions)`], 'audit_secrets'],
  ['a close that never ended', [`update month_closes set state = 'running', finished_at = null`], 'audit_close_ended'],
  [
    'a task that never ended',
    [`insert into task_runs (task, started_at, started_by) values ('receivables', '2026-12-01', 'x')`],
    'audit_task_ended',
  ],
  [
    'a job nobody runs',
    [`insert into pgboss.job (name, state, started_on) values ('send-letter', 'active', now() - interval '1 hour')`],
    'audit_job_lease',
  ],
  [
    'a connection asleep in a transaction', // the view of the session hides that of the system
    [
      `create temp view pg_stat_activity as select current_database() as datname, 0 as pid, 'portal' as application_name,
         'idle in transaction' as state, null::text as wait_event_type, now() - interval '1 hour' as state_change`,
    ],
    'audit_idle_transactions',
  ],
];

const clocks: readonly Break[] = [
  [
    'a month closed before it ended',
    [
      `update partner_closes set period = '2999-01-01' where (period, partner_id) = (select period, partner_id from partner_closes where closed_at is not null limit 1)`,
    ],
    'audit_closed_early',
  ],
  [
    'an order placed in the future',
    [`update orders set placed_at = '2999-01-01' where id = (select min(id) from orders)`],
    'audit_future_rows',
  ],
];

export const breaks: readonly Break[] = [...once, ...exchange, ...journal, ...people, ...letters, ...clocks];
