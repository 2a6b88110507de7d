import { formatRub } from '#src/lib/money.ts';
import { count } from '#src/lib/russian.ts';
import type { ButtonProps, EmptyProps, PageHeadProps, PagerProps, ProgressProps, StatProps } from '#src/platform/http/components.ts';
import { ShownList } from '#src/platform/http/list.ts';
import type { Page } from '#src/platform/http/render.ts';
import { type NamedInvoice, type ShownTotals, waitingIn } from './review.queries.ts';
import { decidedLine, type ReviewLine, waitingLine } from './review-lines.pages.ts';
import type { Sorted } from './sorting.rules.ts';
import { LIST_CRUMBS, PATH, SECTION, spanOf, waitingBadge } from './statement-list.pages.ts';
import { reviewList, SHOWN, type Shown, shownWords } from './statements.forms.ts';
import type { BankPayment, StatementCard } from './statements.queries.ts';
import type { SureOutlook } from './sure-outlook.queries.ts';

export interface ReviewPage extends Page {
  readonly head: PageHeadProps;
  readonly stats: readonly StatProps[];
  readonly warnings: readonly string[];
  /** What else the statement holds. */
  readonly notes: readonly string[];
  readonly progress: ProgressProps | null;
  /** null where nothing is sure, or recording is under way. */
  readonly confirm: {
    readonly action: string;
    readonly token: string;
    readonly seen: string;
    readonly effects: readonly string[];
    readonly label: string;
  } | null;
  readonly listTitle: string;
  readonly rows: readonly ReviewLine[];
  readonly empty: EmptyProps | null;
  readonly pager: PagerProps | null;
}

/** All that the page of a statement is made of. */
export interface ReviewFacts {
  readonly card: StatementCard;
  readonly totals: ShownTotals;
  /** It is being sorted anew. */
  readonly isComing: boolean;
  /** null while it is sorted or recorded. */
  readonly outlook: SureOutlook | null;
  readonly show: Shown;
  /** Those of `show` that are on the page: as they were decided, or as they were sorted, with the invoices they are for. */
  readonly decided: readonly BankPayment[];
  readonly sorted: readonly Sorted<BankPayment>[];
  readonly invoices: ReadonlyMap<number, NamedInvoice>;
  readonly page: number;
  readonly token: string;
}

const WORDS: Record<Shown, { readonly title: string; readonly none: string }> = {
  sure: { title: 'Уверенно', none: 'Уверенных нет' },
  suggested: { title: 'Предложено: выберите', none: 'Предложений нет' },
  unknown: { title: 'Неизвестно, чьи', none: 'Неизвестных нет' },
  known: { title: 'Уже записаны: вручную или из Axapta', none: 'Таких нет' },
  foreign: { title: 'Не наши платежи', none: 'Таких нет' },
  done: { title: 'Записано', none: 'Ещё ничего не записано' },
};

/** Decided by a person: shown as it is kept. */
export const isDecided = (show: Shown): show is 'foreign' | 'done' => show === 'foreign' || show === 'done';

/** What is shown where nothing was asked for: the first kind there is any of. */
export const shownFirst = (totals: ShownTotals): Shown => SHOWN.find((show) => totals.has(show)) ?? 'done';

/** `/admin/payments/import/:id`: what came, by how sure it is whose it is. */
export function reviewPage(facts: ReviewFacts): ReviewPage {
  const { card, show, page } = facts;
  const path = `${PATH}/${card.id}`;
  const list = new ShownList(reviewList, path, { show, page });
  const recording = facts.totals.get('agreed')?.count ?? 0;
  const found = facts.totals.get(show)?.count ?? 0;
  return {
    title: `Выписка ${card.fileName}`,
    section: SECTION,
    ...(facts.outlook ? {} : { reloadAfter: 3 }),
    head: headOf(facts, new ShownList(reviewList, `${path}/payments`, { show, page }).files()),
    stats: statsOf(facts, (one) => list.href({ show: one })),
    warnings: card.warnings,
    notes: notesOf(card),
    progress: recording > 0 ? recordingOf(card, recording) : facts.isComing ? sortingOf(facts) : null,
    confirm: facts.outlook && facts.outlook.sure + facts.outlook.known > 0 ? confirmOf(facts.outlook, facts.token, path) : null,
    listTitle: WORDS[show].title,
    rows: isDecided(show)
      ? facts.decided.map((row) => decidedLine(row, path))
      : facts.sorted.map((one) => waitingLine(one, facts.invoices, path)),
    empty: found > 0 ? null : { icon: 'coins', title: WORDS[show].none },
    pager: found > 0 ? list.pager(found) : null,
  };
}

function headOf({ card, totals }: ReviewFacts, actions: ButtonProps[]): PageHeadProps {
  return {
    title: card.fileName || 'Выписка',
    sub: `${spanOf(card)} · ${card.accounts.length > 1 ? count(card.accounts.length, 'счёт', 'счёта', 'счетов') : (card.accounts[0] ?? '')} · ${card.format}`,
    badge: waitingBadge(waitingIn(totals) + (totals.get('agreed')?.count ?? 0)),
    crumbs: [...LIST_CRUMBS, { label: card.fileName || 'Выписка' }],
    actions,
  };
}

function statsOf({ totals, show: shown }: ReviewFacts, href: (show: Shown) => string): StatProps[] {
  const isThere = (show: Shown) => show !== 'known' || show === shown || totals.has(show);
  return SHOWN.filter(isThere).map((show) => {
    const { count: found, amount } = totals.get(show) ?? { count: 0, amount: 0n };
    return {
      value: String(found),
      label: `${shownWords[show]}, ${formatRub(amount)}`,
      href: href(show),
      isOn: show === shown,
      ...(show === 'unknown' && found > 0 ? { tone: 'warn' as const } : {}),
    };
  });
}

function notesOf({ added, known, turnover }: StatementCard): string[] {
  const { outgoing, transfers } = turnover;
  const part = (of: typeof outgoing, one: string, few: string, many: string) =>
    of.count > 0 ? [`${count(of.count, one, few, many)} на ${formatRub(BigInt(of.amount))}`] : [];
  const others = [
    ...part(outgoing, 'списание', 'списания', 'списаний'),
    ...part(transfers, 'перевод между своими счетами', 'перевода между своими счетами', 'переводов между своими счетами'),
  ];
  return [
    `Новых поступлений: ${added}.`,
    ...(known > 0 ? [`Уже загружены раньше и пропущены: ${known}.`] : []),
    ...(others.length > 0 ? [`Не поступления, их портал не берёт: ${others.join(', ')}.`] : []),
  ];
}

const sortingOf = ({ card, totals }: ReviewFacts): ProgressProps => ({
  ...{
    label: card.sortedAt ? 'С прошлого разбора пришли деньги или счета: портал разбирает заново' : 'Портал разбирает, чьи это деньги',
    value: 1,
    max: 2,
  },
  text: count(waitingIn(totals), 'поступление', 'поступления', 'поступлений'),
});

const recordingOf = ({ agreed }: StatementCard, left: number): ProgressProps => ({
  ...{ label: 'Платежи записываются', value: Math.max(0, agreed - left), max: Math.max(agreed, left) },
  text: `${Math.max(0, agreed - left)} из ${count(Math.max(agreed, left), 'платежа', 'платежей', 'платежей')}`,
});

function confirmOf(outlook: SureOutlook, token: string, path: string): ReviewPage['confirm'] {
  const { sure, known, seen } = outlook;
  return {
    action: `${path}/sure`,
    ...{ token, seen },
    effects: [
      ...(known > 0
        ? [
            `${count(known, 'поступление уже записано', 'поступления уже записаны', 'поступлений уже записаны')} вручную или из Axapta: портал отметит, что деньги пришли, и второй раз их не запишет.`,
          ]
        : []),
      ...(sure > 0 ? sureEffects(outlook) : []),
    ],
    label: sure > 0 ? `Записать ${count(sure, 'платёж', 'платежа', 'платежей')}` : 'Отметить записанные',
  };
}

function sureEffects({ sure, amount, partners, lifted, runs, runsCost, waits }: SureOutlook): string[] {
  const orders = (found: number) => count(found, 'заказ', 'заказа', 'заказов');
  return [
    `${count(sure, 'платёж', 'платежа', 'платежей')} на ${formatRub(amount)} от ${count(partners, 'партнёра', 'партнёров', 'партнёров')}: в каждом назван номер счёта, плательщик — его покупатель, сумма сходится.`,
    lifted > 0 ? `Снимется ${count(lifted, 'блокировка', 'блокировки', 'блокировок')} за просрочку.` : 'Блокировок это не снимет.',
    runs > 0 ? `Выполнятся сразу ${orders(runs)} на ${formatRub(runsCost)}.` : 'Ожидающие заказы от этого не выполнятся.',
    ...(waits > 0 ? [`Останутся ждать: ${orders(waits)}.`] : []),
  ];
}
