-- CreateTable
CREATE TABLE "work_years" (
    "id" SERIAL NOT NULL,
    "year" INTEGER NOT NULL,
    "file_name" TEXT NOT NULL,
    "days" JSONB NOT NULL,
    "uploaded_by_id" INTEGER NOT NULL,
    "uploaded_by" TEXT NOT NULL,
    "uploaded_at" TIMESTAMPTZ(3) NOT NULL,
    "confirmed_at" TIMESTAMPTZ(3),
    "confirmed_by" TEXT,
    "ended_at" TIMESTAMPTZ(3),
    "ended_by" TEXT,

    CONSTRAINT "work_years_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "work_years_uploaded_at_idx" ON "work_years"("uploaded_at" DESC);

create unique index work_years_in_force on work_years (year) where confirmed_at is not null and ended_at is null;
create index invoices_due on invoices (due_on) where status = 'issued';
