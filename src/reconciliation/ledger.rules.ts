import { kopecks, zero } from '#src/lib/money.ts';
import type { BalancedEntry, Ledger, LedgerEntry } from './ledger.types.ts';

/** Puts the running balance beside entries in their order, and adds up. Kopecks. */
export function ledgerFrom(opening: bigint, entries: readonly LedgerEntry[]): Ledger {
  let [balance, debit, credit] = [opening, 0n, 0n];
  const balanced = entries.map((entry): BalancedEntry => {
    balance += entry.amount;
    if (entry.amount > 0n) debit += entry.amount;
    else credit -= entry.amount;
    return { ...entry, balance: kopecks(balance) };
  });
  return {
    ...{ opening: kopecks(opening), entries: balanced },
    ...{ debit: kopecks(debit), credit: kopecks(credit), closing: kopecks(balance) },
  };
}

/** The two columns of a paper: what stands on the side of the debit, and on that of the credit. Kopecks, one of them 0. */
export const debitOf = (amount: bigint) => (amount > 0n ? kopecks(amount) : zero);
export const creditOf = (amount: bigint) => (amount < 0n ? kopecks(-amount) : zero);
