/** One `<day>` of a calendar: `['01.10', 1, '01.01']`. */
type DayOf = readonly [d: string, t: number | string, f?: string];

const HOLIDAYS = '01.01 01.02 01.03 01.04 01.05 01.06 01.07 01.08 02.23 03.08 05.01 05.09 06.12 11.04'.split(' ');

/** A calendar in the form of xmlcalendar: the holidays of the law, and these days. */
export function yearXml(year: number | string, days: readonly DayOf[] = [], { without = '', country = 'ru' } = {}): string {
  const all: DayOf[] = [...HOLIDAYS.filter((d) => d !== without).map((d): DayOf => [d, 1]), ...days];
  const rows = all.map(([d, t, f]) => `        <day d="${d}" t="${t}"${f === undefined ? ' h="1"' : ` f="${f}"`}/>`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<calendar year="${year}" lang="ru" date="2027.09.20" country="${country}">
    <holidays>
        <holiday id="1" title="Новогодние каникулы"/>
    </holidays>
    <days>
${rows.join('\n')}
    </days>
</calendar>`;
}

/** 2028 as it could be decreed: 1 and 2 January, a weekend, move to the 10th and to a day in February. */
export const of2028 = (): string =>
  yearXml(2028, [
    ['01.10', 1, '01.01'],
    ['02.10', 1, '01.02'],
    ['02.22', 2],
    ['11.03', 2],
    ['11.06', 1, '11.04'],
    ['12.30', 3],
  ]);
