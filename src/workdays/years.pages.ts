import type { WorkCalendar } from '#src/lib/calendar.ts';
import { day, formatDayMonth, formatMoment } from '#src/lib/days.ts';
import { count } from '#src/lib/russian.ts';
import type { Column } from '#src/lib/table.ts';
import type { AlertProps, BadgeProps, FieldProps, PageHeadProps } from '#src/platform/http/components.ts';
import type { FormState } from '#src/platform/http/forms.ts';
import type { Page } from '#src/platform/http/render.ts';
import type { CalendarGaps } from './calendar-gaps.queries.ts';
import { sumOf, workingDays } from './year.rules.ts';
import { type BroughtYear, isInForce } from './years.queries.ts';

export const PATH = '/admin/settings/calendar';
export const SECTION = 'admin/settings/calendar';

const MONTHS = 'янв фев мар апр май июн июл авг сен окт ноя дек'.split(' ');

export interface YearsPage extends Page {
  readonly head: PageHeadProps;
  readonly alert: AlertProps | null;
  readonly months: readonly string[];
  readonly years: readonly YearLine[];
  /** null for those who may not bring any. */
  readonly load: { readonly token: string; readonly field: FieldProps } | null;
  readonly brought: readonly { readonly href: string; readonly name: string; readonly note: string; readonly badge: BadgeProps }[];
  readonly errors: Readonly<Record<string, string>>;
}

interface YearLine {
  readonly year: string;
  readonly href: string | null;
  readonly source: string;
  readonly badge: BadgeProps;
  readonly months: readonly { readonly month: string; readonly days: string }[];
  readonly total: string;
  readonly moved: string;
}

interface YearsFacts {
  readonly calendar: WorkCalendar;
  readonly gaps: CalendarGaps;
  readonly brought: readonly BroughtYear[];
  readonly form: FormState;
  readonly token: string;
  readonly mayChange: boolean;
}

/** `/admin/settings/calendar` */
export function yearsPage({ calendar, gaps, brought, form, token, mayChange }: YearsFacts): YearsPage {
  const years = [...new Set([...calendar.keys(), ...gaps.years])].sort();
  const { file: error } = form.errors;
  return {
    title: 'Рабочие дни',
    section: SECTION,
    isInvalid: error !== undefined,
    head: {
      title: 'Рабочие дни',
      sub: 'По производственному календарю сроки оплаты переходят с выходных на рабочий день',
      actions: [
        { label: 'CSV', icon: 'download', href: `${PATH}.csv` },
        { label: 'Excel', icon: 'download', href: `${PATH}.xlsx` },
      ],
    },
    alert: alertOf(gaps),
    months: MONTHS,
    years: years.map((year) => lineOf(year, calendar, brought)),
    load: mayChange
      ? {
          token,
          field: {
            ...{ name: 'file', label: 'Календарь года, XML', type: 'file', accept: '.xml,text/xml', required: true },
            hint: 'В форме xmlcalendar.ru, файл calendar.xml. Сначала портал покажет разницу.',
            ...(error === undefined ? {} : { error }),
          },
        }
      : null,
    brought: brought.map((one) => ({
      href: `${PATH}/${one.id}`,
      name: `${one.year} год`,
      note: `${one.fileName || 'без имени'} · ${one.uploadedBy}, ${formatMoment(one.uploadedAt)}`,
      badge: yearBadge(one),
    })),
    errors: form.errors,
  };
}

function alertOf({ years, dueDays }: CalendarGaps): AlertProps | null {
  if (years.length === 0) return null;
  const due = dueDays === 0 ? '' : ` В них сроки ${count(dueDays, 'неоплаченного счёта', 'неоплаченных счетов', 'неоплаченных счетов')}.`;
  return {
    tone: dueDays > 0 ? 'bad' : 'warn',
    title: `Нет календаря: ${years.join(', ')}.`,
    text: `Пока его нет, выходные — субботы, воскресенья и праздники закона, а сроки помечены «предварительно».${due}`,
  };
}

function lineOf(year: string, calendar: WorkCalendar, brought: readonly BroughtYear[]): YearLine {
  const own = brought.find((one) => one.year === year && isInForce(one));
  const isKnown = calendar.has(year);
  const days = workingDays(year, calendar);
  return {
    year,
    href: own ? `${PATH}/${own.id}` : null,
    source: own
      ? `${own.confirmedBy}, ${formatMoment(own.confirmedAt ?? own.uploadedAt)}`
      : isKnown
        ? 'Поставляется с порталом'
        : 'Выходные и праздники закона',
    badge: isKnown
      ? { tone: 'ok', icon: 'circle-check', label: 'Известен' }
      : { tone: 'warn', icon: 'alert-triangle', label: 'Предварительно' },
    months: MONTHS.map((month, at) => ({ month, days: String(days[at] ?? 0) })),
    total: String(sumOf(days)),
    moved: movedText(year, calendar),
  };
}

/** «3 января → 9 января, 4 января → 31 декабря» */
export function movedText(year: string, calendar: WorkCalendar): string {
  const name = (date: string) => formatDayMonth(day(`${year}-${date}`));
  return [...(calendar.get(year)?.moved ?? [])].map(([to, from]) => `${name(from)} → ${name(to)}`).join(', ');
}

/** How far a calendar is. */
export function yearBadge(one: BroughtYear): BadgeProps {
  if (isInForce(one)) return { tone: 'ok', icon: 'circle-check', label: 'Действует' };
  return one.endedAt
    ? { tone: 'mute', icon: 'ban', label: 'Больше не действует' }
    : { tone: 'info', icon: 'clock', label: 'Ждёт подтверждения' };
}

/** A row of the file: a year, known or not. */
interface YearRow {
  readonly year: string;
  readonly days: readonly number[];
  readonly moved: string;
}

export const yearRows = (calendar: WorkCalendar): YearRow[] =>
  [...calendar.keys()].sort().map((year) => ({ year, days: workingDays(year, calendar), moved: movedText(year, calendar) }));

export const yearColumns: Column<YearRow>[] = [
  { title: 'Год', kind: 'text', of: ({ year }) => year },
  ...MONTHS.map((title, at): Column<YearRow> => ({ title, kind: 'number', of: ({ days }) => days[at] ?? 0 })),
  { title: 'Всего', kind: 'number', of: ({ days }) => sumOf(days) },
  { title: 'Переносы', kind: 'text', of: ({ moved }) => moved },
];
