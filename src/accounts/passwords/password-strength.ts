import type { ZxcvbnFactory } from '@zxcvbn-ts/core';
import type { PasswordOwner } from '#src/accounts/accounts.types.ts';
import { fromCyrillicLayout, fromLatinLayout } from '#src/lib/russian.ts';
import { formFault, ownWords } from './password.rules.ts';
import { RUSSIAN_WORDS } from './russian-words.ts';

/** Only the beginning is measured: what is strong by then is strong, and long repetitions take seconds. */
const MEASURED = 64;

/**
 * Why this can't be the person's password, as a sentence for the field; null when it may be: 10 to 200 characters,
 * none of the person's own words, zxcvbn score of at least 3 (product rule §3), also after switching the keyboard layout.
 */
export async function passwordFault(plain: string, owner: PasswordOwner): Promise<string | null> {
  const fault = formFault(plain, owner);
  if (fault) return fault;
  const zxcvbn = await loadZxcvbn();
  const typed = plain.slice(0, MEASURED);
  const own = ownWords(owner);
  for (const variant of new Set([typed, fromCyrillicLayout(typed), fromLatinLayout(typed)])) {
    const { score, feedback } = zxcvbn.check(variant, own);
    if (score < 3) return WARNINGS[feedback.warning ?? ''] ?? TOO_SIMPLE;
  }
  return null;
}

const TOO_SIMPLE = 'Такой пароль легко подобрать: добавьте ещё одно-два слова, не связанных между собой';

const COMMON = 'Этот пароль есть в списках самых частых: придумайте другой';

const WARNINGS: Record<string, string> = {
  straightRow: 'Ряд соседних клавиш легко подобрать: возьмите несколько не связанных слов',
  keyPattern: 'Узор на клавиатуре легко подобрать: возьмите несколько не связанных слов',
  simpleRepeat: 'Повторы одного знака легко подобрать',
  extendedRepeat: 'Повторы одного куска легко подобрать: возьмите разные слова',
  sequences: 'Последовательности вроде abc или 6543 легко подобрать',
  recentYears: 'Год легко подобрать: добавьте не связанные с ним слова',
  dates: 'Дату легко подобрать: добавьте не связанные с ней слова',
  topTen: COMMON,
  topHundred: COMMON,
  common: COMMON,
  similarToCommon: 'Этот пароль похож на один из самых частых: придумайте другой',
  wordByItself: 'Одно слово легко подобрать: возьмите несколько не связанных слов',
  namesByThemselves: 'Имя или фамилию легко подобрать: добавьте не связанные с ними слова',
  commonNames: 'Распространённое имя легко подобрать: добавьте не связанные с ним слова',
  userInputs: 'Не используйте в пароле свой логин, почту или имя',
};

let loading: Promise<ZxcvbnFactory> | undefined;

/** The dictionaries take 200 ms and 40 MB, so they come when the first password is set. */
function loadZxcvbn(): Promise<ZxcvbnFactory> {
  loading ??= makeZxcvbn();
  return loading;
}

async function makeZxcvbn(): Promise<ZxcvbnFactory> {
  const [core, common, english] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
  ]);
  return new core.ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary, russian: [...RUSSIAN_WORDS] },
    graphs: common.adjacencyGraphs,
  });
}
