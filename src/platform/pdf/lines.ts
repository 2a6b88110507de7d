import { documentFont, type FontName } from './fonts.ts';

/**
 * A text as the font can print it: no-break spaces of one kind, characters without a picture (emoji, hieroglyphs,
 * control characters, soft hyphens) left out, and the space before a mark that they leave.
 */
export function printable(text: string): string {
  const plain = text
    .normalize('NFC')
    .replace(/[\u2007\u202f]/g, '\u00a0')
    .replace(/[\t\r]/g, ' ')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '');
  if (/^[\u0020-\u007e\u00a0-\u00ff\u0410-\u044fЁё№₽«»„“”–—…\n]*$/.test(plain)) return plain;
  const { covers } = documentFont('regular');
  const shown = [...plain].filter((char) => char === '\n' || covers(char)).join('');
  return shown.length === plain.length ? shown : shown.replace(/ +(?=[ ,.;:)]|$)/gm, '');
}

/** Breaks a printable text into lines of at most `width` points: at spaces, and inside of words longer than a line. */
export function breakLines(text: string, width: number, font: FontName, size: number): string[] {
  const { widthOf } = documentFont(font);
  const limit = width / size;
  const space = widthOf(' ');
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = '';
    let filled = 0;
    for (const word of paragraph.split(/[ ]+/).filter(Boolean)) {
      const wide = widthOf(word);
      if (line !== '' && filled + space + wide <= limit) {
        line += ` ${word}`;
        filled += space + wide;
        continue;
      }
      if (line !== '') lines.push(line);
      const parts = wide <= limit ? [word] : splitWord(word, limit, font);
      lines.push(...parts.slice(0, -1));
      line = parts.at(-1) ?? '';
      filled = widthOf(line);
    }
    lines.push(line);
  }
  return lines;
}

/** Width of a line in points. */
export function lineWidth(line: string, font: FontName, size: number): number {
  const { widthOf } = documentFont(font);
  return size * line.split(' ').reduce((total, word, at) => total + widthOf(word) + (at > 0 ? widthOf(' ') : 0), 0);
}

function splitWord(word: string, limit: number, font: FontName): string[] {
  const { widthOf } = documentFont(font);
  const parts: string[] = [];
  let part = '';
  let filled = 0;
  for (const char of word) {
    const wide = widthOf(char);
    if (part !== '' && filled + wide > limit) {
      parts.push(part);
      [part, filled] = ['', 0];
    }
    part += char;
    filled += wide;
  }
  return [...parts, part];
}
