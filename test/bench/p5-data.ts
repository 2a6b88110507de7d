import { categories } from '#prisma/seeds/data/categories.ts';
import { createRandom } from '#prisma/seeds/data/random.ts';
import { vendors } from '#prisma/seeds/data/vendors.ts';
import type { Sql } from '#src/platform/db/sql.ts';

const lines = 'Защита Безопасность Офис Почта Диск Архив Мониторинг Аналитика Виртуализация Резервное Документооборот Проектирование'.split(
  ' ',
);
const kinds = 'сервер клиент агент шлюз консоль облако модуль портал редактор сканер менеджер конструктор'.split(' ');
const editions = 'Базовый Стандарт Расширенный Профессиональный Корпоративный Плюс Про Максимум Бизнес Школа'.split(' ');
const english = 'Endpoint Security Cloud Server Backup Mail Office Suite Desktop Storage Gateway Manager Studio Analytics Defender'.split(
  ' ',
);
const verbs =
  'защищает проверяет хранит передаёт шифрует восстанавливает показывает считает собирает отправляет ограничивает ускоряет'.split(' ');
const things =
  'рабочие станции,почтовые ящики,файловые серверы,мобильные устройства,резервные копии,учётные записи,журналы событий,документы,чертежи,виртуальные машины,базы данных,обращения пользователей'.split(
    ',',
  );
const ends =
  'из единой консоли,без выхода в интернет,по расписанию,в облаке поставщика,на серверах заказчика,с отчётами для руководителя,с поддержкой отечественных систем,в несколько потоков'.split(
    ',',
  );

/** A catalog of `count` products with an offer and a price each, the same at every run. */
export async function fillCatalog(sql: Sql, count: number): Promise<void> {
  const random = createRandom(5);
  await sql(
    'p5_vendors',
    `insert into vendors (slug, name, initials, about, aliases)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])`,
    [
      vendors.map(({ slug }) => slug),
      vendors.map(({ name }) => name),
      vendors.map(({ initials }) => initials),
      vendors.map(({ about }) => about),
      vendors.map(({ aliases }) => aliases.join(' ')),
    ],
  );
  await sql('p5_categories', 'insert into categories (slug, name) select * from unnest($1::text[], $2::text[])', [
    categories.map(({ slug }) => slug),
    categories.map(({ name }) => name),
  ]);
  const products = Array.from({ length: count }, (_, at) => {
    const vendor = random.pick(vendors);
    const sentence = () => `${random.pick(english)} ${random.pick(verbs)} ${random.pick(things)} ${random.pick(ends)}.`;
    return {
      vendor: vendor.slug,
      category: random.pick(categories).slug,
      name: `${random.pick(vendor.aliases)} ${random.pick(lines)} ${random.pick(english)} ${random.pick(kinds)} ${random.pick(editions)} ${at}`,
      description: Array.from({ length: random.int(2, 6) }, sentence).join(' '),
    };
  });
  for (let from = 0; from < count; from += portion) await addProducts(sql, products.slice(from, from + portion));
  await sql('p5_prices', `insert into prices (offer_id, valid_from, gross) select id, '2026-01-01', 10000 + id from offers`);
  await sql('p5_statistics', 'analyze vendors, categories, products, offers, prices, product_search, search_words');
}

/** So many at a time: a statement of a page may not take longer than a page. */
const portion = 500;

async function addProducts(
  sql: Sql,
  some: readonly { vendor: string; category: string; name: string; description: string }[],
): Promise<void> {
  const ids = await sql<{ id: number }>(
    'p5_products',
    `insert into products (vendor_id, category_id, slug, name, description, vat_class, created_at)
     select v.id, c.id, 'p-' || gen_random_uuid(), given.name, given.description, 'standard', '2026-01-01T00:00:00Z'
       from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as given (vendor, category, name, description)
       join vendors v on v.slug = given.vendor join categories c on c.slug = given.category
     returning id`,
    [
      some.map(({ vendor }) => vendor),
      some.map(({ category }) => category),
      some.map(({ name }) => name),
      some.map(({ description }) => description),
    ],
  );
  await sql(
    'p5_offers',
    `insert into offers (product_id, sku, name, unit, billing_rule, min_seats, max_seats)
     select id, 'SKU' || lpad(id::text, 6, '0') || 'RU', 'За пользователя', 'user', 'prorated', 1, 1000 from unnest($1::int[]) as id`,
    [ids.map(({ id }) => id)],
  );
}
