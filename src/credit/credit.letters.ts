import type { LetterContent } from '#src/letters/letters.types.ts';
import { formatDayLong, moscowDay } from '#src/lib/days.ts';
import { formatRub, type Kopecks } from '#src/lib/money.ts';
import { formatPhone } from '#src/lib/phone.ts';
import { count } from '#src/lib/russian.ts';
import { type HoldReason, holdWords } from './credit.rules.ts';

/** What letters about a hold tell; the sum in kopecks. */
export interface HoldFacts {
  readonly partnerName: string;
  readonly reason: HoldReason;
  readonly text: string;
  readonly amount: Kopecks | null;
  readonly placedAt: Date;
  readonly contractNumber: string | null;
  readonly invoiceNumber: string | null;
  readonly managerName: string;
  readonly managerPhone: string | null;
  readonly managerEmail: string;
}

/** A hold was placed: why, what is stopped, what to do, who to call. */
export function holdPlaced(hold: HoldFacts, forManager: boolean): LetterContent {
  return {
    subject: `${hold.partnerName}: заказы и управление подписками заблокированы`,
    preheader: hold.text,
    blocks: [
      { p: hold.text },
      { facts: facts(hold) },
      {
        p: 'Новые заказы и продления ждут, остановка, запуск и изменение подписок закрыты. Работающие подписки работают; журнал, документы и оплата открыты.',
      },
      { p: 'Когда причина будет устранена, всё откроется сразу, а заказы, которые ждали, решатся в порядке очереди.' },
      forManager ? { note: 'Это копия письма партнёру.' } : { button: { label: 'Почему заблокировано и что сделать', url: '/finance' } },
    ],
  };
}

/** Holds were lifted: what works again, what became of held orders. `texts` are those of all that were lifted together. */
export function holdLifted(
  hold: Pick<HoldFacts, 'partnerName'> & { readonly texts: readonly string[] },
  after: { readonly released: number; readonly waiting: number; readonly otherHolds: number },
  forManager: boolean,
): LetterContent {
  const isOpen = after.otherHolds === 0;
  const others = `Остаётся ещё ${count(after.otherHolds, 'блокировка', 'блокировки', 'блокировок')}: заказы и управление подписками пока закрыты.`;
  return {
    subject: isOpen ? `${hold.partnerName}: блокировка снята` : `${hold.partnerName}: снята одна из блокировок`,
    preheader: isOpen ? 'Заказы и управление подписками снова доступны' : others,
    blocks: [
      { p: isOpen ? 'Блокировка снята: заказы и управление подписками снова доступны.' : `${liftedText(hold.texts)} ${others}` },
      { p: isOpen ? ordersText(after) : 'Заказы, которые ждут, решатся, когда будут сняты все блокировки.' },
      { note: 'То, что остановил человек, остаётся остановленным: запустить подписку можно на её странице.' },
      forManager
        ? { note: 'Это копия письма партнёру.' }
        : { button: { label: isOpen ? 'Управление подписками' : 'Что ещё мешает', url: isOpen ? '/subscriptions' : '/finance' } },
    ],
  };
}

const liftedText = (texts: readonly string[]): string =>
  texts.length === 1 ? `Снята блокировка «${texts[0]}»` : `Сняты блокировки: ${texts.map((text) => `«${text}»`).join(', ')}.`;

function ordersText({ released, waiting }: { released: number; waiting: number }): string {
  const done = `Выполнено из ожидания: ${count(released, 'заказ', 'заказа', 'заказов')}.`;
  const left = `Ещё ждут: ${count(waiting, 'заказ', 'заказа', 'заказов')}, чего именно, сказано на странице каждого.`;
  if (released + waiting === 0) return 'Заказов в ожидании не было.';
  return [released > 0 ? done : '', waiting > 0 ? left : ''].filter(Boolean).join(' ');
}

function facts(hold: HoldFacts): [string, string][] {
  const manager = [hold.managerName, hold.managerPhone ? formatPhone(hold.managerPhone) : '', hold.managerEmail].filter(Boolean).join(', ');
  return [
    ['Причина', holdWords[hold.reason]],
    ...(hold.contractNumber ? [['Договор', hold.contractNumber] as [string, string]] : []),
    ...(hold.invoiceNumber ? [['Счёт', `№ ${hold.invoiceNumber}`] as [string, string]] : []),
    ...(hold.amount === null ? [] : [['К оплате', formatRub(hold.amount)] as [string, string]]),
    ['Действует с', formatDayLong(moscowDay(hold.placedAt))],
    ['Ваш менеджер', manager],
  ];
}
