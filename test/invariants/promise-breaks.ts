import type { Break } from './breaks.ts';

/** A promise of «Вектор», made on 2 December 2026, without a hold or a change of the limit that would be its own. */
const promise = (columns: string, values: string): string =>
  `insert into payment_promises (partner_id, after_payment_id, amount, made_at, made_by, file_name, file_mime, file_bytes, ${columns})
   select id, 0, 100, '2026-12-02 10:00+03', 'Анна Ветрова', 'x', 'application/pdf', '\\x00', ${values} from partners where code = 'vector'`;

const inQuarter = (day: string, quarter = '2026-10-01') => promise('limit_change_id, due_on, quarter', `7, '${day}', '${quarter}'`);

/** Promised payments. */
export const promiseBreaks: readonly Break[] = [
  ['a promise open past its day', [inQuarter('2026-12-04')], 'audit_promise_day'],
  [
    'a promise whose hold was never lifted',
    [promise('hold_id, invoice_id, due_on, quarter', `9, 9, '2026-12-31', '2026-10-01'`)],
    'audit_promise_lift',
  ],
  [
    'a hold lifted for a promise that nobody gave',
    [
      `insert into holds (partner_id, reason, text, placed_at, lifted_at, lift_comment, lift_cause, lifted_until)
       select id, 'overdue', 'x', '2026-12-01', '2026-12-02', 'x', 'promise', '2026-12-31' from partners where code = 'vector'`,
    ],
    'audit_promise_lift',
  ],
  [
    'a limit higher for a promise that is over',
    [
      `insert into limit_changes (partner_id, before, after, allowance, comment, at, by_name)
       select id, 1, 101, 100, 'x', '2026-12-02', 'x' from partners where code = 'vector'`,
    ],
    'audit_promise_allowance',
  ],
  ['a promise counted for another quarter', [inQuarter('2026-12-31', '2026-07-01')], 'audit_promise_once'],
  [
    'two promises in a quarter',
    ['drop index payment_promises_once_a_quarter', inQuarter('2026-12-31'), inQuarter('2026-12-30')],
    'audit_promise_once',
  ],
];
