import type { Matters } from '#src/consents/erasure.service.ts';
import { moscowDay } from '#src/lib/days.ts';

/**
 * Анкеты decided longer ago than their consent allows: names, mail, phone, login and the reason go, and of a sole trader company and ИНН too.
 * Whoever became a user of a partner stands in `users`, by the contract; the анкета is not needed for it.
 */
export const oldApplications: Matters = {
  word: 'анкета',
  due: ({ sql }, { months, now, limit }) =>
    sql(
      'applications_to_erase',
      `select a.id::bigint as id, a.partner_id as "partnerId", a.consent_id as "consentId"
       from partner_applications a left join consents c on c.id = a.consent_id
       where a.erased_at is null and a.decided_at + make_interval(months => least(c.months, $1::int)) <= $2::timestamptz
       order by a.decided_at limit $3::int`,
      [months, now, limit],
    ),
  erase: async (tx, { id }) => {
    const [was] = await tx.sql<{ email: string; createdAt: Date }>(
      'application_to_erase',
      'select email, created_at as "createdAt" from partner_applications where id = $1::bigint and erased_at is null for update',
      [id],
    );
    if (!was) return null;
    await tx.sql(
      'application_erase',
      `update partner_applications set first_name = '', last_name = '', email = '', phone = '', login = null, reject_reason = case when status = 'rejected' then '' end,
         company_name = case when length(inn) = 12 then 'Индивидуальный предприниматель' else company_name end,
         inn = case when length(inn) = 12 then '' else inn end, erased_at = $2::timestamptz where id = $1::bigint`,
      [id, tx.now],
    );
    const causes = [`application:${id}:received`, `application:${id}:rejected`];
    return { causes, shared: [`application-received:${moscowDay(was.createdAt)}`], address: was.email };
  },
};
