import { formatMoment } from '#src/lib/days.ts';
import type { AlertProps, BadgeProps } from '#src/platform/http/components.ts';
import type { StaleData } from './data-age.queries.ts';
import type { Freshness } from './standing/freshness.rules.ts';

/** Types of messages of Axapta. */
export const messageTypes = ['debtors', 'payments', 'invoice-status', 'balances', 'ack', 'ping'] as const;

const TYPES: Readonly<Record<string, string>> = {
  debtors: 'Дебиторы',
  payments: 'Платежи',
  'invoice-status': 'Состояние документов',
  balances: 'Остатки',
  ack: 'Подтверждения',
  ping: 'Проверка связи',
  billing: 'Документы',
  partners: 'Партнёры',
  replay: 'Просьбы повторить',
};

export const typeWord = (type: string | null): string => (type === null ? 'Не разобрано' : (TYPES[type] ?? type));

/** States of messages that came. */
export const messageStates = {
  done: { tone: 'ok', icon: 'circle-check', label: 'Выполнено' },
  partial: { tone: 'warn', icon: 'alert-circle', label: 'Выполнено частично' },
  refused: { tone: 'bad', icon: 'alert-circle', label: 'Отклонено' },
  waiting: { tone: 'info', icon: 'clock', label: 'Выполняется' },
  collecting: { tone: 'info', icon: 'clock', label: 'Ждёт других страниц' },
  settled: { tone: 'mute', icon: 'circle-check', label: 'Разобрано' },
} as const satisfies Record<string, BadgeProps>;

export type MessageState = keyof typeof messageStates;

/** How fresh data are. */
export const freshnessBadges: Readonly<Record<Freshness, BadgeProps>> = {
  fresh: { tone: 'ok', icon: 'circle-check', label: 'Данные свежие' },
  old: { tone: 'warn', icon: 'clock', label: 'Данные устарели' },
  'very-old': { tone: 'bad', icon: 'alert-circle', label: 'Данные сильно устарели' },
};

/** What old data mean, in the same words for partners and MONT's people; what is allowed says `ALLOWED`. */
export function staleAlert({ asOf, freshness }: StaleData): AlertProps {
  const isOld = freshness === 'old';
  const counts = isOld ? 'по последнему известному долгу' : 'по большему из двух долгов: в учётной системе и на портале';
  return {
    tone: isOld ? 'warn' : 'bad',
    title: `Данные учётной системы на ${formatMoment(asOf)} ${isOld ? 'устарели' : 'сильно устарели'}.`,
    text: `Пока не придут новые, блокировки учётной системы не снимаются, а заказы решаются ${counts}. Потом ожидающие заказы решатся сами.`,
  };
}
