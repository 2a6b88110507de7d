import type { Section } from '#src/admin/sections.pages.ts';
import { type Day, formatDayShort } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import { count } from '#src/lib/russian.ts';
import type { PromiseRow } from '#src/promises/promises.queries.ts';
import { keptShare, stateOf } from '#src/promises/promises.rules.ts';
import { overOn, promiseBadge } from '#src/promises/promises.words.ts';

/** How a partner promised and kept: rows, and its word so far. */
export interface PartnerPromises {
  readonly promises: readonly PromiseRow[];
  readonly word: { readonly kept: number; readonly broken: number };
}

/** «Обещанные платежи» on the card of a partner. */
export function promiseSection(partnerId: number, { promises, word }: PartnerPromises, today: Day): Section {
  const path = `/admin/partners/${partnerId}/promises`;
  const share = keptShare(word);
  const ended = word.kept + word.broken;
  return {
    id: 'promises',
    title:
      share === null
        ? 'Обещанные платежи'
        : `Обещанные платежи: выполнено ${share} % (${word.kept} из ${count(ended, 'обещания', 'обещаний', 'обещаний')})`,
    heads: [
      { label: 'За что' },
      { label: 'Обещано', isNumber: true },
      { label: 'Оплатить до' },
      { label: 'Состояние' },
      { label: 'Поручение' },
      { label: 'Действия' },
    ],
    rows: promises
      .slice(0, 10)
      .map((one) => [
        { text: one.invoice ? `Счёт № ${one.invoice}` : 'Нехватка лимита', small: one.endReason ?? one.madeBy },
        { text: formatRub(one.amount), ...(one.allowance === null ? {} : { small: `к лимиту ${formatRub(one.allowance)}` }) },
        { text: formatDayShort(one.dueOn) },
        { badge: promiseBadge(one, today), ...(overOn(one) ? { small: overOn(one) } : {}) },
        { text: 'Скачать', href: `${path}/${one.id}/file` },
        stateOf(one) === 'open' ? { text: 'Снять', href: `${path}/${one.id}/ending` } : { text: '—' },
      ]),
    empty: 'Партнёр ещё не обещал оплату.',
    action: { label: 'Разрешить ещё одно', icon: 'plus', size: 'small', href: path },
  };
}
