import { randomUUID } from 'node:crypto';
import { formatMoment } from '#src/lib/days.ts';
import type { Actor } from '#src/platform/actor.ts';
import type { BadgeProps, ChoiceProps, FieldProps, PageHeadProps } from '#src/platform/http/components.ts';
import type { FormState } from '#src/platform/http/forms.ts';
import type { Page } from '#src/platform/http/render.ts';
import type { MySubscription } from '#src/subscriptions/my/my.queries.ts';
import { canChange, canMove } from '#src/subscriptions/subscriptions.rules.ts';
import { wishWords } from '#src/subscriptions/wish.rules.ts';
import { requestBadge } from './requests.pages.ts';
import { mayWithdraw } from './requests.rules.ts';
import type { ChangeRequest } from './requests.types.ts';

/** «Попросить изменить»: the customer's form and what it asked before; no prices. */
export interface MyRequestsPage extends Page {
  readonly head: PageHeadProps;
  readonly action: string;
  readonly back: string;
  readonly token: string;
  readonly withdrawalToken: string;
  readonly errors: Record<string, string>;
  readonly choices: ChoiceProps[];
  readonly comment: FieldProps;
  /** Why nothing can be asked now. */
  readonly why: string | null;
  readonly requests: {
    readonly wish: string;
    readonly asked: string;
    readonly badge: BadgeProps;
    readonly comment: string | null;
    readonly answer: string | null;
    /** Where it is taken back; null when it is answered, or a colleague's. */
    readonly withdrawal: string | null;
  }[];
}

export function myRequestsPage(of: MySubscription, requests: readonly ChangeRequest[], actor: Actor, form: FormState): MyRequestsPage {
  const card = `/my/subscriptions/${of.number}`;
  return {
    title: `Попросить изменить ${of.number}`,
    section: 'my/subscriptions',
    isInvalid: Object.keys(form.errors).length > 0,
    head: {
      title: 'Попросить изменить',
      sub: `${of.productName} · ${of.number}`,
      crumbs: [{ label: 'Мои подписки', href: '/my/subscriptions' }, { label: of.number, href: card }, { label: 'Попросить изменить' }],
    },
    action: `${card}/requests`,
    back: card,
    token: randomUUID(),
    withdrawalToken: randomUUID(),
    errors: { ...form.errors },
    choices: choices(of, form),
    comment: {
      name: 'comment',
      label: 'Комментарий',
      type: 'textarea',
      rows: 3,
      maxlength: 500,
      isOptional: true,
      value: form.values['comment'] ?? '',
      ...(form.errors['comment'] ? { error: form.errors['comment'] } : {}),
    },
    why: whyNot(of, requests),
    requests: requests.map((request) => ({
      wish: wishWords(request),
      asked: formatMoment(request.askedAt),
      badge: requestBadge(request),
      comment: request.comment,
      answer: request.answer,
      withdrawal: request.state === 'open' && mayWithdraw(actor, request) ? `${card}/requests/${request.id}/withdrawal` : null,
    })),
  };
}

function choices(of: MySubscription, { values, errors }: FormState): ChoiceProps[] {
  const chosen = values['kind'] ?? (canChange(of.status) ? 'seats' : 'stop');
  const seats: FieldProps = {
    name: 'seats',
    label: 'Сколько нужно мест',
    inputmode: 'numeric',
    value: values['seats'] ?? String(of.seats),
    ...(errors['seats'] ? { error: errors['seats'] } : {}),
  };
  return [
    {
      name: 'kind',
      value: 'seats',
      label: 'Изменить количество мест',
      hint: `Сейчас ${of.seats}`,
      isChecked: chosen === 'seats',
      disabled: !canChange(of.status),
      extra: seats,
    },
    {
      name: 'kind',
      value: 'stop',
      label: 'Остановить подписку',
      hint: 'День, в который партнёр остановит подписку, будет последним',
      isChecked: chosen === 'stop',
      disabled: !canMove(of.status, 'stop'),
    },
  ];
}

function whyNot(of: MySubscription, requests: readonly ChangeRequest[]): string | null {
  if (requests.some(({ state }) => state === 'open')) return 'Запрос уже отправлен, партнёр ещё не ответил';
  return canMove(of.status, 'stop') ? null : 'В этом состоянии подписку изменить нельзя, свяжитесь с партнёром';
}
