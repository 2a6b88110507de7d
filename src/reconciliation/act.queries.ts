import { sellerOf } from '#src/billing/seller.queries.ts';
import { toldBalance } from '#src/exchange/told-balances.queries.ts';
import type { Day } from '#src/lib/days.ts';
import { NotFound } from '#src/platform/errors.ts';
import type { Portal } from '#src/platform/scope.ts';
import type { Act, ActContract, ActDays, ActScope, Mismatch, Party } from './act.types.ts';
import { balanceOf, ledgerOf, ledgersByContract } from './ledger.queries.ts';
import type { Ledger } from './ledger.types.ts';

/** With whom accounts are settled: the partner, when it began, its contracts. @throws NotFound */
export async function partyOf({ sql }: Portal, partnerId: number): Promise<Party> {
  const [party] = await sql<Party>(
    'reconciled_party',
    `select p.id, p.name, p.inn, p.kpp, p.ogrn, p.phone, p.email, p.ax_debtor_code as "axDebtorCode", p.open_from as "openFrom",
       least((select min(issued_on) from invoices where partner_id = p.id), (select min(received_on) from payments where partner_id = p.id)) as "firstOn",
       coalesce((select jsonb_agg(jsonb_build_object('id', c.id, 'number', c.number, 'signedOn', c.signed_on, 'baseNumber', b.number, 'baseSignedOn', b.signed_on)
           order by c.signed_on, c.id)
         from contracts c left join contracts b on b.partner_id = c.partner_id and b.id = c.base_contract_id where c.partner_id = p.id), '[]') as contracts
     from partners p where p.id = $1`,
    [partnerId],
  );
  if (!party) throw new NotFound();
  return party;
}

/** The contract that a query names. @throws NotFound for one that is not the partner's */
export function scopeIn({ contracts }: Party, named: number | 'none' | null): ActScope {
  if (named === null) return 'all';
  if (named === 'none') return 'none';
  const found = contracts.find(({ id }) => id === named);
  if (!found) throw new NotFound();
  return found;
}

/** An act of these days: everything of it is the ledger's. */
export async function actOf(portal: Portal, party: Party, days: ActDays, of: ActScope): Promise<Act> {
  const { sql, clock } = portal;
  const contract = typeof of === 'string' ? of : of.id;
  const [seller, ledger, mismatch] = await Promise.all([
    sellerOf(sql),
    ledgerOf(sql, party.id, days, contract),
    mismatchOf(portal, party.id, days.to),
  ]);
  return { ...days, seller, party, of, ledger, parts: await partsOf(portal, party, days, of, ledger), mismatch, formedAt: clock.now() };
}

/** The whole debt is compared, also where the act is of one contract: Axapta tells debts by account. */
async function mismatchOf(portal: Portal, partnerId: number, on: Day): Promise<Mismatch | null> {
  const told = await toldBalance(portal, partnerId, on);
  if (!told) return null;
  const ours = await balanceOf(portal.sql, told.partnerIds, on);
  return ours === told.balance ? null : { ours, theirs: told.balance };
}

async function partsOf({ sql }: Portal, party: Party, days: ActDays, of: ActScope, ledger: Ledger): Promise<Act['parts']> {
  if (of !== 'all') return [{ contract: of === 'none' ? null : of, ledger }];
  const byContract = await ledgersByContract(sql, party.id, days);
  const own: readonly (ActContract | null)[] = [...party.contracts, null];
  return own.flatMap((contract) => {
    const part = byContract.get(contract?.id ?? null);
    return part && hasSomething(part) ? [{ contract, ledger: part }] : [];
  });
}

const hasSomething = ({ opening, entries }: Ledger): boolean => opening !== 0n || entries.length > 0;
