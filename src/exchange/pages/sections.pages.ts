import type { BadgeProps } from '#src/platform/http/components.ts';

/** A short table of a page of the exchange. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly heads: readonly { readonly label: string; readonly isNumber?: boolean }[];
  readonly rows: readonly (readonly Cell[])[];
  readonly empty: string;
  readonly more?: { readonly href: string; readonly label: string };
}

/** The first of a row is its title. */
export interface Cell {
  readonly text?: string;
  readonly href?: string;
  readonly small?: string;
  readonly badge?: BadgeProps;
}
