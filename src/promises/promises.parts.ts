import type { Day } from '#src/lib/days.ts';
import { formatDayLong, formatDayShort } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import { count } from '#src/lib/russian.ts';
import type { BadgeProps, ButtonProps } from '#src/platform/http/components.ts';
import type { OwnPromises } from './own.queries.ts';
import { nextQuarter, quarterOf } from './promises.rules.ts';
import { promiseBadge } from './promises.words.ts';

/** «Обещанные платежи» on the page of finance. */
export interface PromisesBlock {
  /** How many are left. */
  readonly left: string;
  /** The way to promise for a lack of limit; null where nothing lacks. */
  readonly button: ButtonProps | null;
  readonly rows: readonly PromiseLine[];
}

export interface PromiseLine {
  readonly what: string;
  readonly note: string;
  readonly until: string;
  readonly amount: string;
  readonly badge: BadgeProps;
  /** null for whoever may not see it. */
  readonly fileHref: string | null;
}

const LABEL = 'Обещать оплату';

/** The way to promise the invoice of a hold, or why there is none now. */
export const promiseButton = (own: OwnPromises, holdId: number | null): ButtonProps => ({
  label: LABEL,
  icon: 'calendar',
  ...(own.refusal === null
    ? { href: `/finance/promises/new${holdId === null ? '' : `?hold=${holdId}`}` }
    : { why: refusals[own.refusal](own.today) }),
});

const refusals: Record<NonNullable<OwnPromises['refusal']>, (today: Day) => string> = {
  role: () => 'Обещать может руководитель или бухгалтер',
  used: (today) => `В этом квартале уже обещали; следующее — с ${formatDayLong(nextQuarter(quarterOf(today)))}`,
};

/** null while there is nothing to promise and never was. */
export function promisesBlock(own: OwnPromises, { isBlocked }: { readonly isBlocked: boolean }): PromisesBlock | null {
  const hasLack = own.lacksLimit && !isBlocked;
  if (own.promises.length === 0 && !hasLack && !isBlocked) return null;
  return {
    left: `Осталось в этом квартале: ${own.left}. На оплату даётся ${count(own.days, 'рабочий день', 'рабочих дня', 'рабочих дней')}, один раз в квартал.`,
    button: hasLack ? promiseButton(own, null) : null,
    rows: own.promises.map((promise) => ({
      what: promise.invoice ? `Счёт № ${promise.invoice}` : 'Нехватка лимита',
      note:
        promise.allowance === null
          ? `обещал ${promise.madeBy}`
          : `к лимиту прибавлено ${formatRub(promise.allowance)}, обещал ${promise.madeBy}`,
      until: formatDayShort(promise.dueOn),
      amount: formatRub(promise.amount),
      badge: promiseBadge(promise, own.today),
      fileHref: own.refusal === 'role' ? null : `/finance/promises/${promise.id}/file`,
    })),
  };
}
