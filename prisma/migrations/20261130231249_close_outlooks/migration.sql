-- CreateTable
CREATE TABLE "close_passes" (
    "partner_id" INTEGER NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "period" DATE NOT NULL,
    "fault" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "by_id" INTEGER,
    "by_name" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "close_passes_pkey" PRIMARY KEY ("partner_id","id")
);

-- CreateTable
CREATE TABLE "close_outlooks" (
    "period" DATE NOT NULL,
    "asked_at" TIMESTAMPTZ(3),
    "made_at" TIMESTAMPTZ(3),

    CONSTRAINT "close_outlooks_pkey" PRIMARY KEY ("period")
);

-- CreateTable
CREATE TABLE "close_outlook_rows" (
    "partner_id" INTEGER NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "period" DATE NOT NULL,
    "gross" BIGINT NOT NULL,
    "invoices" INTEGER NOT NULL,
    "stopped" INTEGER NOT NULL,
    "renewed" INTEGER NOT NULL,
    "held" INTEGER NOT NULL,
    "reason" TEXT,
    "fault" TEXT,

    CONSTRAINT "close_outlook_rows_pkey" PRIMARY KEY ("partner_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "close_passes_partner_id_period_fault_key" ON "close_passes"("partner_id", "period", "fault");

-- CreateIndex
CREATE INDEX "close_outlook_rows_period_idx" ON "close_outlook_rows"("period");

-- CreateIndex
CREATE UNIQUE INDEX "close_outlook_rows_partner_id_period_key" ON "close_outlook_rows"("partner_id", "period");

-- AddForeignKey
ALTER TABLE "close_passes" ADD CONSTRAINT "close_passes_partner_id_fkey" FOREIGN KEY ("partner_id") REFERENCES "partners"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "close_outlook_rows" ADD CONSTRAINT "close_outlook_rows_partner_id_fkey" FOREIGN KEY ("partner_id") REFERENCES "partners"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
