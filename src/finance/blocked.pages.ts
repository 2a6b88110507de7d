import type { PartnerSummary } from '#src/accounts/accounts.types.ts';
import { type HoldReason, holdWords } from '#src/credit/credit.rules.ts';
import { formatDayLong, moscowDay } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import { formatPhone } from '#src/lib/phone.ts';
import { count } from '#src/lib/russian.ts';
import type { ButtonProps, Fact } from '#src/platform/http/components.ts';
import { promiseButton } from '#src/promises/promises.parts.ts';
import type { Finance, OpenHoldFacts } from './finance.queries.ts';
import { daysOverdue } from './finance.rules.ts';

/** «Почему заблокировано и что сделать» about one hold. */
export interface BlockedCard {
  readonly title: string;
  readonly text: string;
  readonly facts: Fact[];
  readonly steps: string[];
  /** «Обещать оплату», for the debt of an invoice. */
  readonly promise: ButtonProps | null;
  readonly manager: { readonly name: string; readonly phone: string; readonly tel: string; readonly email: string };
}

export function blockedCards(finance: Finance, manager: PartnerSummary['manager']): BlockedCard[] {
  return finance.holds.map((hold) => ({
    title: holdWords[hold.reason],
    text: hold.text,
    facts: factsOf(hold, finance),
    steps: [...steps[hold.reason](hold), ...(finance.holds.length > 1 ? [others] : [])],
    promise: hold.reason === 'overdue' && hold.invoice ? promiseButton(finance.promises, hold.id) : null,
    manager: { name: manager.name, phone: formatPhone(manager.phone), tel: manager.phone, email: manager.email },
  }));
}

function factsOf(hold: OpenHoldFacts, { money, today }: Finance): Fact[] {
  const late = hold.dueOn ? daysOverdue(hold.dueOn, today) : 0;
  return [
    ...(hold.contract ? [{ label: 'Договор', value: hold.contract }] : []),
    ...(hold.invoice ? [{ label: 'Счёт', value: `№ ${hold.invoice}` }] : []),
    ...(hold.amount === null ? [] : [{ label: 'К оплате', value: formatRub(hold.amount) }]),
    ...(late > 0 ? [{ label: 'Просрочка', value: count(late, 'день', 'дня', 'дней') }] : []),
    { label: 'Действует с', value: formatDayLong(moscowDay(hold.placedAt)) },
    { label: 'Закрыто', value: 'Новые заказы, продления, остановка, запуск и изменение подписок' },
    {
      label: 'Ждут заказы',
      value: money.heldOrders === 0 ? 'Нет' : `${money.heldOrders}, на ${formatRub(money.heldSum)}`,
      ...(money.heldOrders > 0 ? { href: '/orders?status=held' } : {}),
    },
  ];
}

const others = 'Блокировок несколько: доступ откроется, когда снимут все.';

const steps: Record<HoldReason, (hold: OpenHoldFacts) => string[]> = {
  overdue: ({ invoice }) => [
    `Оплатите счёт${invoice ? ` № ${invoice}` : ''} и укажите его номер в назначении платежа.`,
    'Блокировка снимется сама в день, когда деньги поступят; заказы, которые ждали, решатся сразу.',
    ...(invoice
      ? ['Платёж уже в пути? Приложите платёжное поручение и обещайте оплату: доступ откроется сразу, на несколько рабочих дней.']
      : []),
  ],
  manual: () => ['Свяжитесь с вашим менеджером: он снимет блокировку, когда вопрос будет решён.'],
  axapta: () => ['Свяжитесь с вашим менеджером: блокировка пришла из учётной системы и снимется, когда её снимет бухгалтерия MONT.'],
};
