import { type Day, formatDayLong, formatMonth, monthOf } from '#src/lib/days.ts';
import { formatRub, kopecks, sum } from '#src/lib/money.ts';
import { count } from '#src/lib/russian.ts';
import type { FieldProps } from '#src/platform/http/components.ts';
import { fullMonthCharge } from '#src/subscriptions/service/charge.rules.ts';
import { worksAfter } from '#src/subscriptions/service/period.rules.ts';
import type { Viewer } from '#src/subscriptions/viewer.queries.ts';
import { isOpen } from './actions.rules.ts';
import { type ChangeForm, changeFrame, commentField, NEW_CHANGE } from './change-form.parts.ts';
import { type Managed, stopChange } from './changes.rules.ts';

/** What «Стоп» does, said before it is done, with the comment's field; on its page and in the dialog of the card. */
export interface StopBody {
  readonly lines: readonly { readonly label: string; readonly text: string }[];
  readonly comment: FieldProps;
}

/** The dialog on the card: the same form, opened by «Стоп» where there is script. */
export interface StopDialog {
  readonly title: string;
  readonly action: string;
  readonly hidden: Record<string, string>;
  readonly body: StopBody;
}

export function stopDialog(s: Managed, viewer: Viewer): StopDialog {
  const { action, hidden } = changeFrame(s, 'stop', 'Стоп', NEW_CHANGE, viewer);
  return { title: `Остановить подписку ${s.number}?`, action, hidden, body: stopBody(s, viewer.today, NEW_CHANGE) };
}

/** What stopping it today comes to. */
export function stopBody(s: Managed, today: Day, form: ChangeForm): StopBody {
  return {
    lines: !isOpen('stop', s.status)
      ? []
      : [
          { label: 'Пользователи', text: usersLine(s, today) },
          { label: 'Деньги', text: moneyLine(s, today) },
          { label: 'Потом', text: laterLine(s) },
        ],
    comment: commentField(form, 'stop-comment'),
  };
}

function usersLine(s: Managed, today: Day): string {
  const seats = count(s.seats, 'место', 'места', 'мест');
  if (s.status === 'suspended') return `Подписка приостановлена, ${seats} не работают. Продление, которое ждёт, будет отменено.`;
  return `${seats} перестанут работать: последний день — ${formatDayLong(today)}.`;
}

/** From the very change that will be written. */
function moneyLine(s: Managed, today: Day): string {
  const { delta, periods } = stopChange(s, today);
  const month = monthOf(worksAfter({ today, openFrom: s.openFrom }));
  const charged = sum(...periods.filter(({ from }) => monthOf(from) === month).map(({ charge }) => charge));
  const named = formatMonth(month);
  const later = `В следующие месяцы — ничего вместо ${formatRub(fullMonthCharge(s))} в месяц.`;
  if (delta === 0n) return `Начисления за ${named} не изменятся: ${formatRub(charged)}. ${later}`;
  return `За ${named} начислено будет ${formatRub(charged)}, ${formatRub(kopecks(-delta))} вернётся в кредитный лимит. ${later}`;
}

function laterLine(s: Managed): string {
  const settings = s.stopOn || !s.autoRenew ? ' Настройки автопродления сохранятся.' : '';
  return `Запустить подписку снова можно в любой день кнопкой «Старт», по цене этого дня.${settings}`;
}
