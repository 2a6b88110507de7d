-- CreateEnum
CREATE TYPE "request_kind" AS ENUM ('seats', 'stop');

-- CreateEnum
CREATE TYPE "request_state" AS ENUM ('open', 'accepted', 'declined');

-- CreateTable
CREATE TABLE "change_requests" (
    "id" SERIAL NOT NULL,
    "partner_id" INTEGER NOT NULL,
    "customer_id" INTEGER NOT NULL,
    "subscription_id" INTEGER NOT NULL,
    "kind" "request_kind" NOT NULL,
    "seats" INTEGER,
    "seats_before" INTEGER NOT NULL,
    "comment" TEXT,
    "state" "request_state" NOT NULL,
    "asked_by_id" INTEGER NOT NULL,
    "asked_by_name" TEXT NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_by_id" INTEGER,
    "decided_by_name" TEXT,
    "decided_at" TIMESTAMPTZ(3),
    "answer" TEXT,
    "order_number" TEXT,

    CONSTRAINT "change_requests_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "change_requests_partner_id_asked_at_idx" ON "change_requests"("partner_id", "asked_at" DESC);

-- CreateIndex
CREATE INDEX "change_requests_customer_id_idx" ON "change_requests"("customer_id");

-- AddForeignKey
ALTER TABLE "change_requests" ADD CONSTRAINT "change_requests_partner_id_subscription_id_fkey" FOREIGN KEY ("partner_id", "subscription_id") REFERENCES "subscriptions"("partner_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What the schema language can't say ---------------------------------------------------------------

ALTER TABLE change_requests
  ADD CONSTRAINT change_requests_seats CHECK ((kind = 'seats') = (seats IS NOT NULL) AND (seats IS NULL OR seats >= 1)),
  ADD CONSTRAINT change_requests_decided CHECK ((state = 'open') = (decided_at IS NULL));
-- One open request per subscription; the partner's inbox is counted from the other index alone.
CREATE UNIQUE INDEX change_requests_open ON change_requests (subscription_id) WHERE state = 'open';
CREATE INDEX change_requests_inbox ON change_requests (partner_id) WHERE state = 'open';

-- A suspended subscription stops at its stop date too.
DROP INDEX subscriptions_stop_due;
CREATE INDEX subscriptions_stop_due ON subscriptions (stop_on) WHERE status IN ('active', 'suspended') AND stop_on IS NOT NULL;
