-- AlterEnum
ALTER TYPE "request_kind" ADD VALUE 'product';

-- AlterTable
ALTER TABLE "change_requests" ADD COLUMN     "product_name" TEXT,
ADD COLUMN     "sku" TEXT,
ALTER COLUMN "subscription_id" DROP NOT NULL;

-- A request is about a subscription or about an offer; seats are wished wherever something is not to stop.
ALTER TABLE change_requests DROP CONSTRAINT change_requests_seats,
  ADD CONSTRAINT change_requests_seats CHECK ((kind <> 'stop') = (seats IS NOT NULL) AND (seats IS NULL OR seats >= 1)),
  ADD CONSTRAINT change_requests_about CHECK ((subscription_id IS NULL) = (sku IS NOT NULL) AND (sku IS NULL) = (product_name IS NULL));
-- An offer is asked for once at a time.
CREATE UNIQUE INDEX change_requests_product_open ON change_requests (partner_id, customer_id, sku) WHERE state = 'open' AND sku IS NOT NULL;
