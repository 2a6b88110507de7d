import { taskTitle } from '#src/admin/jobs/jobs.words.ts';
import { formatDayLong, formatDayShort, formatMoment, formatTime, moscowDay } from '#src/lib/days.ts';
import { count } from '#src/lib/russian.ts';
import type { AlertProps, FieldProps, PageHeadProps, ProgressProps } from '#src/platform/http/components.ts';
import type { FormState } from '#src/platform/http/forms.ts';
import type { Page } from '#src/platform/http/render.ts';
import type { ClockMove } from './clock-move.service.ts';

export interface ClockPage extends Page {
  readonly head: PageHeadProps;
  /** «22 ноября 2026» and «10:00». */
  readonly day: string;
  readonly time: string;
  /** While the clock is being moved. */
  readonly progress: ProgressProps | null;
  readonly task: string | null;
  readonly steps: readonly { readonly value: string; readonly label: string }[];
  readonly fields: readonly FieldProps[];
  readonly errors: Readonly<Record<string, string>>;
  readonly alerts: readonly AlertProps[];
}

/** `/admin/clock` (product rule §14); `move` is the move under way or the last one. */
export function clockPage(now: Date, move: ClockMove | null, form: Partial<FormState> = {}): ClockPage {
  const { values = {}, errors = {} } = form;
  const isMoving = move !== null && !move.isOver;
  return {
    title: 'Часы',
    section: 'admin/clock',
    isInvalid: Object.keys(errors).length > 0,
    ...(isMoving ? { reloadAfter: 3 } : {}),
    head: { title: 'Часы портала', sub: 'Только в демонстрации: время можно перевести вперёд и увидеть, что сделает портал' },
    day: formatDayLong(moscowDay(now)),
    time: formatTime(now),
    progress: isMoving ? progressOf(move) : null,
    task: isMoving && move.task ? taskTitle(move.task) : null,
    steps: [
      { value: 'day', label: 'На день вперёд' },
      { value: 'week', label: 'На неделю' },
      { value: 'close', label: 'До закрытия месяца' },
      { value: 'month', label: 'До первого числа' },
    ],
    fields: [
      {
        name: 'day',
        label: 'Дата',
        value: values['day'] ?? formatDayShort(moscowDay(now)),
        error: errors['day'] ?? errors['to'],
        required: true,
        maxlength: 10,
      },
      { name: 'time', label: 'Время (МСК)', value: values['time'] ?? '21:05', error: errors['time'], required: true, maxlength: 5 },
    ],
    errors: errors['to'] ? { day: errors['to'] } : errors,
    alerts: move?.isOver ? alertsOf(move) : [],
  };
}

function progressOf({ from, to, days, daysDone }: ClockMove): ProgressProps {
  const text = `${daysDone} из ${count(days, 'дня', 'дней', 'дней')}`;
  return { label: `${formatMoment(from)} → ${formatMoment(to)}`, value: daysDone, max: days, text };
}

function alertsOf({ from, to, faults }: ClockMove): AlertProps[] {
  const done = {
    tone: 'ok' as const,
    text: `Часы переведены: ${formatMoment(from)} → ${formatMoment(to)}. Все задачи на этом пути выполнены.`,
  };
  if (faults.length === 0) return [done];
  const told = faults.slice(0, 5).join('; ');
  return [{ tone: 'bad', title: 'Часы переведены, но не все задачи удались.', text: told, link: { href: '/admin/jobs', label: 'Задачи' } }];
}
