-- AlterTable
ALTER TABLE "letters" ADD COLUMN     "settled_at" TIMESTAMPTZ(3),
ADD COLUMN     "settled_by_name" TEXT;

-- Counted on every first page: what did not arrive and nobody has seen to.
create index letters_undelivered on letters (partner_id, id) where status in ('failed', 'unknown') and settled_at is null;
