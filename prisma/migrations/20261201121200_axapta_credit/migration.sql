-- A number that addresses name a payment by.
ALTER TABLE "ax_payments" ADD COLUMN "id" BIGSERIAL NOT NULL;
CREATE UNIQUE INDEX "ax_payments_id_key" ON "ax_payments"("id");

-- When the outage of Axapta's data that lasts now was told.
ALTER TABLE "ax_streams" ADD COLUMN "silence_told_at" TIMESTAMPTZ(3);

drop index ax_invoices_not_posted;

-- What a partner's orders are decided by, kopecks. Without Axapta its own ledger (`partner_exposures`). With it: the debt there, what is issued and not
-- in that debt yet, and charges not yet invoiced. What was posted after the moment of the debt is not in it; what was cancelled and stands in it comes off.
-- From data that are very old the greater of both.
create view credit_exposures as
select p.id as partner_id, c.partner_id is not null as is_axapta, c.balance, u.unposted, c.as_of,
  (case when c.partner_id is null then coalesce(i.owed, 0)
    when c.is_very_old then greatest(coalesce(i.owed, 0), c.balance + u.unposted)
    else c.balance + u.unposted end
    + coalesce((select sum(sp.charge) from service_periods sp
        where sp.partner_id = p.id and sp.from_on >= coalesce(p.open_from, '-infinity'::date)), 0))::bigint as exposure
from partners p
  left join ax_credits c on c.partner_id = p.id
  cross join lateral (select case when c.partner_id is null or c.is_very_old then
      coalesce((select sum(i.gross) from invoices i where i.partner_id = p.id and i.status = 'issued'), 0)
      - coalesce((select sum(s.amount) from settlements s join invoices i on i.partner_id = s.partner_id and i.id = s.invoice_id and i.status = 'issued'
          where s.partner_id = p.id), 0) end as owed) i
  cross join lateral (select case when c.partner_id is not null then
      coalesce((select sum(case when a.is_cancelled then -a.gross else a.gross end) from ax_invoices a
        where a.partner_id = p.id and case
          when a.is_cancelled then (a.status = 'posted' and coalesce(a.posted_at, a.changed_at) <= c.as_of) or (not a.is_told and a.status <> 'reversed')
          else a.is_told and (a.status in ('told', 'accepted', 'rejected') or (a.status = 'posted' and coalesce(a.posted_at, a.changed_at) > c.as_of)) end),
        0)::bigint end as unposted) u;
