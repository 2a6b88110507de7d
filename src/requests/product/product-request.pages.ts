import { randomUUID } from 'node:crypto';
import type { AlertProps, ButtonProps, Fact, FieldProps, PageHeadProps } from '#src/platform/http/components.ts';
import type { FormState } from '#src/platform/http/forms.ts';
import { addressOf } from '#src/platform/http/lists.ts';
import type { Page } from '#src/platform/http/render.ts';
import type { Viewer } from '#src/subscriptions/viewer.queries.ts';
import { wishWords } from '#src/subscriptions/wish.rules.ts';
import { answerField, requestBadge, requestFacts, tooLate } from '../requests.pages.ts';
import type { ChangeRequest } from '../requests.types.ts';

export interface ProductRequestPage extends Page {
  readonly head: PageHeadProps;
  readonly alerts: AlertProps[];
  readonly facts: Fact[];
  readonly errors: Record<string, string>;
  /** To the order that answers it; null once it is decided, and for who does not order. */
  readonly order: ButtonProps | null;
  readonly refusal: { readonly action: string; readonly token: string; readonly answer: FieldProps } | null;
}

/** `/requests/:id` where a new product is asked for: «Оформить» opens the order form filled in, and the order closes the request. */
export function productRequestPage(request: ChangeRequest, form: FormState, viewer: Viewer): ProductRequestPage {
  const isPending = request.state === 'open' && viewer.manages;
  return {
    title: `Запрос ${request.id}: ${wishWords(request)}`,
    section: 'requests',
    isInvalid: Object.keys(form.errors).length > 0,
    head: {
      title: `${request.customerName} просит: ${wishWords(request)}`,
      badge: requestBadge(request),
      sub: request.productName,
      crumbs: [{ label: 'Запросы заказчиков', href: '/requests' }, { label: `Запрос ${request.id}` }],
    },
    alerts: request.state !== 'open' && form.errors[''] ? [tooLate(form.errors[''], form)] : [],
    facts: requestFacts(request),
    errors: { ...form.errors },
    order: isPending
      ? {
          label: 'Оформить',
          icon: 'plus',
          kind: 'primary',
          href: addressOf('/orders/new', { offer: request.sku, customer: request.customerId, wish: request.id }),
        }
      : null,
    refusal: isPending ? { action: `/requests/${request.id}/refusal`, token: randomUUID(), answer: answerField(form) } : null,
  };
}
