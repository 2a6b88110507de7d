-- AlterTable
ALTER TABLE "invoice_lines" ADD COLUMN     "registry_number" TEXT,
ADD COLUMN     "registry_on" DATE;

-- Only software of the register is sold without VAT, and a day is that of an entry.
ALTER TABLE invoice_lines ADD CONSTRAINT invoice_lines_registry
  CHECK ((vat_rate IS NULL OR registry_number IS NULL) AND (registry_on IS NULL OR registry_number IS NOT NULL));
