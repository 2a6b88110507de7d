import type { Tab } from '#src/platform/http/components.ts';
import type { IconName } from '#src/platform/http/icons.ts';

/** What can be done with a subscription on a page of its own: the last word of `/subscriptions/:number/…`. */
export type Management = 'parameters' | 'auto-renewal' | 'stop' | 'start';

/** The pages that exist: only these are linked to from tabs, buttons and row menus. */
export const MANAGEMENT_PAGES: ReadonlySet<Management> = new Set<Management>([]);

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
  { name: 'documents', label: 'Документы', icon: 'file-invoice', href: () => '/documents' },
];

/** The tabs of a subscription's pages; those that change something are for people who may. */
export function cardTabs(number: string, current: CardTab, canManage: boolean): Tab[] {
  return tabs
    .filter(({ name }) => (name === 'parameters' || name === 'auto-renewal' ? canManage && MANAGEMENT_PAGES.has(name) : true))
    .map(({ name, label, icon, href }) => ({ label, icon, href: href(`/subscriptions/${number}`), isCurrent: name === current }));
}
