import { formatMonth } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import { count } from '#src/lib/russian.ts';
import { kindWords, reasonWords } from './order-words.pages.ts';
import type { OutlookOrder, WaitingOutlook } from './what-runs.queries.ts';

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
  readonly drop: { readonly name: string; readonly isChecked: boolean } | null;
}

/** What an act will do to held orders, for the view `orders/runs` inside the form of the act. */
export interface RunsBlock {
  readonly runs: { readonly title: string; readonly rows: readonly RunsRow[] } | null;
  readonly waits: { readonly title: string; readonly rows: readonly RunsRow[] } | null;
  /** What is left of the limit when all of it has run. */
  readonly left: string;
  /** Hidden field `seen`: the act refuses to let others run than these. */
  readonly seen: string;
}

const orders = (found: number) => count(found, 'заказ', 'заказа', 'заказов');

/** `typed` is the form as it came back: boxes stay ticked. */
export function runsBlock(
  { runs, waits, runsCost, availableAfter }: WaitingOutlook,
  typed: Readonly<Record<string, string>> = {},
): RunsBlock {
  return {
    runs:
      runs.length === 0
        ? null
        : { title: `Выполнятся сразу: ${orders(runs.length)} на ${formatRub(runsCost)}`, rows: shown(runs).map((one) => row(one, typed)) },
    waits:
      waits.length === 0 ? null : { title: `Останутся ждать: ${orders(waits.length)}`, rows: shown(waits).map((one) => row(one, typed)) },
    left: formatRub(availableAfter),
    seen: runs.map(({ placed }) => placed.number).join(' '),
  };
}

const shown = (found: readonly OutlookOrder[]) => found.slice(0, SHOWN);

function row({ placed, cost, verdict, lack }: OutlookOrder, typed: Readonly<Record<string, string>>): RunsRow {
  const name = `drop-${placed.number}`;
  const reason = verdict.status === 'held' ? reasonWords[verdict.reason] : '';
  return {
    number: placed.number,
    href: `/admin/orders/${placed.number}`,
    what: `${kindWords[placed.kind]}${placed.period ? ` на ${formatMonth(placed.period)}` : ''}: ${placed.subscription.productName}`,
    customer: placed.subscription.customerName,
    cost: formatRub(cost ?? placed.charge),
    why: lack === null ? reason : `не хватает ${formatRub(lack)}`,
    drop: verdict.status === 'done' ? { name, isChecked: typed[name] === 'on' } : null,
  };
}
