import type { Tab } from '#src/platform/http/components.ts';

const TABS = [
  { path: '/admin/receivables', label: 'По срокам' },
  { path: '/admin/receivables/advances', label: 'Авансы с НДС' },
  { path: '/admin/receivables/register', label: 'Реестр документов' },
] as const;

export type ReceivablesPath = (typeof TABS)[number]['path'];

/** The pages of «Дебиторка»; the menu leads to the first. */
export const receivablesTabs = (current: ReceivablesPath): Tab[] =>
  TABS.map(({ path, label }) => ({ href: path, label, ...(path === current ? { isCurrent: true } : {}) }));

export const SECTION = 'admin/receivables';
