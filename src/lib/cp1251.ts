import iconv from 'iconv-lite';

/** Characters that windows-1251 lacks and people write: what stands for them. */
const substitutes: Record<string, string> = {
  '₽': 'руб.',
  '−': '-',
  '‑': '-',
  '‒': '–',
  '―': '—',
  '″': '"',
  '′': "'",
  '×': 'x',
  '÷': ':',
  '²': '2',
  '³': '3',
  ø: 'o',
  Ø: 'O',
  ß: 'ss',
  æ: 'ae',
  Æ: 'AE',
};

/**
 * A text with nothing that windows-1251 can't hold: «₽» becomes «руб.», letters lose foreign accents, spaces of all kinds become
 * plain ones, emoji and control characters go. What has no substitute and is a letter or a digit becomes «?».
 */
export function cp1251Text(text: string): string {
  const plain = text.normalize('NFC').replace(/\s/g, ' ');
  return [...plain].map((char) => (isHeld(char) ? char : replaced(char))).join('');
}

/** The bytes of a text; what does not fit must have been replaced before. */
export function cp1251Bytes(text: string): Uint8Array {
  return iconv.encode(text, 'win1251');
}

/** Does windows-1251 hold this text as it is? */
export function isCp1251(text: string): boolean {
  return [...text].every(isHeld);
}

/** Every printable character of the encoding. */
const HELD = new Set(
  [...iconv.decode(Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)), 'win1251')].filter((char) => !/\p{Cc}/u.test(char)),
);

const isHeld = (char: string): boolean => HELD.has(char);

function replaced(char: string): string {
  const known = substitutes[char];
  if (known !== undefined) return known;
  const bare = [...char.normalize('NFKD')].filter((part) => !/\p{M}/u.test(part));
  if (bare.length > 0 && bare.every(isHeld)) return bare.join('');
  return /[\p{L}\p{N}]/u.test(char) ? '?' : '';
}
