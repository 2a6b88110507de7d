import { type Day, formatDayLong, formatDayMonth, lastOfMonth, nextMonth } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import type { ChoiceProps, FieldProps, PageHeadProps, Tab } from '#src/platform/http/components.ts';
import type { Page } from '#src/platform/http/render.ts';
import { cardTabs } from '#src/subscriptions/card/card-tabs.parts.ts';
import { fullMonthCharge } from '#src/subscriptions/service/charge.rules.ts';
import { worksFrom } from '#src/subscriptions/service/period.rules.ts';
import { statusBadge } from '#src/subscriptions/service/status.rules.ts';
import type { Viewer } from '#src/subscriptions/viewer.queries.ts';
import { type ChangeForm, type ChangeFrame, changeFrame } from './change-form.parts.ts';
import type { Managed } from './changes.rules.ts';
import type { RenewalChoice } from './manage.forms.ts';

export interface AutoRenewalPage extends Page, ChangeFrame {
  readonly isInvalid: boolean;
  readonly head: PageHeadProps;
  readonly tabs: Tab[];
  readonly choices: ChoiceProps[];
  readonly errorIds: Record<string, string>;
  readonly choiceError: string | null;
}

/** «Автопродление»: on, off or until a day (product rule §8). */
export function autoRenewalPage(s: Managed, form: ChangeForm, viewer: Viewer): AutoRenewalPage {
  const frame = changeFrame(s, 'auto-renewal', 'Автопродление', form, viewer);
  return {
    title: `Автопродление подписки ${s.number}`,
    section: 'subscriptions',
    ...frame,
    head: {
      title: 'Автопродление',
      sub: `${s.productName}, ${s.customerName} · ${s.number}`,
      badge: statusBadge(s, viewer.openDay),
      crumbs: frame.crumbs,
    },
    tabs: cardTabs(s, 'auto-renewal', viewer.manages),
    choices: choices(s, form, viewer.today),
    errorIds: { renewal: 'renewal-on' },
    choiceError: form.errors['renewal'] ?? null,
  };
}

function choices(s: Managed, form: ChangeForm, today: Day): ChoiceProps[] {
  const chosen = (form.values['renewal'] ?? choiceOf(s)) as RenewalChoice;
  const monthEnd = lastOfMonth(worksFrom({ today, openFrom: s.openFrom }));
  const money = formatRub(fullMonthCharge(s));
  return [
    {
      name: 'renewal',
      value: 'on',
      label: 'Продлевать каждый месяц',
      hint: `Следующее продление — ${formatDayMonth(nextMonth(monthEnd))}: ${money} за месяц, если цена не изменится`,
      isChecked: chosen === 'on',
    },
    {
      name: 'renewal',
      value: 'off',
      label: 'Не продлевать',
      hint: `Подписка остановится в конце дня ${formatDayLong(monthEnd)}; этот месяц оплачивается целиком`,
      isChecked: chosen === 'off',
    },
    {
      name: 'renewal',
      value: 'date',
      label: 'Остановить в указанную дату',
      hint: 'До этого дня подписка продлевается. Последний день ещё оплачивается, остаток его месяца вернётся в кредитный лимит',
      isChecked: chosen === 'date',
      extra: stopDateField(s, form, today),
    },
  ];
}

function stopDateField(s: Managed, form: ChangeForm, today: Day): FieldProps {
  const error = form.errors['stopOn'];
  return {
    name: 'stopOn',
    label: 'Последний день подписки',
    type: 'date',
    min: today,
    value: form.values['stopOn'] ?? s.stopOn ?? '',
    ...(error ? { error } : {}),
  };
}

/** Which choice the settings of now are. */
function choiceOf({ autoRenew, stopOn }: Managed): RenewalChoice {
  if (stopOn) return 'date';
  return autoRenew ? 'on' : 'off';
}

/** What is said after it was changed. */
export function autoRenewalWords(to: { readonly autoRenew: boolean; readonly stopOn: Day | null }, openDay: Day): string {
  if (to.stopOn) return `Подписка остановится ${formatDayLong(to.stopOn)}.`;
  if (to.autoRenew) return 'Автопродление включено.';
  return `Автопродление выключено: подписка остановится в конце дня ${formatDayLong(lastOfMonth(openDay))}.`;
}
