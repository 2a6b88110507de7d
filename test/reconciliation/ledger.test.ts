import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addDays, type Day, day, daysBetween } from '#src/lib/days.ts';
import { sum } from '#src/lib/money.ts';
import { prepayments } from '#src/payments/payments.queries.ts';
import { balancesAsOf, type Ledger, ledgerOf, ledgersByContract } from '#src/reconciliation/ledger.queries.ts';
import { type LedgerWorld, ledgerWorld, type Noted } from './ledger-world.ts';

let w: LedgerWorld;
beforeAll(async () => {
  w = await ledgerWorld(20261);
});
afterAll(() => w.p.close());

const inOrder = (noted: readonly Noted[]): Noted[] =>
  [...noted].sort(
    (a, b) =>
      a.on.localeCompare(b.on) ||
      a.rank - b.rank ||
      a.number.length - b.number.length ||
      (a.number < b.number ? -1 : a.number > b.number ? 1 : 0),
  );
const whole = (to = w.p.portal.clock.today(), from: Day | null = null) => ledgerOf(w.p.portal.sql, w.partnerId, { from, to });
const rows = ({ entries }: Ledger) => entries.map(({ on, number, amount }) => `${on} ${number} ${amount}`);
const FIRST = day('2026-11-01');

/** Days of the world, in order. */
const days = () => {
  const one = fc.integer({ min: 0, max: daysBetween(FIRST, w.p.portal.clock.today()) }).map((at) => addDays(FIRST, at));
  return fc.tuple(one, one, one).map((three) => three.sort() as [Day, Day, Day]);
};

describe('the ledger', () => {
  test('is what was done, in its order, with the balance after each', async () => {
    const noted = inOrder(w.noted);
    expect(new Set(noted.map(({ rank }) => rank)).size).toBe(5);
    const ledger = await whole();
    expect(rows(ledger)).toEqual(noted.map(({ on, number, amount }) => `${on} ${number} ${amount}`));
    expect(ledger.entries.map(({ balance }) => balance)).toEqual(
      noted.map((_, at) => sum(...noted.slice(0, at + 1).map((one) => one.amount))),
    );
    expect(ledger.opening).toBe(0n);
  });

  test('of a..b and then of b..c is that of a..c, and its opening is what was before', () =>
    fc.assert(
      fc.asyncProperty(days(), async ([a, b, c]) => {
        const [left, right, all, before] = await Promise.all([whole(b, a), whole(c, addDays(b, 1)), whole(c, a), whole(addDays(a, -1))]);
        expect([...rows(left), ...rows(right)]).toEqual(rows(all));
        expect([left.opening, left.closing, right.closing]).toEqual([all.opening, right.opening, all.closing]);
        expect([left.debit + right.debit, left.credit + right.credit]).toEqual([all.debit, all.credit]);
        expect([all.opening, all.closing]).toEqual([before.closing, all.opening + all.debit - all.credit]);
        expect((await balancesAsOf(w.p.portal.sql, c)).get(w.partnerId) ?? 0n).toBe(all.closing);
      }),
      { numRuns: 40, seed: 7 },
    ));

  test('by contract adds up to the whole, on every day', () =>
    fc.assert(
      fc.asyncProperty(days(), async ([a, , c]) => {
        const all = await whole(c, a);
        const parts = [...(await ledgersByContract(w.p.portal.sql, w.partnerId, { from: a, to: c })).values()];
        expect(sum(...parts.map(({ opening }) => opening))).toBe(all.opening);
        expect(sum(...parts.map(({ closing }) => closing))).toBe(all.closing);
      }),
      { numRuns: 40, seed: 8 },
    ));

  test('by contract keeps the balance of invoices in force of each, less the money paid under it', async () => {
    const { sql, clock } = w.p.portal;
    const parts = await ledgersByContract(sql, w.partnerId, { from: null, to: clock.today() });
    expect([...parts.values()].flatMap(({ entries }) => entries.map(({ kind }) => kind))).toContain('offset');
    for (const contractId of w.contracts) {
      const [own] = await sql<{ balance: bigint }>(
        'own',
        `select (coalesce((select sum(gross) from invoices where contract_id = $1 and status = 'issued'), 0) - coalesce((select sum(amount) from payments where contract_id = $1), 0)
           - coalesce((select sum(s.amount) from settlements s join payments p on p.id = s.payment_id and p.contract_id is null
             join invoices i on i.id = s.invoice_id and i.contract_id = $1), 0))::bigint as balance`,
        [contractId],
      );
      expect(parts.get(contractId)?.closing).toBe(own?.balance);
      expect(await ledgerOf(sql, w.partnerId, { from: null, to: clock.today() }, contractId)).toEqual(parts.get(contractId));
    }
  });

  test('ends with what is open less what is not used, as the exposure counts', async () => {
    const { sql, clock } = w.p.portal;
    const [open] = await sql<{ open: bigint }>(
      'open',
      `select sum(open)::bigint as open from invoice_balances where partner_id = $1 and status = 'issued'`,
      [w.partnerId],
    );
    const advance = sum(...(await prepayments(sql, w.partnerId)).map(({ rest }) => rest));
    const { closing } = await whole();
    expect(closing).toBe((open?.open ?? 0n) - advance);
    expect((await balancesAsOf(sql, clock.today())).get(w.partnerId)).toBe(closing);
  });

  test('keeps what it told: money and corrections that came later change no earlier balance by contract', async () => {
    const other = await ledgerWorld(20261, 2);
    try {
      const told = await ledgersByContract(other.p.portal.sql, other.partnerId, { from: null, to: day('2027-01-10') });
      const now = await ledgersByContract(w.p.portal.sql, w.partnerId, { from: null, to: day('2027-01-10') });
      expect([...told].map(([id, { closing }]) => [id, closing])).toEqual([...now].map(([id, { closing }]) => [id, closing]));
    } finally {
      await other.p.close();
    }
  });
});
