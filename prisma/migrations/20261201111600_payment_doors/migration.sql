-- CreateTable
CREATE TABLE "payment_doors" (
    "partner_id" INTEGER NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "payment_id" INTEGER NOT NULL,
    "source" TEXT NOT NULL,
    "source_key" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by" TEXT NOT NULL,

    CONSTRAINT "payment_doors_pkey" PRIMARY KEY ("partner_id","id")
);

-- CreateIndex
CREATE INDEX "payment_doors_source_key_idx" ON "payment_doors"("source_key");

-- CreateIndex
CREATE UNIQUE INDEX "payment_doors_partner_id_payment_id_source_key" ON "payment_doors"("partner_id", "payment_id", "source");

-- CreateIndex
CREATE UNIQUE INDEX "payment_doors_partner_id_source_source_key_key" ON "payment_doors"("partner_id", "source", "source_key");

-- CreateIndex
CREATE UNIQUE INDEX "payments_partner_id_id_key" ON "payments"("partner_id", "id");

-- AddForeignKey
ALTER TABLE "payment_doors" ADD CONSTRAINT "payment_doors_partner_id_fkey" FOREIGN KEY ("partner_id") REFERENCES "partners"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment_doors" ADD CONSTRAINT "payment_doors_partner_id_payment_id_fkey" FOREIGN KEY ("partner_id", "payment_id") REFERENCES "payments"("partner_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What was recorded so far came through one door each; money of the bank without a key gets one.
INSERT INTO payment_doors (partner_id, payment_id, source, source_key, at, by)
  SELECT partner_id, id, source, coalesce(source_key, CASE WHEN source <> 'hand' THEN 'before:' || id END), registered_at, registered_by FROM payments ORDER BY id;

-- DropIndex
DROP INDEX "payments_source_key_key";

-- AlterTable
ALTER TABLE "payments" DROP COLUMN "source_key";

-- Rows are only added.
CREATE TRIGGER payment_doors_added BEFORE UPDATE OR DELETE ON payment_doors FOR EACH ROW EXECUTE FUNCTION refuse_change();
