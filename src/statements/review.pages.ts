import { formatRub, type Kopecks, sum } from '#src/lib/money.ts';
import { count } from '#src/lib/russian.ts';
import type { ButtonProps, EmptyProps, PageHeadProps, PagerProps, ProgressProps, StatProps } from '#src/platform/http/components.ts';
import { ShownList } from '#src/platform/http/list.ts';
import type { Page } from '#src/platform/http/render.ts';
import type { Review } from './review.queries.ts';
import { decidedLine, type ReviewLine, waitingLine } from './review-lines.pages.ts';
import { LIST_CRUMBS, PATH, SECTION, spanOf, waitingBadge } from './statement-list.pages.ts';
import { reviewList, SHOWN, type Shown, shownWords } from './statements.forms.ts';
import type { BankPayment, State, StatementCard } from './statements.queries.ts';
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
  readonly totals: ReadonlyMap<State, { readonly count: number; readonly amount: Kopecks }>;
  readonly review: Review;
  readonly outlook: SureOutlook;
  readonly show: Shown;
  /** Those of `show` that are on the page, as they are kept. */
  readonly shown: readonly BankPayment[];
  /** How many of `show` there are. */
  readonly found: number;
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
export const shownFirst = ({ sorted }: Review, totals: ReviewFacts['totals']): Shown =>
  SHOWN.find((show) => (isDecided(show) ? totals.has(show) : sorted.some(({ kind }) => kind === show))) ?? 'done';

/** `/admin/payments/import/:id`: what came, by how sure it is whose it is. */
export function reviewPage(facts: ReviewFacts): ReviewPage {
  const { card, show, page } = facts;
  const path = `${PATH}/${card.id}`;
  const list = new ShownList(reviewList, path, { show, page });
  const recording = facts.totals.get('agreed')?.count ?? 0;
  return {
    title: `Выписка ${card.fileName}`,
    section: SECTION,
    ...(recording > 0 ? { reloadAfter: 3 } : {}),
    head: headOf(card, new ShownList(reviewList, `${path}/payments`, { show, page }).files()),
    stats: statsOf(facts, (one) => list.href({ show: one })),
    warnings: card.warnings,
    notes: notesOf(card),
    progress: recording > 0 ? progressOf(card, recording) : null,
    confirm: recording > 0 || facts.outlook.sure.length + facts.outlook.known.length === 0 ? null : confirmOf(facts, path),
    listTitle: WORDS[show].title,
    rows: linesOf(facts, path),
    empty: facts.found > 0 ? null : { icon: 'coins', title: WORDS[show].none },
    pager: facts.found > 0 ? list.pager(facts.found) : null,
  };
}

/** The payments of the page, each as it was sorted or decided. */
function linesOf({ show, review, shown }: ReviewFacts, path: string): ReviewLine[] {
  if (isDecided(show)) return shown.map((row) => decidedLine(row, path));
  const rows = new Map(shown.map((row) => [row.id, row]));
  return review.sorted.flatMap((one) => {
    const payment = rows.get(one.payment.id);
    return payment && one.kind === show ? [waitingLine({ ...one, payment }, review.invoices, path)] : [];
  });
}

function headOf(card: StatementCard, actions: ButtonProps[]): PageHeadProps {
  return {
    title: card.fileName || 'Выписка',
    sub: `${spanOf(card)} · ${card.accounts.length > 1 ? count(card.accounts.length, 'счёт', 'счёта', 'счетов') : (card.accounts[0] ?? '')} · ${card.format}`,
    badge: waitingBadge(card.waiting),
    crumbs: [...LIST_CRUMBS, { label: card.fileName || 'Выписка' }],
    actions,
  };
}

function statsOf({ review, totals, show: shown }: ReviewFacts, href: (show: Shown) => string): StatProps[] {
  const isThere = (show: Shown) => show !== 'known' || show === shown || review.sorted.some(({ kind }) => kind === show);
  return SHOWN.filter(isThere).map((show) => {
    const own = review.sorted.filter(({ kind }) => kind === show);
    const decided = isDecided(show) ? totals.get(show) : undefined;
    const found = isDecided(show) ? (decided?.count ?? 0) : own.length;
    const amount = isDecided(show) ? (decided?.amount ?? 0n) : sum(...own.map(({ payment }) => payment.amount));
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

const progressOf = ({ agreed }: StatementCard, left: number): ProgressProps => ({
  ...{ label: 'Платежи записываются', value: Math.max(0, agreed - left), max: Math.max(agreed, left) },
  text: `${Math.max(0, agreed - left)} из ${count(Math.max(agreed, left), 'платежа', 'платежей', 'платежей')}`,
});

function confirmOf({ outlook, token }: ReviewFacts, path: string): ReviewPage['confirm'] {
  const { sure, known, seen } = outlook;
  return {
    action: `${path}/sure`,
    ...{ token, seen },
    effects: [
      ...(known.length > 0
        ? [
            `${count(known.length, 'поступление уже записано', 'поступления уже записаны', 'поступлений уже записаны')} вручную или из Axapta: портал отметит, что деньги пришли, и второй раз их не запишет.`,
          ]
        : []),
      ...(sure.length > 0 ? sureEffects(outlook) : []),
    ],
    label: sure.length > 0 ? `Записать ${count(sure.length, 'платёж', 'платежа', 'платежей')}` : 'Отметить записанные',
  };
}

function sureEffects({ sure, amount, partners, lifted, runs, runsCost, waits }: SureOutlook): string[] {
  const orders = (found: number) => count(found, 'заказ', 'заказа', 'заказов');
  return [
    `${count(sure.length, 'платёж', 'платежа', 'платежей')} на ${formatRub(amount)} от ${count(partners, 'партнёра', 'партнёров', 'партнёров')}: в каждом назван номер счёта, плательщик — его покупатель, сумма сходится.`,
    lifted > 0 ? `Снимется ${count(lifted, 'блокировка', 'блокировки', 'блокировок')} за просрочку.` : 'Блокировок это не снимет.',
    runs > 0 ? `Выполнятся сразу ${orders(runs)} на ${formatRub(runsCost)}.` : 'Ожидающие заказы от этого не выполнятся.',
    ...(waits > 0 ? [`Останутся ждать: ${orders(waits)}.`] : []),
  ];
}
