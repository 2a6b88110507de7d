import type { Page } from './render.ts';
import type { MenuItem, Shell } from './shell.ts';
import type { Html } from './views.ts';

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
