import iconv from 'iconv-lite';

/** Every character of windows-1251; one of its bytes means nothing. */
const HELD = new Set(iconv.decode(Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)), 'win1251').replace('\ufffd', ''));

/** Characters that people write and exchange files had better not hold: what stands for them. */
const substitutes: Record<string, string> = { '₽': 'руб.', '−': '-', '‑': '-', '‒': '–', '―': '—' };

/** Emoji, characters that nobody sees, and what no XML may hold. */
const UNWRITTEN = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\p{Default_Ignorable_Code_Point}\p{C}\ufffd]/gu;

/**
 * A text as an exchange file tells it: letters and marks of every alphabet as they are, «₽» as «руб.», spaces of all kinds as
 * plain ones; emoji and control characters go.
 */
export function exchangeText(text: string): string {
  const seen = text.replace(/\s/g, ' ').replace(UNWRITTEN, (char) => (HELD.has(char) && /\P{C}/u.test(char) ? char : ''));
  return seen.normalize('NFC').replace(/[₽−‑‒―]/g, (char) => substitutes[char] ?? '');
}

/** Bytes of a finished XML text in windows-1251: what the encoding lacks becomes a character reference, «Ω» `&#937;`. */
export function cp1251Xml(xml: string): Uint8Array {
  return iconv.encode([...xml].map((char) => (HELD.has(char) ? char : `&#${char.codePointAt(0)};`)).join(''), 'win1251');
}
