import { type Day, day, formatDayShort, lastOfMonth } from '#src/lib/days.ts';
import type { BadgeProps } from '#src/platform/http/components.ts';

/** No contract of MONT's is older. */
const FIRST_SIGNED = day('2000-01-01');

/** What is wrong with the day a contract was signed on: it is today or earlier (product rule §4). */
export function signedFault(signedOn: Day, today: Day): string | null {
  if (signedOn > today) return `Договор подписывают не позже сегодняшнего дня: укажите ${formatDayShort(today)} или раньше`;
  return signedOn < FIRST_SIGNED ? `Проверьте год: раньше ${formatDayShort(FIRST_SIGNED)} договоров не было` : null;
}

/** A contract's days: signed on, and the last one in force where it was ended. */
export interface ContractDays {
  readonly signedOn: Day;
  readonly endedOn: Day | null;
}

/** What a card says of a contract: «Действует» exactly where a new order would find it in force. */
export function contractBadge(contract: ContractDays, today: Day): BadgeProps {
  const { signedOn, endedOn } = contract;
  if (signedOn > today) return { tone: 'warn', icon: 'clock', label: `Вступит ${formatDayShort(signedOn)}` };
  if (endedOn === null) return { tone: 'ok', icon: 'circle-check', label: 'Действует' };
  if (endedOn >= today) return { tone: 'warn', icon: 'clock', label: `Действует до ${formatDayShort(endedOn)}` };
  return { tone: 'mute', icon: 'ban', label: `Завершён ${formatDayShort(endedOn)}` };
}

/** The last day of service under a contract that ends and has no successor: its month is served to the end. */
export const lastServiceDay = (endedOn: Day): Day => lastOfMonth(endedOn);
