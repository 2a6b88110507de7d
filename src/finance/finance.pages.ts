import type { PartnerSummary } from '#src/accounts/accounts.types.ts';
import { billingWords } from '#src/catalog/catalog.rules.ts';
import type { LimitBar } from '#src/credit/credit.types.ts';
import { exposureTotals } from '#src/credit/exposure.parts.ts';
import { limitBarOf } from '#src/credit/limit-bar.rules.ts';
import { invoiceHref } from '#src/documents/documents.rules.ts';
import { staleAlert } from '#src/exchange/exchange.words.ts';
import { formatDayLong, formatDayShort, formatMonth, nextMonth } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import { count } from '#src/lib/russian.ts';
import type { AlertProps, ButtonProps, FieldProps, PageHeadProps, TotalsProps } from '#src/platform/http/components.ts';
import type { Page } from '#src/platform/http/render.ts';
import { type PromisesBlock, promisesBlock } from '#src/promises/promises.parts.ts';
import { dueDay } from '#src/workdays/due-day.rules.ts';
import { type BlockedCard, blockedCards } from './blocked.pages.ts';
import { type BridgeBlock, bridgeBlock } from './bridge.pages.ts';
import type { WhatIf, WhatIfQuery } from './finance.forms.ts';
import type { Debt, Finance } from './finance.queries.ts';
import { daysOverdue, limitAtRenewal, outlook, restOfMonth } from './finance.rules.ts';

export interface FinancePage extends Page {
  readonly head: PageHeadProps;
  /** «Почему заблокировано и что сделать», one card per hold. */
  readonly blocked: BlockedCard[];
  readonly limit: LimitBar;
  readonly raise: string | null;
  readonly exposure: TotalsProps;
  readonly held: AlertProps | null;
  readonly stale: AlertProps | null;
  readonly promises: PromisesBlock | null;
  readonly debts: {
    number: string;
    href: string;
    contract: string;
    month: string;
    due: string;
    late: string | null;
    gross: string;
    open: string;
  }[];
  readonly forecast: { readonly totals: TotalsProps; readonly verdict: AlertProps };
  readonly bridge: BridgeBlock | null;
  readonly whatIf: { readonly fields: FieldProps[]; readonly answer: AlertProps | null; readonly totals: TotalsProps | null };
}

/** `/finance` (product rule §9): limit, debt, why it is blocked, what comes. */
export function financePage(
  finance: Finance,
  partner: PartnerSummary,
  query: WhatIfQuery,
  whatIf: WhatIf,
  keepsBooks = false,
): FinancePage {
  const { money, parts, renewals, today } = finance;
  return {
    title: 'Финансы',
    section: 'finance',
    isInvalid: whatIf.kind === 'faulty',
    head: {
      title: 'Финансы',
      sub: `на ${formatDayLong(today)}`,
      actions: [...(keepsBooks ? BOOKS : []), { label: 'Документы', icon: 'file-invoice', href: '/documents' }],
    },
    blocked: blockedCards(finance, partner.manager),
    limit: limitBar(money.limit, money.exposure, renewals.cost),
    raise: money.raiseUntil && `Лимит повышен по ${formatDayLong(money.raiseUntil)}, потом снова ${formatRub(money.raiseRevertTo ?? 0n)}.`,
    exposure: exposureTotals(parts, money.exposure),
    held: heldAlert(finance),
    stale: finance.stale && staleAlert(finance.stale),
    promises: promisesBlock(finance.promises, { isBlocked: finance.holds.length > 0 }),
    debts: finance.debts.map((debt) => debtLine(debt, finance)),
    forecast: forecastOf(finance),
    bridge: bridgeBlock(finance.bridge),
    whatIf: { fields: whatIfFields(query, whatIf), ...answerOf(finance, whatIf) },
  };
}

const BOOKS: readonly ButtonProps[] = [
  { label: 'Оплаты', icon: 'coins', href: '/payments' },
  { label: 'Акт сверки', icon: 'file-text', href: '/reconciliation' },
];

function limitBar(limit: bigint, exposure: bigint, coming: bigint): LimitBar {
  return limitBarOf(limit, exposure, coming > 0n ? { sum: coming, label: 'С продлениями первого числа' } : undefined);
}

function heldAlert({ money, holds }: Finance): AlertProps | null {
  const followers = money.heldByRenewal;
  const waiting = money.heldOrders - money.heldByHold - followers;
  if (waiting + followers === 0 || holds.length > 0) return null;
  const link = { href: '/orders?status=held', label: 'Показать' };
  const after = `${waits(followers)} продления своей подписки и ${followers === 1 ? 'выполнится' : 'выполнятся'} сразу за ним, если хватит лимита.`;
  if (waiting === 0) return { tone: 'info', title: 'Сначала продление.', text: after, link };
  const text = 'Они выполнятся сами, от старых к новым, как только придёт оплата или повысится лимит.';
  return {
    tone: 'warn',
    title: `Лимита не хватает: ${waits(waiting)}.`,
    text: followers === 0 ? text : `${text} Ещё ${after}`,
    link,
  };
}

const waits = (orders: number): string => count(orders, 'заказ ждёт', 'заказа ждут', 'заказов ждут');

function debtLine(debt: Debt, { today }: Finance): FinancePage['debts'][number] {
  const late = daysOverdue(debt.dueOn, today);
  return {
    number: `№ ${debt.number}`,
    href: invoiceHref({ number: debt.number, on: debt.period }),
    contract: debt.contract,
    month: formatMonth(debt.period),
    due: dueDay(debt),
    late: late > 0 ? `просрочен на ${count(late, 'день', 'дня', 'дней')}` : null,
    gross: formatRub(debt.gross),
    open: formatRub(debt.open),
  };
}

function forecastOf({ money, renewals, prepaid, advances, openDay, holds, allowances }: Finance): FinancePage['forecast'] {
  const first = formatDayLong(nextMonth(openDay));
  const limit = limitAtRenewal(money, openDay, allowances);
  const next = outlook(limit, money.exposure, renewals.cost, -prepaid);
  const rise = renewals.cost - renewals.costNow;
  const lines = [
    { label: `Счёт за ${formatMonth(openDay)} на сегодня, с НДС`, value: formatRub(money.monthCharges) },
    { label: 'в том числе НДС', value: formatRub(money.monthVat) },
    { label: `Продления ${first}: ${count(renewals.count, 'подписка', 'подписки', 'подписок')}`, value: formatRub(renewals.cost) },
    ...(rise === 0n ? [] : [{ label: 'из них из-за новых цен', value: formatRub(rise) }]),
    ...(prepaid === 0n ? [] : [{ label: 'Аванс зачтётся при закрытии месяца', value: formatRub(-prepaid) }]),
    ...(prepaid === 0n
      ? []
      : advances.map(({ contract, rest }) => ({ label: `из аванса сначала счета по договору ${contract}`, value: formatRub(-rest) }))),
    ...(limit === money.limit
      ? []
      : [
          {
            label: `Лимит к тому времени, без ${allowances.over > 0n ? 'добавленного на время' : 'временного повышения'}`,
            value: formatRub(limit),
          },
        ]),
  ];
  return {
    totals: { lines, total: { label: `Будет занято ${first}, если ничего не оплатить`, value: formatRub(next.after) } },
    verdict: verdictOf(next, renewals.count, holds.length > 0),
  };
}

function verdictOf(next: ReturnType<typeof outlook>, renewals: number, isBlocked: boolean): AlertProps {
  if (renewals === 0) return { tone: 'info', title: 'Продлений не будет.', text: 'Ни одна подписка не продлится сама первого числа.' };
  if (isBlocked)
    return {
      tone: 'bad',
      title: 'Продления будут ждать.',
      text: 'Если блокировку не снимут до конца месяца, подписки приостановятся первого числа.',
    };
  if (next.isEnough) return { tone: 'ok', title: 'Лимита хватит.', text: `После продлений останется ${formatRub(next.left)}.` };
  return {
    tone: 'warn',
    title: 'Лимита не хватит.',
    text: `Не достаёт ${formatRub(-next.left)}: часть подписок приостановится первого числа. Оплатите счёт или попросите менеджера повысить лимит.`,
  };
}

function whatIfFields(query: WhatIfQuery, whatIf: WhatIf): FieldProps[] {
  const errors = whatIf.kind === 'faulty' ? whatIf.errors : {};
  const field = (props: FieldProps & { name: keyof WhatIfQuery }): FieldProps => {
    const error = errors[props.name];
    return { ...props, value: query[props.name], ...(error ? { error } : {}) };
  };
  return [
    field({ name: 'seats', label: 'Добавлю мест', inputmode: 'numeric', maxlength: 6 }),
    field({ name: 'price', label: 'по цене за место в месяц', inputmode: 'decimal', suffix: '₽', maxlength: 20 }),
    field({ name: 'sum', label: 'или сразу на сумму в месяц', inputmode: 'decimal', suffix: '₽', maxlength: 20 }),
    field({
      name: 'billing',
      label: 'Списание',
      type: 'select',
      options: (['prorated', 'full_month'] as const).map((value) => ({ value, label: billingWords[value].short })),
    }),
  ];
}

function answerOf(
  { money, renewals, prepaid, openDay, holds, allowances }: Finance,
  whatIf: WhatIf,
): { answer: AlertProps | null; totals: TotalsProps | null } {
  if (whatIf.kind !== 'asked') return { answer: null, totals: null };
  const rest = restOfMonth(whatIf.month, openDay, whatIf.billing);
  const now = outlook(money.limit, money.exposure, rest);
  const next = outlook(limitAtRenewal(money, openDay, allowances), money.exposure, rest, renewals.cost, whatIf.month, -prepaid);
  const totals = {
    lines: [
      { label: `За остаток месяца, с ${formatDayShort(openDay)}`, value: formatRub(rest) },
      { label: 'За полный месяц', value: formatRub(whatIf.month) },
      { label: 'Доступно сейчас', value: formatRub(money.limit - money.exposure) },
    ],
    total: { label: `Будет занято ${formatDayShort(nextMonth(openDay))}`, value: formatRub(next.after) },
  };
  if (holds.length > 0)
    return { totals, answer: { tone: 'bad', title: 'Заказ будет ждать.', text: 'Пока действует блокировка, ждут все заказы.' } };
  if (!now.isEnough)
    return {
      totals,
      answer: { tone: 'warn', title: 'Сейчас не хватит.', text: `Не достаёт ${formatRub(-now.left)}: заказ будет ждать лимита.` },
    };
  if (!next.isEnough)
    return {
      totals,
      answer: { tone: 'warn', title: 'Сейчас хватит, первого числа — нет.', text: `На продления не достанет ${formatRub(-next.left)}.` },
    };
  return { totals, answer: { tone: 'ok', title: 'Хватит.', text: `После продлений останется ${formatRub(next.left)}.` } };
}
