import { expect, it } from 'vitest';
import { limitBarOf } from '#src/credit/limit-bar.rules.ts';

const plain = (text: string | undefined) => text?.replaceAll('\u00a0', ' ');

it.each([
  ['nothing taken', 30_000_000n, 0n, 'Занято 0 %', 0],
  ['some taken, rounded down', 30_000_000n, 21_360_000n, 'Занято 71 %', 71],
  ['all taken', 100n, 100n, 'Занято 100 %', 100],
  ['far more than the limit', 100_00n, 17_731_00n, 'Больше лимита на 17 631,00 ₽', 100],
  ['no limit at all', 0n, 5_00n, 'Больше лимита на 5,00 ₽', 100],
  ['money paid ahead', 100_00n, -5_00n, 'Занято 0 %', 0],
])('a limit with %s', (_, limit, exposure, used, percent) => {
  const bar = limitBarOf(limit, exposure);
  expect([plain(bar.used), bar.percent, bar.next]).toEqual([used, percent, undefined]);
});

it('what comes next is told in the same way, and never beyond the bar', () => {
  const label = 'С этим заказом';
  const told = (exposure: bigint, sum: bigint) => {
    const { next } = limitBarOf(100_00n, exposure, { sum, label });
    return [plain(next?.label), next?.percent, next?.isOver];
  };
  expect(told(40_00n, 60_00n)).toEqual([label, 100, false]);
  expect(told(40_00n, 17_731_00n)).toEqual([`${label}: больше на 17 671,00 ₽`, 100, true]);
  expect(told(140_00n, 10_00n)).toEqual([label, 100, true]);
  expect(told(40_00n, -50_00n)).toEqual([label, 0, false]);
});
