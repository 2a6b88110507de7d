import type pg from 'pg';

const PORTION = 1_000;

const lines = ['Защита', 'Офис', 'Почта', 'Архив', 'Мониторинг', 'Аналитика', 'Резерв', 'Документы', 'Проект', 'Связь'];
const kinds = ['сервер', 'клиент', 'шлюз', 'консоль', 'облако', 'портал', 'редактор', 'сканер', 'конструктор', 'агент'];
const editions = ['Базовый', 'Стандарт', 'Расширенный', 'Профессиональный', 'Корпоративный', 'Максимум', 'Бизнес'];

/** Makes up products, each with an offer and a price, until the catalog has `wanted`. Its search is kept by the database's triggers. */
export async function addProducts(client: pg.Client, wanted: number): Promise<void> {
  const { rows } = await client.query<{ n: number }>('select count(*)::int as n from products');
  for (let from = (rows[0]?.n ?? 0) + 1; from <= wanted; from += PORTION) {
    await client.query(products, [from, Math.min(wanted, from + PORTION - 1), lines, kinds, editions]);
  }
}

const products = `with made as (
    insert into products (vendor_id, category_id, slug, name, description, vat_class, registry_number, registry_on, created_at)
    select v.id, c.id, 'product-' || n,
      v.name || ' ' || ($3::text[])[1 + pg_temp.dice(n, 1, 10)] || ' ' || ($4::text[])[1 + pg_temp.dice(n, 2, 10)] || ' '
        || ($5::text[])[1 + pg_temp.dice(n, 3, 7)] || ' ' || n,
      'Программа для рабочих мест и серверов компании: ' || lower(($3::text[])[1 + pg_temp.dice(n, 4, 10)]) || ' и '
        || lower(($3::text[])[1 + pg_temp.dice(n, 5, 10)]) || ' из единой консоли.',
      case when n % 3 = 0 then 'standard' else 'registry' end::vat_class,
      case when n % 3 > 0 then n::text end, case when n % 3 > 0 then date '2025-01-01' end, timestamptz '2026-01-01 00:00Z'
    from generate_series($1::int, $2::int) as n
    join lateral (select id, name from vendors order by id offset pg_temp.dice(n, 6, (select count(*)::int from vendors)) limit 1) v on true
    join lateral (select id from categories order by id offset pg_temp.dice(n, 7, (select count(*)::int from categories)) limit 1) c on true
    returning id),
  offered as (
    insert into offers (product_id, sku, name, unit, billing_rule, min_seats, max_seats)
    select id, 'SEED-' || lpad(id::text, 6, '0'), 'За пользователя', 'user',
      case when id % 10 = 0 then 'full_month' else 'prorated' end::billing_rule, 1 + id % 5, 1000 from made
    returning id)
  insert into prices (offer_id, valid_from, gross) select id, '2026-01-01', 10000 + 100 * pg_temp.dice(id, 8, 900) from offered`;
