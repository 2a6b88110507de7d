import { randomUUID } from 'node:crypto';
import { formatMoment } from '#src/lib/days.ts';
import type { AlertProps, BadgeProps, Crumb, Fact, FieldProps, PageHeadProps } from '#src/platform/http/components.ts';
import type { Page } from '#src/platform/http/render.ts';
import { isOpen } from '#src/subscriptions/manage/actions.rules.ts';
import type { ChangeFacts } from '#src/subscriptions/manage/change.queries.ts';
import { type ChangeCard, seatsCard } from '#src/subscriptions/manage/change-card.parts.ts';
import { type ChangeForm, type ChangeFrame, changeFrame } from '#src/subscriptions/manage/change-form.parts.ts';
import { type StopBody, stopDialog } from '#src/subscriptions/manage/stop-dialog.parts.ts';
import type { Viewer } from '#src/subscriptions/viewer.queries.ts';
import { wishWords } from '#src/subscriptions/wish.rules.ts';
import type { ChangeRequest } from './requests.types.ts';

/** What became of a request, for the partner's pages and for the customer's. */
export function requestBadge({ state, orderStatus }: Pick<ChangeRequest, 'state' | 'orderStatus'>): BadgeProps {
  if (state === 'open') return { tone: 'info', icon: 'clock', label: 'Ждёт ответа' };
  if (state === 'declined') return { tone: 'mute', icon: 'x', label: 'Отклонён' };
  if (state === 'withdrawn') return { tone: 'mute', icon: 'x', label: 'Отозван' };
  if (orderStatus === 'held') return { tone: 'warn', icon: 'clock', label: 'Принят, ещё не выполнен' };
  if (orderStatus === null || orderStatus === 'done') return { tone: 'ok', icon: 'circle-check', label: 'Выполнен' };
  return { tone: 'mute', icon: 'ban', label: 'Принят, но не выполнен' };
}

export interface RequestPage extends Page, ChangeFrame {
  readonly isInvalid: boolean;
  readonly head: PageHeadProps;
  readonly facts: Fact[];
  readonly alerts: AlertProps[];
  /** What accepting does; null when it is decided or can't be done any more. */
  readonly change: {
    readonly action: string;
    readonly card: ChangeCard | null;
    readonly stop: StopBody | null;
    readonly comment: FieldProps;
  } | null;
  readonly refusal: { readonly action: string; readonly token: string; readonly answer: FieldProps } | null;
}

/** A request about a subscription: what is asked, what it would cost, accept or decline. */
export function requestPage(request: ChangeRequest, facts: ChangeFacts, form: ChangeForm, viewer: Viewer): RequestPage {
  const s = facts.subscription;
  const page = request.kind === 'seats' ? 'parameters' : 'stop';
  const frame = changeFrame(s, page, 'Запрос', form, viewer);
  const crumbs: Crumb[] = [{ label: 'Запросы заказчиков', href: '/requests' }, { label: `Запрос ${request.id}` }];
  const isPending = request.state === 'open' && viewer.manages;
  const canDo = isOpen(page, s.status);
  return {
    title: `Запрос ${request.id}: ${wishWords(request)}`,
    section: 'requests',
    ...frame,
    crumbs,
    why: frame.why ?? (facts.heldOrder && request.kind === 'seats' ? `Сначала должен решиться заказ ${facts.heldOrder}` : null),
    head: {
      title: `${request.customerName} просит: ${wishWords(request)}`,
      badge: requestBadge(request),
      sub: request.productName,
      crumbs,
    },
    facts: requestFacts(request),
    alerts: [
      ...(request.state !== 'open' && form.errors[''] ? [tooLate(form.errors[''], form)] : []),
      ...(isPending && !canDo
        ? [{ tone: 'warn' as const, text: 'В нынешнем состоянии подписки это сделать нельзя: запрос можно только отклонить.' }]
        : []),
    ],
    change: isPending && canDo ? changeOf(request, facts, form, viewer) : null,
    refusal: isPending ? { action: `/requests/${request.id}/refusal`, token: randomUUID(), answer: answerField(form) } : null,
  };
}

/** Somebody else has decided it, or it was taken back: what is below is theirs, what was typed is kept here. */
export function tooLate(title: string, { values }: ChangeForm): AlertProps {
  const typed = values['answer'] || values['comment'];
  return { tone: 'warn', title, text: `Ваше решение не выполнено.${typed ? ` Вы написали: «${typed}».` : ''}` };
}

function changeOf(request: ChangeRequest, facts: ChangeFacts, form: ChangeForm, viewer: Viewer): RequestPage['change'] {
  return {
    action: `/requests/${request.id}/acceptance`,
    card: request.kind === 'seats' ? seatsCard(facts, String(request.seats)) : null,
    stop: request.kind === 'stop' ? stopDialog(facts.subscription, viewer).body : null,
    comment: {
      name: 'comment',
      label: 'Ответ заказчику',
      type: 'textarea',
      rows: 2,
      maxlength: 500,
      hint: 'Заказчик прочтёт его; останется и в журнале подписки',
      isOptional: true,
      value: form.values['comment'] ?? '',
      ...(form.errors['comment'] ? { error: form.errors['comment'] } : {}),
    },
  };
}

export function answerField(form: ChangeForm): FieldProps {
  return {
    name: 'answer',
    label: 'Почему нет',
    type: 'textarea',
    rows: 2,
    maxlength: 500,
    hint: 'Заказчик получит этот текст письмом',
    value: form.values['answer'] ?? '',
    ...(form.errors['answer'] ? { error: form.errors['answer'] } : {}),
  };
}

/** What is asked, by whom, and what became of it. */
export function requestFacts(request: ChangeRequest): Fact[] {
  const list: (Fact | null)[] = [
    request.number === null
      ? { label: 'Продукт', value: `${request.productName}, артикул ${request.sku}` }
      : { label: 'Подписка', value: request.number, href: `/subscriptions/${request.number}` },
    { label: 'Заказчик', value: request.customerName, href: `/customers/${request.customerId}` },
    { label: 'Что сделать', value: wishWords(request) },
    request.comment ? { label: 'Комментарий', value: request.comment } : null,
    { label: 'Кто просит', value: `${request.askedByName}, ${formatMoment(request.askedAt)}` },
    request.decidedAt
      ? {
          label: request.state === 'withdrawn' ? 'Кто отозвал' : 'Кто решил',
          value: `${request.decidedByName}, ${formatMoment(request.decidedAt)}`,
        }
      : null,
    request.answer ? { label: 'Ответ', value: request.answer } : null,
    request.orderNumber ? { label: 'Заказ', value: request.orderNumber, href: `/orders/${request.orderNumber}` } : null,
  ];
  return list.filter((fact) => fact !== null);
}
