import { describe, expect, test } from 'vitest';
import { day } from '#src/lib/days.ts';
import { endsOn, type Lifetime, nextRenewal, statusBadge } from '#src/subscriptions/service/status.rules.ts';

const today = day('2026-11-22');
const active: Lifetime = { status: 'active', autoRenew: true, stopOn: null };

describe('an active subscription on 22 November', () => {
  test.each([
    ['runs on', active, null, '2026-12-01', 'Активна'],
    ['stops on a date of this month', { ...active, stopOn: day('2026-11-28') }, '2026-11-28', '2026-11-28', 'Остановится 28.11.2026'],
    ['stops today', { ...active, stopOn: today }, '2026-11-22', '2026-11-22', 'Остановится 22.11.2026'],
    ['stops with the month', { ...active, stopOn: day('2026-11-30') }, '2026-11-30', '2026-11-30', 'Остановится 30.11.2026'],
    [
      'is renewed once more before its date',
      { ...active, stopOn: day('2027-01-15') },
      '2027-01-15',
      '2026-12-01',
      'Остановится 15.01.2027',
    ],
    ['is not renewed', { ...active, autoRenew: false }, '2026-11-30', '2026-11-30', 'Остановится 30.11.2026'],
    [
      'is not renewed, so a later date means nothing',
      { ...active, autoRenew: false, stopOn: day('2027-01-15') },
      '2026-11-30',
      '2026-11-30',
      'Остановится 30.11.2026',
    ],
    [
      'stops before the month does',
      { ...active, autoRenew: false, stopOn: day('2026-11-25') },
      '2026-11-25',
      '2026-11-25',
      'Остановится 25.11.2026',
    ],
  ])('%s', (_, of, end, renewal, label) => {
    expect(endsOn(of, today)).toBe(end);
    expect(nextRenewal(of, today)).toBe(renewal);
    expect(statusBadge(of, today)).toMatchObject({ label, tone: end ? 'warn' : 'ok' });
  });
});

test.each([
  ['pending', 'Ожидает', 'info'],
  ['stopped', 'Остановлена', 'mute'],
  ['suspended', 'Приостановлена', 'bad'],
  ['cancelled', 'Отменена', 'mute'],
] as const)('a %s one has no days ahead, whatever its settings', (status, label, tone) => {
  const of: Lifetime = { status, autoRenew: false, stopOn: day('2026-11-28') };
  expect(endsOn(of, today)).toBeNull();
  expect(nextRenewal(of, today)).toBeNull();
  expect(statusBadge(of, today)).toMatchObject({ label, tone });
});
