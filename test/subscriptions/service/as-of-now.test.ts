import { expect, test } from 'vitest';
import { day } from '#src/lib/days.ts';
import { autoRenewal } from '#src/subscriptions/card/card.pages.ts';
import { renewalWords } from '#src/subscriptions/service/status.rules.ts';

const today = day('2026-11-22');
const active = { status: 'active', autoRenew: true, stopOn: null } as const;

test.each([
  [active, '01.12.2026'],
  [{ ...active, autoRenew: false }, 'остановится 30.11.2026'],
  [{ ...active, stopOn: day('2026-11-25') }, 'остановится 25.11.2026'],
  [{ ...active, stopOn: day('2026-12-25') }, '01.12.2026'],
  [{ ...active, status: 'cancelled' as const }, '—'],
])('the column «Продление» of %o says %s', (of, words) => expect(renewalWords(of, today)).toBe(words));

test.each([
  ['active', 'Подписка продлевается каждый месяц'],
  ['stopped', 'После запуска подписка будет продлеваться'],
  ['suspended', 'После возобновления подписка будет продлеваться'],
  ['cancelled', 'Подписка отменена, продлений не будет.'],
] as const)('auto-renewal of a subscription that is %s', (status, words) =>
  expect(autoRenewal({ ...active, status }, today).text).toContain(words),
);
