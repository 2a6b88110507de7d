-- CreateTable
CREATE TABLE "advance_invoices" (
    "partner_id" INTEGER NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "payment_id" INTEGER NOT NULL,
    "number" TEXT NOT NULL,
    "issued_on" DATE NOT NULL,
    "correction_number" TEXT,
    "correction_on" DATE,
    "source" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by_id" INTEGER,
    "by_name" TEXT NOT NULL,

    CONSTRAINT "advance_invoices_pkey" PRIMARY KEY ("partner_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "advance_invoices_partner_id_payment_id_key" ON "advance_invoices"("partner_id", "payment_id");

-- AddForeignKey
ALTER TABLE "advance_invoices" ADD CONSTRAINT "advance_invoices_partner_id_fkey" FOREIGN KEY ("partner_id") REFERENCES "partners"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "advance_invoices" ADD CONSTRAINT "advance_invoices_partner_id_payment_id_fkey" FOREIGN KEY ("partner_id", "payment_id") REFERENCES "payments"("partner_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What came lately, of all partners.
CREATE INDEX "payments_received_on_idx" ON "payments"("received_on");

-- A correction has both its number and its day, no earlier than what it corrects.
alter table advance_invoices
  add constraint advance_invoices_correction check ((correction_number is null) = (correction_on is null) and coalesce(correction_on >= issued_on, true)),
  add constraint advance_invoices_source check (source in ('hand', 'axapta'));
