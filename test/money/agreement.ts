import { auditPortal } from '#src/invariants/audit.ts';
import { day } from '#src/lib/days.ts';
import { exactAsOf, receivablesList } from '#src/receivables/receivables.forms.ts';
import { listReceivables } from '#src/receivables/receivables.queries.ts';
import { balancesAsOf, ledgerOf, ledgersByContract } from '#src/reconciliation/ledger.queries.ts';
import type { TestPortal } from '#test/support/portal.ts';
import type { Life } from './life.ts';

/** What the portal tells of each day, held against the books: the ledger of all partners, the act of one, contract by contract, and the audit. */
export async function disagreements(p: TestPortal, life: Life): Promise<string[]> {
  const { sql } = p.portal;
  const faults: string[] = [];
  const same = (what: string, found: bigint, paper: bigint) => {
    if (found !== paper) faults.push(`${what}: ${found}, on paper ${paper}`);
  };
  for (const on of life.days) {
    const balances = await balancesAsOf(sql, day(on));
    for (const { id, code, books, contracts } of life.living) {
      same(`${on} ${code} by the ledger`, balances.get(id) ?? 0n, books.balance(on));
      const byContract = await ledgersByContract(sql, id, { from: null, to: day(on) });
      for (const contract of [...contracts, null])
        same(`${on} ${code} under ${contract}`, byContract.get(contract)?.closing ?? 0n, books.balance(on, contract));
    }
  }
  faults.push(...(await agedDebts(p, life)));
  const [first = '', ...days] = life.days;
  for (const { id, code, books } of life.living) {
    const middle = days[Math.floor(days.length / 2)] ?? first;
    const last = days.at(-1) ?? first;
    const act = await ledgerOf(sql, id, { from: day(middle), to: day(last) });
    same(`${code} before ${middle}`, act.opening, books.balance(days[Math.floor(days.length / 2) - 1] ?? first));
    same(`${code} at the end`, act.closing, books.balance(last));
    same(`${code} adds up`, act.opening + act.debit - act.credit, act.closing);
  }
  const invoices = await p.portal.db.invoice.findMany({ orderBy: [{ year: 'asc' }, { seq: 'asc' }] });
  for (const year of new Set(invoices.map((one) => one.year))) {
    const seqs = invoices.filter((one) => one.year === year).map(({ seq }) => seq);
    if (seqs.some((seq, at) => seq !== at + 1)) faults.push(`numbers of ${year} have a gap: ${seqs.join(' ')}`);
  }
  const violations = await auditPortal(p.portal);
  return [...faults, ...violations.map(({ code, subject, detail }) => `audit ${code} ${subject}: ${detail}`)];
}

/** Days late of each age, as the page calls them. */
const AGES = { current: [0, 0], week: [1, 7], month: [8, 30], later: [31, 60], old: [61, 100_000] } as const;

/** «Дебиторка» of each day: what is open by how late it is, and money that settles nothing. */
async function agedDebts(p: TestPortal, life: Life): Promise<string[]> {
  const faults: string[] = [];
  const scope = await p.scope('manager');
  const all = receivablesList.exportQuery.parse({});
  const today = p.clock.today();
  for (const on of life.days) {
    const { rows } = await listReceivables(scope, all, exactAsOf(on, today), { limit: null, offset: 0 });
    for (const { id, code, books } of life.living) {
      const row = rows.find((one) => one.id === id);
      const { late, advance } = books.aged(on);
      const inAge = ([from, to]: readonly [number, number]) =>
        [...late].reduce((sum, [days, open]) => (days >= from && days <= to ? sum + open : sum), 0n);
      const paper = {
        ...Object.fromEntries(Object.entries(AGES).map(([age, days]) => [age, inAge(days)])),
        advance,
        balance: books.balance(on),
      };
      for (const [what, sum] of Object.entries(paper)) {
        const found = row?.[what as keyof typeof AGES] ?? '0';
        if (found !== String(sum)) faults.push(`${on} ${code} ${what} of receivables: ${found}, on paper ${sum}`);
      }
    }
  }
  return faults;
}
