import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { hexOf, oklchOf } from '#src/lib/colour.ts';
import { type AccentLook, accentStylesheet, GROUNDS, looksOf, readAccent } from '#src/storefront/look/accent.rules.ts';

/** Contrast by the definition of WCAG 2.2, apart from the code's. */
function contrast(...pair: readonly [string, string]): number {
  const [a = 0, b = 0] = pair.map((hex) => {
    const parts = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
    const [r = 0, g = 0, blue = 0] = parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * blue + 0.05;
  });
  return Math.max(a, b) / Math.min(a, b);
}

/** The lowest contrast of words with what they stand on. */
function lowest({ accent, accentHover, onAccent, link, accentSoft }: AccentLook, grounds: readonly string[]): number {
  const links = [accentSoft, ...grounds].map((ground) => contrast(link, ground));
  return Math.min(contrast(onAccent, accent), contrast(onAccent, accentHover), ...links);
}

const colours = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`);

test('words are read on every colour of a brand, in both themes', () => {
  const all = (accent: string) => {
    const { light, dark } = looksOf(accent);
    expect(lowest(light, GROUNDS.light), `${accent} light`).toBeGreaterThanOrEqual(4.5);
    expect(lowest(dark, GROUNDS.dark), `${accent} dark`).toBeGreaterThanOrEqual(4.5);
  };
  for (let hue = 0; hue < 360; hue += 3) for (const l of [0.3, 0.6, 0.9]) all(hexOf({ l, c: 0.25, h: hue }));
  for (const edge of ['#000000', '#ffffff', '#ffff00', '#0000ff', '#808080']) all(edge);
  fc.assert(fc.property(colours, all));
});

test('the hue of the brand stays', () => {
  for (let h = 0; h < 360; h += 15) {
    const brand = hexOf({ l: 0.6, c: 0.12, h });
    const found = oklchOf(looksOf(brand).light.accent).h;
    expect(Math.min(Math.abs(found - h), 360 - Math.abs(found - h)), brand).toBeLessThan(4);
  }
});

test('a colour is the same there and back', () => {
  fc.assert(fc.property(colours, (colour) => void expect(hexOf(oklchOf(colour))).toBe(colour)));
});

test('the grounds are those of the tokens', () => {
  const css = readFileSync('public/css/tokens.css', 'utf8');
  const hue = Number(/--gray-hue:(\d+)/.exec(css)?.[1]);
  const colour = (text: string) => {
    const [, l, c] = /oklch\((\.\d+) (\.\d+)/.exec(text) ?? [];
    return text === '#fff' ? '#ffffff' : hexOf({ l: Number(l), c: Number(c), h: hue });
  };
  const grounds = ['bg', 'surface', 'raised', 'sunken'].map(
    (name) => new RegExp(`--${name}:light-dark\\((#fff|oklch\\([^)]*\\)\\)),(oklch\\([^)]*\\)\\))\\)`).exec(css) ?? [],
  );
  expect(grounds.map(([, light = '']) => colour(light))).toEqual(GROUNDS.light);
  expect(grounds.map(([, , dark = '']) => colour(dark))).toEqual(GROUNDS.dark);
});

it('is typed as people do', () => {
  expect([' #0F766E', '0f766e', '#fff', 'red', '#0f766e;}', ''].map(readAccent)).toEqual(['#0f766e', '#0f766e', null, null, null, null]);
  expect(accentStylesheet('#0f766e')).toMatch(/^:root\{(--[a-z-]+:light-dark\(#[0-9a-f]{6},#[0-9a-f]{6}\);?)+\}\n$/);
});
