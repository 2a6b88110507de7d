import type { Tx } from '#src/platform/scope.ts';
import { isExchangeOn } from '../exchange.rules.ts';
import { settlePartners } from '../standing/standing.service.ts';
import { queueOutgoing } from './outbox.service.ts';

interface PartnerRow {
  readonly id: number;
  readonly code: string;
  readonly name: string;
  readonly inn: string;
  readonly kpp: string | null;
  readonly ogrn: string | null;
  readonly address: string | null;
  readonly email: string;
  readonly phone: string | null;
  readonly custAccount: string;
  readonly invoiceAccount: string;
  readonly paymDays: number;
  readonly agreements: object[];
}

/**
 * Tells Axapta that a partner was made, or that its requisites, codes or contracts are others now; what Axapta says of its codes counts for it
 * from now on.
 */
export async function tellPartner(tx: Tx, { partnerId }: { readonly partnerId: number }): Promise<void> {
  if (!isExchangeOn(tx.scope.portal.config)) return;
  tx.atEnd(`exchange:partner:${partnerId}`, async () => {
    const [row] = await tx.sql<PartnerRow>(
      'ax_partner_told',
      `select p.id, p.code, p.name, p.inn, p.kpp, p.ogrn, p.address, p.email, p.phone, upper(btrim(p.ax_debtor_code)) as "custAccount",
         upper(btrim(p.ax_payer_code)) as "invoiceAccount", p.payment_term_days as "paymDays",
         coalesce((select jsonb_agg(jsonb_build_object('number', c.number, 'date', c.signed_on, 'base', b.number, 'validTo', c.ended_on) order by c.id)
           from contracts c left join contracts b on b.partner_id = c.partner_id and b.id = c.base_contract_id where c.partner_id = p.id), '[]') as agreements
       from partners p where p.id = $1`,
      [partnerId],
    );
    if (!row) return;
    await queueOutgoing(tx, { type: 'partners', key: `${partnerId}@${tx.now.toISOString()}`, items: [row] });
    await settlePartners(tx, [partnerId]);
  });
}
