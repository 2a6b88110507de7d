import type { Random } from '#prisma/seeds/data/random.ts';
import type { OfferSeed } from '#prisma/seeds/data/types.ts';
import { addDays, type Day, earlierDay, lastOfMonth, moscowDay } from '#src/lib/days.ts';
import type { Act, OrderAct } from './acts.ts';
import { later } from './time.ts';

interface Ordered {
  readonly random: Random;
  readonly order: OrderAct;
  readonly offer: OfferSeed;
  /** When it happens, and up to which day more may happen. */
  readonly at: Date;
  readonly until: Day;
}

/** What may become of a subscription, with the share of those it happens to; the rest just run. */
const fates: readonly (readonly [share: number, tell: (of: Ordered) => Act[]])[] = [
  [0.12, moreSeats],
  [0.08, fewerSeats],
  [0.05, stopped],
  [0.05, stoppedAndStarted],
  [0.05, ({ at, order }) => [renewal(order, at, false)]],
  [0.05, stopDateAhead],
  [0.03, changedMind],
];

/** The acts that follow an order, on later days up to `until`; none for most. */
export function fateOf(random: Random, order: OrderAct, offer: OfferSeed, until: Day): Act[] {
  let dice = random.next();
  const at = later(random, order.at, until);
  if (!at) return [];
  for (const [share, tell] of fates) {
    if (dice < share) return tell({ random, order, offer, at, until });
    dice -= share;
  }
  return [];
}

function moreSeats({ random, order, offer, at }: Ordered): Act[] {
  const seats = Math.min(offer.maxSeats, order.seats + Math.ceil(order.seats * (0.1 + random.next() * 0.3)));
  const comment = random.pick(['Приняли новых сотрудников', 'Открыли второй офис', 'Добавили рабочие места отдела продаж']);
  return seats === order.seats ? [] : [{ kind: 'seats', at, by: order.by, key: order.key, seats, comment }];
}

function fewerSeats({ random, order, offer, at }: Ordered): Act[] {
  const seats = Math.max(offer.minSeats, Math.floor(order.seats * (0.5 + random.next() * 0.4)));
  const comment = random.pick(['Сократили отдел', 'Часть сотрудников работает на терминальном сервере', 'Лишние лицензии']);
  return seats === order.seats ? [] : [{ kind: 'seats', at, by: order.by, key: order.key, seats, comment }];
}

function stopped({ random, order, at }: Ordered): Act[] {
  const comment = random.pick(['Проект закончился', 'Перешли на другой продукт', 'Закрыли филиал', 'По просьбе заказчика']);
  return [{ kind: 'stop', at, by: order.by, key: order.key, comment }];
}

/** What is discontinued meanwhile can't be started again. */
function stoppedAndStarted({ random, order, offer, at, until }: Ordered): Act[] {
  const again = offer.discontinuedOn ? null : later(random, at, until);
  const stop: Act = { kind: 'stop', at, by: order.by, key: order.key, comment: 'На время ремонта в офисе' };
  return again ? [stop, { kind: 'start', at: again, by: order.by, key: order.key, comment: 'Вернулись в офис' }] : [stop];
}

function stopDateAhead({ random, order, at }: Ordered): Act[] {
  return [{ ...renewal(order, at, true), stopOn: addDays(moscowDay(at), random.int(3, 60)) }];
}

/** Back on before the month's end stops it. */
function changedMind({ random, order, at, until }: Ordered): Act[] {
  const again = later(random, at, earlierDay(until, lastOfMonth(moscowDay(at))));
  return again ? [renewal(order, at, false), renewal(order, again, true)] : [renewal(order, at, false)];
}

function renewal(order: OrderAct, at: Date, autoRenew: boolean) {
  return { kind: 'renewal', at, by: order.by, key: order.key, autoRenew } as const;
}
