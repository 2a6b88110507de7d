import { type Day, formatDayLong, formatDayShort, lastOfMonth } from '#src/lib/days.ts';
import { formatRub, sum } from '#src/lib/money.ts';
import { count } from '#src/lib/russian.ts';
import { lastServiceDay } from '#src/partners/contracts/contracts.rules.ts';
import type { AlertProps, BadgeProps, Crumb, FieldProps } from '#src/platform/http/components.ts';
import { EMPTY_FORM, type FormState } from '#src/platform/http/forms.ts';
import type { Page } from '#src/platform/http/render.ts';
import {
  type Ending,
  type EndingWish,
  endingFault,
  type Fate,
  fateOf,
  type SubscriptionUnder,
  shownOf,
  stopsOn,
} from './contract-end.rules.ts';

export interface EndingPage extends Page {
  readonly crumbs: Crumb[];
  readonly action: string;
  readonly token: string;
  readonly back: string;
  readonly errors: Record<string, string>;
  readonly fields: FieldProps[];
  readonly outcome: Outcome;
}

/** What the end as it is typed would do. */
export interface Outcome {
  readonly shown: string;
  readonly alerts: AlertProps[];
  readonly rows: { readonly title: string; readonly small: string; readonly sum: string; readonly badge: BadgeProps }[];
}

/** A fragment of the page: what would happen. */
export interface OutcomePage extends Page {
  readonly outcome: Outcome;
}

/** The end as the page begins: with this month, and on under the latest other contract. */
export const usualWish = ({ successors }: Ending, today: Day): EndingWish => ({
  endedOn: lastOfMonth(today),
  successorId: successors[0]?.id ?? null,
});

export function endingPage(ending: Ending, wish: EndingWish, token: string, today: Day, form: FormState = EMPTY_FORM): EndingPage {
  const { contract, partner, successors } = ending;
  const path = `/admin/partners/${partner.id}/contracts/${contract.id}`;
  const error = (name: string) => (form.errors[name] ? { error: form.errors[name] } : {});
  return {
    title: `Завершить договор ${contract.number}`,
    section: 'admin/partners',
    isInvalid: Object.keys(form.errors).length > 0,
    crumbs: [
      { label: 'Партнёры', href: '/admin/partners' },
      { label: partner.name, href: `/admin/partners/${partner.id}?tab=people` },
      { label: `Договор ${contract.number}`, href: path },
      { label: 'Завершить' },
    ],
    action: `${path}/ending`,
    token,
    back: path,
    errors: { ...form.errors },
    fields: [
      {
        ...{ name: 'endedOn', label: 'Последний день договора', type: 'date', required: true },
        value: form.values['endedOn'] ?? wish.endedOn,
        ...error('endedOn'),
      },
      {
        ...{ name: 'successor', label: 'Подписки после этого месяца', type: 'select' },
        value: form.values['successor'] ?? (wish.successorId === null ? 'stop' : String(wish.successorId)),
        options: [
          ...successors.map(({ id, number, signedOn }) => ({
            value: String(id),
            label: `Под договор ${number} от ${formatDayShort(signedOn)}`,
          })),
          { value: 'stop', label: 'Остановить в конце месяца' },
        ],
        ...error('successor'),
      },
    ],
    outcome: outcomeOf(ending, wish, today),
  };
}

export const outcomePage = (ending: Ending, wish: EndingWish, today: Day): OutcomePage => ({
  title: `Завершить договор ${ending.contract.number}`,
  section: 'admin/partners',
  outcome: outcomeOf(ending, wish, today),
});

function outcomeOf(ending: Ending, wish: EndingWish, today: Day): Outcome {
  const fault = endingFault(ending, wish.endedOn, today);
  if (fault) return { shown: '', alerts: [{ tone: 'warn', text: fault }], rows: [] };
  const touched = ending.subscriptions.filter((one) => fateOf(one, wish) !== 'stays');
  return {
    shown: shownOf(ending, wish),
    alerts: [
      { tone: wish.successorId === null && touched.length > 0 ? 'warn' : 'info', text: sentenceOf(ending, wish, touched) },
      ...agreementsOf(ending),
    ],
    rows: touched.map((one) => ({
      title: one.productName,
      small: `${one.number} · ${one.customerName}`,
      sum: formatRub(one.fullMonth),
      badge: badges[fateOf(one, wish)](one, ending, wish),
    })),
  };
}

function sentenceOf({ contract, successors }: Ending, wish: EndingWish, touched: readonly SubscriptionUnder[]): string {
  const until = `Договор ${contract.number} действует по ${formatDayLong(wish.endedOn)} включительно.`;
  if (touched.length === 0) return `${until} Подписок под ним нет.`;
  const worth = `${count(touched.length, 'подписка', 'подписки', 'подписок')} на ${formatRub(sum(...touched.map(({ fullMonth }) => fullMonth)))} в месяц`;
  const successor = successors.find(({ id }) => id === wish.successorId);
  if (successor)
    return `${until} Под договор ${successor.number} при закрытии месяца перейдут: ${worth}. Счёт за последний месяц будет по старому договору.`;
  return `${until} Остановятся ${formatDayLong(lastServiceDay(wish.endedOn))} или раньше: ${worth}. Партнёру уйдёт письмо.`;
}

const agreementsOf = ({ agreements }: Ending): AlertProps[] =>
  agreements.length > 0
    ? [{ tone: 'info', text: `Вместе с ним завершатся доп. соглашения: ${agreements.map(({ number }) => number).join(', ')}.` }]
    : [];

const badges: Record<Fate, (one: SubscriptionUnder, ending: Ending, wish: EndingWish) => BadgeProps> = {
  moves: (_, { successors }, { successorId }) => ({
    tone: 'info',
    label: `→ ${successors.find(({ id }) => id === successorId)?.number ?? ''}`,
  }),
  stops: (one, _, wish) => ({ tone: 'warn', label: `Остановится ${formatDayShort(stopsOn(one, wish))}` }),
  'given-up': ({ heldOrder }) => ({ tone: 'bad', label: `Заказ ${heldOrder} отменится` }),
  stays: () => ({ tone: 'mute', label: 'Не изменится' }),
};
