-- No form has made a request yet; those of a demo world name no words that anybody agreed to.
DELETE FROM "storefront_requests";

-- AlterTable
ALTER TABLE "storefront_requests" DROP COLUMN "consent_address",
DROP COLUMN "consent_at",
DROP COLUMN "consent_sha256",
DROP COLUMN "consent_version",
ADD COLUMN     "consent_id" BIGINT NOT NULL;

-- CreateIndex
CREATE UNIQUE INDEX "storefront_requests_consent_id_key" ON "storefront_requests"("consent_id");

-- AddForeignKey
ALTER TABLE "storefront_requests" ADD CONSTRAINT "storefront_requests_consent_id_fkey" FOREIGN KEY ("consent_id") REFERENCES "consents"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

alter table storefront_requests
  add constraint storefront_requests_ordered check (state <> 'ordered' or num_nulls(customer_id, order_number, subscription_number) = 0);
