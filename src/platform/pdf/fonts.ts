import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as fontkit from 'fontkit';
import { unhinted } from './unhinted.ts';

export type FontName = 'regular' | 'bold';

const files: Record<FontName, string> = {
  regular: '@expo-google-fonts/pt-sans/400Regular/PTSans_400Regular.ttf',
  bold: '@expo-google-fonts/pt-sans/700Bold/PTSans_700Bold.ttf',
};

/** Words whose shapes are remembered; when so many are known, all are forgotten. */
const REMEMBERED = 20_000;

type Run = ReturnType<fontkit.Font['layout']>;

/** A parsed font that remembers how it shaped a word: parsing and shaping are most of the work of a small document. */
export interface DocumentFont {
  /** What pdfkit embeds a subset of. */
  readonly font: fontkit.Font;
  /** Height of the line above its baseline, in ems. */
  readonly ascent: number;
  /** Width of a word in ems. */
  widthOf(word: string): number;
  /** Has it a picture for every character of the text? */
  covers(text: string): boolean;
}

const opened = new Map<FontName, DocumentFont>();

/** PT Sans, which has Cyrillic, ₽ and № and digits of one width; parsed once per process or thread. */
export function documentFont(name: FontName): DocumentFont {
  const known = opened.get(name);
  if (known) return known;
  const font = openFont(name);
  opened.set(name, font);
  return font;
}

function openFont(name: FontName): DocumentFont {
  const file = createRequire(import.meta.url).resolve(files[name]);
  const parsed = glyphsByMeaning(fontkit.create(unhinted(readFileSync(file))) as fontkit.Font);
  // pdfkit multiplies the positions of a run by 1000 / unitsPerEm in place: by 1 here, so a run can be lent out again
  if (parsed.unitsPerEm !== 1000) throw new RangeError(`${files[name]} has ${parsed.unitsPerEm} units to the em, not 1000`);
  const runs = new Map<string, Run>();
  const layout = (text: string): Run => {
    const known = runs.get(text);
    if (known) return known;
    if (runs.size >= REMEMBERED) runs.clear();
    const { glyphs, positions, advanceWidth } = parsed.layout(text);
    const run = { glyphs, positions, advanceWidth } as Run;
    runs.set(text, run);
    return run;
  };
  const uncovered = new Set<number>();
  return {
    font: Object.create(parsed, { layout: { value: layout } }) as fontkit.Font,
    ascent: parsed.ascent / parsed.unitsPerEm,
    widthOf: (word) => layout(word).advanceWidth / parsed.unitsPerEm,
    covers: (text) => {
      for (const char of text) {
        const code = char.codePointAt(0) ?? 0;
        if (uncovered.has(code)) return false;
        if (parsed.hasGlyphForCodePoint(code)) continue;
        uncovered.add(code);
        return false;
      }
      return true;
    },
  };
}

/**
 * A font whose glyphs know the characters they were asked for with. fontkit keeps one glyph per number, with the characters of whoever
 * asked first: as a part of «А» the Latin «A» is fetched by its number alone, and would stay without characters for good.
 */
function glyphsByMeaning(font: fontkit.Font): fontkit.Font {
  const shared = font.getGlyph.bind(font);
  const known = new Map<string, fontkit.Glyph>();
  font.getGlyph = (id, codePoints = []) => {
    const key = `${id} ${codePoints.join(' ')}`;
    const glyph = known.get(key) ?? meant(shared(id), codePoints);
    known.set(key, glyph);
    return glyph;
  };
  return font;
}

function meant(shape: fontkit.Glyph, codePoints: readonly number[]): fontkit.Glyph {
  const isMark = codePoints.length > 0 && codePoints.every((code) => /\p{M}/u.test(String.fromCodePoint(code)));
  return Object.create(shape, {
    codePoints: { value: codePoints },
    isMark: { value: isMark },
    isLigature: { value: codePoints.length > 1 },
  }) as fontkit.Glyph;
}
