/** What the partials of `views/components/` take. Texts are ready to show; addresses are paths of the portal. */
import type { ButtonProps } from './form-components.ts';
import type { IconName } from './icons.ts';
import type { Html } from './views.ts';

export type * from './form-components.ts';
export type * from './list-components.ts';

export type Tone = 'ok' | 'info' | 'warn' | 'bad' | 'mute';

export interface Crumb {
  label: string;
  /** None for the page itself. */
  href?: string;
}

export interface BadgeProps {
  tone: Tone;
  label: string;
  icon?: IconName;
}

export interface PageHeadProps {
  title: string;
  sub?: string;
  badge?: BadgeProps;
  crumbs?: Crumb[];
  actions?: ButtonProps[];
}

export interface Tab {
  label: string;
  href: string;
  icon?: IconName;
  isCurrent?: boolean;
  count?: number;
}

export interface Step {
  label: string;
  state: 'done' | 'current' | 'ahead';
}

export interface AlertProps {
  tone: 'ok' | 'info' | 'warn' | 'bad';
  /** Bold beginning. */
  title?: string;
  text?: string;
  link?: { href: string; label: string };
}

export interface StatProps {
  value: string;
  label: string;
  href?: string;
  isOn?: boolean;
  tone?: 'bad' | 'warn' | 'ok';
}

export interface Fact {
  label: string;
  value: string;
  href?: string;
  isMono?: boolean;
}

export interface TotalsProps {
  /** Id of the list, to be replaced by a preview. */
  id?: string;
  lines: { label: string; value: string }[];
  total?: { label: string; value: string };
}

export interface TimelineEntry {
  /** `2026-11-20T13:42:00Z` */
  datetime: string;
  day: string;
  time: string;
  tone: Tone;
  icon: IconName;
  what: string;
  before?: string;
  after?: string;
  notes?: string[];
  who: string;
  links?: { href: string; label: string }[];
}

export interface DialogProps {
  id: string;
  title: string;
  action: string;
  csrf: string;
  body: Html;
  submit: string;
  isDanger?: boolean;
  /** Parts of the page the answer replaces; without it the form is sent as any other. */
  frag?: string;
  hidden?: Record<string, string>;
}

export interface EmptyProps {
  icon: IconName;
  title: string;
  text?: string;
  actions?: ButtonProps[];
}

export interface SuccessProps {
  title: string;
  text?: string;
  tone?: 'ok' | 'warn';
  icon?: IconName;
  steps?: string[];
  actions?: ButtonProps[];
}

export interface ProgressProps {
  label: string;
  value: number;
  max: number;
  /** «1 200 из 5 000 партнёров» */
  text: string;
}

export interface ChartProps {
  id: string;
  title: string;
  /** Head of the first and of the second column of the table behind the picture. */
  heads: [string, string];
  /** `columns` over time, `bars` to compare. */
  shape: 'columns' | 'bars';
  items: ChartItem[];
}

export interface ChartItem {
  label: string;
  /** Ready text of the value, and a short one to stand above the column. */
  value: string;
  short?: string;
  /** Height against the highest, 0 … 100. */
  percent: number;
  isNow?: boolean;
}
