-- CreateEnum
CREATE TYPE "retail_rounding" AS ENUM ('none', 'rubles', 'tens', 'nine', 'ninety');

-- CreateEnum
CREATE TYPE "shelf_place" AS ENUM ('shown', 'on_request', 'hidden');

-- CreateEnum
CREATE TYPE "storefront_request_state" AS ENUM ('new', 'taken', 'ordered', 'declined');

-- CreateTable
CREATE TABLE "catalog_version" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "version" BIGINT NOT NULL,

    CONSTRAINT "catalog_version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "old_product_slugs" (
    "slug" TEXT NOT NULL,
    "product_id" INTEGER NOT NULL,

    CONSTRAINT "old_product_slugs_pkey" PRIMARY KEY ("slug")
);

-- CreateTable
CREATE TABLE "storefronts" (
    "partner_id" INTEGER NOT NULL,
    "code" TEXT NOT NULL,
    "old_code" TEXT,
    "is_on" BOOLEAN NOT NULL DEFAULT false,
    "name" TEXT NOT NULL,
    "text" TEXT NOT NULL DEFAULT '',
    "phone" TEXT,
    "email" TEXT,
    "address" TEXT,
    "hours" TEXT,
    "accent" TEXT,
    "logo_sha256" TEXT,
    "markup" INTEGER NOT NULL DEFAULT 2000,
    "rounding" "retail_rounding" NOT NULL DEFAULT 'rubles',
    "may_be_below" BOOLEAN NOT NULL DEFAULT false,
    "is_shown_to_customers" BOOLEAN NOT NULL DEFAULT false,
    "version" INTEGER NOT NULL DEFAULT 1,
    "turned_off_at" TIMESTAMPTZ(3),
    "turned_off_by_id" INTEGER,
    "turned_off_by" TEXT,
    "turn_off_reason" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "storefronts_pkey" PRIMARY KEY ("partner_id")
);

-- CreateTable
CREATE TABLE "storefront_markups" (
    "partner_id" INTEGER NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "vendor_id" INTEGER,
    "product_id" INTEGER,
    "markup" INTEGER,
    "place" "shelf_place",

    CONSTRAINT "storefront_markups_pkey" PRIMARY KEY ("partner_id","id")
);

-- CreateTable
CREATE TABLE "storefront_pictures" (
    "partner_id" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "webp" BYTEA NOT NULL,
    "png" BYTEA NOT NULL,
    "width" INTEGER NOT NULL,
    "height" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "storefront_pictures_pkey" PRIMARY KEY ("partner_id","sha256")
);

-- CreateTable
CREATE TABLE "storefront_requests" (
    "partner_id" INTEGER NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "sku" TEXT NOT NULL,
    "product_name" TEXT NOT NULL,
    "offer_name" TEXT NOT NULL,
    "seats" INTEGER NOT NULL,
    "unit_price" BIGINT,
    "sum" BIGINT,
    "name" TEXT NOT NULL,
    "phone" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "company" TEXT NOT NULL,
    "inn" TEXT,
    "comment" TEXT,
    "state" "storefront_request_state" NOT NULL DEFAULT 'new',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "taken_at" TIMESTAMPTZ(3),
    "taken_by_id" INTEGER,
    "taken_by_name" TEXT,
    "closed_at" TIMESTAMPTZ(3),
    "closed_by_id" INTEGER,
    "closed_by_name" TEXT,
    "decline_reason" TEXT,
    "customer_id" INTEGER,
    "order_number" TEXT,
    "subscription_number" TEXT,
    "consent_version" INTEGER NOT NULL,
    "consent_sha256" TEXT NOT NULL,
    "consent_at" TIMESTAMPTZ(3) NOT NULL,
    "consent_address" TEXT,
    "erased_at" TIMESTAMPTZ(3),
    "fingerprint" TEXT NOT NULL,

    CONSTRAINT "storefront_requests_pkey" PRIMARY KEY ("partner_id","id")
);

-- CreateTable
CREATE TABLE "storefront_visits" (
    "partner_id" INTEGER NOT NULL,
    "day" DATE NOT NULL,
    "pages" INTEGER NOT NULL,
    "visits" INTEGER NOT NULL,

    CONSTRAINT "storefront_visits_pkey" PRIMARY KEY ("partner_id","day")
);

-- CreateIndex
CREATE INDEX "old_product_slugs_product_id_idx" ON "old_product_slugs"("product_id");

-- CreateIndex
CREATE UNIQUE INDEX "storefronts_code_key" ON "storefronts"("code");

-- CreateIndex
CREATE UNIQUE INDEX "storefronts_old_code_key" ON "storefronts"("old_code");

-- CreateIndex
CREATE UNIQUE INDEX "storefront_markups_partner_id_vendor_id_key" ON "storefront_markups"("partner_id", "vendor_id");

-- CreateIndex
CREATE UNIQUE INDEX "storefront_markups_partner_id_product_id_key" ON "storefront_markups"("partner_id", "product_id");

-- CreateIndex
CREATE INDEX "storefront_requests_partner_id_created_at_idx" ON "storefront_requests"("partner_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "storefront_requests_partner_id_fingerprint_created_at_idx" ON "storefront_requests"("partner_id", "fingerprint", "created_at");

-- CreateIndex
CREATE INDEX "storefront_requests_closed_at_idx" ON "storefront_requests"("closed_at");

-- AddForeignKey
ALTER TABLE "old_product_slugs" ADD CONSTRAINT "old_product_slugs_product_id_fkey" FOREIGN KEY ("product_id") REFERENCES "products"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "storefronts" ADD CONSTRAINT "storefronts_partner_id_fkey" FOREIGN KEY ("partner_id") REFERENCES "partners"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "storefronts" ADD CONSTRAINT "storefronts_partner_id_logo_sha256_fkey" FOREIGN KEY ("partner_id", "logo_sha256") REFERENCES "storefront_pictures"("partner_id", "sha256") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "storefront_markups" ADD CONSTRAINT "storefront_markups_partner_id_fkey" FOREIGN KEY ("partner_id") REFERENCES "storefronts"("partner_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "storefront_markups" ADD CONSTRAINT "storefront_markups_vendor_id_fkey" FOREIGN KEY ("vendor_id") REFERENCES "vendors"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "storefront_markups" ADD CONSTRAINT "storefront_markups_product_id_fkey" FOREIGN KEY ("product_id") REFERENCES "products"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "storefront_requests" ADD CONSTRAINT "storefront_requests_partner_id_fkey" FOREIGN KEY ("partner_id") REFERENCES "storefronts"("partner_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "storefront_visits" ADD CONSTRAINT "storefront_visits_partner_id_fkey" FOREIGN KEY ("partner_id") REFERENCES "storefronts"("partner_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What the schema language can't say ---------------------------------------------------------------

alter table storefronts
  add constraint storefronts_code check (code ~ '^[a-z0-9][a-z0-9._-]{1,39}$'),
  add constraint storefronts_old_code check (old_code <> code),
  add constraint storefronts_markup check (markup between -10000 and 100000),
  add constraint storefronts_accent check (accent ~ '^#[0-9a-f]{6}$'),
  add constraint storefronts_turned_off check ((turned_off_at is null) = (turned_off_by is null) and (turned_off_at is null) = (turn_off_reason is null));

alter table storefront_markups
  add constraint storefront_markups_one_thing check (num_nonnulls(vendor_id, product_id) = 1),
  add constraint storefront_markups_says_something check (num_nonnulls(markup, place) >= 1),
  add constraint storefront_markups_markup check (markup between -10000 and 100000);

alter table storefront_requests
  add constraint storefront_requests_seats check (seats > 0),
  add constraint storefront_requests_price check ((unit_price is null) = (sum is null)),
  add constraint storefront_requests_taken check (state <> 'taken' or taken_at is not null),
  add constraint storefront_requests_closed check ((state in ('ordered', 'declined')) = (closed_at is not null)),
  add constraint storefront_requests_erased check (erased_at is null or (closed_at is not null and name = '' and phone = '' and email = '' and comment is null));

-- The inbox counts what waits.
create index storefront_requests_open on storefront_requests (partner_id, created_at desc) where state in ('new', 'taken');

-- Two storefronts never answer at one address, whichever of their two codes it is.
create function refuse_taken_storefront_code() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtext('storefront codes'));
  if exists (select 1 from storefronts s
              where s.partner_id <> new.partner_id and (s.code in (new.code, new.old_code) or s.old_code in (new.code, new.old_code))) then
    raise unique_violation using message = 'a storefront code is taken', constraint = 'storefronts_code_key';
  end if;
  return new;
end $$;
create trigger storefronts_codes before insert or update of code, old_code on storefronts
  for each row execute function refuse_taken_storefront_code();

-- How often the catalog has changed: one row, whoever changes whatever is for sale. Written at the end of each statement; the row stays locked
-- until the commit, so that versions grow as changes become visible.
create function raise_catalog_version() returns trigger language plpgsql as $$
begin
  insert into catalog_version as kept (id, version) values (1, 1) on conflict (id) do update set version = kept.version + 1;
  return null;
end $$;
create trigger vendors_version after insert or update or delete or truncate on vendors for each statement execute function raise_catalog_version();
create trigger categories_version after insert or update or delete or truncate on categories for each statement execute function raise_catalog_version();
create trigger products_version after insert or update or delete or truncate on products for each statement execute function raise_catalog_version();
create trigger offers_version after insert or update or delete or truncate on offers for each statement execute function raise_catalog_version();
create trigger prices_version after insert or update or delete or truncate on prices for each statement execute function raise_catalog_version();
insert into catalog_version (id, version) values (1, 1);

-- Addresses of products that were changed lead on; one that is in use again is old no more.
create function keep_old_product_slug() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    insert into old_product_slugs as kept (slug, product_id) values (old.slug, old.id) on conflict (slug) do update set product_id = excluded.product_id;
  end if;
  delete from old_product_slugs where slug = new.slug;
  return null;
end $$;
create trigger products_old_slug after update of slug on products for each row when (old.slug <> new.slug) execute function keep_old_product_slug();
create trigger products_new_slug after insert on products for each row execute function keep_old_product_slug();

-- Each partner has one, off.
insert into storefronts (partner_id, code, name, phone, email, address, created_at, updated_at)
select id, case when code ~ '^[a-z0-9][a-z0-9._-]{1,39}$' then code else 'p-' || id end, name, phone, email, address, created_at, created_at from partners;
