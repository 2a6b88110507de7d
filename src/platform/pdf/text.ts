/** A font as pdfkit has it in a document: its own `text` works with the same. */
interface UsedFont {
  readonly id: string;
  encode(text: string): [codes: string[], positions: readonly { readonly xAdvance: number; readonly advanceWidth: number }[]];
  ref(): unknown;
}

/** A line and where its baseline begins, points from the top left corner. */
export interface PlacedLine {
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

/**
 * Draws lines in the font in use with one operator each. pdfkit's own `text` writes the same glyphs with ten operators a line,
 * measures them again and makes a buffer of every operator: two thirds of the time of a document.
 */
export function drawText(doc: PDFKit.PDFDocument, lines: readonly PlacedLine[], size: number): void {
  const font = (doc as unknown as { _font: UsedFont })._font;
  doc.page.fonts[font.id] ??= font.ref();
  const shown = lines.map(({ text, x, y }) => `1 0 0 -1 ${short(x)} ${short(y)} Tm [${glyphsOf(font, text)}] TJ`);
  doc.addContent(`BT /${font.id} ${short(size)} Tf\n${shown.join('\n')}\nET`);
}

/** Codes of the glyphs in hexadecimal, with corrections between them where the font kerns. */
function glyphsOf(font: UsedFont, text: string): string {
  const [codes, positions] = font.encode(text);
  let operand = '<';
  codes.forEach((code, at) => {
    const { xAdvance, advanceWidth } = positions[at] ?? { xAdvance: 0, advanceWidth: 0 };
    operand += xAdvance === advanceWidth ? code : `${code}> ${short(advanceWidth - xAdvance)} <`;
  });
  return `${operand}>`;
}

const short = (value: number): number => Math.round(value * 1000) / 1000;
