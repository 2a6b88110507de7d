import type { Account } from '#src/accounts/accounts.types.ts';
import { formatDays, moscowDay, nextMonth } from '#src/lib/days.ts';
import { formatRub, kopecks } from '#src/lib/money.ts';
import { type Cancellation, cancelButton, cancellationOf, type Helper, heldNotice } from '#src/orders/orders.pages.ts';
import type { OrderFacts, OrderLetter } from '#src/orders/orders.queries.ts';
import type { Crumb, Fact, SuccessProps } from '#src/platform/http/components.ts';
import type { Page } from '#src/platform/http/render.ts';
import { fullMonthCharge } from '#src/subscriptions/service/charge.rules.ts';

/** Where a placed order leads: «Подписка оформлена», or «Заказ ждёт» with the reason. */
export interface PlacedPage extends Page {
  crumbs: Crumb[];
  isWaiting: boolean;
  success: SuccessProps;
  facts: Fact[];
  cancellation: Cancellation | null;
}

/** `account` is who placed it: its limit is that of after the order. */
export function placedPage(order: OrderFacts, letters: readonly OrderLetter[], account: Account | undefined): PlacedPage {
  const isWaiting = order.status === 'held';
  return {
    title: isWaiting ? 'Заказ ждёт' : 'Подписка оформлена',
    section: 'orders',
    crumbs: [
      { label: 'Заказы', href: '/orders' },
      { label: order.number, href: `/orders/${order.number}` },
      { label: isWaiting ? 'Ждёт' : 'Готово' },
    ],
    isWaiting,
    success: isWaiting ? waiting(order, letters, account?.partner?.manager ?? null) : done(order, letters),
    facts: factsOf(order, account),
    cancellation: isWaiting ? cancellationOf(order) : null,
  };
}

function done(order: OrderFacts, letters: readonly OrderLetter[]): SuccessProps {
  return {
    title: `Подписка ${order.subscriptionNumber} оформлена`,
    text: aboutOf(order),
    steps: [...writtenTo('Подтверждение отправлено', letters), ...credentialsHint(order, letters)],
    actions: [
      { label: 'Открыть подписку', kind: 'primary', href: `/subscriptions/${order.subscriptionNumber}` },
      {
        label: 'Оформить ещё для этого заказчика',
        href: `/orders/new?offer=${encodeURIComponent(order.sku)}&customer=${order.customerId}`,
      },
      { label: 'К заказу', kind: 'quiet', href: `/orders/${order.number}` },
    ],
  };
}

function waiting(order: OrderFacts, letters: readonly OrderLetter[], manager: Helper): SuccessProps {
  const notice = heldNotice(order, manager);
  return {
    title: notice?.title ?? `Заказ ${order.number} ждёт`,
    tone: 'warn',
    text: `${aboutOf(order)} ${notice?.why ?? ''}`.trim(),
    steps: [...(notice?.steps ?? []), ...writtenTo('Мы написали об этом', letters), ...credentialsHint(order, letters)],
    actions: [
      { label: 'Открыть заказ', kind: 'primary', href: `/orders/${order.number}` },
      { label: 'Все заказы', href: '/orders' },
      cancelButton(order.number),
    ],
  };
}

const aboutOf = ({ productName, seats, customerName }: OrderFacts): string => `${productName}, количество: ${seats}, для ${customerName}.`;

function writtenTo(what: string, letters: readonly OrderLetter[]): string[] {
  const told = letters.filter(({ isCredentials }) => !isCredentials);
  const people = told.map(({ recipientName, recipientAddress }) => `${recipientName} (${recipientAddress})`);
  return people.length > 0 ? [`${what}: ${people.join(', ')}`] : [];
}

/** A customer made for this order still has to get its log-on from the partner. */
function credentialsHint({ isCustomerNew, customerName }: OrderFacts, letters: readonly OrderLetter[]): string[] {
  const letter = letters.find(({ isCredentials }) => isCredentials);
  if (!isCustomerNew || !letter) return [];
  return [`Письмо с логином и стартовым паролем для ${customerName} отправлено на ${letter.recipientAddress}: перешлите его заказчику`];
}

function factsOf(order: OrderFacts, account: Account | undefined): Fact[] {
  const from = order.startedOn ?? moscowDay(order.placedAt);
  const partner = account?.partner;
  return [
    { label: 'Заказ', value: order.number, href: `/orders/${order.number}` },
    { label: 'Подписка', value: order.subscriptionNumber, href: `/subscriptions/${order.subscriptionNumber}` },
    { label: `За ${formatDays({ from, to: nextMonth(from) })}`, value: formatRub(order.charge) },
    { label: 'За полный месяц', value: formatRub(fullMonthCharge(order)) },
    ...(partner ? [{ label: 'Доступно по лимиту', value: formatRub(kopecks(partner.creditLimit - partner.exposure)) }] : []),
  ];
}
