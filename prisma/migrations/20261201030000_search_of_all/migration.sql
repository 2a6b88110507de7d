-- What staff search over all partners: names by trigrams where they seldom change, rows by what they are of, numbers by their beginning.
-- Index names without quotes are written by hand: Prisma can't say them.
ALTER TABLE "partners" ADD COLUMN "search_key" TEXT NOT NULL GENERATED ALWAYS AS
  (search_key(name || '|' || inn || '|' || code || '|' || email || '|' || ax_debtor_code)) STORED;

CREATE INDEX customers_search_key ON customers USING gin (search_key gin_trgm_ops);
CREATE INDEX subscriptions_number_c ON subscriptions (number COLLATE "C");
CREATE INDEX orders_number_c ON orders (number COLLATE "C");

-- CreateIndex
CREATE INDEX "orders_offer_id_idx" ON "orders"("offer_id");
