-- AlterTable
ALTER TABLE "contracts" ADD COLUMN     "successor_id" INTEGER;

-- AlterTable
ALTER TABLE "payments" ADD COLUMN     "contract_id" INTEGER;

-- AddForeignKey
ALTER TABLE "contracts" ADD CONSTRAINT "contracts_partner_id_successor_id_fkey" FOREIGN KEY ("partner_id", "successor_id") REFERENCES "contracts"("partner_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payments" ADD CONSTRAINT "payments_partner_id_contract_id_fkey" FOREIGN KEY ("partner_id", "contract_id") REFERENCES "contracts"("partner_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
