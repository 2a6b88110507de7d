import type { IconName } from './icons.ts';

/** What stands around every page. All texts are ready to show. */
export interface Shell {
  csrf: string;
  theme: 'light' | 'dark' | null;
  actor: ShellActor | null;
  /** Side menu; a title opens a group. */
  menu: MenuItem[];
  /** Menu under the name in the top bar; «Выйти» is added by the layout. */
  accountMenu: MenuItem[];
  credit: ShellCredit | null;
  hold: HoldBar | null;
  /** Name of the partner that a member of staff looks at the portal as. */
  viewing: string | null;
  flash: Flash | null;
  search: ShellSearch | null;
  /** Who to call, told on error pages and in the foot of the plain layout. */
  support: { email: string; phone: string } | null;
  requestId: string;
  demo: boolean;
}

export interface ShellActor {
  name: string;
  initials: string;
  company: string;
  /** The role in Russian: «Владелец», «Менеджер». */
  role: string;
  /** Where the brand leads to. */
  home: string;
}

export interface MenuItem {
  href: string;
  label: string;
  icon: IconName;
  isCurrent?: boolean;
  count?: number;
  /** Heading of the group this item opens. */
  group?: string;
}

/** The partner's credit limit in the side bar. */
export interface ShellCredit {
  limit: string;
  used: string;
  available: string;
  /** Whole percents of the limit in use, 0 … 100. */
  percent: number;
}

/** The bar on every page of a blocked partner (product rule §7). */
export interface HoldBar {
  /** «Новые заказы и управление подписками заблокированы: просрочена оплата» */
  what: string;
  /** «с 16 ноября 2026» */
  since: string;
  /** «12 340,00 ₽» */
  sum?: string;
  /** «Счёт № 42 по договору Д-17» */
  invoice?: string;
  manager?: { name: string; phone: string; email: string };
}

export type Tone = 'ok' | 'info' | 'warn' | 'bad' | 'mute';

/** A notice shown once, on the page after the action. */
export interface Flash {
  tone: 'ok' | 'info' | 'warn' | 'bad';
  text: string;
  link?: { href: string; label: string };
}

export interface ShellSearch {
  action: string;
  /** Id of the part of its page that is replaced while typing. */
  live: string;
  placeholder: string;
  q: string;
}

/** The shell of a page that nobody has logged on to. */
export function anonymousShell(): Shell {
  return {
    csrf: '',
    theme: null,
    actor: null,
    menu: [],
    accountMenu: [],
    credit: null,
    hold: null,
    viewing: null,
    flash: null,
    search: null,
    support: null,
    requestId: '',
    demo: false,
  };
}
