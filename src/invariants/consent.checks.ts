import type { Check } from './invariants.types.ts';

/** Consents to personal data: the words are those that were agreed to, and nothing is kept past its term (152-ФЗ). */
export const consentChecks: readonly Check[] = [
  {
    code: 'I6',
    name: 'audit_consent_words',
    says: 'the words of a consent are those it was given to: their SHA-256 is the one it names',
    sql: `select 'consent ' || c.id as subject, format('%s, version %s', c.document, c.version) as detail
      from consents c left join consent_texts t on t.hash = c.text_hash
      where t.hash is null or t.hash <> encode(sha256(convert_to(t.text, 'UTF8')), 'hex') or (t.document, t.version) <> (c.document, c.version)`,
  },
  {
    code: 'I15',
    name: 'audit_erased_in_time',
    says: 'what people left is erased when the term of their consent is over, in the matter and in the consent',
    sql: `select 'application ' || a.id as subject, format('decided %s, %s months', a.decided_at, c.months) as detail
      from partner_applications a join consents c on c.id = a.consent_id
      where (a.erased_at is null and a.decided_at + make_interval(months => c.months) < $1::date - 2)
        or (a.erased_at is null) <> (c.erased_at is null)
      union all
      select 'storefront request ' || r.id, format('closed %s, %s months', r.closed_at, c.months)
      from storefront_requests r join consents c on c.partner_id = r.partner_id and c.id = r.consent_id
      where (r.erased_at is null and r.closed_at + make_interval(months => c.months) < $1::date - 2)
        or (r.erased_at is null) <> (c.erased_at is null)`,
  },
];
