import type { LetterContent } from '#src/letters/letters.types.ts';
import { type Day, formatDayLong } from '#src/lib/days.ts';
import type { SubscriptionFacts } from './changes.rules.ts';

/** «Стоп», or a stop date that came: number, customer, date (product rule §8). */
export function subscriptionStopped(s: SubscriptionFacts, stop: { on: Day; comment: string | null }): LetterContent {
  return about(s, `Подписка ${s.number} остановлена: ${s.productName}`, 'Подписка остановлена.', [
    ['Последний день', formatDayLong(stop.on)],
    ...(stop.comment ? [['Комментарий', stop.comment] as const] : []),
  ]);
}

/** A month closed late found that service had ended before it was stopped by hand. */
export function endedEarlier(s: SubscriptionFacts, lastDay: Day): LetterContent {
  const last = formatDayLong(lastDay);
  return about(
    s,
    `Подписка ${s.number}: последний день был ${last}`,
    'Месяц закрыт позже: дни после него и до остановки не оплачиваются.',
    [['Последний день', last]],
  );
}

export function fewerSeats(s: SubscriptionFacts, seats: number, from: Day): LetterContent {
  return about(s, `Подписка ${s.number}: мест ${s.seats} → ${seats}`, 'Количество пользователей уменьшено.', [
    ['Количество', `${s.seats} → ${seats}`],
    ['Действует с', formatDayLong(from)],
  ]);
}

export function autoRenewalChanged(s: SubscriptionFacts, to: { autoRenew: boolean; stopOn: Day | null }): LetterContent {
  const date = to.stopOn ? `Подписка остановится ${formatDayLong(to.stopOn)}.` : null;
  const mode = to.autoRenew ? 'Автопродление включено.' : 'Автопродление выключено: подписка остановится в конце месяца.';
  return about(s, `Подписка ${s.number}: автопродление изменено`, date ?? mode, []);
}

/** Three days before the stop date. */
export function stopDateNear(s: SubscriptionFacts, stopOn: Day): LetterContent {
  return about(s, `Подписка ${s.number} остановится ${formatDayLong(stopOn)}`, 'Скоро дата остановки: подписка перестанет работать.', [
    ['Последний день', formatDayLong(stopOn)],
    ['Как оставить', 'Уберите или перенесите дату на странице «Автопродление»'],
  ]);
}

function about(s: SubscriptionFacts, subject: string, text: string, facts: readonly (readonly [string, string])[]): LetterContent {
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
