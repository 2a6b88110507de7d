import type { LetterContent } from '#src/letters/letters.types.ts';
import { type Day, formatDayLong } from '#src/lib/days.ts';
import { formatRub, type Kopecks, sum } from '#src/lib/money.ts';
import { count } from '#src/lib/russian.ts';

/** A running subscription whose next month comes at another price than its partner was told, equal where it stays as it is now; kopecks per seat and for the whole month. */
export interface Repriced {
  readonly number: string;
  readonly productName: string;
  readonly customerName: string;
  readonly seats: number;
  readonly before: Kopecks;
  readonly after: Kopecks;
}

const SHOWN = 100;
const BACK = 'Мы писали, что цена ваших подписок изменится при продлении. Изменение отменено, цена остаётся прежней.';

/** To a partner, 14 days before the renewal of a raise at the least: which subscriptions get dearer or cheaper, and what they will cost (product rule §5). */
export function priceChangeAhead(renewalOn: Day, subscriptions: readonly Repriced[]): LetterContent {
  const total = (price: 'before' | 'after') => sum(...subscriptions.map((one) => one[price] * BigInt(one.seats)));
  const lines = subscriptions.slice(0, SHOWN).map(lineOf);
  const rest = subscriptions.length - lines.length;
  const isBack = subscriptions.every(({ before, after }) => before === after);
  return {
    subject: `С ${formatDayLong(renewalOn)} ${isBack ? 'не изменятся' : 'изменятся'} цены: ${count(subscriptions.length, 'подписка', 'подписки', 'подписок')}`,
    preheader: `В месяц ${formatRub(total('before'))} → ${formatRub(total('after'))}`,
    blocks: [
      {
        p: isBack
          ? BACK
          : `С ${formatDayLong(renewalOn)}, при продлении, изменится цена ваших подписок. До этого дня всё остаётся по прежней цене.`,
      },
      {
        facts: [
          ['Подписок', String(subscriptions.length)],
          ['Сейчас за полный месяц', formatRub(total('before'))],
          [`С ${formatDayLong(renewalOn)}`, formatRub(total('after'))],
        ],
      },
      { list: rest > 0 ? [...lines, `и ещё ${count(rest, 'подписка', 'подписки', 'подписок')}: все они на портале`] : lines },
      ...(isBack ? [] : [{ p: 'Если новая цена не подходит, отключите автопродление или измените число мест до этого дня.' }]),
      { button: { label: 'Управление подписками', url: '/subscriptions' } },
    ],
  };
}

function lineOf({ number, productName, customerName, seats, before, after }: Repriced): string {
  const places = count(seats, 'место', 'места', 'мест');
  const about = `${number}, ${productName}, ${customerName}: ${places}, цена за место`;
  const month = (price: bigint) => formatRub(price * BigInt(seats));
  if (before === after) return `${about} остаётся ${formatRub(after)}, в месяц ${month(after)}`;
  return `${about} ${formatRub(before)} → ${formatRub(after)}, в месяц ${month(before)} → ${month(after)}`;
}
