import type { HoldBar } from '#src/credit/credit.types.ts';
import type { DemoLogOns } from '#src/demo/log-ons.rules.ts';
import type { Flash } from '#src/platform/http/flash.ts';
import type { IconName } from '#src/platform/http/icons.ts';
import type { Page } from '#src/platform/http/render.ts';
import type { Html } from '#src/platform/http/views.ts';

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
  /** What the log-on page offers in demo mode. */
  demo: DemoLogOns | null;
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
  available: string;
  /** Whole percents of the limit in use, 0 … 100. */
  percent: number;
}

export interface ShellSearch {
  action: string;
  /** Id of the part of its page that is replaced while typing. */
  live: string;
  placeholder: string;
  q: string;
}

/** What a layout gets around the drawn page. */
export interface LayoutProps {
  page: Page;
  shell: Shell;
  body: Html;
}

export interface HeadProps {
  page: Page;
  shell: Shell;
}

export interface MenuProps {
  label: string;
  items: MenuItem[];
}
