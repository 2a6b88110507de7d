import { describe, expect, test } from 'vitest';
import { kopecks } from '#src/lib/money.ts';
import type { HistoryEvent } from '#src/subscriptions/history/history.types.ts';
import { sentence } from '#src/subscriptions/history/history.words.ts';
import { partnerNotes, timelineEntry, whoWords } from '#src/subscriptions/history/timeline.words.ts';

const at = new Date('2026-11-20T13:42:00Z');
const event: HistoryEvent = {
  at,
  actorName: 'Анна Ветрова',
  actorRole: 'partner_owner',
  action: 'seats',
  before: { seats: 10 },
  after: { seats: 15 },
  monthDelta: kopecks(1_650_00n),
  fullMonthDelta: kopecks(4_500_00n),
  comment: null,
  orderNumber: null,
  letters: [],
};
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('the sentence', () => {
  test.each([
    ['ordered', {}, { seats: 21, autoRenew: true, stopOn: null }, { what: 'Подписка оформлена: 21 место', notes: [] }],
    [
      'ordered',
      {},
      { seats: 7, autoRenew: false, stopOn: '2026-11-30' },
      { notes: ['Автопродление выключено.', 'Дата остановки: 30.11.2026.'] },
    ],
    ['held', {}, { kind: 'new', seats: 7 }, { what: 'Заказ ждёт решения' }],
    ['held', {}, { kind: 'increase', seats: 21 }, { what: 'Заказ на увеличение до 21 места ждёт решения' }],
    ['held', {}, { kind: 'restart', seats: 7 }, { what: 'Заказ на запуск ждёт решения' }],
    [
      'activated',
      { status: 'pending' },
      { status: 'active', seats: 7 },
      { what: 'Подписка запущена', before: 'Ожидает', after: 'Активна' },
    ],
    ['cancelled', { status: 'pending' }, { status: 'cancelled' }, { what: 'Подписка отменена', before: 'Ожидает', after: 'Отменена' }],
    [
      'stopped',
      { status: 'active' },
      { status: 'stopped', cause: 'person' },
      { what: 'Подписка остановлена', before: 'Активна', after: 'Остановлена' },
    ],
    [
      'stopped',
      { status: 'active' },
      { status: 'stopped', cause: 'stop_date' },
      { what: 'Подписка остановлена: наступила дата остановки' },
    ],
    [
      'stopped',
      { status: 'active' },
      { status: 'stopped', cause: 'auto_renew_off' },
      { what: 'Подписка остановлена: автопродление было выключено' },
    ],
    [
      'started',
      { status: 'stopped', stopOn: '2026-11-10' },
      { status: 'active', seats: 7, stopOn: null },
      { before: 'Остановлена', after: 'Активна', notes: ['Дата остановки 10.11.2026 снята.'] },
    ],
    ['seats', { seats: 10 }, { seats: 15 }, { what: 'Изменено количество мест', before: '10', after: '15', notes: [] }],
    ['seats_down', { seats: 15 }, { seats: 12 }, { before: '15', after: '12', notes: ['Действует со следующего дня.'] }],
    ['renewed', { status: 'active' }, { status: 'active', period: '2026-12-01' }, { what: 'Подписка продлена на декабрь 2026' }],
    ['suspended', { status: 'active' }, { status: 'suspended' }, { what: 'Подписка приостановлена', after: 'Приостановлена' }],
    ['resumed', { status: 'suspended' }, { status: 'active' }, { what: 'Подписка возобновлена', before: 'Приостановлена' }],
    ['auto_renewal', { autoRenew: true, stopOn: null }, { autoRenew: false, stopOn: null }, { what: 'Автопродление выключено', notes: [] }],
    [
      'auto_renewal',
      { autoRenew: false, stopOn: null },
      { autoRenew: true, stopOn: '2026-12-31' },
      { what: 'Автопродление включено', notes: ['Дата остановки: 31.12.2026.'] },
    ],
    [
      'auto_renewal',
      { autoRenew: true, stopOn: '2026-11-28' },
      { autoRenew: true, stopOn: null },
      { what: 'Изменена дата остановки', before: '28.11.2026', after: 'не задана' },
    ],
  ] as const)('of %s', (action, before, after, expected) => {
    expect(sentence({ at: event.at, action, before, after })).toMatchObject(expected);
  });
});

test('the partner reads the effect, the comment, a new price and the letters', () => {
  const letters = [{ template: 'seats-changed', address: 'anna@vector.example', status: 'sent' }];
  const notes = partnerNotes({
    ...event,
    before: { unitPrice: '10000' },
    after: { unitPrice: '12000' },
    comment: 'Новые сотрудники',
    letters,
  });
  expect(notes.map(plain)).toEqual([
    'За ноябрь 2026: +1 650,00 ₽',
    'За полный месяц: +4 500,00 ₽',
    'Цена за место: 100,00 ₽ → 120,00 ₽',
    'Комментарий: Новые сотрудники',
    'Письмо «Изменено число пользователей» на anna@vector.example: отправлено',
  ]);
});

test('nothing is said of sums that did not change, and less is said with a minus', () => {
  expect(partnerNotes({ ...event, monthDelta: kopecks(0n), fullMonthDelta: kopecks(-900_00n) }).map(plain)).toEqual([
    'За полный месяц: −900,00 ₽',
  ]);
});

test.each([
  ['partner_owner', 'Анна Ветрова, партнёр'],
  ['manager', 'Анна Ветрова, менеджер MONT'],
  ['system', 'Анна Ветрова'],
])('who acted as %s', (actorRole, words) => {
  expect(whoWords({ ...event, actorRole })).toBe(words);
});

test('an entry of the timeline has Moscow time and a link to its order', () => {
  expect(timelineEntry({ ...event, orderNumber: 'O-100007' })).toMatchObject({
    datetime: '2026-11-20T13:42:00.000Z',
    day: '20.11.2026',
    time: '16:42',
    links: [{ href: '/orders/O-100007', label: 'Заказ O-100007' }],
  });
});
