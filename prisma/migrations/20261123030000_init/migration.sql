-- CreateEnum
CREATE TYPE "role" AS ENUM ('partner_owner', 'partner_manager', 'partner_accountant', 'customer', 'manager', 'admin');

-- CreateEnum
CREATE TYPE "vat_class" AS ENUM ('standard', 'registry');

-- CreateEnum
CREATE TYPE "billing_rule" AS ENUM ('prorated', 'full_month');

-- CreateEnum
CREATE TYPE "letter_status" AS ENUM ('queued', 'sending', 'sent', 'failed', 'unknown', 'kept');

-- CreateEnum
CREATE TYPE "order_kind" AS ENUM ('new', 'increase', 'restart', 'renewal');

-- CreateEnum
CREATE TYPE "order_status" AS ENUM ('held', 'done', 'cancelled', 'rejected');

-- CreateEnum
CREATE TYPE "held_reason" AS ENUM ('partner_blocked', 'credit_limit');

-- CreateEnum
CREATE TYPE "doc_mode" AS ENUM ('upd', 'act_sf');

-- CreateEnum
CREATE TYPE "hold_reason" AS ENUM ('overdue', 'manual', 'axapta');

-- CreateEnum
CREATE TYPE "subscription_status" AS ENUM ('pending', 'active', 'stopped', 'suspended', 'cancelled');

-- CreateEnum
CREATE TYPE "stop_cause" AS ENUM ('person', 'stop_date', 'auto_renew_off');

-- CreateTable
CREATE TABLE "users" (
    "id" SERIAL NOT NULL,
    "login" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "phone" TEXT,
    "role" "role" NOT NULL,
    "partner_id" INTEGER,
    "customer_id" INTEGER,
    "password_hash" TEXT,
    "start_password_until" TIMESTAMPTZ(3),
    "must_change_password" BOOLEAN NOT NULL DEFAULT true,
    "session_version" INTEGER NOT NULL DEFAULT 1,
    "muted_letters" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "disabled_at" TIMESTAMPTZ(3),
    "last_log_on_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sessions" (
    "id" TEXT NOT NULL,
    "user_id" INTEGER,
    "version" INTEGER,
    "return_to" TEXT,
    "address" TEXT,
    "user_agent" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "password_tokens" (
    "id" SERIAL NOT NULL,
    "user_id" INTEGER NOT NULL,
    "token_hash" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "password_tokens_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "throttles" (
    "key" TEXT NOT NULL,
    "hits" INTEGER NOT NULL,
    "window_ends_at" TIMESTAMPTZ(3) NOT NULL,
    "blocked_until" TIMESTAMPTZ(3),

    CONSTRAINT "throttles_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "vendors" (
    "id" SERIAL NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "initials" TEXT NOT NULL,
    "about" TEXT NOT NULL,
    "aliases" TEXT NOT NULL DEFAULT '',
    "uses_domain_prefix" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "vendors_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "categories" (
    "id" SERIAL NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "position" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "categories_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "products" (
    "id" SERIAL NOT NULL,
    "vendor_id" INTEGER NOT NULL,
    "category_id" INTEGER NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "requirements" TEXT NOT NULL DEFAULT '',
    "vat_class" "vat_class" NOT NULL,
    "registry_number" TEXT,
    "registry_on" DATE,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "products_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "offers" (
    "id" SERIAL NOT NULL,
    "product_id" INTEGER NOT NULL,
    "sku" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "unit" TEXT NOT NULL,
    "billing_rule" "billing_rule" NOT NULL,
    "min_seats" INTEGER NOT NULL,
    "max_seats" INTEGER NOT NULL,
    "discontinued_on" DATE,

    CONSTRAINT "offers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "prices" (
    "id" SERIAL NOT NULL,
    "offer_id" INTEGER NOT NULL,
    "valid_from" DATE NOT NULL,
    "gross" BIGINT NOT NULL,

    CONSTRAINT "prices_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customers" (
    "id" SERIAL NOT NULL,
    "partner_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "inn" TEXT NOT NULL,
    "kpp" TEXT,
    "contact_name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "phone" TEXT NOT NULL,
    "domain_prefix" TEXT NOT NULL,
    "region_code" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "customers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "letters" (
    "id" SERIAL NOT NULL,
    "template" TEXT NOT NULL,
    "cause" TEXT NOT NULL,
    "recipient_name" TEXT NOT NULL,
    "recipient_address" TEXT NOT NULL,
    "partner_id" INTEGER,
    "subject_user_id" INTEGER,
    "subscription_id" INTEGER,
    "content" JSONB NOT NULL,
    "subject" TEXT NOT NULL,
    "text" TEXT,
    "html" TEXT,
    "message_id" TEXT NOT NULL,
    "status" "letter_status" NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,
    "queued_at" TIMESTAMPTZ(3) NOT NULL,
    "last_tried_at" TIMESTAMPTZ(3),
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "letters_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "terms" (
    "version" TEXT NOT NULL,
    "valid_from" DATE NOT NULL,
    "body" TEXT NOT NULL,

    CONSTRAINT "terms_pkey" PRIMARY KEY ("version")
);

-- CreateTable
CREATE TABLE "orders" (
    "id" SERIAL NOT NULL,
    "number" TEXT NOT NULL,
    "partner_id" INTEGER NOT NULL,
    "contract_id" INTEGER NOT NULL,
    "customer_id" INTEGER NOT NULL,
    "offer_id" INTEGER NOT NULL,
    "subscription_id" INTEGER NOT NULL,
    "kind" "order_kind" NOT NULL,
    "status" "order_status" NOT NULL,
    "held_reason" "held_reason",
    "seats_before" INTEGER NOT NULL DEFAULT 0,
    "seats" INTEGER NOT NULL,
    "unit_price" BIGINT NOT NULL,
    "vat_rate" INTEGER,
    "billing_rule" "billing_rule" NOT NULL,
    "charge" BIGINT NOT NULL,
    "terms_version" TEXT,
    "period" DATE,
    "placed_by_id" INTEGER,
    "placed_by_name" TEXT NOT NULL,
    "placed_at" TIMESTAMPTZ(3) NOT NULL,
    "address" TEXT,
    "held_at" TIMESTAMPTZ(3),
    "done_at" TIMESTAMPTZ(3),
    "cancelled_at" TIMESTAMPTZ(3),
    "rejected_at" TIMESTAMPTZ(3),
    "decided_by_id" INTEGER,
    "decided_by_name" TEXT,
    "comment" TEXT,
    "is_override" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "orders_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "partners" (
    "id" SERIAL NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "inn" TEXT NOT NULL,
    "kpp" TEXT,
    "ogrn" TEXT,
    "address" TEXT,
    "email" TEXT NOT NULL,
    "phone" TEXT,
    "mpn_id" TEXT,
    "ax_debtor_code" TEXT NOT NULL,
    "ax_payer_code" TEXT NOT NULL,
    "credit_limit" BIGINT NOT NULL,
    "payment_term_days" INTEGER NOT NULL,
    "manager_id" INTEGER NOT NULL,
    "open_from" DATE,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "partners_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contracts" (
    "id" SERIAL NOT NULL,
    "partner_id" INTEGER NOT NULL,
    "number" TEXT NOT NULL,
    "signed_on" DATE NOT NULL,
    "base_contract_id" INTEGER,
    "doc_mode" "doc_mode" NOT NULL DEFAULT 'upd',
    "ended_on" DATE,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "contracts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "holds" (
    "id" SERIAL NOT NULL,
    "partner_id" INTEGER NOT NULL,
    "reason" "hold_reason" NOT NULL,
    "contract_id" INTEGER,
    "text" TEXT NOT NULL,
    "amount" BIGINT,
    "placed_at" TIMESTAMPTZ(3) NOT NULL,
    "placed_by_id" INTEGER,
    "lifted_at" TIMESTAMPTZ(3),
    "lifted_by_id" INTEGER,
    "lift_comment" TEXT,

    CONSTRAINT "holds_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "form_tokens" (
    "token" TEXT NOT NULL,
    "user_id" INTEGER,
    "action" TEXT NOT NULL,
    "result" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "form_tokens_pkey" PRIMARY KEY ("token")
);

-- CreateTable
CREATE TABLE "audit_entries" (
    "id" SERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_id" INTEGER,
    "actor_name" TEXT NOT NULL,
    "actor_role" TEXT NOT NULL,
    "partner_id" INTEGER,
    "address" TEXT,
    "request_id" TEXT,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,

    CONSTRAINT "audit_entries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ticks" (
    "job" TEXT NOT NULL,
    "tick" TEXT NOT NULL,
    "claimed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ticks_pkey" PRIMARY KEY ("job","tick")
);

-- CreateTable
CREATE TABLE "settings" (
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,

    CONSTRAINT "settings_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "subscriptions" (
    "id" SERIAL NOT NULL,
    "number" TEXT NOT NULL,
    "partner_id" INTEGER NOT NULL,
    "contract_id" INTEGER NOT NULL,
    "customer_id" INTEGER NOT NULL,
    "offer_id" INTEGER NOT NULL,
    "status" "subscription_status" NOT NULL,
    "seats" INTEGER NOT NULL,
    "unit_price" BIGINT NOT NULL,
    "vat_rate" INTEGER,
    "billing_rule" "billing_rule" NOT NULL,
    "auto_renew" BOOLEAN NOT NULL DEFAULT true,
    "stop_on" DATE,
    "product_name" TEXT NOT NULL,
    "vendor_id" INTEGER NOT NULL,
    "vendor_name" TEXT NOT NULL,
    "sku" TEXT NOT NULL,
    "customer_name" TEXT NOT NULL,
    "customer_inn" TEXT NOT NULL,
    "region_code" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "started_on" DATE,
    "stopped_at" TIMESTAMPTZ(3),
    "stop_cause" "stop_cause",
    "suspended_at" TIMESTAMPTZ(3),
    "cancelled_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "subscriptions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "service_periods" (
    "id" SERIAL NOT NULL,
    "subscription_id" INTEGER NOT NULL,
    "partner_id" INTEGER NOT NULL,
    "contract_id" INTEGER NOT NULL,
    "from_on" DATE NOT NULL,
    "to_on" DATE NOT NULL,
    "seats" INTEGER NOT NULL,
    "unit_price" BIGINT NOT NULL,
    "vat_rate" INTEGER,
    "charge" BIGINT NOT NULL,
    "vat" BIGINT NOT NULL,

    CONSTRAINT "service_periods_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "subscription_events" (
    "id" SERIAL NOT NULL,
    "subscription_id" INTEGER NOT NULL,
    "partner_id" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_id" INTEGER,
    "actor_name" TEXT NOT NULL,
    "actor_role" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "before" JSONB NOT NULL,
    "after" JSONB NOT NULL,
    "month_delta" BIGINT NOT NULL,
    "full_month_delta" BIGINT NOT NULL,
    "comment" TEXT,
    "order_id" INTEGER,
    "request_id" TEXT,
    "hash" TEXT NOT NULL,

    CONSTRAINT "subscription_events_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "users_login_key" ON "users"("login");

-- CreateIndex
CREATE INDEX "users_partner_id_idx" ON "users"("partner_id");

-- CreateIndex
CREATE INDEX "users_customer_id_idx" ON "users"("customer_id");

-- CreateIndex
CREATE INDEX "sessions_user_id_idx" ON "sessions"("user_id");

-- CreateIndex
CREATE INDEX "sessions_expires_at_idx" ON "sessions"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "password_tokens_token_hash_key" ON "password_tokens"("token_hash");

-- CreateIndex
CREATE INDEX "password_tokens_user_id_idx" ON "password_tokens"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "vendors_slug_key" ON "vendors"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "categories_slug_key" ON "categories"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "products_slug_key" ON "products"("slug");

-- CreateIndex
CREATE INDEX "products_vendor_id_idx" ON "products"("vendor_id");

-- CreateIndex
CREATE INDEX "products_category_id_idx" ON "products"("category_id");

-- CreateIndex
CREATE UNIQUE INDEX "offers_sku_key" ON "offers"("sku");

-- CreateIndex
CREATE INDEX "offers_product_id_idx" ON "offers"("product_id");

-- CreateIndex
CREATE UNIQUE INDEX "prices_offer_id_valid_from_key" ON "prices"("offer_id", "valid_from");

-- CreateIndex
CREATE UNIQUE INDEX "customers_domain_prefix_key" ON "customers"("domain_prefix");

-- CreateIndex
CREATE INDEX "customers_partner_id_name_idx" ON "customers"("partner_id", "name");

-- CreateIndex
CREATE INDEX "customers_partner_id_inn_idx" ON "customers"("partner_id", "inn");

-- CreateIndex
CREATE UNIQUE INDEX "customers_partner_id_id_key" ON "customers"("partner_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "letters_message_id_key" ON "letters"("message_id");

-- CreateIndex
CREATE INDEX "letters_queued_at_idx" ON "letters"("queued_at" DESC);

-- CreateIndex
CREATE INDEX "letters_partner_id_idx" ON "letters"("partner_id");

-- CreateIndex
CREATE INDEX "letters_subscription_id_idx" ON "letters"("subscription_id");

-- CreateIndex
CREATE UNIQUE INDEX "letters_cause_recipient_address_key" ON "letters"("cause", "recipient_address");

-- CreateIndex
CREATE UNIQUE INDEX "orders_number_key" ON "orders"("number");

-- CreateIndex
CREATE INDEX "orders_partner_id_placed_at_idx" ON "orders"("partner_id", "placed_at" DESC);

-- CreateIndex
CREATE INDEX "orders_subscription_id_idx" ON "orders"("subscription_id");

-- CreateIndex
CREATE INDEX "orders_customer_id_idx" ON "orders"("customer_id");

-- CreateIndex
CREATE UNIQUE INDEX "partners_code_key" ON "partners"("code");

-- CreateIndex
CREATE UNIQUE INDEX "partners_ax_debtor_code_key" ON "partners"("ax_debtor_code");

-- CreateIndex
CREATE INDEX "partners_manager_id_idx" ON "partners"("manager_id");

-- CreateIndex
CREATE UNIQUE INDEX "contracts_partner_id_number_key" ON "contracts"("partner_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "contracts_partner_id_id_key" ON "contracts"("partner_id", "id");

-- CreateIndex
CREATE INDEX "holds_partner_id_lifted_at_idx" ON "holds"("partner_id", "lifted_at");

-- CreateIndex
CREATE INDEX "form_tokens_created_at_idx" ON "form_tokens"("created_at");

-- CreateIndex
CREATE INDEX "audit_entries_at_idx" ON "audit_entries"("at" DESC);

-- CreateIndex
CREATE INDEX "audit_entries_partner_id_at_idx" ON "audit_entries"("partner_id", "at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "subscriptions_number_key" ON "subscriptions"("number");

-- CreateIndex
CREATE INDEX "subscriptions_partner_id_created_at_id_idx" ON "subscriptions"("partner_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "subscriptions_customer_id_idx" ON "subscriptions"("customer_id");

-- CreateIndex
CREATE INDEX "subscriptions_offer_id_idx" ON "subscriptions"("offer_id");

-- CreateIndex
CREATE UNIQUE INDEX "subscriptions_partner_id_id_key" ON "subscriptions"("partner_id", "id");

-- CreateIndex
CREATE INDEX "service_periods_subscription_id_idx" ON "service_periods"("subscription_id");

-- CreateIndex
CREATE INDEX "subscription_events_partner_id_at_idx" ON "subscription_events"("partner_id", "at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "subscription_events_subscription_id_seq_key" ON "subscription_events"("subscription_id", "seq");

-- AddForeignKey
ALTER TABLE "users" ADD CONSTRAINT "users_partner_id_fkey" FOREIGN KEY ("partner_id") REFERENCES "partners"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "users" ADD CONSTRAINT "users_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customers"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "password_tokens" ADD CONSTRAINT "password_tokens_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "products" ADD CONSTRAINT "products_vendor_id_fkey" FOREIGN KEY ("vendor_id") REFERENCES "vendors"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "products" ADD CONSTRAINT "products_category_id_fkey" FOREIGN KEY ("category_id") REFERENCES "categories"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "offers" ADD CONSTRAINT "offers_product_id_fkey" FOREIGN KEY ("product_id") REFERENCES "products"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "prices" ADD CONSTRAINT "prices_offer_id_fkey" FOREIGN KEY ("offer_id") REFERENCES "offers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customers" ADD CONSTRAINT "customers_partner_id_fkey" FOREIGN KEY ("partner_id") REFERENCES "partners"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "orders" ADD CONSTRAINT "orders_partner_id_fkey" FOREIGN KEY ("partner_id") REFERENCES "partners"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "orders" ADD CONSTRAINT "orders_partner_id_contract_id_fkey" FOREIGN KEY ("partner_id", "contract_id") REFERENCES "contracts"("partner_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "orders" ADD CONSTRAINT "orders_partner_id_customer_id_fkey" FOREIGN KEY ("partner_id", "customer_id") REFERENCES "customers"("partner_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "orders" ADD CONSTRAINT "orders_offer_id_fkey" FOREIGN KEY ("offer_id") REFERENCES "offers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "orders" ADD CONSTRAINT "orders_partner_id_subscription_id_fkey" FOREIGN KEY ("partner_id", "subscription_id") REFERENCES "subscriptions"("partner_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "partners" ADD CONSTRAINT "partners_manager_id_fkey" FOREIGN KEY ("manager_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contracts" ADD CONSTRAINT "contracts_partner_id_fkey" FOREIGN KEY ("partner_id") REFERENCES "partners"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contracts" ADD CONSTRAINT "contracts_base_contract_id_fkey" FOREIGN KEY ("base_contract_id") REFERENCES "contracts"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "holds" ADD CONSTRAINT "holds_partner_id_fkey" FOREIGN KEY ("partner_id") REFERENCES "partners"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "holds" ADD CONSTRAINT "holds_contract_id_fkey" FOREIGN KEY ("contract_id") REFERENCES "contracts"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_partner_id_fkey" FOREIGN KEY ("partner_id") REFERENCES "partners"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_partner_id_contract_id_fkey" FOREIGN KEY ("partner_id", "contract_id") REFERENCES "contracts"("partner_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_partner_id_customer_id_fkey" FOREIGN KEY ("partner_id", "customer_id") REFERENCES "customers"("partner_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_offer_id_fkey" FOREIGN KEY ("offer_id") REFERENCES "offers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "service_periods" ADD CONSTRAINT "service_periods_partner_id_subscription_id_fkey" FOREIGN KEY ("partner_id", "subscription_id") REFERENCES "subscriptions"("partner_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "service_periods" ADD CONSTRAINT "service_periods_partner_id_fkey" FOREIGN KEY ("partner_id") REFERENCES "partners"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "subscription_events" ADD CONSTRAINT "subscription_events_partner_id_subscription_id_fkey" FOREIGN KEY ("partner_id", "subscription_id") REFERENCES "subscriptions"("partner_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What the schema language can't say ---------------------------------------------------------------

CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE SEQUENCE order_numbers START 100001;
CREATE SEQUENCE subscription_numbers START 100001;

ALTER TABLE users ADD CONSTRAINT users_login_lower CHECK (login = lower(login));
ALTER TABLE users ADD CONSTRAINT users_belong CHECK (CASE role::text
  WHEN 'customer' THEN partner_id IS NOT NULL AND customer_id IS NOT NULL
  WHEN 'manager' THEN partner_id IS NULL AND customer_id IS NULL
  WHEN 'admin' THEN partner_id IS NULL AND customer_id IS NULL
  ELSE partner_id IS NOT NULL AND customer_id IS NULL END);
CREATE INDEX users_email_lower ON users (lower(email));
ALTER TABLE customers ADD CONSTRAINT customers_prefix CHECK (domain_prefix ~ '^[a-z0-9]{1,27}$');
ALTER TABLE partners ADD CONSTRAINT partners_limit CHECK (credit_limit >= 0);
ALTER TABLE partners ADD CONSTRAINT partners_code_lower CHECK (code = lower(code));
ALTER TABLE prices ADD CONSTRAINT prices_positive CHECK (gross > 0);
ALTER TABLE offers ADD CONSTRAINT offers_seats CHECK (min_seats >= 1 AND max_seats >= min_seats);
ALTER TABLE holds ADD CONSTRAINT holds_lifted CHECK ((lifted_at IS NULL) = (lift_comment IS NULL));

-- Orders: a state carries its own instant, a held order its reason.
ALTER TABLE orders ADD CONSTRAINT orders_state CHECK (CASE status::text
  WHEN 'held' THEN held_reason IS NOT NULL AND held_at IS NOT NULL
  WHEN 'done' THEN done_at IS NOT NULL
  WHEN 'cancelled' THEN cancelled_at IS NOT NULL
  ELSE rejected_at IS NOT NULL END);
ALTER TABLE orders ADD CONSTRAINT orders_amounts CHECK (seats >= 1 AND unit_price > 0 AND charge >= 0);
CREATE INDEX orders_held ON orders (partner_id, placed_at) WHERE status = 'held';

ALTER TABLE subscriptions ADD CONSTRAINT subscriptions_amounts CHECK (seats >= 1 AND unit_price > 0);
CREATE INDEX subscriptions_stop_due ON subscriptions (stop_on) WHERE status = 'active' AND stop_on IS NOT NULL;

-- Service periods: never overlap, never cross a month, never change once invoiced.
ALTER TABLE service_periods
  ADD CONSTRAINT service_periods_days CHECK (to_on > from_on AND date_trunc('month', from_on) = date_trunc('month', to_on - 1)),
  ADD CONSTRAINT service_periods_amounts CHECK (seats >= 1 AND charge >= 0 AND vat >= 0 AND vat <= charge AND (vat_rate IS NOT NULL OR vat = 0)),
  ADD CONSTRAINT service_periods_overlap EXCLUDE USING gist (subscription_id WITH =, daterange(from_on, to_on) WITH &&);
CREATE INDEX service_periods_partner ON service_periods (partner_id, from_on, charge);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% of % is refused: rows are only added', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

-- A period is written once and never updated; it may be taken back only while its month is open for the partner.
CREATE FUNCTION refuse_closed_month() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE p service_periods := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
BEGIN
  IF p.from_on < (SELECT open_from FROM partners WHERE id = p.partner_id) THEN
    RAISE EXCEPTION '% of a service period from % is refused: the month is closed', TG_OP, p.from_on USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN p;
END $$;
CREATE TRIGGER service_periods_closed BEFORE INSERT OR DELETE ON service_periods
  FOR EACH ROW EXECUTE FUNCTION refuse_closed_month();
CREATE TRIGGER service_periods_written_once BEFORE UPDATE ON service_periods
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_entries_append_only BEFORE UPDATE OR DELETE ON audit_entries
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER subscription_events_append_only BEFORE UPDATE OR DELETE ON subscription_events
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER prices_append_only BEFORE UPDATE ON prices
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- The journal numbers its own rows per subscription and chains them; the writer holds the subscription's row.
CREATE FUNCTION subscription_event_digest(previous text, e subscription_events) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT encode(sha256(convert_to(concat_ws(E'\x1f', previous, e.subscription_id, e.seq, extract(epoch FROM e.at)::text,
    coalesce(e.actor_id, 0), e.actor_name, e.actor_role, e.action, e.before::text, e.after::text,
    e.month_delta, e.full_month_delta, coalesce(e.comment, ''), coalesce(e.order_id, 0)), 'UTF8')), 'hex')
$$;
CREATE FUNCTION chain_subscription_event() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE last record;
BEGIN
  SELECT seq, hash INTO last FROM subscription_events WHERE subscription_id = NEW.subscription_id ORDER BY seq DESC LIMIT 1;
  NEW.seq := coalesce(last.seq, 0) + 1;
  NEW.hash := subscription_event_digest(coalesce(last.hash, ''), NEW);
  RETURN NEW;
END $$;
CREATE TRIGGER subscription_events_chain BEFORE INSERT ON subscription_events
  FOR EACH ROW EXECUTE FUNCTION chain_subscription_event();

-- Names kept in subscriptions follow the customer.
CREATE FUNCTION follow_customer_name() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE subscriptions SET customer_name = NEW.name, customer_inn = NEW.inn, region_code = NEW.region_code
   WHERE partner_id = NEW.partner_id AND customer_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER customers_name AFTER UPDATE OF name, inn, region_code ON customers
  FOR EACH ROW WHEN ((OLD.name, OLD.inn, OLD.region_code) IS DISTINCT FROM (NEW.name, NEW.inn, NEW.region_code))
  EXECUTE FUNCTION follow_customer_name();

-- Exposure of a partner, kopecks: charges not yet invoiced (product rule §7). The only definition.
CREATE FUNCTION partner_exposure(partner int) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT coalesce(sum(charge), 0)::bigint FROM service_periods
   WHERE partner_id = partner AND from_on >= coalesce((SELECT open_from FROM partners WHERE id = partner), '-infinity'::date)
$$;
