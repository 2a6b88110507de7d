import { transliterate } from '#src/lib/russian.ts';

/** Latin letters and digits of a Russian text: «Полярные технологии» → `polyarnyetekhnologii`. */
export const latinCode = (text: string): string => transliterate(text.toLowerCase()).replace(/[^a-z0-9]/g, '');
