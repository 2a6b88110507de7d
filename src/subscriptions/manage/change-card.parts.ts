import { wordsOfUnit } from '#src/catalog/catalog.rules.ts';
import type { Credit } from '#src/credit/credit.rules.ts';
import type { LimitBar } from '#src/credit/credit.types.ts';
import { limitBarOf } from '#src/credit/limit-bar.rules.ts';
import { formatDayLong, formatMonth } from '#src/lib/days.ts';
import { formatRub, type Kopecks, kopecks, taxed } from '#src/lib/money.ts';
import { vatShort } from '#src/lib/vat.ts';
import { seatsFault } from '#src/orders/orders.rules.ts';
import { seatsField } from '#src/orders/terms-fields.parts.ts';
import type { AlertProps, TotalsProps } from '#src/platform/http/components.ts';
import type { Page } from '#src/platform/http/render.ts';
import { fullMonthCharge } from '#src/subscriptions/service/charge.rules.ts';
import type { ChangeFacts } from './change.queries.ts';
import { type ChangeQuote, quoteSeats, quoteStart } from './change.rules.ts';

/** What a change will cost, or why that can't be told yet. */
export interface ChangeCard {
  /** What must be put right before there is a sum. */
  readonly fault: string | null;
  readonly totals: TotalsProps | null;
  /** «28 → 31, +891,00 ₽ за ноябрь 2026»; null while there is nothing to say. */
  readonly summary: string | null;
  readonly note: string;
  readonly limit: LimitBar;
  readonly remains: string;
  /** It will wait, and why. */
  readonly warning: AlertProps | null;
  /** Hidden fields: the sums as shown; a change at other ones comes back saying so (product rule §7). Kopecks. */
  readonly shown: Record<string, string>;
}

/** The live preview alone. */
export interface ChangePreviewPage extends Page {
  readonly card: ChangeCard;
}

export function changePreviewPage(card: ChangeCard): ChangePreviewPage {
  return { title: 'Итого', section: 'subscriptions', card };
}

/** The card of «Параметры», for the number of seats as typed. */
export function seatsCard(facts: ChangeFacts, typed: string): ChangeCard {
  const { subscription: s, offer, credit, today } = facts;
  const parsed = seatsField.safeParse(typed);
  if (!parsed.success) return withoutSum(facts, parsed.error.issues[0]?.message ?? '');
  const fault = seatsFault(offer, parsed.data);
  if (fault) return withoutSum(facts, fault);
  if (parsed.data === s.seats) return unchanged(facts);
  const quote = quoteSeats(s, parsed.data, credit, today);
  const seats: Line = { label: 'Количество', value: `${s.seats} → ${parsed.data}` };
  const summary = `${seats.value}, ${signed(quote.charge)} за ${formatMonth(quote.from)}`;
  return { ...cardOf(facts, quote, [priceLine(facts, quote), seats], String(parsed.data)), summary };
}

/** Of a subscription whose state no longer allows the change: nothing to compute, the limit only. */
export function closedCard(facts: ChangeFacts): ChangeCard {
  return withoutSum(facts, 'В этом состоянии подписка не меняется, считать нечего.');
}

/** The card of «Старт». */
export function startCard(facts: ChangeFacts): ChangeCard {
  const { subscription: s, offer, credit, today } = facts;
  const quote = quoteStart(s, offer, credit, today);
  return cardOf(facts, quote, [priceLine(facts, quote), { label: 'Количество', value: String(s.seats) }], String(s.seats));
}

interface Line {
  label: string;
  value: string;
}

const priceLine = ({ offer }: ChangeFacts, { unitPrice }: ChangeQuote): Line => ({
  label: `Цена ${wordsOfUnit(offer.unit).per}`,
  value: formatRub(unitPrice),
});

function cardOf(facts: ChangeFacts, quote: ChangeQuote, lines: Line[], shownFor: string): ChangeCard {
  const { credit } = facts;
  const { vatRate } = facts.subscription;
  return {
    fault: null,
    summary: null,
    totals: {
      lines: [
        ...lines,
        { label: 'Действует с', value: formatDayLong(quote.from) },
        { label: `За ${formatMonth(quote.from)}`, value: signed(quote.charge) },
        { label: 'Сейчас за полный месяц', value: formatRub(quote.fullMonthBefore) },
      ],
      total: {
        label: vatRate === null ? 'Станет за полный месяц, без НДС' : 'Станет за полный месяц, с НДС',
        value: formatRub(quote.fullMonth),
      },
    },
    note: vatRate === null ? '' : `В том числе ${vatShort(vatRate)}: ${formatRub(taxed(quote.fullMonth, vatRate).vat)}`,
    limit: limitOf(credit, quote.charge),
    remains: quote.verdict.status === 'done' ? `После изменения доступно ${formatRub(quote.availableAfter)}` : '',
    warning: warningOf(credit, quote),
    shown: shownOf(quote.unitPrice, quote.charge, credit, shownFor),
  };
}

/** The number it has already: the sums of now. */
function unchanged({ subscription: s, credit }: ChangeFacts): ChangeCard {
  return {
    fault: null,
    summary: null,
    totals: {
      lines: [{ label: 'Количество', value: String(s.seats) }],
      total: { label: 'Сейчас за полный месяц', value: formatRub(fullMonthCharge(s)) },
    },
    note: 'Укажите новое количество: здесь появится, сколько оно будет стоить.',
    limit: limitOf(credit, null),
    remains: '',
    warning: null,
    shown: shownOf(s.unitPrice, kopecks(0), credit, String(s.seats)),
  };
}

function withoutSum({ subscription: s, credit }: ChangeFacts, fault: string): ChangeCard {
  const shown = shownOf(s.unitPrice, kopecks(0), credit, '');
  return { fault, summary: null, totals: null, note: '', limit: limitOf(credit, null), remains: '', warning: null, shown };
}

function shownOf(unitPrice: Kopecks, charge: Kopecks, credit: Credit, shownFor: string): Record<string, string> {
  return { shownPrice: String(unitPrice), shownCharge: String(charge), shownLimit: String(credit.limit), shownFor };
}

function limitOf({ limit, exposure }: Credit, charge: Kopecks | null): LimitBar {
  return limitBarOf(limit, exposure, charge === null ? undefined : { sum: charge, label: 'С этим изменением' });
}

function warningOf(credit: Credit, { verdict, availableAfter }: ChangeQuote): AlertProps | null {
  if (verdict.status === 'done') return null;
  if (verdict.reason === 'partner_blocked')
    return { tone: 'bad', title: 'Управление подписками заблокировано.', text: credit.holds[0]?.text ?? '' };
  return {
    tone: 'warn',
    title: 'Заказ будет ждать: превышен кредитный лимит.',
    text: `Не хватает ${formatRub(kopecks(-availableAfter))}. Он выполнится сам после оплаты или повышения лимита, до этого он ничего не стоит.`,
  };
}

/** `+321,00 ₽`, `−171,20 ₽` or `0,00 ₽` */
function signed(amount: bigint): string {
  return `${amount > 0n ? '+' : ''}${formatRub(amount)}`;
}
