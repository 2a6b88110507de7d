import { contractText } from '#src/documents/printing.rules.ts';
import { type Day, formatDayShort } from '#src/lib/days.ts';
import { grouped } from '#src/lib/russian.ts';
import { amountInWords } from '#src/lib/words.ts';
import type { Act, ActScope } from './act.types.ts';
import type { LedgerEntry } from './ledger.types.ts';

/** «517 от 12.11.2026», where the bank gave no number «б/н от 12.11.2026». */
const documentText = ({ number, documentOn }: LedgerEntry): string => `${number ?? 'б/н'} от ${formatDayShort(documentOn)}`;

/** What an operation is called on page, paper and in files: «Продажа (МС-000123 от 30.11.2026)». */
export function operationText(entry: LedgerEntry): string {
  const document = documentText(entry);
  switch (entry.kind) {
    case 'shipment':
      return `Продажа (${document})`;
    case 'cancellation':
      return `Корректировка: аннулирован (${document})${entry.other ? `, заменён на ${entry.other}` : ''}`;
    case 'replacement':
      return `Корректировка: взамен ${entry.other ?? '—'} (${document})`;
    case 'payment':
      return `Оплата (${document})`;
    case 'reversal':
      return `Возврат оплаты (${document})`;
    case 'offset':
      return entry.amount < 0n ? `Зачёт аванса (${document})` : `Аванс зачтён по договору (${document})`;
  }
}

/** «по договору № 7 от 15.01.2026», «по оплатам без договора», «по всем договорам». */
export function scopeText(of: ActScope): string {
  if (of === 'all') return 'по всем договорам';
  if (of === 'none') return 'по оплатам без договора';
  const text = contractText(of);
  return `по договору${text.slice('Договор'.length)}`;
}

/** «за период с 01.07.2026 по 30.09.2026» */
export const periodText = ({ from, to }: { from: Day; to: Day }): string => `за период с ${formatDayShort(from)} по ${formatDayShort(to)}`;

/** «1 234 руб. 56 коп. (Одна тысяча двести тридцать четыре рубля 56 копеек)» of kopecks, 0 or more. */
export const sumText = (amount: bigint): string =>
  `${grouped(amount / 100n)} руб. ${String(amount % 100n).padStart(2, '0')} коп. (${amountInWords(amount)})`;

/** What an act says of itself where Axapta has another balance of its last day; null where it has the same, or has told none. */
export function provisionalText({ seller, to, mismatch }: Act): string | null {
  if (mismatch === null) return null;
  return `Предварительно: остаток на ${formatDayShort(to)} не сверен с учётной системой ${seller.name}, он может измениться.`;
}

/** What the act comes to: «задолженность в пользу ООО «МОНТ» 1 234 руб. 56 коп. (…)» or that there is none. */
export function verdictText({ seller, party, to, ledger: { closing } }: Act): string {
  const head = `По данным ${seller.name} на ${formatDayShort(to)}`;
  if (closing === 0n) return `${head} задолженность отсутствует.`;
  const [creditor, amount] = closing > 0n ? [seller.name, closing] : [party.name, -closing];
  return `${head} задолженность в пользу ${creditor} ${sumText(amount)}.`;
}
