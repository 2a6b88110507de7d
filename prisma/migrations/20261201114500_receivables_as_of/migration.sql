-- What partners owed at the end of any day is added up for all of them at once, from the indexes alone. Settlements: the same index
-- as before, which also tells the instant. Invoices: those cancelled since are in force on a day of before.
create index invoices_as_of on invoices (partner_id, id) include (issued_on, due_on, gross, cancelled_at, replaces_id);
create index invoices_cancelled_at on invoices (cancelled_at) include (id) where cancelled_at is not null;
create index settlements_as_of on settlements (partner_id, invoice_id) include (amount, at);
drop index settlements_owed;
create index payments_as_of on payments (partner_id) include (received_on, amount);
