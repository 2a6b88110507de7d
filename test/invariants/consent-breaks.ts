import type { Break } from './breaks.ts';

const WORDS = `insert into consent_texts (hash, document, version, text, created_at)
  values (encode(sha256('words'), 'hex'), 'personal-data', 1, 'words', '2026-01-01')`;

const consent = (
  months: number,
  erasedAt = 'null',
) => `insert into consents (document, version, text_hash, name, email, months, given_at, erased_at)
  values ('personal-data', 1, encode(sha256('words'), 'hex'), 'Вера', 'vera@zarya.example', ${months}, '2026-01-01', ${erasedAt})`;

const application = `insert into partner_applications (status, first_name, last_name, email, phone, company_name, inn, created_at, decided_at,
    decided_by_name, reject_reason, consent_id)
  select 'rejected', 'Вера', 'Зорина', 'vera@zarya.example', '+74955550909', 'ООО «Заря»', '7700900123', '2026-01-01', '2026-01-02',
    'x', 'x', max(id)
  from consents`;

/** Consents to personal data. */
export const consentBreaks: readonly Break[] = [
  ['words changed after they were agreed to', [WORDS, consent(60), `update consent_texts set text = 'other words'`], 'audit_consent_words'],
  ['a consent to words nobody kept', [consent(60)], 'audit_consent_words'],
  ['an анкета kept past its term', [WORDS, consent(6), application], 'audit_erased_in_time'],
  [
    'a request of a storefront kept past its term',
    [`update storefront_requests set closed_at = '2024-01-01', created_at = '2023-12-31' where state = 'declined'`],
    'audit_erased_in_time',
  ],
  [
    'a consent erased without its request',
    [`update consents set name = '', email = '', address = null, erased_at = '2026-12-01' where document = 'storefront-request'`],
    'audit_erased_in_time',
  ],
  ['a consent erased without its анкета', [WORDS, consent(60, `'2026-02-01'`), application], 'audit_erased_in_time'],
];
