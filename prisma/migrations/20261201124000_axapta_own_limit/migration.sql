-- The limit that is back when Axapta has none any more; of those told so far it is not known: what stands now stays.
ALTER TABLE "ax_limits" ADD COLUMN "own_limit" BIGINT;
UPDATE "ax_limits" l SET "own_limit" = p.credit_limit FROM "partners" p WHERE p.id = l.partner_id;
ALTER TABLE "ax_limits" ALTER COLUMN "own_limit" SET NOT NULL;
