-- Messages are searched by codes, names and numbers of their items, kept beside them: their bodies are too long to be read through.
ALTER TABLE "ax_messages" ADD COLUMN "search_key" TEXT NOT NULL DEFAULT '';
update ax_messages set search_key = search_key(left(coalesce(message_id, '') || '|' || body, 2000));
create index ax_messages_search_key on ax_messages using gin (search_key gin_trgm_ops);

-- What people search payments by, but for names and numbers of other tables.
ALTER TABLE "payments" ADD COLUMN "search_key" TEXT NOT NULL GENERATED ALWAYS AS
  (search_key(payer_name || '|' || coalesce(payer_inn, '') || '|' || coalesce(doc_number, '') || '|' || purpose)) STORED;
