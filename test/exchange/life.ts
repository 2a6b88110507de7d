import { cast } from '#prisma/seeds/data/cast.ts';
import type { Blocked, Debtor, Message } from '#test/axapta/books.types.ts';
import { dice } from '#test/axapta/faults.ts';
import { emptyState, StandIn } from '#test/axapta/stand-in.ts';

/** What passes between two messages: everything must be fresh in the end. */
const STEP_MS = 4_000;

export interface LifeOptions {
  /** At least so many messages. */
  readonly messages: number;
  readonly seed: number;
  /** When it is over. */
  readonly end: Date;
  /** `INV-1` … that Axapta says something of. */
  readonly documents?: readonly string[];
}

/** Some hours in the books of the stand-in, up to now: everything it tells of them, in the order it would. */
export async function lifeOf({ messages, seed, end, documents = [] }: LifeOptions): Promise<readonly Message[]> {
  const roll = dice(seed);
  let at = end.getTime() - messages * STEP_MS;
  const ax = new StandIn(emptyState(), {
    ...{ portal: null, dir: null, everyMinutes: 45, postMinutes: 1, pageSize: 3, seed, say: () => undefined },
    now: () => new Date(at),
  });
  for (const debtor of debtors()) ax.books.open(debtor);
  const one = <T>(list: readonly T[]): T => list[Math.floor(roll() * list.length)] as T;
  const who = () => one(debtors()).custAccount;
  const paid: string[] = [];
  const acts: readonly (() => void)[] = [
    () => ax.tell(ax.books.block(who(), one<Blocked>(['All', 'Invoice']), 'Нет оригиналов')),
    () => ax.tell(ax.books.block(who(), 'No', null)),
    () => ax.tell(ax.books.limit(who(), one([300_000_00, 400_000_00, 500_000_00, 1_800_000_00, null]))),
    () => ax.tell(ax.books.change(ax.books.find(who()), { paymDays: one([10, 14, 30]) })),
    () => paid.push(ax.pay(who(), { amount: (1 + Math.floor(roll() * 900_000)) as number, date: '2026-11-20' })),
    () => {
      const transId = paid.splice(Math.floor(roll() * paid.length), 1)[0];
      if (transId && roll() < 0.4) ax.cancel(transId);
    },
    () => documents.length > 0 && tellOf(ax, one(documents), roll),
  ];
  while (ax.state.outgoing.messages.length < messages) {
    at += STEP_MS / 2;
    one(acts)();
    await ax.turn();
  }
  at = end.getTime() - 1_000;
  ax.sendAll();
  return ax.state.outgoing.messages.map(({ message }) => message);
}

/** A document is accepted, then posted, refused or taken back: whatever comes last counts. */
function tellOf(ax: StandIn, portalDocId: string, roll: () => number): void {
  const common = { kind: 'upd1', custAccount: cast.vector.axDebtorCode, invoiceAccount: cast.vector.axPayerCode };
  const item = { ...common, portalDocId, invoiceNumber: portalDocId, docDate: '2026-10-31', dueDate: '2026-11-14', gross: '100.00' };
  const accepted = ax.books.accept(item, ax.options.now().toISOString());
  if (accepted) ax.tell(accepted);
  else
    ax.tell(roll() < 0.6 ? ax.books.post(portalDocId, ax.options.now().toISOString()) : ax.books.reject(portalDocId, 'Нет номенклатуры'));
}

/** The named partners, one that pays for another, and some that are nobody's. */
function debtors(): readonly Debtor[] {
  const named = [cast.vector, cast.orion, cast.meridian].map(({ axDebtorCode, axPayerCode, name, inn, kpp, creditLimit, code }) => ({
    ...{ custAccount: axDebtorCode, invoiceAccount: axPayerCode, name, inn, kpp, alias: code },
    creditMax: Number(creditLimit),
  }));
  const strangers = ['К-900001', 'К-900002', cast.meridian.axPayerCode].map((code) => ({
    ...{ custAccount: code, invoiceAccount: code, name: `ООО «${code}»`, inn: null, kpp: null, alias: null, creditMax: null },
  }));
  const common = { blocked: 'No' as Blocked, blockReason: null, paymDays: 14, agreements: [] };
  return [...named, ...strangers].map((debtor) => ({ ...debtor, ...common }));
}
