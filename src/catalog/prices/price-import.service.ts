import type { Day } from '#src/lib/days.ts';
import { tooFar } from '#src/lib/far-days.ts';
import { count } from '#src/lib/russian.ts';
import { UnreadableFile } from '#src/lib/unreadable.ts';
import { command } from '#src/platform/command.ts';
import { Conflict, Invalid, NotFound } from '#src/platform/errors.ts';
import type { Scope } from '#src/platform/scope.ts';
import { TookTooMuch } from '#src/platform/workers/work.ts';
import { type PriceChoice, type PriceFile, priceFileReading } from './price-file.work.ts';
import { differences, digestOf, isLeap } from './price-import.queries.ts';

/**
 * Reads a price list and keeps what it says; nothing changes until it is confirmed. The file is kept for a week, so that another
 * sheet or column of it can be read.
 * @returns its id
 * @throws UnreadableFile with the sentence to show; Invalid `{ validFrom }` for a day too far ahead
 */
export async function loadPriceList(
  scope: Scope,
  file: { name: string; bytes: Buffer },
  { validFrom, token }: { validFrom: Day; token: string },
): Promise<number> {
  const far = tooFar(validFrom, scope.portal.clock.today(), 'price');
  if (far) throw new Invalid({ validFrom: far });
  const read = await readFile(scope, file.bytes, validFrom, {});
  return command(scope, { action: 'price-list.load', token }, async (tx) => {
    tx.write(
      'price_files_forget',
      `update price_imports set file = null where file is not null and uploaded_at < $1::timestamptz - interval '7 days'`,
      [tx.now],
    );
    const [kept] = await tx.sql<{ id: number }>(
      'price_import_keep',
      `insert into price_imports (file_name, valid_from, lines, faults, reading, file, uploaded_by_id, uploaded_by, uploaded_at)
       values ($1, $2::date, $3::jsonb, $4::jsonb, $5::jsonb, $6, $7::int, $8, $9::timestamptz) returning id`,
      [file.name, validFrom, ...partsOf(read), file.bytes, scope.actor.userId, scope.actor.name, tx.now],
    );
    if (!kept) throw new Error('a price list was kept without an id');
    await tx.audit({
      action: 'price-list.uploaded',
      subject: `прайс-лист ${file.name}`,
      after: { lines: read.lines.length, faults: read.faults.length },
    });
    return kept.id;
  });
}

/**
 * Reads a loaded list once more, from another sheet or other columns.
 * @throws NotFound; Conflict when it was carried out or its file is not kept any more; UnreadableFile with the sentence to show
 */
export async function rereadPriceList(scope: Scope, id: number, { token, ...choice }: PriceChoice & { token: string }): Promise<void> {
  const [list] = await scope.portal.sql<{ file: Buffer | null; validFrom: Day; sheet: number | null }>(
    'price_import_file',
    `select file, valid_from::text as "validFrom", (reading->>'sheet')::int as sheet from price_imports where id = $1::int`,
    [id],
  );
  if (!list) throw new NotFound();
  if (!list.file) throw new Conflict('Файл этого прайс-листа больше не хранится: загрузите его снова.');
  const isOtherSheet = choice.sheet !== undefined && choice.sheet !== list.sheet;
  const read = await readFile(scope, list.file, list.validFrom, isOtherSheet ? { sheet: choice.sheet } : choice);
  await command(scope, { action: 'price-list.reread', token }, async (tx) => {
    const changed = await tx.sql(
      'price_import_reread',
      'update price_imports set lines = $2::jsonb, faults = $3::jsonb, reading = $4::jsonb where id = $1::int and applied_at is null returning id',
      [id, ...partsOf(read)],
    );
    if (changed.length === 0) throw new Conflict('Этот прайс-лист уже применён.');
  });
}

/** In a thread, as the file is a stranger's. */
async function readFile({ portal }: Scope, bytes: Buffer, validFrom: Day, choice: PriceChoice): Promise<PriceFile> {
  try {
    return withoutFar(await portal.workers.do(priceFileReading, bytes, validFrom, choice), portal.clock.today());
  } catch (error) {
    if (error instanceof TookTooMuch)
      throw new UnreadableFile('Файл устроен слишком сложно, портал не смог его прочитать: сохраните его как .csv.');
    throw error;
  }
}

/** Rows with a day of their own beyond what can be meant are faults. */
function withoutFar(read: PriceFile, today: Day): PriceFile {
  const isFar = ({ validFrom }: PriceFile['lines'][number]) => tooFar(validFrom, today, 'price');
  const far = read.lines.flatMap((line) => {
    const reason = isFar(line);
    return reason ? [{ row: line.row, reason }] : [];
  });
  if (far.length === 0) return read;
  return { ...read, lines: read.lines.filter((line) => !isFar(line)), faults: [...read.faults, ...far].sort((a, b) => a.row - b.row) };
}

/** Lines, faults and what was read, as they are kept. */
function partsOf({ lines, faults, read, reading }: PriceFile): string[] {
  const rows = lines.map(({ row, sku, gross, validFrom }) => ({ row, sku, gross: String(gross), valid_from: validFrom }));
  return [rows, faults, { ...reading, ...read }].map((part) => JSON.stringify(part));
}

interface Confirmation {
  readonly skipUnknown: boolean;
  readonly replaceAhead: boolean;
  readonly acceptLeaps: boolean;
  /** Raises reach the next renewal already, for this reason. */
  readonly early: boolean;
  readonly earlyReason: string;
  readonly seen?: string | undefined;
  readonly token: string;
}

/** Prices of the same offer and day, all of them still to come. */
const MAKE_ROOM = `delete from prices p using jsonb_to_recordset($1::jsonb) as n(offer_id int, gross bigint, valid_from date)
  where p.offer_id = n.offer_id and p.valid_from = n.valid_from`;

/**
 * Adds every new price of a loaded list, or none. Rows of offers that are not in the catalog are left out when `skipUnknown` says so;
 * prices still to come of the same day make room when `replaceAhead` does, and are those the page showed (`seen`); changes by more
 * than a third go through when `acceptLeaps` says that they were looked at. Raises «раньше срока» have the letters go at once.
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
    if (!options.acceptLeaps && rows.some(isLeap)) {
      throw new Conflict('Есть цены, которые меняются больше чем на треть: подтвердите, что они проверены.');
    }
    const replaced = rows.filter(({ effect }) => effect === 'replacing').length;
    if (replaced > 0 && !options.replaceAhead)
      throw new Conflict('На эти дни уже назначены другие цены: подтвердите, что их можно заменить.');
    if (replaced > 0 && options.seen !== digestOf(rows))
      throw new Conflict('Цены изменились, пока вы смотрели: проверьте прайс-лист ещё раз.');
    const added = rows
      .filter(({ effect }) => effect === 'new' || effect === 'replacing')
      .map(({ offerId, after, validFrom }) => ({ offer_id: offerId, gross: String(after), valid_from: validFrom }));
    const earlyReason = options.early ? options.earlyReason : null;
    if (replaced > 0) await tx.sql('prices_make_room', MAKE_ROOM, [JSON.stringify(added)]);
    await tx.sql(
      'prices_add_many',
      `insert into prices (offer_id, gross, valid_from, early_reason) select offer_id, gross, valid_from, $2
       from jsonb_to_recordset($1::jsonb) as n(offer_id int, gross bigint, valid_from date)`,
      [JSON.stringify(added), earlyReason],
    );
    if (earlyReason !== null) await tx.enqueue('tell-prices', {});
    await tx.sql(
      'price_import_done',
      'update price_imports set applied_at = $2::timestamptz, applied_by = $3, added = $4::int, file = null where id = $1::int',
      [...[id, tx.now, scope.actor.name, added.length]],
    );
    await tx.audit({
      action: 'price-list.applied',
      subject: `прайс-лист ${list.name}`,
      after: { prices: added.length, replaced, ...(earlyReason === null ? {} : { earlyReason }) },
    });
    return added.length;
  });
}
