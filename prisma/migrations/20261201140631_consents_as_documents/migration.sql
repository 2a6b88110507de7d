-- A consent names its words by their hash: the operator and the term stand in them, so one version has many wordings.
ALTER TABLE "consents" DROP CONSTRAINT "consents_document_version_fkey";
DROP TRIGGER consents_append_only ON consents;
DROP TRIGGER consent_texts_append_only ON consent_texts;

-- AlterTable
ALTER TABLE "consent_texts" DROP CONSTRAINT "consent_texts_pkey",
ADD COLUMN     "hash" TEXT;
UPDATE consent_texts SET hash = encode(sha256(convert_to(text, 'UTF8')), 'hex');
ALTER TABLE "consent_texts" ALTER COLUMN "hash" SET NOT NULL,
ADD CONSTRAINT "consent_texts_pkey" PRIMARY KEY ("hash");

-- AlterTable. What was agreed to before promised five years.
ALTER TABLE "consents" ADD COLUMN     "erased_at" TIMESTAMPTZ(3),
ADD COLUMN     "months" INTEGER NOT NULL DEFAULT 60,
ADD COLUMN     "partner_id" INTEGER,
ADD COLUMN     "text_hash" TEXT;
UPDATE consents c SET text_hash = t.hash FROM consent_texts t WHERE t.document = c.document AND t.version = c.version;
ALTER TABLE "consents" ALTER COLUMN "months" DROP DEFAULT,
ALTER COLUMN "text_hash" SET NOT NULL;

-- AlterTable
ALTER TABLE "partner_applications" ADD COLUMN     "erased_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "letters" ADD COLUMN     "erased_at" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "consents_partner_id_idx" ON "consents"("partner_id");

-- AddForeignKey
ALTER TABLE "consents" ADD CONSTRAINT "consents_text_hash_fkey" FOREIGN KEY ("text_hash") REFERENCES "consent_texts"("hash") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "consents" ADD CONSTRAINT "consents_partner_id_fkey" FOREIGN KEY ("partner_id") REFERENCES "partners"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE consent_texts ADD CONSTRAINT consent_texts_hash CHECK (hash ~ '^[0-9a-f]{64}$');
ALTER TABLE consents ADD CONSTRAINT consents_months CHECK (months BETWEEN 1 AND 60);

CREATE TRIGGER consent_texts_append_only BEFORE UPDATE OR DELETE ON consent_texts
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Rows are only added; once, when the term is over, a row loses whose it was. What was agreed to, and when, stays for good.
CREATE FUNCTION refuse_all_but_erasure() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE personal text[] := ARRAY['name', 'email', 'address', 'erased_at'];
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL AND NEW.name = '' AND NEW.email = '' AND NEW.address IS NULL
    AND to_jsonb(NEW) - personal = to_jsonb(OLD) - personal THEN RETURN NEW;
  END IF;
  RAISE EXCEPTION '% of % is refused: rows are only added', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER consents_append_only BEFORE UPDATE OR DELETE ON consents
  FOR EACH ROW EXECUTE FUNCTION refuse_all_but_erasure();
