/** What the partials of `views/components/` that make lists take. */
import type { FieldProps } from './form-components.ts';
import type { IconName } from './icons.ts';

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
