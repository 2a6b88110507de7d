-- The catalog's search: one row of words per product, and the vocabulary that misspelt words are corrected by.
-- Both are kept by the triggers below, whoever changes the catalog; src/catalog/README.md tells why.

-- CreateTable
CREATE TABLE "product_search" (
    "product_id" INTEGER NOT NULL,
    "vendor_id" INTEGER NOT NULL,
    "category_id" INTEGER NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "document" tsvector NOT NULL,

    CONSTRAINT "product_search_pkey" PRIMARY KEY ("product_id")
);

-- CreateTable
CREATE TABLE "search_words" (
    "word" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "search_words_pkey" PRIMARY KEY ("word")
);

-- CreateIndex
CREATE INDEX "product_search_document_idx" ON "product_search" USING GIN ("document");

-- CreateIndex
CREATE INDEX "search_words_word_idx" ON "search_words" USING GIN ("word" gin_trgm_ops);

-- AddForeignKey
ALTER TABLE "product_search" ADD CONSTRAINT "product_search_product_id_fkey" FOREIGN KEY ("product_id") REFERENCES "products"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What the schema language can't say ---------------------------------------------------------------

-- Lists must be right at once: no entries waiting beside the index.
ALTER INDEX product_search_document_idx SET (fastupdate = off);
ALTER INDEX search_words_word_idx SET (fastupdate = off);

-- The form in which words are compared: lower case, «ё» as «е», letters and digits with single spaces.
-- src/catalog/search.rules.ts has the same for what people type.
CREATE FUNCTION search_text(raw text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT trim(regexp_replace(translate(lower(raw), 'ё', 'е'), '[^[:alnum:]]+', ' ', 'g'))
$$;

-- Words with the weight of the place they stand in. Built word by word: the server's own parser would
-- take «dr.web» for a host and cut names with digits.
CREATE FUNCTION search_document(name text, maker text, category text, description text) RETURNS tsvector LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(string_agg(left(word, 60) || ':' || least(nth, 16383) || weight, ' '), '')::tsvector
    FROM (SELECT word, weight, row_number() OVER () AS nth
            FROM (VALUES (name, 'A'), (maker, 'B'), (category, 'C'), (description, 'D')) AS part (body, weight),
                 regexp_split_to_table(search_text(body), ' ') AS word
           WHERE word <> '') AS words
$$;

CREATE FUNCTION index_products(ids int[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO product_search AS kept (product_id, vendor_id, category_id, name, document)
  SELECT p.id, p.vendor_id, p.category_id, p.name,
         search_document(p.name || ' ' || coalesce(string_agg(o.sku, ' ' ORDER BY o.sku), ''), v.name || ' ' || v.aliases, c.name, p.description)
    FROM products p
    JOIN vendors v ON v.id = p.vendor_id
    JOIN categories c ON c.id = p.category_id
    LEFT JOIN offers o ON o.product_id = p.id
   WHERE p.id = ANY (ids)
   GROUP BY p.id, v.id, c.id
  ON CONFLICT (product_id) DO UPDATE
     SET vendor_id = EXCLUDED.vendor_id, category_id = EXCLUDED.category_id, name = EXCLUDED.name, document = EXCLUDED.document
   WHERE (kept.vendor_id, kept.category_id, kept.name, kept.document)
         IS DISTINCT FROM (EXCLUDED.vendor_id, EXCLUDED.category_id, EXCLUDED.name, EXCLUDED.document);

  -- In order, so that two writers of the same new words wait for each other and never crosswise.
  INSERT INTO search_words (word)
  SELECT DISTINCT lexeme FROM product_search, unnest(document) WHERE product_id = ANY (ids) ORDER BY lexeme
  ON CONFLICT DO NOTHING;
END $$;

-- One call per statement, however many rows it wrote.
CREATE FUNCTION index_written_products() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM index_products(ARRAY(SELECT id FROM written));
  RETURN NULL;
END $$;
CREATE FUNCTION index_products_of_offers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM index_products(ARRAY(SELECT DISTINCT product_id FROM written));
  RETURN NULL;
END $$;
CREATE FUNCTION index_products_of_vendors() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM index_products(ARRAY(SELECT p.id FROM products p JOIN written w ON w.id = p.vendor_id));
  RETURN NULL;
END $$;
CREATE FUNCTION index_products_of_categories() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM index_products(ARRAY(SELECT p.id FROM products p JOIN written w ON w.id = p.category_id));
  RETURN NULL;
END $$;

CREATE TRIGGER products_search_insert AFTER INSERT ON products REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION index_written_products();
CREATE TRIGGER products_search_update AFTER UPDATE ON products REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION index_written_products();
CREATE TRIGGER offers_search_insert AFTER INSERT ON offers REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION index_products_of_offers();
CREATE TRIGGER offers_search_update AFTER UPDATE ON offers REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION index_products_of_offers();
CREATE TRIGGER vendors_search_update AFTER UPDATE ON vendors REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION index_products_of_vendors();
CREATE TRIGGER categories_search_update AFTER UPDATE ON categories REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION index_products_of_categories();

-- What was in the catalog before this migration.
SELECT index_products(ARRAY(SELECT id FROM products));
