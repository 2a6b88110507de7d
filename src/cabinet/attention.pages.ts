import type { PartnerSummary } from '#src/accounts/accounts.types.ts';
import { type Day, daysBetween, formatDayMonth } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import { formatPhone } from '#src/lib/phone.ts';
import { count } from '#src/lib/russian.ts';
import type { BadgeProps } from '#src/platform/http/components.ts';
import { type Overview, STOP_NEAR_DAYS } from './cabinet.queries.ts';

/** One thing that waits for a person. */
export interface AttentionItem {
  readonly badge: BadgeProps;
  readonly text: string;
  readonly link: { readonly href: string; readonly label: string } | null;
}

const heldWords = { credit_limit: 'превышен кредитный лимит', partner_blocked: 'партнёр заблокирован' };

export function attention({ held, stopping, stoppingCount, letters }: Overview, partner: PartnerSummary, today: Day): AttentionItem[] {
  const hold: AttentionItem[] = partner.hold
    ? [
        {
          badge: { tone: 'bad', icon: 'lock', label: 'Заблокировано' },
          text: `${partner.hold.text} Ваш менеджер — ${partner.manager.name}, ${formatPhone(partner.manager.phone)}.`,
          link: null,
        },
      ]
    : [];
  const asked: AttentionItem[] =
    partner.openRequests > 0
      ? [
          {
            badge: { tone: 'info', icon: 'inbox', label: 'Запросы заказчиков' },
            text: `${count(partner.openRequests, 'запрос ждёт', 'запроса ждут', 'запросов ждут')} вашего ответа.`,
            link: { href: '/requests?state=open', label: 'Открыть запросы' },
          },
        ]
      : [];
  const orders = held.map(
    (order): AttentionItem => ({
      badge: { tone: 'warn', icon: 'clock', label: 'Заказ ждёт' },
      text: `${order.product}, ${order.customer}: ${heldWords[order.reason]}. Сумма за этот месяц — ${formatRub(BigInt(order.charge))}.`,
      link: { href: `/orders/${order.number}`, label: `Заказ ${order.number}` },
    }),
  );
  const stops = stopping.map(
    (one): AttentionItem => ({
      badge: { tone: 'warn', icon: 'calendar-off', label: 'Скоро остановка' },
      text: `${one.product}, ${one.customer}: последний день — ${formatDayMonth(one.on)} (${daysAhead(one.on, today)}).`,
      link: { href: `/subscriptions/${one.number}`, label: one.number },
    }),
  );
  const rest = stoppingCount - stopping.length;
  const more: AttentionItem[] =
    rest > 0
      ? [
          {
            badge: { tone: 'warn', icon: 'calendar-off', label: 'Скоро остановка' },
            text: `Ещё ${count(rest, 'подписка остановится', 'подписки остановятся', 'подписок остановятся')} в ближайшие ${STOP_NEAR_DAYS} дней.`,
            link: { href: '/subscriptions?status=stopping&sort=renewal', label: 'Показать' },
          },
        ]
      : [];
  const mail = letters.map(
    (letter): AttentionItem => ({
      badge: { tone: 'bad', icon: 'mail', label: letter.status === 'failed' ? 'Письмо не ушло' : 'Доставка не подтверждена' },
      text: `«${letter.subject}» на ${letter.address}. Менеджер может выслать его заново.`,
      link: null,
    }),
  );
  return [...hold, ...asked, ...orders, ...stops, ...more, ...mail];
}

function daysAhead(on: Day, today: Day): string {
  const days = daysBetween(today, on);
  if (days <= 0) return 'сегодня';
  return days === 1 ? 'завтра' : `через ${count(days, 'день', 'дня', 'дней')}`;
}
