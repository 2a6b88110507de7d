-- AlterTable
ALTER TABLE "prices" ADD COLUMN     "early_reason" TEXT;

-- AlterTable: what was told before is kept with its partner; it was told under another rule, so it stands as told early.
ALTER TABLE "price_notices" DROP CONSTRAINT "price_notices_pkey",
ADD COLUMN     "early_reason" TEXT,
ADD COLUMN     "partner_id" INTEGER;

UPDATE price_notices n SET partner_id = s.partner_id, early_reason = 'Сообщено до правила о 14 днях' FROM subscriptions s WHERE s.id = n.subscription_id;

-- Renewals at a higher price that came without a notice: their price was the one valid that day, and stands.
INSERT INTO price_notices (partner_id, subscription_id, renewal_on, unit_price, told_at, early_reason)
SELECT DISTINCT ON (e.subscription_id, e.after ->> 'period') e.partner_id, e.subscription_id, (e.after ->> 'period')::date, (e.after ->> 'unitPrice')::bigint, e.at,
  'Продлено до правила о 14 днях'
FROM subscription_events e
WHERE e.action = 'renewed' AND (e.after ->> 'unitPrice')::bigint > (e.before ->> 'unitPrice')::bigint
  AND NOT EXISTS (SELECT 1 FROM price_notices n WHERE n.subscription_id = e.subscription_id
    AND n.renewal_on = (e.after ->> 'period')::date AND n.unit_price = (e.after ->> 'unitPrice')::bigint);

ALTER TABLE "price_notices" ALTER COLUMN "partner_id" SET NOT NULL,
ADD CONSTRAINT "price_notices_pkey" PRIMARY KEY ("partner_id", "subscription_id", "renewal_on", "unit_price");

-- AddForeignKey
ALTER TABLE "price_notices" ADD CONSTRAINT "price_notices_partner_id_subscription_id_fkey" FOREIGN KEY ("partner_id", "subscription_id") REFERENCES "subscriptions"("partner_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
