/**
 * Ids of held orders that a person can decide now: only blocks placed by hand stand in the way, and the limit has room. Lifting
 * the block carries them out. All others wait for money, a higher limit or another order, and are decided by themselves
 * when it comes (product rule §7). The exposure is summed once per blocked partner.
 */
export const DECIDABLE = `select held.id from orders held join (
    select p.id, p.credit_limit - e.exposure as available from partners p join credit_exposures e on e.partner_id = p.id
    where p.id in (select partner_id from holds where lifted_at is null group by partner_id having bool_and(reason = 'manual')) offset 0
  ) free on free.id = held.partner_id
  where held.status = 'held' and held.held_reason = 'partner_blocked' and (held.charge = 0 or held.charge <= free.available)`;
