import { randomUUID } from 'node:crypto';
import { formatMoment } from '#src/lib/days.ts';
import { mailTo } from '#src/lib/email.ts';
import { formatRub, kopecks } from '#src/lib/money.ts';
import { formatPhone } from '#src/lib/phone.ts';
import type { AlertProps, ButtonProps, Fact, FieldProps, PageHeadProps } from '#src/platform/http/components.ts';
import { type FormState, filledIn } from '#src/platform/http/forms.ts';
import { addressOf } from '#src/platform/http/lists.ts';
import type { Page } from '#src/platform/http/render.ts';
import { whoAsks } from './inbox.pages.ts';
import type { StoreRequest } from './requests.types.ts';
import { storeRequestBadge } from './requests.words.ts';

export interface StoreRequestCardPage extends Page {
  readonly head: PageHeadProps;
  readonly alerts: AlertProps[];
  readonly errors: Record<string, string>;
  readonly wish: Fact[];
  readonly person: Fact[];
  readonly course: Fact[];
  readonly token: string;
  readonly takingToken: string;
  /** «Взять»; null when somebody has taken it. */
  readonly taking: string | null;
  /** «Оформить»; null when it is closed. */
  readonly order: ButtonProps | null;
  readonly refusal: { readonly action: string; readonly reason: FieldProps } | null;
}

/** `/requests/store/:id`; `sells`: the person may decide. */
export function storeRequestPage(request: StoreRequest, form: FormState, sells: boolean): StoreRequestCardPage {
  const { id, state, sku } = request;
  const path = `/requests/store/${id}`;
  const isOpen = (state === 'new' || state === 'taken') && sells;
  const tooLate = form.errors[''];
  return {
    title: `Заявка № ${id}`,
    section: 'requests',
    isInvalid: Object.keys(form.errors).length > 0,
    head: {
      title: `Заявка № ${id}`,
      badge: storeRequestBadge(request),
      sub: `${request.productName} · ${whoAsks(request)}`,
      crumbs: [{ label: 'Запросы', href: '/requests' }, { label: 'С витрины', href: '/requests/store' }, { label: `№ ${id}` }],
    },
    alerts: tooLate ? [tooLateAlert(tooLate, form.values['reason'])] : [],
    errors: form.errors['reason'] ? { reason: form.errors['reason'] } : {},
    wish: wishOf(request),
    person: personOf(request),
    course: courseOf(request),
    token: randomUUID(),
    takingToken: randomUUID(),
    taking: isOpen && state === 'new' ? `${path}/taking` : null,
    order: isOpen
      ? { label: 'Оформить', kind: 'primary', icon: 'plus', href: addressOf('/orders/new', { offer: sku, request: id }) }
      : null,
    refusal: isOpen ? { action: `${path}/refusal`, reason: filledIn(REASON, form) } : null,
  };
}

/** Somebody was faster: what is below is theirs, what was typed is kept here. */
const tooLateAlert = (title: string, typed: string | undefined): AlertProps => ({
  tone: 'warn',
  title,
  text: typed ? `Вы написали: «${typed}».` : '',
});

const REASON: FieldProps = {
  ...{ name: 'reason', label: 'Почему нет', type: 'textarea', rows: 2, maxlength: 500 },
  hint: 'Этот текст уйдёт письмом тому, кто оставил заявку',
};

function wishOf({ productName, offerName, sku, seats, unitPrice, sum, orderedSeats }: StoreRequest): Fact[] {
  const other = orderedSeats !== null && orderedSeats !== seats && unitPrice !== null ? orderedSeats : null;
  return [
    { label: 'Продукт', value: productName },
    { label: 'Предложение', value: offerName },
    { label: 'Артикул', value: sku, isMono: true },
    { label: 'Количество', value: String(seats) },
    { label: 'Розничная цена в месяц', value: unitPrice === null ? 'По запросу' : formatRub(unitPrice) },
    ...(sum === null ? [] : [{ label: 'Розничная сумма в месяц', value: formatRub(sum) }]),
    ...(other === null || unitPrice === null
      ? []
      : [{ label: `Розничная сумма за ${other} по заказу`, value: formatRub(kopecks(unitPrice * BigInt(other))) }]),
  ];
}

function personOf({ name, company, inn, phone, email, comment, erasedAt }: StoreRequest): Fact[] {
  if (erasedAt) return [{ label: 'Персональные данные', value: `Удалены ${formatMoment(erasedAt)}` }];
  return [
    { label: 'Имя', value: name },
    { label: 'Телефон', value: formatPhone(phone), href: `tel:${phone.split(';')[0]}` },
    { label: 'Почта', value: email, href: mailTo(email) },
    ...(company ? [{ label: 'Компания', value: company }] : []),
    ...(inn ? [{ label: 'ИНН', value: inn, isMono: true }] : []),
    ...(comment ? [{ label: 'Комментарий', value: comment }] : []),
  ];
}

function courseOf(request: StoreRequest): Fact[] {
  const { takenAt, closedAt, customerId, orderNumber, subscriptionNumber, declineReason } = request;
  return [
    { label: 'Оставлена', value: formatMoment(request.createdAt) },
    { label: 'Согласие на обработку данных', value: consentText(request), href: `/consent/${request.consentHash}` },
    ...(takenAt ? [{ label: 'Взята', value: `${request.takenByName}, ${formatMoment(takenAt)}` }] : []),
    ...(closedAt
      ? [{ label: request.state === 'ordered' ? 'Оформлена' : 'Отклонена', value: `${request.closedByName}, ${formatMoment(closedAt)}` }]
      : []),
    ...(declineReason ? [{ label: 'Почему отклонена', value: declineReason }] : []),
    ...(customerId === null ? [] : [{ label: 'Заказчик', value: 'Открыть карточку', href: `/customers/${customerId}` }]),
    ...(orderNumber ? [{ label: 'Заказ', value: orderNumber, href: `/orders/${orderNumber}` }] : []),
    ...(subscriptionNumber ? [{ label: 'Подписка', value: subscriptionNumber, href: `/subscriptions/${subscriptionNumber}` }] : []),
  ];
}

/** «Версия 1, 22.11.2026 10:00, с адреса 203.0.113.7» */
function consentText({ consentVersion, consentAt, consentAddress }: StoreRequest): string {
  const where = consentAddress ? `, с адреса ${consentAddress}` : '';
  return `Версия ${consentVersion}, ${formatMoment(consentAt)}${where}`;
}
