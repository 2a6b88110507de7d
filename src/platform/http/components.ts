/** What the partials of `views/components/` take. Texts are ready to show; addresses are paths of the portal. */
import type { IconName } from './icons.ts';
import type { Tone } from './shell.ts';
import type { Html } from './views.ts';

export interface Crumb {
  label: string;
  /** None for the page itself. */
  href?: string;
}

/** A link that looks like a button, or a submit button (`name`, `value`), or one that may not be pressed now (`why`). */
export interface ButtonProps {
  label: string;
  icon?: IconName;
  kind?: 'primary' | 'danger' | 'danger solid' | 'quiet';
  size?: 'small' | 'large';
  href?: string;
  name?: string;
  value?: string;
  /** Id of the form the button submits, when it stands outside of it. */
  form?: string;
  /** Id of the dialog that opens instead of following `href` or submitting. */
  dialog?: string;
  /** Why it can't be pressed now: shown under the button. */
  why?: string;
  isDownload?: boolean;
  formnovalidate?: boolean;
  autofocus?: boolean;
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

export interface Option {
  value: string;
  label: string;
}

export interface FieldProps {
  name: string;
  label: string;
  /** `text` when absent. */
  type?: 'text' | 'number' | 'date' | 'month' | 'email' | 'password' | 'tel' | 'search' | 'url' | 'file' | 'textarea' | 'select';
  /** The name when absent; give one where two forms of a page have the same name. */
  id?: string;
  value?: string;
  hint?: string;
  error?: string;
  options?: Option[];
  isOptional?: boolean;
  required?: boolean;
  disabled?: boolean;
  readonly?: boolean;
  autofocus?: boolean;
  /** The label is for screen readers only. */
  isLabelHidden?: boolean;
  /** Takes the whole row of a `field-grid`. */
  isWide?: boolean;
  isMono?: boolean;
  icon?: IconName;
  /** Text that always follows the value: `.onmicrosoft.com`. */
  suffix?: string;
  /** A button glued to the field, such as «+ Новый». */
  button?: ButtonProps;
  autocomplete?: string;
  inputmode?: 'numeric' | 'decimal' | 'tel' | 'email' | 'search';
  min?: string | number;
  max?: string | number;
  maxlength?: number;
  rows?: number;
  pattern?: string;
  placeholder?: string;
  accept?: string;
  form?: string;
}

export interface CheckProps {
  name: string;
  label: string;
  /** Markup in the label, such as links to the terms; made by a partial. */
  content?: Html;
  id?: string;
  value?: string;
  isChecked?: boolean;
  hint?: string;
  error?: string;
  required?: boolean;
  disabled?: boolean;
}

/** A radio button as a card; `extra` shows only when it is chosen. */
export interface ChoiceProps {
  name: string;
  value: string;
  label: string;
  hint?: string;
  isChecked?: boolean;
  disabled?: boolean;
  extra?: FieldProps;
}

export interface StepperProps {
  name: string;
  label: string;
  value: string;
  id?: string;
  min: number;
  max: number;
  hint?: string;
  error?: string;
  /** Text beside the buttons: «× 214,00 ₽». */
  beside?: string;
}

/** Field name → message, in the order of the form. `ids` where the field's id is not its name. */
export interface ErrorSummaryProps {
  errors: Record<string, string>;
  ids?: Record<string, string>;
  /** Does not take the focus: for the page that only shows it. */
  isSample?: boolean;
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

export interface LimitBarProps {
  limit: string;
  available: string;
  /** Whole percents, 0 … 100 and over. */
  percent: number;
  /** With what is about to be taken (renewals, this order), in percents; over 100 the bar turns red. */
  nextPercent?: number;
  nextLabel?: string;
}

export interface Chip {
  label: string;
  /** The same list without this filter. */
  href: string;
}

export interface FiltersProps {
  /** What is searched: «Фильтр подписок». */
  label: string;
  action: string;
  search?: { label: string; placeholder: string; value: string; name?: string };
  fields?: FieldProps[];
  /** Kept by the form unseen: the sort order. */
  hidden?: Record<string, string>;
  chips?: Chip[];
  resetHref?: string;
  /** Ids of the parts to replace while typing. */
  live?: string;
}

export interface SortHeadProps {
  label: string;
  href: string;
  order: 'ascending' | 'descending' | null;
  isNumber?: boolean;
}

export interface PagerProps {
  /** «1–50 из 200» */
  summary: string;
  previous: string | null;
  next: string | null;
  /** A page without a number is a gap. */
  pages: { number: number | null; href: string; isCurrent: boolean }[];
}

/** A link, or with `action` a POST form of one button, or neither and then greyed out. */
export interface RowMenuItem {
  label: string;
  icon?: IconName;
  href?: string;
  action?: string;
  dialog?: string;
  /** Draws a line above. */
  isApart?: boolean;
}

export interface RowMenuProps {
  id: string;
  /** «Действия: Kaspersky, ООО «Ромашка»» */
  label: string;
  items: RowMenuItem[];
  csrf?: string;
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
