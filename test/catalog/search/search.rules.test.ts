import { describe, expect, it } from 'vitest';
import { distance, knownTerm, markMatches, matchExpression, nearestWords, readQuery, wordsOf } from '#src/catalog/search/search.rules.ts';

describe('reading a query', () => {
  it.each([
    ['Касперский', [[['касперский']]]],
    ['Kaspersky', [[['kaspersky'], ['лфызукылн']]]],
    ['rfcgthcrbq', [[['rfcgthcrbq'], ['касперский']]]],
    ['ьшскщыщае', [[['ьшскщыщае'], ['microsoft']]]],
    ['Ёлка', [[['елка'], ['kf'], ['`kf']]].map((readings) => readings.slice(0, 1))],
  ])('%s may mean %j', (typed, expected) => {
    expect(readQuery(typed).map((readings) => readings.slice(0, expected[0]?.length))).toEqual(expected);
  });

  it('turns the layout before it cuts into words: «;» and «[» are letters there', () => {
    expect(readQuery(';ehyfk')[0]).toContainEqual(['журнал']);
    expect(readQuery('[jcn')[0]).toContainEqual(['хост']);
  });

  it('takes no more than six words of a hundred letters, and nothing of signs', () => {
    expect(readQuery('а б в г д е ж з')).toHaveLength(6);
    expect(readQuery(`${'щ'.repeat(5000)}`)[0]?.[0]?.[0]).toHaveLength(100);
    expect(readQuery('  %% -- !! ')).toEqual([]);
  });

  it('reads words of both alphabets with digits', () => {
    expect(wordsOf('1С:Фреш, Dr.Web — «МойОфис» 365')).toEqual(['1с', 'фреш', 'dr', 'web', 'мойофис', '365']);
  });
});

describe('distance between words', () => {
  it.each([
    ['kaspresky', 'kaspersky', 1],
    ['каспрский', 'касперский', 1],
    ['microsft', 'microsoft', 1],
    ['оффис', 'офис', 1],
    ['', 'офис', 4],
    ['office', 'office', 0],
  ])('%s to %s is %d', (a, b, expected) => {
    expect(distance(a, b)).toBe(expected);
    expect(distance(b, a)).toBe(expected);
  });

  it('corrects one slip of a short word and two of a long one, nothing of two letters', () => {
    expect(nearestWords('оис', ['офис'])).toEqual({ words: ['офис'], distance: 1 });
    expect(nearestWords('оас', ['офис'])).toBeNull();
    expect(nearestWords('дакументаоборот', ['документооборот'])?.words).toEqual(['документооборот']);
    expect(nearestWords('фи', ['офис'])).toBeNull();
    expect(nearestWords('qqqq', [])).toBeNull();
  });

  it('understands the beginning of a word with a slip', () => {
    expect(nearestWords('каспре', ['касперский', 'каспий'])?.words).toContain('касперский');
  });
});

describe('the search expression', () => {
  it('looks for all words that begin with the stem, and for the Latin spelling', () => {
    const term = knownTerm({ word: 'каспер', stem: 'каспер', isKnown: true, isStopWord: false });
    expect(matchExpression([term])).toBe(`('каспер':*|'kasper':*)`);
  });

  it('holds nothing but letters and digits between its quotes', () => {
    const hostile = readQuery(`a'b|c&!(d):*\\ <-> "x" `).flat(2);
    for (const word of hostile) expect(word).toMatch(/^[\p{L}\p{N}]+$/u);
  });
});

describe('marks', () => {
  const kasper = [knownTerm({ word: 'каспер', stem: 'каспер', isKnown: true, isStopWord: false })];

  it('marks whole words in both spellings and keeps the text', () => {
    const segments = markMatches('Kaspersky Endpoint — Лаборатория Касперского', kasper);
    expect(segments.filter(({ isMatch }) => isMatch).map(({ text }) => text)).toEqual(['Kaspersky', 'Касперского']);
    expect(segments.map(({ text }) => text).join('')).toBe('Kaspersky Endpoint — Лаборатория Касперского');
  });

  it('takes «ё» for «е»', () => {
    const term = knownTerm({ word: 'учет', stem: 'учет', isKnown: true, isStopWord: false });
    expect(markMatches('Учёт', [term])).toEqual([{ text: 'Учёт', isMatch: true }]);
  });

  it('gives the text as it is without a search', () => {
    expect(markMatches('<b>Офис</b>', [])).toEqual([{ text: '<b>Офис</b>', isMatch: false }]);
  });
});
