import { formatRub, kopecks } from '#src/lib/money.ts';
import type { LimitBar } from './credit.types.ts';

/**
 * A credit limit and how much of it is taken, kopecks; `next` is what is about to be taken besides. Up to the limit it is told in
 * percents, beyond it by how much: «17731 %» says nothing, and a limit of 0 has no percents.
 */
export function limitBarOf(limit: bigint, exposure: bigint, next?: { readonly sum: bigint; readonly label: string }): LimitBar {
  const percent = (sum: bigint) => Number(share(sum, limit));
  const isOver = exposure > limit;
  const used = isOver ? `Больше лимита на ${formatRub(kopecks(exposure - limit))}` : `Занято ${percent(exposure)} %`;
  const bar = { limit: formatRub(limit), available: formatRub(kopecks(limit - exposure)), percent: percent(exposure), used };
  if (!next) return bar;
  const over = exposure + next.sum - limit;
  const told = over > 0n && !isOver ? `${next.label}: больше на ${formatRub(kopecks(over))}` : next.label;
  return { ...bar, next: { percent: percent(exposure + next.sum), label: told, isOver: over > 0n } };
}

/** Whole percents that a bar can show, 0 … 100. */
function share(sum: bigint, limit: bigint): bigint {
  if (sum <= 0n) return 0n;
  return sum >= limit ? 100n : (sum * 100n) / limit;
}
