import type { Offer } from '#src/catalog/catalog.types.ts';
import { count } from '#src/lib/russian.ts';
import type { AlertProps } from '#src/platform/http/components.ts';
import type { ProductWish } from '#src/requests/requests.queries.ts';
import type { RequestForOrder } from '#src/storefront/requests/for-order.queries.ts';

/** What an order answers, one of them or none. */
export interface Answered {
  /** The request of the storefront. */
  readonly request: RequestForOrder | null;
  /** The customer's request for a new product. */
  readonly wish: ProductWish | null;
}

/** Why nothing can be ordered, and the way on. */
export interface Refusal {
  readonly text: string;
  readonly link: { readonly href: string; readonly label: string };
}

/** The request, above the form. */
export function askedOf({ request, wish }: Answered): AlertProps | null {
  if (request) {
    const link = { href: `/requests/store/${request.id}`, label: 'Открыть заявку' };
    return { tone: 'info', title: `По заявке № ${request.id} с витрины.`, text: request.words, link };
  }
  if (!wish) return null;
  return {
    tone: 'info',
    title: `По запросу № ${wish.id}: ${wish.customerName}, ${count(wish.seats, 'место', 'места', 'мест')}.`,
    text: wish.comment ? `«${wish.comment}»` : 'Запрос закроется с заказом, заказчик получит письмо.',
    link: { href: `/requests/${wish.id}`, label: 'Открыть запрос' },
  };
}

export function refusalOf({ isDiscontinued }: Offer, { request, wish }: Answered): Refusal | null {
  if (request?.closed) return { text: request.closed, link: { href: `/requests/store/${request.id}`, label: 'К заявке' } };
  if (wish && wish.state !== 'open')
    return { text: 'Запрос заказчика уже решён: проверьте, чем.', link: { href: `/requests/${wish.id}`, label: 'К запросу' } };
  if (!isDiscontinued) return null;
  return { text: 'Продукт снят с продажи: новые подписки не оформляются.', link: { href: '/catalog', label: 'Выбрать другой продукт' } };
}

/** Where «Отмена» leads. */
export function backOf({ productSlug }: Offer, { request, wish }: Answered): string {
  if (request) return `/requests/store/${request.id}`;
  return wish ? `/requests/${wish.id}` : `/catalog/${productSlug}`;
}
