import { formatMonth } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import { count } from '#src/lib/russian.ts';
import { kindWords, reasonWords } from '#src/orders/orders.words.ts';
import type { CheckProps } from '#src/platform/http/components.ts';
import { type OutlookOrder, offeredIn, type WaitingOutlook } from './what-runs.queries.ts';

/** Orders shown one by one; the others are counted. */
const SHOWN = 200;

/** A held order in the list of what an act will let run, or leave waiting. */
export interface RunsRow {
  readonly number: string;
  readonly href: string;
  readonly what: string;
  readonly customer: string;
  readonly cost: string;
  /** Why it goes on waiting; '' for one that will run. */
  readonly why: string;
  /** The box that has it cancelled instead; null for one that only waits on. */
  readonly drop: CheckProps | null;
}

/** What an act will do to held orders, for the view `orders/runs` inside the form of the act. */
export interface RunsBlock {
  readonly runs: { readonly title: string; readonly rows: readonly RunsRow[] } | null;
  readonly waits: { readonly title: string; readonly rows: readonly RunsRow[] } | null;
  /** What is left of the limit when all of it has run. */
  readonly left: string;
  /** Hidden field `seen`: the act refuses to let others run than these; null where the digest of the form stands for them. */
  readonly seen: string | null;
  /** May orders be cancelled with the act? */
  readonly canDrop: boolean;
}

const orders = (found: number) => count(found, 'заказ', 'заказа', 'заказов');

/** How a form names its boxes: each by a name of its own (`drop-O-100001`), or all `drop`, with the number as value; `none` has none. */
export type DropNames = 'each' | 'list' | 'none';

/** Boxes of what the outlook has as dropped are ticked; `path` is where the orders are looked at. */
export function runsBlock(outlook: WaitingOutlook, names: DropNames = 'each', path = '/admin/orders'): RunsBlock {
  const { runs, waits, dropped, runsCost, availableAfter } = outlook;
  const offered = [...runs, ...dropped];
  return {
    runs:
      offered.length === 0
        ? null
        : {
            title: `Выполнятся сразу: ${orders(runs.length)} на ${formatRub(runsCost)}`,
            rows: shown(offered).map((one) => ({ ...row(one, path), drop: dropOf(one, dropped.includes(one), names) })),
          },
    waits:
      waits.length === 0 ? null : { title: `Останутся ждать: ${orders(waits.length)}`, rows: shown(waits).map((one) => row(one, path)) },
    left: formatRub(availableAfter),
    seen: names === 'list' ? null : offeredIn(outlook).join(' '),
    canDrop: names !== 'none',
  };
}

function dropOf({ placed }: OutlookOrder, isChecked: boolean, names: DropNames): CheckProps | null {
  if (names === 'none') return null;
  const id = `drop-${placed.number}`;
  return { id, label: 'не выполнять, отменить', isChecked, ...(names === 'each' ? { name: id } : { name: 'drop', value: placed.number }) };
}

const shown = (found: readonly OutlookOrder[]) => found.slice(0, SHOWN);

function row({ placed, cost, verdict, lack }: OutlookOrder, path: string): RunsRow {
  const reason = verdict.status === 'held' ? reasonWords[verdict.reason] : '';
  return {
    number: placed.number,
    href: `${path}/${placed.number}`,
    what: `${kindWords[placed.kind]}${placed.period ? ` на ${formatMonth(placed.period)}` : ''}: ${placed.subscription.productName}`,
    customer: placed.subscription.customerName,
    cost: formatRub(cost ?? placed.charge),
    why: lack === null ? reason : `не хватает ${formatRub(lack)}`,
    drop: null,
  };
}
