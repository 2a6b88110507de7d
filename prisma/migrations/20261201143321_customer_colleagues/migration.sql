-- AlterEnum
ALTER TYPE "role" ADD VALUE 'customer_colleague';


ALTER TABLE users DROP CONSTRAINT users_belong;
ALTER TABLE users ADD CONSTRAINT users_belong CHECK (CASE role::text
  WHEN 'customer' THEN partner_id IS NOT NULL AND customer_id IS NOT NULL
  WHEN 'customer_colleague' THEN partner_id IS NOT NULL AND customer_id IS NOT NULL
  WHEN 'manager' THEN partner_id IS NULL AND customer_id IS NULL
  WHEN 'admin' THEN partner_id IS NULL AND customer_id IS NULL
  ELSE partner_id IS NOT NULL AND customer_id IS NULL END);
