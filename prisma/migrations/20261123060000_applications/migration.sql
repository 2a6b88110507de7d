-- CreateEnum
CREATE TYPE "application_status" AS ENUM ('new', 'approved', 'rejected');

-- AlterTable
ALTER TABLE "holds" ADD COLUMN     "comment" TEXT;

-- CreateTable
CREATE TABLE "partner_applications" (
    "id" SERIAL NOT NULL,
    "status" "application_status" NOT NULL DEFAULT 'new',
    "login" TEXT,
    "first_name" TEXT NOT NULL,
    "last_name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "phone" TEXT NOT NULL,
    "company_name" TEXT NOT NULL,
    "inn" TEXT NOT NULL,
    "mpn_id" TEXT,
    "address" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_at" TIMESTAMPTZ(3),
    "decided_by_id" INTEGER,
    "decided_by_name" TEXT,
    "reject_reason" TEXT,
    "partner_id" INTEGER,

    CONSTRAINT "partner_applications_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "limit_changes" (
    "id" SERIAL NOT NULL,
    "partner_id" INTEGER NOT NULL,
    "before" BIGINT NOT NULL,
    "after" BIGINT NOT NULL,
    "until_on" DATE,
    "revert_to" BIGINT,
    "ended_at" TIMESTAMPTZ(3),
    "comment" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by_id" INTEGER,
    "by_name" TEXT NOT NULL,

    CONSTRAINT "limit_changes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "support_requests" (
    "id" SERIAL NOT NULL,
    "partner_id" INTEGER NOT NULL,
    "user_id" INTEGER NOT NULL,
    "user_name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "answered_at" TIMESTAMPTZ(3),
    "answered_by_name" TEXT,
    "answer" TEXT,

    CONSTRAINT "support_requests_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "partner_applications_partner_id_key" ON "partner_applications"("partner_id");

-- CreateIndex
CREATE INDEX "partner_applications_status_created_at_idx" ON "partner_applications"("status", "created_at");

-- CreateIndex
CREATE INDEX "partner_applications_inn_idx" ON "partner_applications"("inn");

-- CreateIndex
CREATE INDEX "limit_changes_partner_id_id_idx" ON "limit_changes"("partner_id", "id" DESC);

-- CreateIndex
CREATE INDEX "support_requests_partner_id_created_at_idx" ON "support_requests"("partner_id", "created_at" DESC);

-- AddForeignKey
ALTER TABLE "partner_applications" ADD CONSTRAINT "partner_applications_partner_id_fkey" FOREIGN KEY ("partner_id") REFERENCES "partners"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "limit_changes" ADD CONSTRAINT "limit_changes_partner_id_fkey" FOREIGN KEY ("partner_id") REFERENCES "partners"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "support_requests" ADD CONSTRAINT "support_requests_partner_id_fkey" FOREIGN KEY ("partner_id") REFERENCES "partners"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What the schema language can't say ---------------------------------------------------------------

-- Decided once: approved with its partner, or rejected with a reason.
ALTER TABLE partner_applications ADD CONSTRAINT partner_applications_decided CHECK (
  (status = 'new') = (decided_at IS NULL) AND (status = 'approved') = (partner_id IS NOT NULL) AND (status = 'rejected') = (reject_reason IS NOT NULL));

-- A partner has one open temporary raise; only a raise is temporary.
CREATE UNIQUE INDEX limit_changes_open ON limit_changes (partner_id) WHERE until_on IS NOT NULL AND ended_at IS NULL;
ALTER TABLE limit_changes ADD CONSTRAINT limit_changes_temporary CHECK ((until_on IS NULL) = (revert_to IS NULL) AND (until_on IS NULL OR after > revert_to)),
  ADD CONSTRAINT limit_changes_sums CHECK (before >= 0 AND after >= 0);
-- Open temporary raises by their last day: what the nightly task looks for.
CREATE INDEX limit_changes_due ON limit_changes (until_on) WHERE until_on IS NOT NULL AND ended_at IS NULL;

ALTER TABLE support_requests ADD CONSTRAINT support_requests_answered CHECK ((answered_at IS NULL) = (answered_by_name IS NULL));
CREATE INDEX support_requests_open ON support_requests (created_at) WHERE answered_at IS NULL;
