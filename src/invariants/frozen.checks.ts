import type { Check } from './invariants.types.ts';

/** What must never change is guarded by these triggers, by table. */
const GUARDS: readonly (readonly [table: string, trigger: string])[] = [
  ['invoices', 'invoices_issued'],
  ['invoice_lines', 'invoice_lines_issued'],
  ['documents', 'documents_frozen'],
  ['original_states', 'original_states_added'],
  ['payments', 'payments_added'],
  ['payment_doors', 'payment_doors_added'],
  ['settlements', 'settlements_added'],
  ['service_periods', 'service_periods_closed'],
  ['service_periods', 'service_periods_written_once'],
  ['subscription_events', 'subscription_events_append_only'],
  ['subscription_events', 'subscription_events_chain'],
  ['audit_entries', 'audit_entries_append_only'],
  ['prices', 'prices_append_only'],
  ['consents', 'consents_append_only'],
  ['consent_texts', 'consent_texts_append_only'],
  ['payment_promises', 'payment_promises_frozen'],
  ['promise_grants', 'promise_grants_append_only'],
];

/** Issued documents are the bytes they were issued as (product rule §9). */
export const frozenChecks: readonly Check[] = [
  {
    code: 'I6',
    name: 'audit_document_bytes',
    says: 'the bytes of a document are those it was issued with: their SHA-256 is the one kept beside them',
    sql: `select i.number as subject, format('%s: %s', d.kind, d.file_name) as detail
      from documents d join invoices i on i.partner_id = d.partner_id and i.id = d.invoice_id where d.sha256 <> encode(sha256(d.bytes), 'hex')`,
  },
  {
    code: 'I6',
    name: 'audit_guards',
    says: 'the database refuses to change or delete what was issued, charged and told',
    sql: `select g.name as subject, format('the trigger on %s is off or gone', g.tab) as detail
      from (values ${GUARDS.map(([table, trigger]) => `('${table}', '${trigger}')`).join(', ')}) as g(tab, name)
        left join pg_trigger t on t.tgname = g.name and t.tgrelid = ('public.' || g.tab)::regclass and t.tgenabled in ('O', 'A')
      where t.oid is null`,
  },
];
