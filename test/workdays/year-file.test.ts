import { describe, expect, it, test } from 'vitest';
import { builtInCalendar, isWorkingDay, nextWorkingDay, workYear } from '#src/lib/calendar.ts';
import { addDays, day } from '#src/lib/days.ts';
import { UnreadableFile } from '#src/lib/unreadable.ts';
import { differenceOf, workingDays } from '#src/workdays/year.rules.ts';
import { readYearFile } from '#src/workdays/year-file.work.ts';
import { of2028, yearXml } from './year-files.ts';

const read = (xml: string | Buffer) => readYearFile(Buffer.from(xml));

describe('a calendar of 2028', () => {
  const { year, days } = read(of2028());
  const calendar = new Map([...builtInCalendar, [String(year), workYear(days)] as const]);

  it('is read day by day', () => {
    expect(year).toBe(2028);
    expect(days.off).toHaveLength(17);
    expect([days.short, days.work]).toEqual([
      ['02-22', '11-03'],
      ['02-22', '11-03', '12-30'],
    ]);
    expect(days.moved).toEqual({ '01-10': '01-01', '02-10': '01-02', '11-06': '11-04' });
  });

  it.each([
    ['2027-12-31', 10, '2028-01-11'], // 10 January is off, moved from the 1st
    ['2028-01-31', 10, '2028-02-11'],
    ['2028-02-29', 14, '2028-03-14'],
    ['2028-10-28', 7, '2028-11-07'], // Saturday the 4th, Sunday, Monday moved
    ['2028-12-16', 14, '2028-12-30'], // a working Saturday
  ])('%s and %s calendar days is %s', (from, count, due) => {
    expect(nextWorkingDay(addDays(day(from), count), calendar)).toBe(due);
  });

  it('differs from what the law alone says', () => {
    const { becomeOff, becomeWorking } = differenceOf('2028', builtInCalendar, calendar);
    expect([becomeOff, becomeWorking]).toEqual([['2028-01-10', '2028-02-10', '2028-11-06'], ['2028-12-30']]);
    expect(workingDays('2028', calendar).slice(0, 2)).toEqual([15, 19]);
  });
});

test('the years that come with the portal are those of the form', () => {
  const { days } = read(
    yearXml(2027, [
      ...[
        ['02.20', 2],
        ['04.30', 2],
        ['06.11', 2],
        ['11.03', 2],
      ].map(([d, t]) => [String(d), Number(t)] as const),
      ...[
        ['02.22', '02.20'],
        ['05.03', '05.01'],
        ['05.10', '05.09'],
        ['06.14', '06.12'],
        ['11.05', '01.02'],
        ['12.31', '01.03'],
      ].map(([d = '', f = '']) => [d, 1, f] as const),
    ]),
  );
  const next = new Map([['2027', workYear(days)]]);
  expect(differenceOf('2027', builtInCalendar, next)).toEqual({ becomeOff: [], becomeWorking: [] });
  expect(isWorkingDay(day('2027-02-20'), next)).toBe(true);
  expect(next.get('2027')?.moved).toEqual(builtInCalendar.get('2027')?.moved);
});

describe('a file is refused with a sentence', () => {
  const entities = `<?xml version="1.0"?><!DOCTYPE calendar [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><calendar year="2028">&b;</calendar>`;
  const outside = `<?xml version="1.0"?><!DOCTYPE calendar SYSTEM "file:///etc/passwd"><calendar year="2028"/>`;
  it.each([
    ['with entities', entities, 'DOCTYPE'],
    ['that fetches another', outside, 'DOCTYPE'],
    ['that is deep', `<calendar year="2028">${'<a>'.repeat(5_000)}`, 'слишком сложно'],
    ['that is large', `${of2028()}${' '.repeat(200_000)}`, 'больше 200 КБ'],
    ['that is cut', of2028().slice(0, 900), 'повреждён'],
    ['that is no XML', 'Год;Дни\n2028;247', 'повреждён'],
    ['of bytes', Buffer.from([0xff, 0xfe, 0x00, 0x01]), 'повреждён'],
    ['that is empty', '', 'повреждён'],
    ['of another kind', '<Document><year>2028</year></Document>', 'не производственный календарь'],
    ['without a year', yearXml('28'), 'не производственный календарь'],
    ['of another country', yearXml(2028, [], { country: 'kz' }), 'другой страны'],
    ['without a holiday', yearXml(2028, [], { without: '06.12' }), 'нет праздников по ст. 112 ТК РФ: 12.06'],
    ['with a day that is not there', yearXml(2027, [['02.29', 1]]), 'в 2027 году нет дня «02.29»'],
    ['with a day the other way round', yearXml(2028, [['31.12', 1]]), 'нужен ММ.ДД'],
    ['with a day twice', yearXml(2028, [['05.01', 2]]), 'день 05.01 указан второй раз'],
    ['with an unknown kind', yearXml(2028, [['12.31', '9']]), 'вид дня t="9" неизвестен'],
    ['with a kind like a property', yearXml(2028, [['12.31', 'constructor']]), 'вид дня'],
    ['moved from nowhere', yearXml(2028, [['12.31', 1, '13.01']]), 'нет дня «13.01»'],
  ])('%s', (_, file, sentence) => {
    expect(() => read(file)).toThrow(UnreadableFile);
    expect(() => read(file)).toThrow(sentence);
  });
});
