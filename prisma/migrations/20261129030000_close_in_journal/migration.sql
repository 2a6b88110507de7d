-- Which rows of the journal a close found: instants can't tell, a command that waited for the close began before it.
ALTER TABLE "partner_closes" ADD COLUMN "last_event_id" INTEGER NOT NULL DEFAULT 0;

UPDATE partner_closes c SET last_event_id = coalesce(
  (SELECT max(e.id) FROM subscription_events e WHERE e.partner_id = c.partner_id AND e.at <= c.closed_at), 0)
WHERE c.closed_at IS NOT NULL;
