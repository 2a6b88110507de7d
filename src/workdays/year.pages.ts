import { isProvisional, nextWorkingDay, type WorkCalendar, workYear } from '#src/lib/calendar.ts';
import { type Day, day, formatDayShort, formatMoment } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import { count, plural } from '#src/lib/russian.ts';
import type { AlertProps, ButtonProps, Fact, PageHeadProps, StatProps } from '#src/platform/http/components.ts';
import type { Page } from '#src/platform/http/render.ts';
import { differenceOf, isUnusual, sumOf, workingDays } from './year.rules.ts';
import { movedText, PATH, SECTION, yearBadge } from './years.pages.ts';
import { type BroughtYear, isInForce, type OpenDue } from './years.queries.ts';

export interface YearPage extends Page {
  readonly head: PageHeadProps;
  readonly stats: readonly StatProps[];
  readonly alerts: readonly AlertProps[];
  readonly facts: Fact[];
  /** The button, for those who may: it is confirmed, or taken back. */
  readonly act: { readonly action: string; readonly token: string; readonly seen: string | null; readonly button: ButtonProps } | null;
  /** Invoices whose issued day to pay is a day off by this calendar. */
  readonly dues: readonly {
    readonly number: string;
    readonly partner: string;
    readonly href: string;
    readonly due: string;
    readonly last: string;
    readonly open: string;
  }[];
  readonly duesText: string;
}

interface YearFacts {
  /** As it is now. */
  readonly calendar: WorkCalendar;
  /** Id of the one in force, 0 for none. */
  readonly seen: number;
  readonly dues: readonly OpenDue[];
  readonly token: string;
  readonly mayChange: boolean;
}

const SHOWN = 100;

/** `/admin/settings/calendar/:id`: what the calendar says, and what it would change. */
export function yearPage(brought: BroughtYear, { calendar, seen, dues, token, mayChange }: YearFacts): YearPage {
  const { year } = brought;
  const next: WorkCalendar = new Map([...calendar, [year, workYear(brought.days)] as const]);
  const isOn = isInForce(brought);
  const total = sumOf(workingDays(year, next));
  const moving = dues.filter(({ dueOn }) => nextWorkingDay(dueOn, next) !== dueOn);
  return {
    title: `Календарь ${year} года`,
    section: SECTION,
    head: {
      title: `Календарь ${year} года`,
      sub: `${brought.fileName || 'Файл без имени'}: ${brought.uploadedBy}, ${formatMoment(brought.uploadedAt)}`,
      badge: yearBadge(brought),
      crumbs: [{ label: 'Рабочие дни', href: PATH }, { label: `${year} год` }],
    },
    stats: [
      {
        value: String(total),
        label: plural(total, 'рабочий день', 'рабочих дня', 'рабочих дней'),
        ...(isUnusual(total) ? { tone: 'warn' } : {}),
      },
      { value: String(brought.days.short.length), label: 'короче на час' },
      { value: String(Object.keys(brought.days.moved).length), label: 'переносов' },
      { value: String(dues.length), label: plural(dues.length, 'срок оплаты открыт', 'срока оплаты открыты', 'сроков оплаты открыто') },
    ],
    alerts: [
      ...(isUnusual(total)
        ? [{ tone: 'warn', title: `Рабочих дней ${total}.`, text: 'Обычно их от 243 до 252: проверьте файл.' } as const]
        : []),
      ...(isOn && mayChange ? [takingBack(year, dues.length)] : []),
    ],
    facts: factsOf(year, calendar, next, isOn),
    act: mayChange ? actOf(brought, isOn, seen, token) : null,
    dues: moving.slice(0, SHOWN).map((one) => ({
      number: `№ ${one.number}`,
      partner: one.partner,
      href: `/admin/partners/${one.partnerId}?tab=money`,
      due: formatDayShort(one.dueOn),
      last: formatDayShort(nextWorkingDay(one.dueOn, next)),
      open: formatRub(one.open),
    })),
    duesText: duesText(dues.length, moving.length),
  };
}

const duesText = (all: number, moving: number): string =>
  all === 0
    ? 'Неоплаченных счетов со сроком в этом году нет.'
    : `Выставленные сроки не меняются: они стоят в документах. ${
        moving === 0
          ? `Все ${all} приходятся на рабочие дни и перестают быть предварительными.`
          : `Из ${all} на выходные по этому календарю приходится ${moving}: напоминания и блокировка по ним ждут ближайшего рабочего дня.`
      }`;

const takingBack = (year: string, dues: number): AlertProps => ({
  tone: 'info',
  title: 'Если снять этот календарь,',
  text: `${year} год снова считается по тому, что поставляется с порталом, а если там его нет — предварительно. Открытых сроков в нём: ${dues}; выставленные не меняются.`,
});

function factsOf(year: string, known: WorkCalendar, next: WorkCalendar, isOn: boolean): Fact[] {
  const moved = { label: 'Переносы', value: movedText(year, next) || 'Нет' };
  if (isOn) return [moved];
  const { becomeOff, becomeWorking } = differenceOf(year, known, next);
  const isNew = isProvisional(day(`${year}-01-01`), known);
  return [
    moved,
    { label: 'Сравнивается', value: isNew ? 'с предварительным: выходные и праздники закона' : 'с действующим календарём' },
    { label: 'Станут выходными', value: listed(becomeOff) },
    { label: 'Станут рабочими', value: listed(becomeWorking) },
  ];
}

const listed = (days: readonly Day[]): string =>
  days.length === 0
    ? 'Нет'
    : `${days.slice(0, 40).map(formatDayShort).join(', ')}${days.length > 40 ? ` и ещё ${count(days.length - 40, 'день', 'дня', 'дней')}` : ''}`;

function actOf({ id, endedAt }: BroughtYear, isOn: boolean, seen: number, token: string): YearPage['act'] {
  if (isOn)
    return { action: `${PATH}/${id}/removal`, token, seen: null, button: { label: 'Снять календарь', kind: 'danger', icon: 'ban' } };
  const label = endedAt ? 'Вернуть календарь' : seen === 0 ? 'Считать по нему' : 'Заменить действующий';
  return { action: `${PATH}/${id}/confirmation`, token, seen: String(seen), button: { label, kind: 'primary', icon: 'check' } };
}
