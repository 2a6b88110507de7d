import type { PartnerOutcome, Pass } from '#src/billing/close/close.types.ts';
import type { HeldReason } from '#src/credit/credit.rules.ts';
import { formatMoment, type Month } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import { grouped } from '#src/lib/russian.ts';
import { addressOf } from '#src/platform/http/lists.ts';

/** A partner's row, foreseen or done. */
export interface CloseLineRow extends PartnerOutcome {
  readonly reason?: HeldReason | null;
}

export interface CloseLine {
  name: string;
  href: string;
  gross: string;
  renewed: string;
  held: string;
  heldHref: string | null;
  reason: string;
  stopped: string;
  fault: string;
  /** Who passed which check, when and why. */
  passes: string[];
}

export const HELD_WORDS: Record<HeldReason, string> = {
  partner_blocked: 'Партнёр заблокирован',
  credit_limit: 'Не хватает лимита',
  renewal_first: 'Сначала продление',
};

export function lineOf(row: CloseLineRow, month: Month, isDone: boolean): CloseLine {
  const dash = (value: number) => (value > 0 ? grouped(value) : '—');
  const orders = addressOf('/admin/orders', { partner: row.partnerId, status: 'held', kind: 'renewal' });
  return {
    name: row.name,
    href: `/admin/closing/${month}/partners/${row.partnerId}`,
    gross: row.gross > 0n ? formatRub(row.gross) : '—',
    renewed: dash(row.renewed),
    held: dash(row.held),
    heldHref: isDone && row.held > 0 ? orders : null,
    reason: row.held > 0 && row.reason ? HELD_WORDS[row.reason] : '',
    stopped: dash(row.stopped),
    fault: row.fault ?? '',
    passes: (row.passes ?? []).map(passedBy),
  };
}

/** «Проверку пропустила …» in words that fit everybody. */
export const passedBy = ({ by, at, reason }: Pass): string => `Проверка пропущена: ${by}, ${formatMoment(new Date(at))}. ${reason}`;
