import type { Tab } from '#src/platform/http/components.ts';

const TABS = { overview: ['Обзор', ''], messages: ['Сообщения', '/messages'], differences: ['Расхождения', '/differences'] } as const;

/** The pages of the exchange. */
export const tabsOf = (current: keyof typeof TABS): Tab[] =>
  Object.entries(TABS).map(([name, [label, path]]) => ({ label, href: `/admin/exchange${path}`, isCurrent: name === current }));
