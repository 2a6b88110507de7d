-- CreateEnum
CREATE TYPE "lift_cause" AS ENUM ('person', 'settled', 'promise', 'axapta');

-- AlterTable
ALTER TABLE "holds" ADD COLUMN     "lift_cause" "lift_cause",
ADD COLUMN     "lifted_until" DATE;

-- AlterTable
ALTER TABLE "limit_changes" ADD COLUMN     "allowance" BIGINT;

-- CreateTable
CREATE TABLE "payment_promises" (
    "partner_id" INTEGER NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "invoice_id" INTEGER,
    "hold_id" INTEGER,
    "limit_change_id" INTEGER,
    "after_payment_id" INTEGER NOT NULL,
    "amount" BIGINT NOT NULL,
    "due_on" DATE NOT NULL,
    "quarter" DATE NOT NULL,
    "grant_id" BIGINT,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "made_by_id" INTEGER,
    "made_by" TEXT NOT NULL,
    "kept_at" TIMESTAMPTZ(3),
    "broken_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "ended_by" TEXT,
    "end_reason" TEXT,
    "file_name" TEXT NOT NULL,
    "file_mime" TEXT NOT NULL,
    "file_bytes" BYTEA NOT NULL,

    CONSTRAINT "payment_promises_pkey" PRIMARY KEY ("partner_id","id")
);

-- CreateTable
CREATE TABLE "promise_grants" (
    "partner_id" INTEGER NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "quarter" DATE NOT NULL,
    "reason" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by_id" INTEGER,
    "by_name" TEXT NOT NULL,

    CONSTRAINT "promise_grants_pkey" PRIMARY KEY ("partner_id","id")
);

-- CreateIndex
CREATE INDEX "payment_promises_due_on_idx" ON "payment_promises"("due_on");

-- CreateIndex
CREATE UNIQUE INDEX "payment_promises_partner_id_grant_id_key" ON "payment_promises"("partner_id", "grant_id");

-- AddForeignKey
ALTER TABLE "payment_promises" ADD CONSTRAINT "payment_promises_partner_id_fkey" FOREIGN KEY ("partner_id") REFERENCES "partners"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment_promises" ADD CONSTRAINT "payment_promises_invoice_id_fkey" FOREIGN KEY ("invoice_id") REFERENCES "invoices"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment_promises" ADD CONSTRAINT "payment_promises_partner_id_grant_id_fkey" FOREIGN KEY ("partner_id", "grant_id") REFERENCES "promise_grants"("partner_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "promise_grants" ADD CONSTRAINT "promise_grants_partner_id_fkey" FOREIGN KEY ("partner_id") REFERENCES "partners"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- One promise a quarter; one more only where staff allowed it.
create unique index payment_promises_once_a_quarter on payment_promises (partner_id, quarter) where grant_id is null;

-- A promise lifts a hold or adds to the limit.
alter table payment_promises add constraint payment_promises_effect check ((hold_id is null) <> (limit_change_id is null) and (hold_id is null) = (invoice_id is null)),
  add constraint payment_promises_amount check (amount > 0),
  add constraint payment_promises_end check (ended_at is null or (kept_at is null and broken_at is null and ended_by is not null));

-- What was promised stays as it was promised; only what became of it is added.
create trigger payment_promises_frozen before delete or update of partner_id, amount, due_on, quarter, grant_id, made_at, made_by, file_name, file_mime, file_bytes
  on payment_promises for each row execute function refuse_change();
create trigger promise_grants_append_only before update or delete on promise_grants for each row execute function refuse_change();

-- Causes of holds lifted before.
update holds set lift_cause = case when lifted_by_id is not null then 'person' when reason = 'axapta' then 'axapta' else 'settled' end::lift_cause
where lifted_at is not null;
