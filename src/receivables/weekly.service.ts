import { queueLetters } from '#src/letters/letters.service.ts';
import { addDays, type Day } from '#src/lib/days.ts';
import { kopecks, sum } from '#src/lib/money.ts';
import { command } from '#src/platform/command.ts';
import { oneByOne } from '#src/platform/one-by-one.ts';
import { type Portal, type Scope, systemScope } from '#src/platform/scope.ts';
import { asOf, receivablesList } from './receivables.forms.ts';
import { listReceivables, type ReceivablesRow } from './receivables.queries.ts';
import { AGES, type Age } from './receivables.rules.ts';
import { overdueOf, type Week, weekOfDebts } from './weekly.letters.ts';

interface Manager {
  readonly id: number;
  readonly name: string;
  readonly email: string;
}

/**
 * Mondays: each manager hears of the own partners that owe, as of the end of Sunday, and of what changed in the week; nobody who has
 * none. One letter per week and manager: a late or doubled run does no harm.
 */
export async function tellDebts(portal: Portal): Promise<{ managers: number }> {
  const scope = systemScope(portal, 'receivables-week');
  const monday = mondayOf(portal.clock.today());
  const managers = await portal.sql<Manager>(
    'managers_with_partners',
    `select u.id, u.name, u.email from users u join partners p on p.manager_id = u.id
     where u.role in ('manager', 'admin') and u.disabled_at is null group by u.id order by u.id`,
  );
  const told = await oneByOne(managers, 'receivables-week', async ({ id, name, email }) => {
    const week = await weekOf(scope, id, addDays(monday, -1));
    if (week.debtors.length === 0) return false;
    const letter = { template: 'receivables-week', cause: `receivables:${monday}:${id}`, partnerId: null, userId: id } as const;
    await command(scope, { action: 'receivables.week' }, (tx) =>
      queueLetters(tx, [{ ...letter, to: { name, address: email }, content: weekOfDebts(week) }]),
    );
    return true;
  });
  return { managers: told };
}

async function weekOf(scope: Scope, managerId: number, on: Day): Promise<Week> {
  const since = addDays(on, -7);
  const [now, before] = [await debtsOf(scope, managerId, on), await debtsOf(scope, managerId, since)];
  const isLate = (rows: readonly Debt[], id: number) => rows.some((row) => row.id === id && overdueOf(row.ages) > 0n);
  const names = (rows: readonly Debt[], others: readonly Debt[]) =>
    rows.filter(({ id }) => isLate(rows, id) && !isLate(others, id)).map(({ name }) => name);
  return {
    ...{ on, since, managerId, debtors: now },
    total: ages((age) => sum(...now.map((row) => row.ages[age]))),
    overdueBefore: sum(...before.map((row) => overdueOf(row.ages))),
    fell: names(now, before),
    rose: names(before, now),
  };
}

type Debt = Week['debtors'][number] & { readonly id: number };

/** Those who owe, who is overdue by most first. */
async function debtsOf(scope: Scope, manager: number, on: Day): Promise<Debt[]> {
  const filter = { ...receivablesList.exportQuery.parse({}), manager };
  const { rows } = await listReceivables(scope, filter, asOf(on, on), { limit: null, offset: 0 });
  return rows.filter(owes).map((row) => ({ id: row.id, name: row.name, ages: ages((age) => kopecks(row[age])) }));
}

const owes = (row: ReceivablesRow): boolean => AGES.some((age) => row[age] !== '0');

const ages = (of: (age: Age) => ReturnType<typeof kopecks>) => ({
  ...{ current: of('current'), week: of('week'), month: of('month'), later: of('later'), old: of('old') },
});

/** The Monday of its week. */
const mondayOf = (of: Day): Day => addDays(of, -((new Date(`${of}T00:00:00Z`).getUTCDay() + 6) % 7));
