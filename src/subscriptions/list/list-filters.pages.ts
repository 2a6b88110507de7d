import { ShownList } from '#src/platform/http/list.ts';
import { type ListFilter, subscriptionList } from '#src/subscriptions/subscriptions.forms.ts';
import type { ListHead } from './subscriptions.queries.ts';

export type ShownSubscriptions = ShownList<typeof subscriptionList.fields>;

/** The partner's subscriptions under the filter of their page. */
export function shownSubscriptions(head: ListHead, filter: ListFilter & { readonly page: number }): ShownSubscriptions {
  return new ShownList(subscriptionList, '/subscriptions', filter, {
    vendor: { options: head.vendors.map(([value, label]) => ({ value, label })), chip: (slug) => nameOf(head, slug) },
    customer: { chip: () => head.customer ?? '' },
  });
}

const nameOf = ({ vendors }: ListHead, slug: string): string => vendors.find(([known]) => known === slug)?.[1] ?? slug;
