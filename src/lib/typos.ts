/** Shorter words are like too many others to be corrected. */
const SHORTEST = 5;

/** Is a slip in a word of a search forgiven? Numbers mean what they say. */
export const isForgiven = (word: string): boolean => word.length >= SHORTEST && !/\d/.test(word);

/**
 * What a text may have in place of a word with one slip in it, `_` for any letter: a wrong letter, two in the wrong order, one left
 * out, one too many; the likelier first. «хлибный» gives `хл_бный` among others. About four for each letter.
 */
export function withOneSlip(word: string): string[] {
  const letters = [...word];
  const at = letters.map((_, index) => index);
  const inner = at.slice(1);
  const found = [
    ...at.map((index) => letters.with(index, '_')),
    ...inner.map((index) => letters.with(index - 1, letters[index] ?? '').with(index, letters[index - 1] ?? '')),
    ...inner.map((index) => letters.toSpliced(index, 0, '_')),
    ...at.map((index) => letters.toSpliced(index, 1)),
  ];
  return [...new Set(found.map((one) => one.join('')))];
}

/** The part of one of the texts that the word, with its one slip, was meant to be; null where none has it. */
export function meantWord(word: string, texts: readonly string[]): string | null {
  for (const slip of withOneSlip(word)) {
    const pattern = new RegExp(slip.replaceAll('_', '[^|]'), 'u');
    for (const text of texts) {
      const [meant] = pattern.exec(text) ?? [];
      if (meant !== undefined) return meant;
    }
  }
  return null;
}
