import type { BadgeProps } from '#src/platform/http/components.ts';
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
