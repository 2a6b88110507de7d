import type { Tab } from '#src/platform/http/components.ts';
import type { IconName } from '#src/platform/http/icons.ts';
import { isOpen } from '#src/subscriptions/manage/actions.rules.ts';
import type { SubscriptionStatus } from '#src/subscriptions/subscriptions.rules.ts';

export type CardTab = 'overview' | 'parameters' | 'auto-renewal' | 'history' | 'documents';

const tabs: readonly {
  readonly name: CardTab;
  readonly label: string;
  readonly icon: IconName;
  readonly href: (card: string) => string;
}[] = [
  { name: 'overview', label: 'Обзор', icon: 'info-circle', href: (card) => card },
  { name: 'parameters', label: 'Параметры', icon: 'adjustments-horizontal', href: (card) => `${card}/parameters` },
  { name: 'auto-renewal', label: 'Автопродление', icon: 'refresh', href: (card) => `${card}/auto-renewal` },
  { name: 'history', label: 'Журнал подписки', icon: 'history', href: (card) => `${card}/history` },
  { name: 'documents', label: 'Документы', icon: 'file-invoice', href: (card) => `${card}/documents` },
];

/** The tabs of a subscription's pages; those that change something are for people who may, in a state that allows it. */
export function cardTabs(
  of: { readonly number: string; readonly status: SubscriptionStatus },
  current: CardTab,
  canManage: boolean,
): Tab[] {
  return tabs
    .filter(({ name }) => (name === 'parameters' || name === 'auto-renewal' ? canManage && isOpen(name, of.status) : true))
    .map(({ name, label, icon, href }) => ({ label, icon, href: href(`/subscriptions/${of.number}`), isCurrent: name === current }));
}
