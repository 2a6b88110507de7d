import { describe, expect, test } from 'vitest';
import { linesText, readSeatLines } from '#src/subscriptions/manage/many/lines.rules.ts';

describe('a pasted list', () => {
  test.each([
    ['S-100001;12', 12],
    ['S-100001\t12', 12],
    ['s-100001 , 12', 12],
    ['100001 12', 12],
    ['  S-100001;  0012 ;', 12],
  ])('«%s» is a line', (text, seats) => {
    expect(readSeatLines(text)).toEqual({ lines: [{ number: 'S-100001', seats }], bad: [] });
  });

  test('a heading and empty lines are passed over, rows are counted as in the spreadsheet', () => {
    const { lines, bad } = readSeatLines('номер; мест\n\nS-1;5\nS-2;пять\nмусор 5\nS-3\nS-1;6\nS-4;1;2\nS-5;12345678');
    expect(lines).toEqual([{ number: 'S-1', seats: 5 }]);
    expect(bad.map(({ row, reason }) => `${row}: ${reason}`)).toEqual([
      '4: Количество мест — одно целое число',
      '5: Это не номер подписки: он выглядит как S-100001',
      '6: Не указано, сколько мест',
      '7: Эта подписка уже есть в строке 3',
      '8: Количество мест — одно целое число',
      '9: Количество мест — одно целое число',
    ]);
  });

  test('no more than 200 at once', () => {
    const text = Array.from({ length: 201 }, (_, at) => `S-${at + 1};5`).join('\n');
    const { lines, bad } = readSeatLines(text);
    expect([lines.length, bad.length, bad[0]?.row]).toEqual([200, 1, 201]);
    expect(readSeatLines(linesText(lines)).lines).toEqual(lines);
  });
});
