import type { Matters } from '#src/consents/erasure.service.ts';
import { moscowDay } from '#src/lib/days.ts';
import { receiptOf, tellingOf } from './request-letters.service.ts';

/** Each of a partner, with its consent. */
interface Due {
  readonly id: bigint;
  readonly partnerId: number;
  readonly consentId: bigint;
}

/**
 * Requests of storefronts closed longer ago than their consent allows: name, phone, mail, company, ИНН, comment and the answer go. What was
 * asked for, at which price and what became of it stays; whoever became a customer stands in `customers`.
 */
export const oldStoreRequests: Matters = {
  word: 'заявка',
  due: ({ sql }, { months, now, limit }) =>
    sql<Due>(
      'store_requests_to_erase',
      `select r.id, r.partner_id as "partnerId", r.consent_id as "consentId"
       from storefront_requests r join consents c on c.partner_id = r.partner_id and c.id = r.consent_id
       where r.erased_at is null and r.closed_at + make_interval(months => least(c.months, $1::int)) <= $2::timestamptz
       order by r.closed_at limit $3::int`,
      [months, now, limit],
    ),
  erase: async (tx, { id, partnerId }) => {
    const [was] = await tx.sql<{ email: string; createdAt: Date }>(
      'store_request_to_erase',
      `select email, created_at as "createdAt" from storefront_requests
       where partner_id = $1::int and id = $2::bigint and erased_at is null for update`,
      [partnerId, id],
    );
    if (!was || partnerId === null) return null;
    await tx.sql(
      'store_request_erase',
      `update storefront_requests set name = '', phone = '', email = '', company = '', inn = null, comment = null, fingerprint = '',
         decline_reason = case when decline_reason is not null then '' end, erased_at = $3::timestamptz
       where partner_id = $1::int and id = $2::bigint`,
      [partnerId, id, tx.now],
    );
    return { causes: tellingOf(id), shared: [receiptOf(partnerId, moscowDay(was.createdAt))], address: was.email };
  },
};
