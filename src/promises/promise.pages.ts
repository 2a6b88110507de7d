import { holdWords } from '#src/credit/credit.rules.ts';
import { type Day, formatDayLong, formatDayShort } from '#src/lib/days.ts';
import { formatAmount, formatRub, type Kopecks } from '#src/lib/money.ts';
import { count } from '#src/lib/russian.ts';
import { type RunsBlock, runsBlock } from '#src/orders/held/runs.parts.ts';
import type { WaitingOutlook } from '#src/orders/held/what-runs.queries.ts';
import type { AlertProps, Crumb, Fact, FieldProps } from '#src/platform/http/components.ts';
import type { FormState } from '#src/platform/http/forms.ts';
import type { Page } from '#src/platform/http/render.ts';
import type { HeldInvoice } from './promises.queries.ts';
import { nextQuarter, quarterOf } from './promises.rules.ts';

export interface PromisePage extends Page {
  readonly crumbs: Crumb[];
  readonly facts: Fact[];
  /** What it will do, a sentence each. */
  readonly effects: string[];
  /** What it will not do: other holds. */
  readonly limits: AlertProps | null;
  readonly runs: RunsBlock | null;
  /** The sum that is promised, for a lack of limit: asked for again without a trace. */
  readonly sum: { readonly action: string; readonly field: FieldProps } | null;
  /** Why nothing can be promised; the form is not shown then. */
  readonly why: AlertProps | null;
  readonly errors: Readonly<Record<string, string>>;
  readonly token: string;
  readonly hold: string;
  readonly amount: string;
  readonly seen: string;
  readonly file: FieldProps;
  readonly back: string;
}

/** What the page is made of. */
export interface PromiseSight {
  readonly today: Day;
  readonly dueOn: Day;
  readonly days: number;
  /** Promises left in the quarter. */
  readonly left: number;
  /** The overdue invoice, or what the limit lacks. */
  readonly held: HeldInvoice | null;
  readonly room: { readonly need: Kopecks; readonly allowance: Kopecks; readonly amount: Kopecks; readonly isOpen: boolean } | null;
  readonly outlook: WaitingOutlook;
  /** The sum as it was typed. */
  readonly typed: string | null;
  readonly token: string;
}

export const NEW_PATH = '/finance/promises/new';

/** `/finance/promises/new`: what is promised, until when, what runs of it and what does not. */
export function promisePage(sight: PromiseSight, { errors }: Pick<FormState, 'errors'>): PromisePage {
  const { held, room, outlook } = sight;
  const isBlocked = (held?.others.length ?? 0) > 0;
  const why = whyNot(sight);
  return {
    title: 'Обещать оплату',
    section: 'finance',
    isInvalid: Object.keys(errors).length > 0,
    crumbs: [{ label: 'Финансы', href: '/finance' }, { label: 'Обещать оплату' }],
    facts: factsOf(sight),
    effects: why ? [] : effectsOf(sight),
    limits: held && isBlocked ? limitsOf(held) : null,
    runs: why || isBlocked ? null : { ...runsBlock(outlook, 'none', '/orders'), seen: null },
    sum: room && room.need > 0n && sight.left > 0 && !room.isOpen ? sumForm(sight, errors['amount'], room) : null,
    why,
    errors,
    token: sight.token,
    hold: held ? String(held.holdId) : '',
    amount: String(held?.open ?? room?.amount ?? 0n),
    seen: outlook.runs.map(({ placed }) => placed.number).join(' '),
    file: {
      name: 'file',
      label: 'Платёжное поручение',
      type: 'file',
      accept: '.pdf,.png,.jpg,.jpeg,application/pdf,image/png,image/jpeg',
      required: true,
      hint: `PDF, PNG или JPEG, до 5 МБ. Снимок портал перерисует, PDF проверит${errors[''] ? '. Файл приложите ещё раз: браузер его не хранит' : ''}.`,
      ...(errors['file'] ? { error: errors['file'] } : {}),
    },
    back: '/finance#promises',
  };
}

function whyNot({ left, held, room, outlook, today }: PromiseSight): AlertProps | null {
  if (left === 0) return { tone: 'warn', title: 'Обещание этого квартала использовано.', text: nextText(today) };
  if (held || !room) return null;
  if (room.isOpen) return { tone: 'info', title: 'Прибавка к лимиту по обещанию уже действует.', text: 'Она одна, пока не придёт оплата.' };
  if (room.need <= 0n)
    return { tone: 'info', title: 'Обещать нечего.', text: 'Ни один заказ не ждёт лимита. При блокировке обещают по просроченному счёту.' };
  if (outlook.runs.length === 0)
    return {
      tone: 'warn',
      title: 'На эту сумму не выполнится ни один заказ.',
      text: `Чтобы выполнились все, нужно ${formatRub(room.need)}.`,
    };
  return null;
}

/** «Следующее — с 1 января 2027, раньше может разрешить менеджер.» */
export const nextText = (today: Day): string =>
  `Следующее — с ${formatDayLong(nextQuarter(quarterOf(today)))}; раньше ещё одно может разрешить ваш менеджер.`;

function factsOf({ held, room, dueOn, days, left }: PromiseSight): Fact[] {
  const term = `${formatDayLong(dueOn)} — ${count(days, 'рабочий день', 'рабочих дня', 'рабочих дней')}`;
  return [
    ...(held
      ? [
          { label: 'Счёт', value: `№ ${held.number}, срок был ${formatDayShort(held.dueOn)}` },
          { label: 'Договор', value: held.contract },
          { label: 'Обещаете', value: formatRub(held.open) },
        ]
      : []),
    ...(room
      ? [
          { label: 'Не хватает лимита', value: formatRub(room.need) },
          { label: 'Обещаете', value: formatRub(room.amount) },
          { label: 'Прибавится к лимиту', value: formatRub(room.allowance) },
        ]
      : []),
    { label: 'Оплатить до', value: term },
    { label: 'Осталось обещаний', value: left === 0 ? 'Нет' : `${left}, одно — раз в квартал` },
  ];
}

function effectsOf({ held, room, dueOn }: PromiseSight): string[] {
  const until = formatDayLong(dueOn);
  const undone = 'То, что уже выполнено, не отменится.';
  if (held)
    return [
      `Блокировка по счёту № ${held.number} снимется сразу и не вернётся до ${until} включительно.`,
      `Деньги должны прийти на счёт MONT до этого дня. Не придут — ночью блокировка вернётся сама. ${undone}`,
      'Вам и менеджеру уйдут письма; напомним накануне.',
    ];
  return [
    `К лимиту прибавится ${formatRub(room?.allowance ?? 0n)} до ${until} включительно.`,
    `Деньги должны прийти на счёт MONT до этого дня: прибавка закончится, когда они придут, или ночью после него. ${undone}`,
    'Оплата освобождает лимит на столько, на сколько закроет выставленные счета; что сверх них, станет авансом.',
    'Вам и менеджеру уйдут письма; напомним накануне.',
  ];
}

function limitsOf({ number, others }: HeldInvoice): AlertProps {
  const kinds = [...new Set(others)].map((reason) => `«${holdWords[reason]}»`).join(', ');
  return {
    tone: 'warn',
    title: 'Доступ это не откроет.',
    text: `Обещание снимет только блокировку по счёту № ${number}. Останется ещё ${count(others.length, 'блокировка', 'блокировки', 'блокировок')} (${kinds}): заказы и управление откроются, когда снимут все.`,
  };
}

function sumForm({ typed }: PromiseSight, error: string | undefined, { need, amount }: NonNullable<PromiseSight['room']>) {
  return {
    action: NEW_PATH,
    field: {
      name: 'sum',
      label: 'Сумма платёжного поручения',
      hint: `Чтобы выполнились все заказы, нужно ${formatRub(need)}. Прибавится не больше этого.`,
      inputmode: 'decimal' as const,
      suffix: '₽',
      maxlength: 30,
      value: typed ?? formatAmount(amount),
      ...(error ? { error } : {}),
    },
  };
}
