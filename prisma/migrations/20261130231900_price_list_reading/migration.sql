-- AlterTable
ALTER TABLE "price_imports" ADD COLUMN     "file" BYTEA,
ADD COLUMN     "reading" JSONB;
