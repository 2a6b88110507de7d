import { formatMoment } from '#src/lib/days.ts';
import type { Actor } from '#src/platform/actor.ts';
import type { BadgeProps, EmptyProps, PageHeadProps } from '#src/platform/http/components.ts';
import type { Page } from '#src/platform/http/render.ts';
import { wishWords } from '#src/subscriptions/wish.rules.ts';
import { requestBadge } from '../requests.pages.ts';
import { mayWithdraw } from '../requests.rules.ts';
import type { ChangeRequest } from '../requests.types.ts';

export interface AllAskedPage extends Page {
  readonly head: PageHeadProps;
  readonly token: string;
  readonly rows: {
    readonly wish: string;
    /** Of the subscription it is about; null for a new product. */
    readonly href: string | null;
    readonly product: string;
    readonly asked: string;
    readonly comment: string | null;
    readonly answer: string;
    readonly badge: BadgeProps;
    /** Where it is taken back; null when it is answered, or a colleague's. */
    readonly withdrawal: string | null;
  }[];
  readonly empty: EmptyProps | null;
}

/** `/my/requests`: everything the customer asked its partner, and what became of it. */
export function allAskedPage(requests: readonly ChangeRequest[], actor: Actor, token: string): AllAskedPage {
  return {
    title: 'Запросы партнёру',
    section: 'my/requests',
    head: {
      title: 'Запросы партнёру',
      sub: 'Изменения подписок и новые продукты, о которых вы просили',
      actions: [{ label: 'Попросить продукт', icon: 'plus', kind: 'primary', href: '/my/catalog' }],
    },
    token,
    rows: requests.map((request) => ({
      wish: wishWords(request),
      href: request.number === null ? null : `/my/subscriptions/${request.number}`,
      product: request.productName,
      asked: `${formatMoment(request.askedAt)}, ${request.askedByName}`,
      comment: request.comment,
      answer: request.answer ?? '—',
      badge: requestBadge(request),
      withdrawal: request.state === 'open' && mayWithdraw(actor, request) ? withdrawalOf(request) : null,
    })),
    empty:
      requests.length > 0
        ? null
        : { icon: 'send', title: 'Запросов пока нет', text: 'Новый продукт просят в каталоге, изменение — на странице подписки.' },
  };
}

const withdrawalOf = ({ number, id }: ChangeRequest): string =>
  number === null ? `/my/requests/${id}/withdrawal` : `/my/subscriptions/${number}/requests/${id}/withdrawal`;
