import type { Part } from '#src/platform/gathering.ts';
import type { Tx } from '#src/platform/scope.ts';
import type { PeriodChange } from './period.rules.ts';

/**
 * Writes what a change made of a subscription's periods: removed ones first, so that new ones never overlap them.
 * Charges were computed with the periods and are stored as they are.
 * @throws Error when a period to remove was invoiced meanwhile: the database refuses it.
 */
export function writePeriods(
  tx: Tx,
  of: { readonly id: number; readonly partnerId: number; readonly contractId: number },
  { removed, added }: Pick<PeriodChange, 'removed' | 'added'>,
): void {
  const own = { subscription_id: of.id, partner_id: of.partnerId, contract_id: of.contractId };
  const rows = [
    ...removed.map(({ from }) => ({ subscription_id: of.id, from_on: from, is_removed: true })),
    ...added.map(({ from, to, seats, unitPrice, vatRate, charge, vat }) => ({
      ...{ ...own, from_on: from, to_on: to, seats, vat_rate: vatRate, is_removed: false },
      ...{ unit_price: String(unitPrice), charge: String(charge), vat: String(vat) },
    })),
  ];
  tx.gather<object>(removed.length > 0 ? REPLACED : ADDED, rows);
}

const COLUMNS = 'subscription_id, partner_id, contract_id, from_on, to_on, seats, unit_price, vat_rate, charge, vat';
const TYPED = `p(subscription_id int, partner_id int, contract_id int, from_on date, to_on date, seats int, unit_price bigint, vat_rate int,
  charge bigint, vat bigint, is_removed bool)`;

const ADDED: Part<object> = {
  name: 'periods',
  text: (rows) => `insert into service_periods (${COLUMNS}) select ${COLUMNS} from jsonb_to_recordset(${rows}) as ${TYPED}`,
};

/** The count makes the insert wait until the others are gone: they may not overlap. */
const REPLACED: Part<object> = {
  name: 'periods_replaced',
  first: {
    periods_removed: (rows) =>
      `delete from service_periods s using jsonb_to_recordset(${rows}) as ${TYPED}
       where p.is_removed and s.subscription_id = p.subscription_id and s.from_on = p.from_on returning s.id`,
  },
  text: (rows) => `${ADDED.text(rows)} where not is_removed and (select count(*) from periods_removed) >= 0`,
};
