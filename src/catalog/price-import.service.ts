import type { Day } from '#src/lib/days.ts';
import { count } from '#src/lib/russian.ts';
import { command } from '#src/platform/command.ts';
import { Conflict, NotFound } from '#src/platform/errors.ts';
import type { Scope } from '#src/platform/scope.ts';
import { type PriceFile, readPriceFile } from './price-file.rules.ts';
import { differences, digestOf } from './price-import.queries.ts';

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

interface Confirmation {
  readonly skipUnknown: boolean;
  readonly replaceAhead: boolean;
  readonly seen?: string | undefined;
  readonly token: string;
}

/** Prices of the same offer and day, all of them still to come. */
const MAKE_ROOM = `delete from prices p using jsonb_to_recordset($1::jsonb) as n(offer_id int, gross bigint, valid_from date)
  where p.offer_id = n.offer_id and p.valid_from = n.valid_from`;

/**
 * Adds every new price of a loaded list, or none. Rows of offers that are not in the catalog are left out when `skipUnknown` says so;
 * prices still to come of the same day make room when `replaceAhead` does, and are those the page showed (`seen`).
 * @returns how many prices were added
 * @throws NotFound; Conflict when it was carried out before, has bad rows, or prices changed since it was shown
 */
export function applyPriceList(scope: Scope, id: number, options: Confirmation): Promise<number> {
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
    const replaced = rows.filter(({ effect }) => effect === 'replacing').length;
    if (replaced > 0 && !options.replaceAhead)
      throw new Conflict('На эти дни уже назначены другие цены: подтвердите, что их можно заменить.');
    if (replaced > 0 && options.seen !== digestOf(rows))
      throw new Conflict('Цены изменились, пока вы смотрели: проверьте прайс-лист ещё раз.');
    const added = rows
      .filter(({ effect }) => effect === 'new' || effect === 'replacing')
      .map(({ offerId, after, validFrom }) => ({ offer_id: offerId, gross: String(after), valid_from: validFrom }));
    if (replaced > 0) await tx.sql('prices_make_room', MAKE_ROOM, [JSON.stringify(added)]);
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
    await tx.audit({ action: 'price-list.applied', subject: `прайс-лист ${list.name}`, after: { prices: added.length, replaced } });
    return added.length;
  });
}
