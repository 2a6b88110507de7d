import type { Day } from '#src/lib/days.ts';
import { tooFar } from '#src/lib/far-days.ts';
import { command } from '#src/platform/command.ts';
import { Conflict, Invalid, NotFound } from '#src/platform/errors.ts';
import { type Portal, type Scope, systemScope, type Tx } from '#src/platform/scope.ts';
import type { HandoverInput } from './handovers.forms.ts';

/**
 * Plans a hand-over of a manager's portfolio: on its first day the partners move to the substitute, after its last day they come
 * back. One that begins today begins at once; without a last day the partners move for good.
 * @throws Invalid for people who are not enabled staff, for past days, and for chains: a substitute who is away too
 */
export function planHandover(scope: Scope, input: HandoverInput, token: string): Promise<void> {
  return command(scope, { action: 'handover.plan', token }, async (tx) => {
    const names = await staffNames(tx, input);
    if (input.fromOn < tx.today) throw new Invalid({ fromOn: 'День уже прошёл: укажите сегодня или позже' });
    const subject = `портфель: ${names.from} → ${names.to}`;
    const far = [tooFar(input.fromOn, tx.today, 'handover'), input.untilOn && tooFar(input.untilOn, tx.today, 'handover')];
    if (far[0]) throw new Invalid({ fromOn: far[0] });
    if (far[1]) throw new Invalid({ untilOn: far[1] });
    if (input.untilOn === null) return moveForGood(tx, input, subject);
    await refuseChain(tx, { ...input, untilOn: input.untilOn });
    const handover = await tx.db.handover.create({
      data: {
        fromId: input.fromId,
        toId: input.toId,
        fromOn: new Date(input.fromOn),
        untilOn: new Date(input.untilOn),
        plannedBy: scope.actor.name,
        plannedAt: tx.now,
      },
      select: { id: true },
    });
    await tx.audit({ action: 'handover.planned', subject, after: { fromOn: input.fromOn, untilOn: input.untilOn } });
    if (input.fromOn <= tx.today) await begin(tx, handover.id);
  });
}

async function staffNames(tx: Tx, { fromId, toId }: HandoverInput): Promise<{ from: string; to: string }> {
  const people = await tx.sql<{ id: number; name: string }>(
    'handover_staff',
    `select id, name from users where id = any($1::int[]) and role in ('manager', 'admin') and (disabled_at is null or id = $2::int) order by id for update`,
    [[fromId, toId], fromId],
  );
  const nameOf = (id: number) => people.find((one) => one.id === id)?.name;
  const [from, to] = [nameOf(fromId), nameOf(toId)];
  if (from === undefined) throw new Invalid({ fromId: 'Выберите сотрудника' });
  if (to === undefined) throw new Invalid({ toId: 'Выберите сотрудника с доступом' });
  return { from, to };
}

/** Partners could not find their way back through two absences at once. */
async function refuseChain(tx: Tx, { fromId, toId, fromOn, untilOn }: HandoverInput & { untilOn: Day }): Promise<void> {
  const [other] = await tx.sql<{ from: number; to: number }>(
    'handover_chain',
    `select from_id as from, to_id as to from handovers where ended_at is null and daterange(from_on, until_on, '[]') && daterange($3::date, $4::date, '[]')
       and (from_id in ($1::int, $2::int) or to_id = $1::int) limit 1`,
    [fromId, toId, fromOn, untilOn],
  );
  if (!other) return;
  if (other.from === fromId) throw new Invalid({ fromId: 'На эти дни портфель уже передан' });
  if (other.from === toId) throw new Invalid({ toId: 'Заместитель сам отсутствует в эти дни' });
  throw new Invalid({ fromId: 'В эти дни сотрудник сам замещает другого' });
}

async function moveForGood(tx: Tx, { fromId, toId, fromOn }: HandoverInput, subject: string): Promise<void> {
  if (fromOn !== tx.today) throw new Invalid({ fromOn: 'Насовсем портфель передаётся сегодняшним днём' });
  const moved = await tx.sql<{ id: number }>(
    'portfolio_lock',
    'select id from partners where manager_id = $1::int order by id for update',
    [fromId],
  );
  await give(tx, moved, toId);
  await tx.audit({ action: 'handover.started', subject, after: { partners: moved.length } });
}

/** Ends a hand-over now: partners come back, one that has not begun is called off. @throws NotFound; Conflict when it is over */
export function endHandover(scope: Scope, id: number): Promise<void> {
  return command(scope, { action: 'handover.end' }, async (tx) => {
    const [row] = await tx.sql<{ isOver: boolean }>(
      'handover_lock',
      'select ended_at is not null as "isOver" from handovers where id = $1::int for update',
      [id],
    );
    if (!row) throw new NotFound();
    if (row.isOver) throw new Conflict('Передача уже закончена.');
    await end(tx, id);
  });
}

/** What the clock does: ends what is over, begins what is due. Each hand-over is a transaction of its own, done once. */
export async function runHandovers(portal: Portal): Promise<void> {
  const scope = systemScope(portal, 'handovers');
  await eachDue(scope, 'over', 'until_on < $1::date', end);
  await eachDue(scope, 'due', 'started_at is null and from_on <= $1::date', begin);
}

async function eachDue(scope: Scope, name: string, isDue: string, act: (tx: Tx, id: number) => Promise<void>): Promise<void> {
  const { sql, clock } = scope.portal;
  const due = await sql<{ id: number }>(`handovers_${name}`, `select id from handovers where ended_at is null and ${isDue} order by id`, [
    clock.today(),
  ]);
  for (const { id } of due) {
    await command(scope, { action: 'handover.run' }, async (tx) => {
      const text = `select 1 from handovers where ended_at is null and ${isDue} and id = $2::int for update`;
      const [row] = await tx.sql(`handover_${name}`, text, [tx.today, id]);
      if (row) await act(tx, id);
    });
  }
}

async function begin(tx: Tx, id: number): Promise<void> {
  const moved = await tx.sql<{ id: number; managerId: number }>(
    'handover_begin',
    `with h as (update handovers set started_at = $2::timestamptz where id = $1::int returning from_id, to_id),
       moved as (select p.id, h.to_id from partners p join h on p.manager_id = h.from_id order by p.id for update of p),
       noted as (insert into handover_partners (handover_id, partner_id) select $1::int, id from moved returning partner_id)
     select moved.id, moved.to_id as "managerId" from moved join noted on noted.partner_id = moved.id`,
    [id, tx.now],
  );
  await give(tx, moved, moved[0]?.managerId);
  await tx.audit({ action: 'handover.started', subject: await subjectOf(tx, id), after: { partners: moved.length } });
}

/** Back come those still in the substitute's hands: what a person gave to somebody else stays there. */
async function end(tx: Tx, id: number): Promise<void> {
  const returned = await tx.sql<{ id: number; managerId: number }>(
    'handover_end',
    `with h as (update handovers set ended_at = $2::timestamptz where id = $1::int returning id, from_id, to_id)
     select p.id, h.from_id as "managerId" from h join handover_partners hp on hp.handover_id = h.id join partners p on p.id = hp.partner_id
      where p.manager_id = h.to_id and exists (select 1 from users u where u.id = h.from_id and u.disabled_at is null)
      order by p.id for update of p`,
    [id, tx.now],
  );
  await give(tx, returned, returned[0]?.managerId);
  await tx.audit({ action: 'handover.ended', subject: await subjectOf(tx, id), after: { partners: returned.length } });
}

/** The partners, whose rows are locked, get another manager. */
async function give(tx: Tx, partners: readonly { readonly id: number }[], managerId: number | undefined): Promise<void> {
  if (managerId === undefined) return;
  await tx.emit('portfolioMoved', { partnerIds: partners.map(({ id }) => id), managerId });
}

async function subjectOf(tx: Tx, id: number): Promise<string> {
  const [row] = await tx.sql<{ from: string; to: string }>(
    'handover_subject',
    'select f.name as from, t.name as to from handovers h join users f on f.id = h.from_id join users t on t.id = h.to_id where h.id = $1::int',
    [id],
  );
  return `портфель: ${row?.from} → ${row?.to}`;
}
