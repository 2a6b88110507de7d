-- What is derived from sums is a view: the planner sees through it, a person can read it, and it can be distributed by partner.

-- Every invoice with what was paid of it and what is open, kopecks. A cancelled one has no balance to ask for: look at the status.
create view invoice_balances as
select i.id, i.partner_id, i.contract_id, i.number, i.period, i.issued_on, i.issued_at, i.due_on, i.status, i.gross, i.vat, i.buyer, i.contract,
  i.replaces_id, i.cancel_why,
  coalesce((select sum(s.amount) from settlements s where s.partner_id = i.partner_id and s.invoice_id = i.id), 0)::bigint as paid,
  (i.gross - coalesce((select sum(s.amount) from settlements s where s.partner_id = i.partner_id and s.invoice_id = i.id), 0))::bigint as open
from invoices i;

-- What a partner owes or has used up, kopecks: open parts of issued invoices and charges not yet invoiced (product rule §7).
create view partner_exposures as
select p.id as partner_id,
  (coalesce((select sum(i.gross) from invoices i where i.partner_id = p.id and i.status = 'issued'), 0)
    - coalesce((select sum(s.amount) from settlements s join invoices i on i.partner_id = s.partner_id and i.id = s.invoice_id and i.status = 'issued'
        where s.partner_id = p.id), 0)
    + coalesce((select sum(sp.charge) from service_periods sp
        where sp.partner_id = p.id and sp.from_on >= coalesce(p.open_from, '-infinity'::date)), 0))::bigint as exposure
from partners p;

-- Instances of the version before ask the function: it says the same until they are gone.
create or replace function partner_exposure(partner int) returns bigint language sql stable as $$
  select exposure from partner_exposures where partner_id = partner
$$;
