import { addMonths, type Day, formatDayShort, formatMonth, lastOfMonth, moscowDay } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import { count } from '#src/lib/russian.ts';
import type { Column } from '#src/lib/table.ts';
import type { ButtonProps } from '#src/platform/http/components.ts';
import { addressOf } from '#src/platform/http/lists.ts';
import { sentence } from '#src/subscriptions/history/history.words.ts';
import { groupWords, signed } from '#src/subscriptions/history/timeline.words.ts';
import type { Bridge, BridgeEvent, BridgePartSum, BridgeRow, CausedRow } from './bridge.queries.ts';
import { BRIDGE_GROUPS, type BridgePart } from './bridge.rules.ts';

/** «Почему сумма изменилась»: last month, each part with what caused it, this month. */
export interface BridgeBlock {
  readonly files: ButtonProps[];
  readonly before: Line;
  readonly parts: PartBlock[];
  readonly now: Line;
}

interface Line {
  readonly label: string;
  readonly value: string;
}

interface PartBlock extends Line {
  readonly id: BridgePart;
  readonly subscriptions: string;
  readonly rows: PartRow[];
  /** «Ещё 12 подписок» with their sum; null when all are shown. */
  readonly rest: Line | null;
  /** The journal of both months, narrowed to what can have been the cause. */
  readonly journal: { readonly label: string; readonly href: string }[];
}

interface PartRow {
  readonly number: string;
  readonly href: string;
  readonly what: string;
  readonly before: string;
  readonly after: string;
  readonly delta: string;
  readonly why: { readonly text: string; readonly href: string }[];
  /** «214,00 ₽ → 300,00 ₽ за место», where the price is the cause. */
  readonly price: string;
}

const words: Record<BridgePart, string> = {
  added: 'Новые и запущенные подписки',
  gone: 'Остановленные и приостановленные подписки',
  priced: 'Изменилась цена',
  used: 'Изменились места и дни',
};

/** Null while there is nothing to compare. */
export function bridgeBlock({ from, month, before, now, parts }: Bridge): BridgeBlock | null {
  if (before === 0n && now === 0n) return null;
  const days = { from, to: lastOfMonth(month) };
  return {
    files: [
      { label: 'CSV', icon: 'download', size: 'small', href: '/finance/changes.csv' },
      { label: 'Excel', icon: 'download', size: 'small', href: '/finance/changes.xlsx' },
    ],
    before: { label: `Начислено за ${formatMonth(from)}`, value: formatRub(before) },
    parts: parts.map((part) => partBlock(part, days)),
    now: { label: `Начислено за ${formatMonth(month)}`, value: formatRub(now) },
  };
}

interface Days {
  readonly from: Day;
  readonly to: Day;
}

function partBlock({ part, delta, count: all, top }: BridgePartSum, days: Days): PartBlock {
  const shown = top.reduce((sum, row) => sum + row.after - row.before, 0n);
  const left = all - top.length;
  return {
    id: part,
    label: words[part],
    value: signed(delta),
    subscriptions: count(all, 'подписка', 'подписки', 'подписок'),
    rows: top.map((row) => rowOf(row, days)),
    rest: left > 0 ? { label: `Ещё ${count(left, 'подписка', 'подписки', 'подписок')}`, value: signed(delta - shown) } : null,
    journal: BRIDGE_GROUPS[part].map((group) => ({ label: groupWords[group], href: addressOf('/history', { action: group, ...days }) })),
  };
}

function rowOf(row: CausedRow, days: Days): PartRow {
  const path = `/subscriptions/${row.number}/history`;
  return {
    number: row.number,
    href: addressOf(path, { ...days }),
    what: `${row.productName}, ${row.customerName}`,
    before: formatRub(row.before),
    after: formatRub(row.after),
    delta: signed(row.after - row.before),
    why: row.events.map((event) => causeOf(event, path)),
    price: row.oldPrice !== null && row.price !== null ? `${formatRub(row.oldPrice)} → ${formatRub(row.price)} за место` : '',
  };
}

/** «20.11.2026: Изменено количество мест, 10 → 15», leading to that day of the subscription's journal. */
function causeOf(event: BridgeEvent, path: string): PartRow['why'][number] {
  const said = sentence(event);
  const on = moscowDay(event.at);
  const change = event.action.startsWith('seats') ? `, ${said.before} → ${said.after}` : '';
  return { text: `${formatDayShort(on)}: ${said.what}${change}`, href: addressOf(path, { from: on, to: on }) };
}

/** The bridge as a file, a row per part and subscription; the differences add up to that of the months. */
export const bridgeColumns = (month: Day): Column<BridgeRow>[] => [
  { title: 'Почему', kind: 'text', of: (row) => words[row.part] },
  { title: 'Подписка', kind: 'text', of: (row) => row.number },
  { title: 'Продукт', kind: 'text', of: (row) => row.productName },
  { title: 'Заказчик', kind: 'text', of: (row) => row.customerName },
  { title: `Было, ${formatMonth(addMonths(month, -1))}, ₽`, kind: 'money', of: (row) => row.before },
  { title: `Стало, ${formatMonth(month)}, ₽`, kind: 'money', of: (row) => row.after },
  { title: 'Разница, ₽', kind: 'money', of: (row) => row.after - row.before },
  { title: 'Цена за место была, ₽', kind: 'money', of: (row) => row.oldPrice },
  { title: 'Цена за место стала, ₽', kind: 'money', of: (row) => row.price },
];
