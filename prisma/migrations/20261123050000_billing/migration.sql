-- CreateEnum
CREATE TYPE "close_state" AS ENUM ('running', 'partial', 'done');

-- CreateEnum
CREATE TYPE "invoice_status" AS ENUM ('issued', 'cancelled');

-- CreateEnum
CREATE TYPE "document_kind" AS ENUM ('invoice', 'utd', 'utd_xml', 'act', 'vat_invoice');



-- AlterTable
ALTER TABLE "holds" ADD COLUMN     "invoice_id" INTEGER;

-- CreateTable
CREATE TABLE "month_closes" (
    "period" DATE NOT NULL,
    "state" "close_state" NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "started_by" TEXT NOT NULL,

    CONSTRAINT "month_closes_pkey" PRIMARY KEY ("period")
);

-- CreateTable
CREATE TABLE "partner_closes" (
    "period" DATE NOT NULL,
    "partner_id" INTEGER NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "fault" TEXT,
    "invoices" INTEGER NOT NULL DEFAULT 0,
    "gross" BIGINT NOT NULL DEFAULT 0,
    "stopped" INTEGER NOT NULL DEFAULT 0,
    "renewed" INTEGER NOT NULL DEFAULT 0,
    "held" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "partner_closes_pkey" PRIMARY KEY ("period","partner_id")
);

-- CreateTable
CREATE TABLE "document_series" (
    "series" TEXT NOT NULL,
    "year" INTEGER NOT NULL,
    "last" INTEGER NOT NULL,

    CONSTRAINT "document_series_pkey" PRIMARY KEY ("series","year")
);

-- CreateTable
CREATE TABLE "invoices" (
    "id" SERIAL NOT NULL,
    "partner_id" INTEGER NOT NULL,
    "contract_id" INTEGER NOT NULL,
    "period" DATE NOT NULL,
    "series" TEXT NOT NULL,
    "year" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL,
    "number" TEXT NOT NULL,
    "issued_on" DATE NOT NULL,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,
    "due_on" DATE NOT NULL,
    "net" BIGINT NOT NULL,
    "vat" BIGINT NOT NULL,
    "gross" BIGINT NOT NULL,
    "line_count" INTEGER NOT NULL,
    "seller" JSONB NOT NULL,
    "buyer" JSONB NOT NULL,
    "contract" JSONB NOT NULL,
    "doc_mode" "doc_mode" NOT NULL,
    "status" "invoice_status" NOT NULL DEFAULT 'issued',
    "cancelled_at" TIMESTAMPTZ(3),
    "cancel_why" TEXT,
    "replaces_id" INTEGER,

    CONSTRAINT "invoices_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invoice_lines" (
    "invoice_id" INTEGER NOT NULL,
    "no" INTEGER NOT NULL,
    "partner_id" INTEGER NOT NULL,
    "period_id" INTEGER NOT NULL,
    "subscription_id" INTEGER NOT NULL,
    "subscription_number" TEXT NOT NULL,
    "sku" TEXT NOT NULL,
    "product_name" TEXT NOT NULL,
    "customer_name" TEXT NOT NULL,
    "from_on" DATE NOT NULL,
    "to_on" DATE NOT NULL,
    "seats" INTEGER NOT NULL,
    "unit_price" BIGINT NOT NULL,
    "vat_rate" INTEGER,
    "net" BIGINT NOT NULL,
    "vat" BIGINT NOT NULL,
    "gross" BIGINT NOT NULL,

    CONSTRAINT "invoice_lines_pkey" PRIMARY KEY ("invoice_id","no")
);

-- CreateTable
CREATE TABLE "documents" (
    "id" SERIAL NOT NULL,
    "invoice_id" INTEGER NOT NULL,
    "partner_id" INTEGER NOT NULL,
    "kind" "document_kind" NOT NULL,
    "file_name" TEXT NOT NULL,
    "mime" TEXT NOT NULL,
    "bytes" BYTEA NOT NULL,
    "sha256" TEXT NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "documents_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "original_states" (
    "id" SERIAL NOT NULL,
    "invoice_id" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by_name" TEXT NOT NULL,

    CONSTRAINT "original_states_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payments" (
    "id" SERIAL NOT NULL,
    "partner_id" INTEGER NOT NULL,
    "received_on" DATE NOT NULL,
    "amount" BIGINT NOT NULL,
    "payer_name" TEXT NOT NULL,
    "payer_inn" TEXT,
    "doc_number" TEXT,
    "purpose" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "source_key" TEXT,
    "reverses_id" INTEGER,
    "registered_at" TIMESTAMPTZ(3) NOT NULL,
    "registered_by" TEXT NOT NULL,

    CONSTRAINT "payments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "settlements" (
    "id" SERIAL NOT NULL,
    "payment_id" INTEGER NOT NULL,
    "invoice_id" INTEGER NOT NULL,
    "partner_id" INTEGER NOT NULL,
    "amount" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "settlements_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "invoices_number_idx" ON "invoices"("number");

-- CreateIndex
CREATE UNIQUE INDEX "invoices_replaces_id_key" ON "invoices"("replaces_id");

-- CreateIndex
CREATE INDEX "invoices_partner_id_period_idx" ON "invoices"("partner_id", "period" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "invoices_series_year_seq_key" ON "invoices"("series", "year", "seq");

-- CreateIndex
CREATE INDEX "invoice_lines_period_id_idx" ON "invoice_lines"("period_id");

-- CreateIndex
CREATE INDEX "documents_partner_id_idx" ON "documents"("partner_id");

-- CreateIndex
CREATE UNIQUE INDEX "documents_invoice_id_kind_key" ON "documents"("invoice_id", "kind");

-- CreateIndex
CREATE INDEX "original_states_invoice_id_id_idx" ON "original_states"("invoice_id", "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "payments_source_key_key" ON "payments"("source_key");

-- CreateIndex
CREATE UNIQUE INDEX "payments_reverses_id_key" ON "payments"("reverses_id");

-- CreateIndex
CREATE INDEX "payments_partner_id_received_on_idx" ON "payments"("partner_id", "received_on" DESC);

-- CreateIndex
CREATE INDEX "settlements_invoice_id_idx" ON "settlements"("invoice_id");

-- CreateIndex
CREATE INDEX "settlements_payment_id_idx" ON "settlements"("payment_id");

-- CreateIndex
CREATE INDEX "settlements_partner_id_idx" ON "settlements"("partner_id");

-- AddForeignKey
ALTER TABLE "partner_closes" ADD CONSTRAINT "partner_closes_period_fkey" FOREIGN KEY ("period") REFERENCES "month_closes"("period") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "partner_closes" ADD CONSTRAINT "partner_closes_partner_id_fkey" FOREIGN KEY ("partner_id") REFERENCES "partners"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_partner_id_fkey" FOREIGN KEY ("partner_id") REFERENCES "partners"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_partner_id_contract_id_fkey" FOREIGN KEY ("partner_id", "contract_id") REFERENCES "contracts"("partner_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_replaces_id_fkey" FOREIGN KEY ("replaces_id") REFERENCES "invoices"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invoice_lines" ADD CONSTRAINT "invoice_lines_invoice_id_fkey" FOREIGN KEY ("invoice_id") REFERENCES "invoices"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "documents" ADD CONSTRAINT "documents_invoice_id_fkey" FOREIGN KEY ("invoice_id") REFERENCES "invoices"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "original_states" ADD CONSTRAINT "original_states_invoice_id_fkey" FOREIGN KEY ("invoice_id") REFERENCES "invoices"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payments" ADD CONSTRAINT "payments_partner_id_fkey" FOREIGN KEY ("partner_id") REFERENCES "partners"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payments" ADD CONSTRAINT "payments_reverses_id_fkey" FOREIGN KEY ("reverses_id") REFERENCES "payments"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "settlements" ADD CONSTRAINT "settlements_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "settlements" ADD CONSTRAINT "settlements_invoice_id_fkey" FOREIGN KEY ("invoice_id") REFERENCES "invoices"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What the schema language can't say ---------------------------------------------------------------

-- One invoice in force per partner, contract and month; a cancelled one stays beside its replacement.
CREATE UNIQUE INDEX invoices_once ON invoices (partner_id, contract_id, period) WHERE status = 'issued';
ALTER TABLE invoices ADD CONSTRAINT invoices_sums CHECK (net + vat = gross AND vat >= 0 AND gross > 0 AND line_count > 0),
  ADD CONSTRAINT invoices_month CHECK (period = date_trunc('month', period) AND date_trunc('month', issued_on) = period),
  ADD CONSTRAINT invoices_cancelled CHECK ((status = 'cancelled') = (cancelled_at IS NOT NULL AND cancel_why IS NOT NULL));
ALTER TABLE invoice_lines ADD CONSTRAINT invoice_lines_sums CHECK (net + vat = gross AND gross >= 0 AND (vat_rate IS NOT NULL OR vat = 0));
ALTER TABLE payments ADD CONSTRAINT payments_sign CHECK (amount <> 0 AND (amount < 0) = (reverses_id IS NOT NULL));
ALTER TABLE settlements ADD CONSTRAINT settlements_amount CHECK (amount <> 0);
ALTER TABLE month_closes ADD CONSTRAINT month_closes_first CHECK (period = date_trunc('month', period));
ALTER TABLE partner_closes ADD CONSTRAINT partner_closes_outcome CHECK ((closed_at IS NULL) = (fault IS NOT NULL));

-- An issued invoice never changes: it can only be cancelled. Lines, documents, payments are only added.
CREATE FUNCTION refuse_invoice_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.status = 'issued' AND NEW.status = 'cancelled'
     AND (to_jsonb(NEW) - '{status,cancelled_at,cancel_why}'::text[]) = (to_jsonb(OLD) - '{status,cancelled_at,cancel_why}'::text[]) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% of invoice % is refused: it is issued', TG_OP, OLD.number USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER invoices_issued BEFORE UPDATE OR DELETE ON invoices FOR EACH ROW EXECUTE FUNCTION refuse_invoice_change();
CREATE TRIGGER invoice_lines_issued BEFORE UPDATE OR DELETE ON invoice_lines FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER documents_frozen BEFORE UPDATE OR DELETE ON documents FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER original_states_added BEFORE UPDATE OR DELETE ON original_states FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER payments_added BEFORE UPDATE OR DELETE ON payments FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER settlements_added BEFORE UPDATE OR DELETE ON settlements FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- VAT inside a gross sum, rounded half up: the same rule as `vatInside` of src/lib/money.ts.
CREATE FUNCTION vat_inside(gross bigint, rate int) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN rate IS NULL THEN 0 ELSE (gross * rate * 2 + 100 + rate) / (2 * (100 + rate)) END
$$;

-- Exposure of a partner, kopecks: open part of issued invoices + charges not yet invoiced (product rule §7). The only definition.
CREATE OR REPLACE FUNCTION partner_exposure(partner int) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT (coalesce((SELECT sum(gross) FROM invoices WHERE partner_id = partner AND status = 'issued'), 0)
    - coalesce((SELECT sum(s.amount) FROM settlements s JOIN invoices i ON i.id = s.invoice_id AND i.status = 'issued' WHERE s.partner_id = partner), 0)
    + coalesce((SELECT sum(charge) FROM service_periods
        WHERE partner_id = partner AND from_on >= coalesce((SELECT open_from FROM partners WHERE id = partner), '-infinity'::date)), 0))::bigint
$$;

-- Lines are written before their invoice, whose number is drawn last.
ALTER TABLE invoice_lines ALTER CONSTRAINT invoice_lines_invoice_id_fkey DEFERRABLE INITIALLY DEFERRED;
