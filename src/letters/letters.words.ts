import type { BadgeProps } from '#src/platform/http/components.ts';
import type { LetterState } from './letters.types.ts';

/** States of a letter as icon, word and tone. */
export const letterBadges: Record<LetterState, BadgeProps> = {
  queued: { tone: 'info', label: 'В очереди', icon: 'clock' },
  sending: { tone: 'info', label: 'Отправляется', icon: 'send' },
  sent: { tone: 'ok', label: 'Отправлено', icon: 'circle-check' },
  failed: { tone: 'bad', label: 'Не отправлено', icon: 'alert-circle' },
  unknown: { tone: 'warn', label: 'Неизвестно', icon: 'help-circle' },
  kept: { tone: 'mute', label: 'На портале', icon: 'inbox' },
  settled: { tone: 'mute', label: 'Разобрано', icon: 'check' },
};
