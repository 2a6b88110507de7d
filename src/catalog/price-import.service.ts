import type { Day } from '#src/lib/days.ts';
import { count } from '#src/lib/russian.ts';
import { command } from '#src/platform/command.ts';
import { Conflict, NotFound } from '#src/platform/errors.ts';
import type { Scope } from '#src/platform/scope.ts';
import { type PriceFile, readPriceFile } from './price-file.rules.ts';
import { differences } from './price-import.queries.ts';

/**
 * Reads a price list and keeps what it says; nothing changes until it is confirmed.
 * @returns its id
 * @throws UnreadableFile with the sentence to show
 */
export async function loadPriceList(
  scope: Scope,
  file: { name: string; bytes: Buffer },
  { validFrom, token }: { validFrom: Day; token: string },
): Promise<number> {
  const read: PriceFile = readPriceFile(file.bytes, validFrom);
  const lines = read.lines.map(({ row, sku, gross, validFrom: from }) => ({ row, sku, gross: String(gross), valid_from: from }));
  return command(scope, { action: 'price-list.load', token }, async (tx) => {
    const [kept] = await tx.sql<{ id: number }>(
      'price_import_keep',
      `insert into price_imports (file_name, valid_from, lines, faults, uploaded_by_id, uploaded_by, uploaded_at)
       values ($1, $2::date, $3::jsonb, $4::jsonb, $5::int, $6, $7::timestamptz) returning id`,
      [file.name, validFrom, JSON.stringify(lines), JSON.stringify(read.faults), scope.actor.userId, scope.actor.name, tx.now],
    );
    if (!kept) throw new Error('a price list was kept without an id');
    await tx.audit({
      action: 'price-list.uploaded',
      subject: `прайс-лист ${file.name}`,
      after: { lines: lines.length, faults: read.faults.length },
    });
    return kept.id;
  });
}

/**
 * Adds every new price of a loaded list, or none. Rows of offers that are not in the catalog are left out when `skipUnknown` says so.
 * @returns how many prices were added
 * @throws NotFound; Conflict when it was carried out before, has bad rows, or prices changed since it was shown
 */
export function applyPriceList(scope: Scope, id: number, options: { skipUnknown: boolean; token: string }): Promise<number> {
  return command(scope, { action: 'price-list.apply', token: options.token }, async (tx) => {
    const [list] = await tx.sql<{ name: string; faults: number; isApplied: boolean }>(
      'price_import_lock',
      `select file_name as name, jsonb_array_length(faults) as faults, applied_at is not null as "isApplied" from price_imports where id = $1::int for update`,
      [id],
    );
    if (!list) throw new NotFound();
    if (list.isApplied) throw new Conflict('Этот прайс-лист уже применён.');
    if (list.faults > 0) throw new Conflict('В прайс-листе есть строки с ошибками: исправьте файл и загрузите его снова.');
    const rows = await differences(tx.sql, id, tx.today);
    const bad = rows.filter(({ effect }) => effect === 'past' || effect === 'taken').length;
    if (bad > 0)
      throw new Conflict(`Нельзя применить ${count(bad, 'строку', 'строки', 'строк')}: посмотрите причины на странице прайс-листа.`);
    if (!options.skipUnknown && rows.some(({ effect }) => effect === 'unknown')) {
      throw new Conflict('В прайс-листе есть артикулы, которых нет в каталоге: подтвердите, что их можно пропустить.');
    }
    const added = rows
      .filter(({ effect }) => effect === 'new')
      .map(({ offerId, after, validFrom }) => ({ offer_id: offerId, gross: String(after), valid_from: validFrom }));
    await tx.sql(
      'prices_add_many',
      `insert into prices (offer_id, gross, valid_from) select offer_id, gross, valid_from from jsonb_to_recordset($1::jsonb) as n(offer_id int, gross bigint, valid_from date)`,
      [JSON.stringify(added)],
    );
    await tx.sql(
      'price_import_done',
      'update price_imports set applied_at = $2::timestamptz, applied_by = $3, added = $4::int where id = $1::int',
      [...[id, tx.now, scope.actor.name, added.length]],
    );
    await tx.audit({ action: 'price-list.applied', subject: `прайс-лист ${list.name}`, after: { prices: added.length } });
    return added.length;
  });
}
