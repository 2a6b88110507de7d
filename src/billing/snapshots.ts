/** What an invoice copies of its partner `p`, its contract `c` and the base contract `b`, as SQL: a document reads nothing else. */
export const BUYER_SNAPSHOT = `jsonb_build_object('name', p.name, 'inn', p.inn, 'kpp', p.kpp, 'ogrn', p.ogrn, 'address', p.address, 'phone', p.phone, 'email', p.email,
         'axDebtorCode', p.ax_debtor_code, 'axPayerCode', p.ax_payer_code)`;

export const CONTRACT_SNAPSHOT = `jsonb_build_object('number', c.number, 'signedOn', c.signed_on, 'baseNumber', b.number, 'baseSignedOn', b.signed_on)`;

/** Columns of a line that `LINE_SNAPSHOT` fills; `invoice_id`, `no`, `registry_number` and `registry_on` come before them. */
export const LINE_COLUMNS = `invoice_id, no, registry_number, registry_on, partner_id, period_id, subscription_id, subscription_number, sku,
       product_name, customer_name, from_on, to_on, seats, unit_price, vat_rate, net, vat, gross`;

/** What a line copies of its service period `sp` and its subscription `s`. */
export const LINE_SNAPSHOT = `sp.partner_id, sp.id, s.id, s.number, s.sku,
       s.product_name, s.customer_name, sp.from_on, sp.to_on, sp.seats, sp.unit_price, sp.vat_rate, sp.charge - sp.vat, sp.vat, sp.charge`;
