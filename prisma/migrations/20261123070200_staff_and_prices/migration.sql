-- AlterTable
ALTER TABLE "sessions" ADD COLUMN     "viewing_partner_id" INTEGER;

-- CreateTable
CREATE TABLE "second_factors" (
    "user_id" INTEGER NOT NULL,
    "secret" TEXT NOT NULL,
    "confirmed_at" TIMESTAMPTZ(3),
    "last_step" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "second_factors_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "recovery_codes" (
    "id" SERIAL NOT NULL,
    "user_id" INTEGER NOT NULL,
    "code_hash" TEXT NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "recovery_codes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "handovers" (
    "id" SERIAL NOT NULL,
    "from_id" INTEGER NOT NULL,
    "to_id" INTEGER NOT NULL,
    "from_on" DATE NOT NULL,
    "until_on" DATE NOT NULL,
    "planned_by" TEXT NOT NULL,
    "planned_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "handovers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "handover_partners" (
    "handover_id" INTEGER NOT NULL,
    "partner_id" INTEGER NOT NULL,

    CONSTRAINT "handover_partners_pkey" PRIMARY KEY ("handover_id","partner_id")
);

-- CreateTable
CREATE TABLE "price_imports" (
    "id" SERIAL NOT NULL,
    "file_name" TEXT NOT NULL,
    "valid_from" DATE NOT NULL,
    "lines" JSONB NOT NULL,
    "faults" JSONB NOT NULL,
    "uploaded_by_id" INTEGER NOT NULL,
    "uploaded_by" TEXT NOT NULL,
    "uploaded_at" TIMESTAMPTZ(3) NOT NULL,
    "applied_at" TIMESTAMPTZ(3),
    "applied_by" TEXT,
    "added" INTEGER,

    CONSTRAINT "price_imports_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "price_notices" (
    "subscription_id" INTEGER NOT NULL,
    "renewal_on" DATE NOT NULL,
    "unit_price" BIGINT NOT NULL,
    "told_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "price_notices_pkey" PRIMARY KEY ("subscription_id","renewal_on","unit_price")
);

-- CreateIndex
CREATE UNIQUE INDEX "recovery_codes_user_id_code_hash_key" ON "recovery_codes"("user_id", "code_hash");

-- CreateIndex
CREATE INDEX "handovers_from_id_idx" ON "handovers"("from_id");

-- CreateIndex
CREATE INDEX "handovers_to_id_idx" ON "handovers"("to_id");

-- CreateIndex
CREATE INDEX "price_imports_uploaded_at_idx" ON "price_imports"("uploaded_at" DESC);

-- AddForeignKey
ALTER TABLE "second_factors" ADD CONSTRAINT "second_factors_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "recovery_codes" ADD CONSTRAINT "recovery_codes_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "handover_partners" ADD CONSTRAINT "handover_partners_handover_id_fkey" FOREIGN KEY ("handover_id") REFERENCES "handovers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What the schema language can't say ---------------------------------------------------------------

-- One portfolio is in one other pair of hands at a time.
ALTER TABLE handovers ADD CONSTRAINT handovers_days CHECK (until_on >= from_on AND from_id <> to_id),
  ADD CONSTRAINT handovers_course CHECK (ended_at IS NULL OR started_at IS NOT NULL OR ended_at >= planned_at),
  ADD CONSTRAINT handovers_overlap EXCLUDE USING gist (from_id WITH =, daterange(from_on, until_on, '[]') WITH &&) WHERE (ended_at IS NULL);

ALTER TABLE price_imports ADD CONSTRAINT price_imports_applied CHECK ((applied_at IS NULL) = (applied_by IS NULL) AND (applied_at IS NULL) = (added IS NULL));
