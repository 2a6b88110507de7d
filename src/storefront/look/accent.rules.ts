import { contrast, hexOf, type Oklch, oklchOf } from '#src/lib/colour.ts';

/** Colours of a storefront that come of its accent, `#rrggbb`, for one theme. */
export interface AccentLook {
  /** Buttons, the ring of the focus. */
  readonly accent: string;
  readonly accentHover: string;
  /** Words on them. */
  readonly onAccent: string;
  readonly link: string;
  /** Ground of what is chosen. */
  readonly accentSoft: string;
}

/** Text is read from here on (WCAG 2.2, 1.4.3). */
const READABLE = 4.5;

/** The grounds that links stand on, the accent's own aside: `--bg`, `--surface`, `--raised`, `--sunken` of `public/css/tokens.css`. */
export const GROUNDS = {
  light: ['#f6f7fa', '#ffffff', '#ffffff', '#f2f3f7'],
  dark: ['#0f131a', '#161b24', '#1e232d', '#12161e'],
} as const;

/**
 * One colour of a brand re-tints the portal's look, in both themes: its hue and strength stay, its lightness goes as far as words on it and
 * links of it need to be read.
 */
export function looksOf(accent: string): { readonly light: AccentLook; readonly dark: AccentLook } {
  const brand = oklchOf(accent);
  return { light: lightLook(brand), dark: darkLook(brand) };
}

function lightLook(brand: Oklch): AccentLook {
  const onAccent = '#ffffff';
  const accentSoft = hexOf({ ...brand, l: 0.955, c: Math.min(brand.c, 0.022) });
  const own = until({ ...brand, l: Math.min(brand.l, 0.6) }, -1, [onAccent, accentSoft, ...GROUNDS.light]);
  return {
    ...{ accent: hexOf(own), onAccent, accentSoft },
    accentHover: hexOf({ ...own, l: Math.max(0, own.l - 0.06) }),
    link: hexOf(until({ ...own, l: Math.min(own.l, 0.47) }, -1, [accentSoft, ...GROUNDS.light])),
  };
}

function darkLook(brand: Oklch): AccentLook {
  const onAccent = hexOf({ ...brand, l: 0.13, c: Math.min(brand.c, 0.03) });
  const accentSoft = hexOf({ ...brand, l: 0.31, c: Math.min(brand.c, 0.065) });
  const own = until({ ...brand, l: Math.max(brand.l, 0.62), c: Math.min(brand.c, 0.17) }, 1, [onAccent]);
  return {
    ...{ accent: hexOf(own), onAccent, accentSoft },
    accentHover: hexOf({ ...own, l: Math.min(1, own.l + 0.05) }),
    link: hexOf(until({ ...brand, l: Math.max(own.l, 0.77), c: Math.min(brand.c, 0.11) }, 1, [accentSoft, ...GROUNDS.dark])),
  };
}

/** The first colour, darker (−1) or lighter (1) step by step, that is read on all these. */
function until(colour: Oklch, way: -1 | 1, on: readonly string[]): Oklch {
  let found = colour;
  while (found.l > 0 && found.l < 1 && on.some((ground) => contrast(hexOf(found), ground) < READABLE))
    found = { ...found, l: found.l + way * 0.01 };
  return found;
}

const NAMES: Record<keyof AccentLook, string> = {
  accent: '--accent',
  accentHover: '--accent-hover',
  onAccent: '--on-accent',
  link: '--link',
  accentSoft: '--accent-soft',
};

/** The stylesheet that re-tints the look; it stands outside of all layers and so wins over the portal's own colours. */
export function accentStylesheet(accent: string): string {
  const { light, dark } = looksOf(accent);
  const tokens = Object.entries(NAMES) as [keyof AccentLook, string][];
  return `:root{${tokens.map(([key, name]) => `${name}:light-dark(${light[key]},${dark[key]})`).join(';')}}\n`;
}

/** A colour as people type it, `#0F766E` or `0f766e`, in the form it is kept; null where it is none. */
export function readAccent(typed: string): string | null {
  const found = /^#?([0-9a-f]{6})$/i.exec(typed.trim());
  return found?.[1] ? `#${found[1].toLowerCase()}` : null;
}
