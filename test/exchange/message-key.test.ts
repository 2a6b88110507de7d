import { expect, it } from 'vitest';
import { messageKey } from '#src/exchange/receiving/message-key.rules.ts';
import { searchKey } from '#src/lib/search-key.ts';

it('a message is found by codes, names and numbers of its items, each once; not by sums', () => {
  const body = JSON.stringify({
    items: [
      { balance: '12.00', custAccount: 'К-1', name: 'ООО «Вектор»' },
      { custAccount: 'К-1', docNumber: '17/А', purpose: 'Оплата' },
    ],
  });
  expect(messageKey('0f8f-1', body)).toBe(['0f8f-1', 'К-1', 'ООО «Вектор»', '17/А'].map(searchKey).join('|'));
});

it('what is no message is found by its beginning', () => {
  expect(messageKey(null, '{"custAccount": К-77')).toContain(searchKey('К-77'));
});

it('of very many items only the first are found', () => {
  const items = Array.from({ length: 20_000 }, (_, at) => ({ custAccount: `Д-${at}` }));
  const key = messageKey(null, JSON.stringify({ items }));
  expect([key.length < 60_000, key.includes(searchKey('Д-1000')), key.includes(searchKey('Д-19999'))]).toEqual([true, true, false]);
});
