import type { LetterContent } from '#src/letters/letters.types.ts';
import { type Day, formatDayLong } from '#src/lib/days.ts';
import { count } from '#src/lib/russian.ts';
import type { ServiceEnd } from '#src/subscriptions/service/lifecycle-sets.service.ts';
import type { Subscription } from './changes.rules.ts';

/** Lines a letter shows; the portal has the rest. */
const SHOWN = 100;

/** «Стоп», or a stop date that came: number, customer, date (product rule §8). */
export function subscriptionStopped(s: Subscription, stop: { on: Day; comment: string | null }): LetterContent {
  return about(s, `Подписка ${s.number} остановлена: ${s.productName}`, 'Подписка остановлена.', [
    ['Последний день', formatDayLong(stop.on)],
    ...(stop.comment ? [['Комментарий', stop.comment] as const] : []),
  ]);
}

/** Service of many ended by their settings: a stop date, or auto-renewal that is off. */
export function subscriptionsStopped(ends: readonly [ServiceEnd, ...ServiceEnd[]]): LetterContent {
  const many = count(ends.length, 'подписка остановлена', 'подписки остановлены', 'подписок остановлено');
  const lines = ends.slice(0, SHOWN).map(({ subscription: s, lastDay }) => {
    return `${s.number}, ${s.productName}, ${s.customerName}: последний день ${formatDayLong(lastDay)}`;
  });
  const rest = ends.length - lines.length;
  return {
    subject: `По настройкам автопродления ${many}`,
    preheader: `${ends[0].subscription.productName} и другие`,
    blocks: [
      { p: `По настройкам автопродления и датам остановки ${many}.` },
      { list: rest > 0 ? [...lines, `и ещё ${rest}: все они на портале`] : lines },
      { button: { label: 'Остановленные подписки', url: '/subscriptions?status=stopped' } },
    ],
  };
}

/** A month closed late found that service had ended before it was stopped by hand. */
export function endedEarlier(s: Subscription, lastDay: Day): LetterContent {
  const last = formatDayLong(lastDay);
  return about(
    s,
    `Подписка ${s.number}: последний день был ${last}`,
    'Месяц закрыт позже: дни после него и до остановки не оплачиваются.',
    [['Последний день', last]],
  );
}

export function fewerSeats(s: Subscription, seats: number, from: Day): LetterContent {
  return about(s, `Подписка ${s.number}: мест ${s.seats} → ${seats}`, 'Количество пользователей уменьшено.', [
    ['Количество', `${s.seats} → ${seats}`],
    ['Действует с', formatDayLong(from)],
  ]);
}

/** `endOn`: its last day as now decided; null when it is renewed every month. */
export function autoRenewalChanged(s: Subscription, endOn: Day | null): LetterContent {
  if (!endOn)
    return about(s, `Подписка ${s.number}: автопродление включено`, 'Автопродление включено: подписка продлевается каждый месяц.', []);
  const last = formatDayLong(endOn);
  return about(s, `Подписка ${s.number} остановится ${last}`, `Автопродление изменено: подписка остановится ${last}.`, [
    ['Последний день', last],
  ]);
}

/** Three days before the stop date. */
export function stopDateNear(s: Subscription, stopOn: Day): LetterContent {
  return about(s, `Подписка ${s.number} остановится ${formatDayLong(stopOn)}`, 'Скоро дата остановки: подписка перестанет работать.', [
    ['Последний день', formatDayLong(stopOn)],
    ['Как оставить', 'Уберите или перенесите дату на странице «Автопродление»'],
  ]);
}

function about(s: Subscription, subject: string, text: string, facts: readonly (readonly [string, string])[]): LetterContent {
  return {
    subject,
    preheader: s.customerName,
    blocks: [
      { p: text },
      { facts: [['Подписка', s.number], ['Продукт', s.productName], ['Заказчик', s.customerName], ...facts] },
      { button: { label: 'Открыть подписку', url: `/subscriptions/${s.number}` } },
    ],
  };
}
