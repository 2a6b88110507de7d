-- The form in which lists compare names and numbers: letter case, quotes, dashes and spaces do not matter, look-alike letters of
-- both alphabets are one. src/lib/search-key.ts has the same table for what people type.
CREATE FUNCTION search_key(raw text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT translate(lower(raw), E'авсsеёнкмортхуй \u00a0\u2007\u2009\u202f\u0009\u000a\u000d''"`«»„“”‘’‚‹›-\u2010\u2011\u2012–—―−.,;:!?…·•/\\()[]{}<>@#$%&*+=~^_№\u00ad\u0301\u0306\u0308', 'abcceehkmoptxyи')
$$;

-- Kept as columns where a partner searches its own rows at size.
ALTER TABLE "customers" ADD COLUMN "search_key" TEXT NOT NULL GENERATED ALWAYS AS
  (search_key(name || '|' || contact_name || '|' || email || '|' || phone || '|' || domain_prefix || '|' || inn)) STORED;

ALTER TABLE "subscriptions" ADD COLUMN "search_key" TEXT NOT NULL GENERATED ALWAYS AS
  (search_key(number || '|' || sku || '|' || product_name || '|' || vendor_name || '|' || customer_name || '|' || customer_inn)) STORED;
