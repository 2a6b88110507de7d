-- AlterTable
ALTER TABLE "statements" ADD COLUMN     "sorted_as_of" TEXT,
ADD COLUMN     "sorted_at" TIMESTAMPTZ(3),
ADD COLUMN     "sorted_totals" JSONB;

-- CreateTable
CREATE TABLE "sorted_payments" (
    "id" INTEGER NOT NULL,
    "statement_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "payer_id" INTEGER,
    "invoice_ids" INTEGER[],
    "shares" BIGINT[],
    "evidence" TEXT[],
    "known_as" INTEGER,

    CONSTRAINT "sorted_payments_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "sorted_payments_statement_id_kind_id_idx" ON "sorted_payments"("statement_id", "kind", "id");

-- CreateIndex
CREATE INDEX "sorted_payments_statement_id_payer_id_idx" ON "sorted_payments"("statement_id", "payer_id");

-- AddForeignKey
ALTER TABLE "sorted_payments" ADD CONSTRAINT "sorted_payments_id_fkey" FOREIGN KEY ("id") REFERENCES "bank_payments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
