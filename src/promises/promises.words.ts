import { type Day, formatDayShort, moscowDay } from '#src/lib/days.ts';
import type { BadgeProps } from '#src/platform/http/components.ts';
import { type Outcome, type PromiseState, stateOf } from './promises.rules.ts';

export const PROMISE_STATES = ['open', 'kept', 'broken', 'ended'] as const satisfies readonly PromiseState[];

export const stateWords: Record<PromiseState, string> = {
  open: 'Действует',
  kept: 'Выполнено',
  broken: 'Не выполнено',
  ended: 'Снято',
};

const looks: Record<PromiseState, Pick<BadgeProps, 'tone' | 'icon'>> = {
  open: { tone: 'info', icon: 'clock' },
  kept: { tone: 'ok', icon: 'circle-check' },
  broken: { tone: 'bad', icon: 'alert-circle' },
  ended: { tone: 'mute', icon: 'ban' },
};

/** The state as icon, word and tone; one whose last day is today is warned of. */
export function promiseBadge(promise: Outcome & { readonly dueOn: Day }, today: Day): BadgeProps {
  const state = stateOf(promise);
  if (state === 'open' && promise.dueOn <= today) return { tone: 'warn', icon: 'clock', label: 'Последний день' };
  return { ...looks[state], label: stateWords[state] };
}

/** When it came to its end, as text; '' while it runs. */
export function overOn({ keptAt, brokenAt, endedAt }: Outcome): string {
  const at = endedAt ?? keptAt ?? brokenAt;
  return at ? formatDayShort(moscowDay(at)) : '';
}
