/** What an invoice copies of its partner `p`, its contract `c` and the base contract `b`, as SQL: a document reads nothing else. */
export const BUYER_SNAPSHOT = `jsonb_build_object('name', p.name, 'inn', p.inn, 'kpp', p.kpp, 'ogrn', p.ogrn, 'address', p.address, 'phone', p.phone, 'email', p.email,
         'axDebtorCode', p.ax_debtor_code, 'axPayerCode', p.ax_payer_code)`;

export const CONTRACT_SNAPSHOT = `jsonb_build_object('number', c.number, 'signedOn', c.signed_on, 'baseNumber', b.number, 'baseSignedOn', b.signed_on)`;
