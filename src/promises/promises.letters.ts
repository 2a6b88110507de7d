import type { Lifted } from '#src/credit/credit.types.ts';
import type { LetterContent } from '#src/letters/letters.types.ts';
import { addDays, type Day, formatDayLong, formatDayMonth } from '#src/lib/days.ts';
import { formatRub, type Kopecks } from '#src/lib/money.ts';
import { count } from '#src/lib/russian.ts';

/** What letters about a promise tell; sums in kopecks. */
export interface PromiseFacts {
  readonly partner: string;
  readonly invoice: string | null;
  readonly contract: string | null;
  readonly amount: Kopecks;
  readonly allowance: Kopecks | null;
  readonly dueOn: Day;
  readonly madeBy: string;
}

/** A promise was taken: what is open again, until when, and what became of the orders that waited. */
export function promiseMade(promise: PromiseFacts, eased: Lifted, forManager: boolean): LetterContent {
  const until = formatDayLong(promise.dueOn);
  const others = `Остаётся ещё ${count(eased.otherHolds, 'блокировка', 'блокировки', 'блокировок')}: заказы и управление подписками пока закрыты.`;
  const what = promise.invoice
    ? `Блокировка по счёту № ${promise.invoice} снята: причина — обещанный платёж.${eased.otherHolds > 0 ? ` ${others}` : ''}`
    : `К кредитному лимиту прибавлено ${formatRub(promise.allowance ?? 0n)}: причина — обещанный платёж.`;
  return {
    subject: `${promise.partner}: обещанный платёж до ${until}`,
    preheader: `${formatRub(promise.amount)} до ${until}`,
    blocks: [
      { p: what },
      { p: ordersText(eased) },
      { facts: facts(promise) },
      { p: `Деньги должны прийти на счёт MONT не позже ${until}. ${otherwise(promise)}` },
      ...ending(forManager),
    ],
  };
}

/** The money came. */
export function promiseKept(promise: PromiseFacts, forManager: boolean): LetterContent {
  const what = promise.invoice
    ? `Счёт № ${promise.invoice} оплачен: обещание выполнено, блокировка за него не вернётся.`
    : 'Оплата пришла: обещание выполнено. Прибавка к кредитному лимиту закончилась, вместо неё лимит освободила сама оплата.';
  return {
    subject: `${promise.partner}: обещанный платёж выполнен`,
    preheader: `${formatRub(promise.amount)} получено`,
    blocks: [{ p: what }, { facts: facts(promise) }, ...ending(forManager)],
  };
}

/** The last day is near. */
export function promiseDayNear(promise: PromiseFacts, today: Day): LetterContent {
  const day = formatDayMonth(promise.dueOn);
  const when =
    promise.dueOn === today
      ? 'сегодня последний день'
      : promise.dueOn === addDays(today, 1)
        ? `завтра, ${day}, последний день`
        : `${day} — последний день`;
  return {
    subject: `Обещанный платёж: ${when}`,
    preheader: `${formatRub(promise.amount)} до ${formatDayLong(promise.dueOn)}`,
    blocks: [
      { p: `Напоминаем о вашем обещании: ${when}. ${otherwise(promise)} Если оплата уже отправлена, ничего делать не нужно.` },
      { facts: facts(promise) },
      ...ending(false),
    ],
  };
}

/** The day passed without the money. */
export function promiseBroken(promise: PromiseFacts, isHeld: boolean, forManager: boolean): LetterContent {
  const after = isHeld
    ? 'Блокировка вернулась: новые заказы и продления ждут, остановка, запуск и изменение подписок закрыты. Она снимется сама, когда счёт будет оплачен.'
    : promise.invoice
      ? 'Оплата пришла позже обещанного дня.'
      : 'Прибавка к кредитному лимиту закончилась: новые заказы ждут, пока лимита не хватит.';
  return {
    subject: `${promise.partner}: обещанный платёж не пришёл${isHeld ? ', заказы и управление подписками заблокированы' : ''}`,
    preheader: `Обещано ${formatRub(promise.amount)} до ${formatDayLong(promise.dueOn)}`,
    blocks: [
      { p: `Оплата, обещанная до ${formatDayLong(promise.dueOn)}, не пришла. ${after}` },
      { p: UNDONE },
      { facts: facts(promise) },
      ...ending(forManager),
    ],
  };
}

/** Taken off before its day. */
export function promiseEnded(promise: PromiseFacts, reason: string, isHeld: boolean, forManager: boolean): LetterContent {
  const after = isHeld
    ? 'Блокировка вернулась: новые заказы, продления и управление подписками ждут оплаты.'
    : promise.invoice
      ? 'Долга по счёту нет, блокировка не вернулась.'
      : 'Прибавка к кредитному лимиту закончилась.';
  return {
    subject: `${promise.partner}: обещанный платёж снят раньше срока`,
    preheader: reason,
    blocks: [
      { p: `Менеджер MONT снял обещание раньше срока: ${reason}` },
      { p: `${after} ${UNDONE}` },
      { facts: facts(promise) },
      ...ending(forManager),
    ],
  };
}

const UNDONE = 'То, что уже выполнено, не отменяется.';

const otherwise = ({ invoice }: PromiseFacts): string =>
  invoice ? `Если не придут, блокировка вернётся сама. ${UNDONE}` : `Если не придут, прибавка к лимиту закончится сама. ${UNDONE}`;

function ordersText({ released, waiting, otherHolds }: Lifted): string {
  if (otherHolds > 0) return 'Заказы, которые ждут, решатся, когда будут сняты все блокировки.';
  if (released + waiting === 0) return 'Заказов в ожидании не было.';
  const done = `Выполнено из ожидания: ${count(released, 'заказ', 'заказа', 'заказов')}.`;
  const left = `Ещё ждут: ${count(waiting, 'заказ', 'заказа', 'заказов')}.`;
  return [released > 0 ? done : '', waiting > 0 ? left : ''].filter(Boolean).join(' ');
}

function facts({ invoice, contract, amount, dueOn, madeBy }: PromiseFacts): [string, string][] {
  return [
    ['Обещано', formatRub(amount)],
    ...(invoice ? [['Счёт', `№ ${invoice}`] as [string, string]] : []),
    ...(contract ? [['Договор', contract] as [string, string]] : []),
    ['Оплатить до', formatDayLong(dueOn)],
    ['Обещал', madeBy],
  ];
}

const ending = (forManager: boolean) => [
  forManager
    ? ({ button: { label: 'Обещанные платежи', url: '/admin/promises' } } as const)
    : ({ button: { label: 'Финансы', url: '/finance#promises' } } as const),
];
