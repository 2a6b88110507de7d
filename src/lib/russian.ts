const latinKeys = "`qwertyuiop[]asdfghjkl;'zxcvbnm,.";
const cyrillicKeys = 'ёйцукенгшщзхъфывапролджэячсмитьбю';
const toCyrillicKey = new Map([...latinKeys].map((key, at) => [key, cyrillicKeys[at] ?? key]));
const toLatinKey = new Map([...cyrillicKeys].map((key, at) => [key, latinKeys[at] ?? key]));

const latinSounds: Record<string, string> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  д: 'd',
  е: 'e',
  ё: 'e',
  ж: 'zh',
  з: 'z',
  и: 'i',
  й: 'y',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'kh',
  ц: 'ts',
  ч: 'ch',
  ш: 'sh',
  щ: 'shch',
  ъ: '',
  ы: 'y',
  ь: '',
  э: 'e',
  ю: 'yu',
  я: 'ya',
};

/** The word form for a number: 1 подписка, 2 подписки, 5 подписок, 11 подписок, 21 подписка. */
export function plural(n: number | bigint, one: string, few: string, many: string): string {
  const size = Math.abs(Number(BigInt(n) % 100n));
  const last = size % 10;
  if (size > 10 && size < 20) return many;
  if (last === 1) return one;
  return last >= 2 && last <= 4 ? few : many;
}

/** The number with its word: «5 подписок», «12 400 подписок». */
export function count(n: number | bigint, one: string, few: string, many: string): string {
  return `${grouped(n)} ${plural(n, one, few, many)}`;
}

/** `12 400`: groups of three, held by a no-break space. */
export const grouped = (n: number | bigint): string => String(n).replace(/\B(?=(\d{3})+$)/g, '\u00a0');

/** Up to two first letters of a name, for a round badge: «Анна Викторова» gives «АВ». */
export function initials(name: string): string {
  const words = name.match(/[\p{L}\p{N}]+/gu) ?? [];
  return words
    .slice(0, 2)
    .map((word) => [...word][0]?.toUpperCase() ?? '')
    .join('');
}

/** The first letter upper-case, the rest as it is. */
export function capitalise(text: string): string {
  const [first = '', ...rest] = text;
  return first.toUpperCase() + rest.join('');
}

/** Russian letters as Latin ones, case kept; everything else stays. «Щука» gives `Shchuka`. */
export function transliterate(text: string): string {
  return text.replace(/[а-яё]/gi, (letter) => {
    const lower = letter.toLowerCase();
    const latin = latinSounds[lower] ?? letter;
    return letter === lower ? latin : capitalise(latin);
  });
}

/** What was meant when Russian was typed with the Latin layout on: `rfcgthcrbq` gives «касперский». Lower case. */
export function fromLatinLayout(text: string): string {
  return swapKeys(text, toCyrillicKey);
}

/** What was meant when English was typed with the Russian layout on: «ьшскщыщае» gives `microsoft`. Lower case. */
export function fromCyrillicLayout(text: string): string {
  return swapKeys(text, toLatinKey);
}

/** The form in which texts are compared: lower case, «ё» as «е», single spaces, none at the ends. */
export function normalise(text: string): string {
  return text.normalize('NFC').toLowerCase().replaceAll('ё', 'е').replace(/\s+/g, ' ').trim();
}

function swapKeys(text: string, keys: Map<string, string>): string {
  return [...text.toLowerCase()].map((key) => keys.get(key) ?? key).join('');
}
