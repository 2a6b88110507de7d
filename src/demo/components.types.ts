import type { LimitBar } from '#src/credit/credit.types.ts';
import type * as C from '#src/platform/http/components.ts';
import type { Page } from '#src/platform/http/render.ts';

/** All components on one page, with the people of the demo world (product rule §15); shown in demo mode only. */
export interface ComponentsPage extends Page {
  head: C.PageHeadProps;
  tabs: C.Tab[];
  steps: C.Step[];
  limit: LimitBar;
  overLimit: LimitBar;
  stats: C.StatProps[];
  alerts: C.AlertProps[];
  badges: C.BadgeProps[];
  buttons: C.ButtonProps[];
  errors: Record<string, string>;
  fields: C.FieldProps[];
  seats: C.StepperProps;
  choices: C.ChoiceProps[];
  terms: C.CheckProps;
  filters: C.FiltersProps;
  heads: C.SortHeadProps[];
  rows: ComponentRow[];
  pager: C.PagerProps;
  facts: C.Fact[];
  totals: C.TotalsProps;
  timeline: C.TimelineEntry[];
  comment: C.FieldProps;
  success: C.SuccessProps;
  held: C.SuccessProps;
  empty: C.EmptyProps;
  progress: C.ProgressProps;
  months: C.ChartProps;
  vendors: C.ChartProps;
}

export interface ComponentRow {
  number: string;
  product: string;
  vendor: string;
  customer: string;
  seats: number;
  sum: string;
  price: string;
  renewalOn: string | null;
  badge: C.BadgeProps;
  menu: C.RowMenuItem[];
}
