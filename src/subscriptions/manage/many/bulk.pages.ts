import type { Credit } from '#src/credit/credit.rules.ts';
import { available, holdSentence } from '#src/credit/credit.rules.ts';
import type { LimitBar } from '#src/credit/credit.types.ts';
import { limitBarOf } from '#src/credit/limit-bar.rules.ts';
import { formatRub } from '#src/lib/money.ts';
import { count } from '#src/lib/russian.ts';
import type { AlertProps, BadgeProps, CheckProps, Crumb, FieldProps, TotalsProps } from '#src/platform/http/components.ts';
import type { Page } from '#src/platform/http/render.ts';
import { statusWord } from '#src/subscriptions/service/status.rules.ts';
import type { BulkAction } from './bulk.types.ts';
import { type BulkForm, commentOf, hidden, waitBox } from './bulk-form.pages.ts';
import { linesText } from './lines.rules.ts';
import type { BulkPlan, PlannedChange } from './plan.rules.ts';

/** Every change before it is done: what, how much, what will wait and what can't be done. */
export interface BulkPage extends Page {
  readonly crumbs: Crumb[];
  readonly sub: string;
  readonly alerts: AlertProps[];
  readonly errors: Record<string, string>;
  readonly rows: BulkRow[];
  readonly totals: TotalsProps;
  readonly limit: LimitBar;
  readonly hidden: Record<string, string>;
  readonly comment: FieldProps;
  readonly mayWait: CheckProps | null;
  /** Why it can't be confirmed. */
  readonly why: string | null;
  /** What can be done of it, when some can't. */
  readonly rest: { readonly action: BulkAction; readonly lines: string; readonly numbers: string[]; readonly label: string } | null;
  readonly submit: string;
  readonly isDanger: boolean;
  readonly back: string;
}

export interface BulkRow {
  readonly number: string;
  readonly product: string;
  readonly customer: string;
  readonly before: string;
  readonly after: string;
  readonly charge: string;
  readonly fullMonth: string;
  readonly badge: BadgeProps | null;
  readonly note: string;
}

const titles: Record<BulkAction, { title: string; submit: string }> = {
  stop: { title: 'Остановить подписки', submit: 'Остановить все' },
  start: { title: 'Запустить подписки', submit: 'Запустить все' },
  'renewal-on': { title: 'Включить автопродление', submit: 'Включить' },
  'renewal-off': { title: 'Выключить автопродление', submit: 'Выключить' },
  seats: { title: 'Изменить количество мест', submit: 'Изменить' },
};

/** The preview of many changes; nothing is done yet. */
export function bulkPage(action: BulkAction, plan: BulkPlan, credit: Credit, form: BulkForm): BulkPage {
  const { title, submit } = titles[action];
  const lines = plan.changes.map(({ item }) => item.line);
  const errors = Object.fromEntries(Object.entries(form.errors).filter(([name]) => ['', 'mayWait', 'comment'].includes(name)));
  return {
    title,
    section: 'subscriptions',
    isInvalid: Object.keys(errors).length > 0,
    crumbs: [{ label: 'Управление подписками', href: '/subscriptions' }, { label: title }],
    sub: `${count(lines.length, 'подписка', 'подписки', 'подписок')}. Пока ничего не сделано: проверьте и подтвердите.`,
    alerts: alerts(plan, credit),
    errors,
    rows: worstFirst(plan.changes).map((change) => rowOf(action, change)),
    totals: totals(plan),
    limit: limitOf(plan, credit),
    hidden: hidden(action, plan, lines),
    comment: commentOf(form),
    mayWait: plan.held > 0 ? waitBox(plan, form) : null,
    why: whyNot(plan, credit),
    rest: restOf(action, plan),
    submit,
    isDanger: action === 'stop',
    back: action === 'seats' ? '/subscriptions/bulk/seats' : '/subscriptions',
  };
}

function alerts(plan: BulkPlan, credit: Credit): AlertProps[] {
  const list: AlertProps[] = [];
  if (plan.faults > 0)
    list.push({
      tone: 'bad',
      title: `Нельзя изменить: ${plan.faults}.`,
      text: 'Причина указана в строке. Изменяются либо все подписки, либо ни одна.',
    });
  if (plan.held > 0)
    list.push({
      tone: 'warn',
      title: `Не помещаются в кредитный лимит: ${plan.held}.`,
      text: `Доступно ${formatRub(available(credit))}. Без вашего согласия ничего не будет сделано.`,
    });
  return list;
}

/** What needs a decision stands first: among two hundred rows it would not be found. The rest keeps the order it was given in. */
function worstFirst(changes: readonly PlannedChange[]): PlannedChange[] {
  const rank = ({ fault, isHeld }: PlannedChange) => (fault ? 0 : isHeld ? 1 : 2);
  return [...changes].sort((a, b) => rank(a) - rank(b));
}

function rowOf(action: BulkAction, change: PlannedChange): BulkRow {
  const { item, charge, fullMonth, fault } = change;
  const s = item.subscription;
  const [before, after] = s ? words(action, change) : ['', ''];
  return {
    number: item.line.number,
    product: s?.productName ?? 'Нет такой подписки',
    customer: s?.customerName ?? '',
    before,
    after: fault ? before : after,
    charge: fault ? '—' : signed(charge),
    fullMonth: fault ? '—' : signed(fullMonth),
    badge: badgeOf(change),
    note: fault ?? (action === 'stop' && item.heldOrder ? `Заказ ${item.heldOrder}, который ждёт, будет отменён` : ''),
  };
}

function words(action: BulkAction, { item: { line, subscription: s } }: PlannedChange): [string, string] {
  if (!s) return ['', ''];
  if (action === 'stop') return [statusWord(s.status), statusWord('stopped')];
  if (action === 'start') return [statusWord(s.status), statusWord('active')];
  if (action === 'seats') return [String(s.seats), String(line.seats)];
  const now = s.stopOn ? 'до даты' : s.autoRenew ? 'включено' : 'выключено';
  return [now, action === 'renewal-on' ? 'включено' : 'выключено'];
}

function badgeOf({ fault, isHeld, isUnchanged }: PlannedChange): BadgeProps | null {
  if (fault) return { tone: 'bad', icon: 'ban', label: 'Нельзя' };
  if (isHeld) return { tone: 'warn', icon: 'clock', label: 'Будет ждать' };
  return isUnchanged ? { tone: 'mute', icon: 'check', label: 'Уже так' } : null;
}

function totals({ charge, fullMonth, availableAfter }: BulkPlan): TotalsProps {
  return {
    lines: [
      { label: 'За этот месяц', value: signed(charge) },
      { label: 'За полный месяц', value: signed(fullMonth) },
    ],
    total: { label: 'Доступно по лимиту после изменений', value: formatRub(availableAfter) },
  };
}

function limitOf({ availableAfter }: BulkPlan, { limit, exposure }: Credit): LimitBar {
  return limitBarOf(limit, exposure, { sum: limit - availableAfter - exposure, label: 'С этими изменениями' });
}

function whyNot(plan: BulkPlan, credit: Credit): string | null {
  if (plan.changes.length === 0) return 'Не выбрано ни одной подписки';
  if (plan.faults > 0) return 'Сначала уберите те, которые изменить нельзя';
  return holdSentence(credit);
}

function restOf(action: BulkAction, plan: BulkPlan): BulkPage['rest'] {
  const good = plan.changes.filter(({ fault }) => !fault).map(({ item }) => item.line);
  if (plan.faults === 0 || good.length === 0) return null;
  return {
    action,
    lines: linesText(good),
    numbers: good.map(({ number }) => number),
    label: `Убрать их и продолжить с остальными (${good.length})`,
  };
}

/** `+321,00 ₽`, `−171,20 ₽` or `0,00 ₽` */
function signed(amount: bigint): string {
  return `${amount > 0n ? '+' : ''}${formatRub(amount)}`;
}
