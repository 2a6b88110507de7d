import type { LetterContent } from '#src/letters/letters.types.ts';
import { formatRub } from '#src/lib/money.ts';
import { count } from '#src/lib/russian.ts';
import type { BulkAction } from './bulk.types.ts';
import type { PlannedChange } from './plan.rules.ts';

const words: Record<BulkAction, string> = {
  stop: 'остановка',
  start: 'запуск',
  'renewal-on': 'автопродление включено',
  'renewal-off': 'автопродление выключено',
  seats: 'количество мест',
};

/** One letter about many changes; what waits is told apart. */
export function manyChanged(action: BulkAction, changes: readonly PlannedChange[], comment: string | null): LetterContent {
  const done = changes.filter(({ isHeld }) => !isHeld);
  const held = changes.filter(({ isHeld }) => isHeld);
  return {
    subject: `${count(changes.length, 'подписка', 'подписки', 'подписок')}: ${words[action]}`,
    blocks: [
      ...(done.length > 0
        ? [{ p: `Одним действием изменено ${count(done.length, 'подписка', 'подписки', 'подписок')}: ${words[action]}.` }]
        : []),
      ...(done.length > 0 ? [{ facts: done.map((change) => fact(action, change)) }] : []),
      ...(held.length > 0
        ? [
            { p: 'Эти изменения не поместились в кредитный лимит и ждут как заказы. Они выполнятся сами, когда лимита хватит.' },
            { facts: held.map((change) => fact(action, change)) },
          ]
        : []),
      ...(comment ? [{ p: `Комментарий: ${comment}` }] : []),
      { button: { label: 'Открыть журнал', url: '/history' } },
    ],
  };
}

function fact(action: BulkAction, { item, charge }: PlannedChange): [string, string] {
  const { subscription: s, line } = item;
  const seats = action === 'seats' ? `${s?.seats} → ${line.seats}, ` : '';
  const money = charge === 0n ? '' : `, за этот месяц ${charge > 0n ? '+' : ''}${formatRub(charge)}`;
  const givenUp = action === 'stop' && item.heldOrder ? `, заказ ${item.heldOrder} отменён` : '';
  return [line.number, `${seats}${s?.productName ?? ''}, ${s?.customerName ?? ''}${money}${givenUp}`];
}
