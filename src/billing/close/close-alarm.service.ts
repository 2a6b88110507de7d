import { closeParked } from '#src/billing/billing.letters.ts';
import { queueManyLetters } from '#src/letters/letters.service.ts';
import type { Tx } from '#src/platform/scope.ts';
import type { CloseDays } from './close.rules.ts';

/** Partners named in the letter; all of them are on the page of the close. */
const NAMED = 20;

/** A person who hears of parked partners, with those of them that are of interest, by name. */
interface Alarmed {
  readonly userId: number;
  readonly name: string;
  readonly address: string;
  readonly count: number;
  readonly partners: readonly { readonly name: string; readonly fault: string }[];
}

/**
 * The letter «закрыт не для всех» of a run that ended with parked partners: to administrators about all of them, to managers
 * about their own. Every such run writes once more, for the partners still have no invoice.
 */
export async function tellParked(tx: Tx, days: CloseDays): Promise<void> {
  const people = await tx.sql<Alarmed>(
    'close_alarmed',
    `with parked as (select p.name, p.manager_id, c.fault from partner_closes c join partners p on p.id = c.partner_id
         where c.period = $1::date and c.fault is not null)
     select u.id as "userId", u.name, u.email as address, count(*)::int as count,
       (json_agg(json_build_object('name', k.name, 'fault', k.fault) order by k.name)) as partners
     from users u join parked k on u.role = 'admin' or k.manager_id = u.id
     where u.role in ('admin', 'manager') and u.disabled_at is null group by u.id order by u.id`,
    [days.first],
  );
  await queueManyLetters(
    tx,
    people.map(({ userId, name, address, count, partners }) => ({
      template: 'close-parked',
      cause: `close:${days.month}:parked:${tx.now.toISOString()}`,
      to: { name, address },
      userId,
      partnerId: null,
      content: closeParked({ month: days.month, count, partners: partners.slice(0, NAMED) }),
    })),
  );
}
