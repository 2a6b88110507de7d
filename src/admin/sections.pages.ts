import type { BadgeProps, ButtonProps } from '#src/platform/http/components.ts';

/** A short table of a card: the latest rows, and the way to all of them. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly heads: readonly { readonly label: string; readonly isNumber?: boolean }[];
  readonly rows: readonly (readonly SectionCell[])[];
  /** Said instead of the table. */
  readonly empty: string;
  readonly more?: { readonly href: string; readonly label: string };
  readonly action?: ButtonProps;
}

/** A cell: text, with a link, a second line or a badge; the first cell of a row is its title. */
export interface SectionCell {
  readonly text?: string;
  readonly href?: string;
  readonly small?: string;
  readonly badge?: BadgeProps;
}
