import type { Account } from '#src/accounts/accounts.types.ts';
import type { Tab } from '#src/platform/http/components.ts';

/** The partner's two inboxes, with what waits in each: of its customers, and of visitors of its storefront. */
export function inboxTabs(current: 'customers' | 'store', account: Account | undefined): Tab[] {
  const { openRequests = 0, storeRequests = 0 } = account?.partner ?? {};
  return [
    { label: 'От заказчиков', icon: 'users', href: '/requests', isCurrent: current === 'customers', ...counted(openRequests) },
    { label: 'С витрины', icon: 'building-store', href: '/requests/store', isCurrent: current === 'store', ...counted(storeRequests) },
  ];
}

const counted = (count: number): { count?: number } => (count > 0 ? { count } : {});
