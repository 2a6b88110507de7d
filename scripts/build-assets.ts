/**
 * Builds what `public/` takes from packages: the subsets of Inter and the icon sprite.
 * The results are committed, so nobody needs this to run the portal. Run: `npm run build:assets`.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import subsetFont from 'subset-font';
import { iconNames } from '#src/platform/http/icons.ts';

const root = new URL('../', import.meta.url);
const inRoot = (path: string) => new URL(path, root);

const printable = Array.from({ length: 0x7f - 0x20 }, (_, index) => String.fromCharCode(0x20 + index)).join('');
const cyrillic = Array.from({ length: 0x60 }, (_, index) => String.fromCharCode(0x400 + index)).join('');

/** Which glyphs go into which face; the sources are split the same way. */
const faces = [
  { from: 'latin', to: 'latin', glyphs: `${printable}\u00a0«»—–…“”„’‘•·×±°§©®€№→−≈≤≥` },
  { from: 'cyrillic', to: 'cyrillic', glyphs: `${cyrillic}№` },
  { from: 'latin-ext', to: 'rub', glyphs: '₽' },
];

/** The invisible square every Tabler icon starts with. */
const frame = '<path stroke="none" d="M0 0h24v24H0z" fill="none"/>';

const mark =
  '<symbol id="mark" viewBox="0 0 28 28"><rect width="28" height="28" rx="7" fill="currentColor"/>' +
  '<path d="M7.5 20V9.5l6.5 6 6.5-6V20" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"/></symbol>';

async function buildFonts(): Promise<void> {
  mkdirSync(inRoot('public/fonts/'), { recursive: true });
  for (const { from, to, glyphs } of faces) {
    const source = inRoot(`node_modules/@fontsource-variable/inter/files/inter-${from}-wght-normal.woff2`);
    const face = await subsetFont(readFileSync(source), glyphs, {
      targetFormat: 'woff2',
      variationAxes: { wght: { min: 400, max: 700, default: 400 } },
    });
    writeFileSync(inRoot(`public/fonts/inter-${to}.woff2`), face);
  }
}

/** One `<symbol>` of the sprite; the stroke is set once by the class `icon`. */
function symbol(name: string): string {
  if (name === 'mark') return mark;
  const source = readFileSync(inRoot(`node_modules/@tabler/icons/icons/outline/${name}.svg`), 'utf8');
  const drawing = /<svg[^>]*>([\s\S]*)<\/svg>/.exec(source.replace(/<!--[\s\S]*?-->/g, ''))?.[1];
  if (!drawing) throw new Error(`no drawing in ${name}.svg`);
  return `<symbol id="${name}" viewBox="0 0 24 24">${drawing
    .replace(/\s*\n\s*/g, '')
    .replaceAll(' />', '/>')
    .replace(frame, '')}</symbol>`;
}

function buildSprite(): void {
  const sprite = `<svg xmlns="http://www.w3.org/2000/svg">\n${iconNames.map(symbol).join('\n')}\n</svg>\n`;
  writeFileSync(inRoot('public/icons.svg'), sprite);
}

await buildFonts();
buildSprite();
