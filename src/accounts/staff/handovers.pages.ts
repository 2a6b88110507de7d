import type { ColleagueRow } from '#src/accounts/team/team.queries.ts';
import { addDays, type Day, formatDayShort } from '#src/lib/days.ts';
import { count } from '#src/lib/russian.ts';
import type { BadgeProps, FieldProps, PageHeadProps } from '#src/platform/http/components.ts';
import type { FormState } from '#src/platform/http/forms.ts';
import type { Page } from '#src/platform/http/render.ts';
import type { HandoverRow } from './handovers.queries.ts';

export interface HandoversPage extends Page {
  readonly head: PageHeadProps;
  readonly fields: readonly FieldProps[];
  readonly token: string;
  readonly errors: FormState['errors'];
  readonly rows: readonly {
    readonly who: string;
    readonly days: string;
    readonly note: string;
    readonly badge: BadgeProps;
    readonly end: { readonly action: string; readonly label: string } | null;
  }[];
}

/** Two weeks, as vacations go. */
const USUAL_DAYS = 14;

/** `/admin/staff/handovers` */
export function handoversPage(
  rows: readonly HandoverRow[],
  people: readonly ColleagueRow[],
  today: Day,
  token: string,
  { values, errors }: FormState,
): HandoversPage {
  const options = (list: readonly ColleagueRow[]) => [
    { value: '', label: 'Выберите' },
    ...list.map(({ id, name, partners }) => ({
      value: String(id),
      label: `${name}, ${count(partners, 'партнёр', 'партнёра', 'партнёров')}`,
    })),
  ];
  const fields: FieldProps[] = [
    {
      name: 'fromId',
      label: 'От кого',
      type: 'select',
      options: options(people.filter(({ partners, isDisabled }) => partners > 0 || !isDisabled)),
    },
    { name: 'toId', label: 'Кому', type: 'select', options: options(people.filter(({ isDisabled }) => !isDisabled)) },
    { name: 'fromOn', label: 'Первый день', type: 'date', value: today, required: true },
    {
      name: 'untilOn',
      label: 'Последний день',
      type: 'date',
      value: addDays(today, USUAL_DAYS - 1),
      isOptional: true,
      hint: 'Пусто — насовсем',
    },
  ];
  return {
    title: 'Передача портфелей',
    section: 'admin/staff',
    isInvalid: Object.keys(errors).length > 0,
    head: {
      title: 'Передача портфелей',
      sub: 'На время отпуска партнёры видят менеджером заместителя, потом возвращаются сами',
      crumbs: [{ label: 'Персонал', href: '/admin/staff' }, { label: 'Передача портфелей' }],
    },
    fields: fields.map((field) => ({ ...field, value: values[field.name] ?? field.value ?? '', error: errors[field.name] })),
    token,
    errors,
    rows: rows.map((row) => ({
      who: `${row.from} → ${row.to}`,
      days: `${formatDayShort(row.fromOn)} – ${formatDayShort(row.untilOn)}`,
      note: row.isStarted ? count(row.partners, 'партнёр', 'партнёра', 'партнёров') : `назначил(а) ${row.plannedBy}`,
      badge: badgeOf(row),
      end: row.isEnded ? null : { action: `/admin/staff/handovers/${row.id}/end`, label: row.isStarted ? 'Вернуть сейчас' : 'Отменить' },
    })),
  };
}

function badgeOf({ isStarted, isEnded }: HandoverRow): BadgeProps {
  if (isEnded) return { tone: 'mute', label: isStarted ? 'Закончена' : 'Отменена', icon: 'history' };
  return isStarted ? { tone: 'warn', label: 'Идёт', icon: 'clock' } : { tone: 'info', label: 'Назначена', icon: 'calendar' };
}
