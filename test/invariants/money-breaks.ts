import type { Break } from './breaks.ts';

const FIRST_PERIOD = '(select min(id) from service_periods)';
const LAST_PERIOD = '(select max(id) from service_periods)';

/** Sums, numbers and documents. */
export const moneyBreaks: readonly Break[] = [
  ['a wrong VAT', [`update service_periods set vat = vat + 1 where id = ${FIRST_PERIOD}`], 'audit_period_vat'],
  [
    'an invoice with a wrong total',
    ['alter table invoices drop constraint invoices_sums', `update invoices set gross = gross + 1`],
    'audit_invoice_sums',
  ],
  ['an invoice without a line', [`delete from invoice_lines where no = 1`], 'audit_invoice_sums'],
  ['a line that is not its period', [`update invoice_lines set seats = seats + 1 where no = 1`], 'audit_line_is_period'],
  ['more settled than paid', [`update settlements set amount = amount * 3 where amount > 0`], 'audit_settlements'],
  ['a reversal of another sum', [`update payments set amount = amount - 1 where amount < 0`], 'audit_taken_back'],
  [
    'money left at a cancelled invoice',
    [`delete from settlements where amount < 0 and invoice_id in (select id from invoices where status = 'cancelled')`],
    'audit_taken_back',
  ],
  ['a charge counted twice', [`update partners set open_from = '2026-11-01' where code = 'vector'`], 'audit_balance'],
  ['money of a day to come', [`update payments set received_on = '2099-01-01'`], 'audit_receivables'],
  ['a payment that settles and stays', [`update settlements set partner_id = partner_id + 1`], 'audit_balance'],
  ['money of a day to come', [`update payments set received_on = '2999-01-01' where amount > 0`], 'audit_ledger'],
  ['a sum past the journal', [`update service_periods set charge = charge + 1 where id = ${FIRST_PERIOD}`], 'audit_journal_adds_up'],
  [
    'a file with another sum',
    [
      `update documents set bytes = convert_to('<ВсегоОпл СтТовБезНДСВсего="1.00" СтТовУчНалВсего="1.22">', 'WIN1251') where kind = 'utd_xml'`,
    ],
    'audit_printed_sum',
  ],
  [
    'two invoices for a month',
    [
      'drop index invoices_once',
      `update invoices set status = 'issued', cancelled_at = null, cancel_why = null where status = 'cancelled'`,
    ],
    'audit_one_invoice',
  ],
  ['a period in no invoice', [`delete from invoice_lines where no = 1`], 'audit_invoice_is_month'],
  ['a month with no invoice', [`delete from invoices where status = 'issued'`], 'audit_invoice_is_month'],
  ['a close that says another sum', [`update partner_closes set gross = gross + 1 where invoices > 0`], 'audit_close_outcome'],
  ['a charge by other terms', [`update service_periods set charge = charge + 1 where id = ${FIRST_PERIOD}`], 'audit_charge_recomputed'],
  [
    'a full month charged by days',
    [`update subscriptions set billing_rule = 'full_month' where id = (select min(id) from subscriptions)`],
    'audit_charge_recomputed',
  ],
  ['seats nobody ordered', [`update service_periods set seats = seats + 1 where id = ${LAST_PERIOD}`], 'audit_seats_of_days'],
  ['a price nobody agreed', [`update service_periods set unit_price = unit_price + 1 where id = ${LAST_PERIOD}`], 'audit_price_of_days'],
  [
    'an order that waits though it fits',
    [
      'alter table orders drop constraint orders_state',
      `update orders set status = 'held', held_reason = 'credit_limit', charge = 1 where id = (select min(id) from orders where kind = 'increase')`,
    ],
    'audit_held_that_fits',
  ],
  [
    'a raise nobody was told of',
    [
      `update subscription_events set after = after || '{"unitPrice": "999999"}'
       where id = (select min(id) from subscription_events where action = 'renewed')`,
    ],
    'audit_raise_told',
  ],
  ['a number left out', [`update invoices set seq = seq + 1 where seq = (select max(seq) from invoices)`], 'audit_numbers_without_gaps'],
  ['a number drawn for nothing', [`update document_series set last = last + 1`], 'audit_numbers_without_gaps'],
  ['a number misprinted', [`update invoices set number = 'МС-7' where seq = 1`], 'audit_numbers_without_gaps'],
  ['a number before its time', [`update invoices set issued_at = issued_at + interval '1 year' where seq = 1`], 'audit_numbers_ascend'],
  ['numbers given again', ['alter sequence order_numbers restart with 100001'], 'audit_numbers_ahead'],
  ['a document with other bytes', [String.raw`update documents set bytes = bytes || '\x00'`], 'audit_document_bytes'],
  ['a guard switched off', ['alter table documents disable trigger documents_frozen'], 'audit_guards'],
  ['a guard dropped', ['drop trigger payments_added on payments'], 'audit_guards'],
];
