-- What partners owe, read from the indexes alone: the list of partners adds it up for all of them, every page of a partner for one.
CREATE INDEX invoices_owed ON invoices (partner_id, id) INCLUDE (due_on, gross) WHERE status = 'issued';
CREATE INDEX settlements_owed ON settlements (partner_id, invoice_id) INCLUDE (amount);
