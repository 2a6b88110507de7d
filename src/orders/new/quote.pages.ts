import { wordsOfUnit } from '#src/catalog/catalog.rules.ts';
import type { Offer } from '#src/catalog/catalog.types.ts';
import type { Credit } from '#src/credit/credit.rules.ts';
import type { LimitBar } from '#src/credit/credit.types.ts';
import { limitBarOf } from '#src/credit/limit-bar.rules.ts';
import { formatDays, formatMonth } from '#src/lib/days.ts';
import { formatRub, type Kopecks, kopecks, taxed } from '#src/lib/money.ts';
import { count } from '#src/lib/russian.ts';
import { vatShort } from '#src/lib/vat.ts';
import { faultsOfNew, firstDayOfNew, type Quote, quoteNew } from '#src/orders/orders.rules.ts';
import type { AlertProps, TotalsProps } from '#src/platform/http/components.ts';
import type { ReadForm } from '#src/platform/http/forms.ts';
import type { Page } from '#src/platform/http/render.ts';
import { type Parameters, shownForOf } from './new-order.forms.ts';
import type { QuoteFacts } from './new-order.queries.ts';

/** The card «Итого»: what the order will cost, or why that can't be told yet. */
export interface QuoteCard {
  /** What must be put right before there is a sum. */
  fault: string | null;
  totals: TotalsProps | null;
  /** «В том числе НДС 22 %: 18,72 ₽»; '' without VAT. */
  vatNote: string;
  limit: LimitBar | null;
  remains: string;
  /** The sums once more, beside the button: on a phone the card stands below it. */
  sentence?: string;
  /** The order will wait, and why. */
  warning: AlertProps | null;
  /** Hidden fields: the sums as shown; an order at other ones comes back saying so (product rule §7). Kopecks. */
  shown: Record<string, string>;
}

export interface QuotePage extends Page {
  card: QuoteCard;
}

/** The preview of an order, from the function that will charge it. */
export function quotePage(facts: QuoteFacts, parameters: ReadForm<Parameters>): QuotePage {
  return { title: 'Итого', section: 'catalog', card: quoteCard(facts, parameters) };
}

/** What is wrong with the parameters typed so far, a sentence per field. */
export function parameterFaults({ offer, credit, today }: QuoteFacts, parameters: ReadForm<Parameters>): Readonly<Record<string, string>> {
  return parameters.ok ? faultsOfNew(offer, parameters.value, today, firstDayOfNew(credit, today)) : parameters.errors;
}

export function quoteCard(facts: QuoteFacts, parameters: ReadForm<Parameters>): QuoteCard {
  const [fault] = Object.values(parameterFaults(facts, parameters));
  if (!parameters.ok || fault !== undefined) return withoutSum(facts, fault);
  const quote = quoteNew(facts.offer, parameters.value, facts.credit, facts.today);
  return {
    fault: null,
    totals: totalsOf(facts, parameters.value.seats, quote),
    vatNote: vatNoteOf(facts.offer, quote),
    limit: limitOf(facts.credit, quote.charge),
    remains: remainsOf(quote),
    sentence: sentenceOf(quote),
    warning: warningOf(facts.credit, quote),
    shown: {
      shownPrice: String(facts.offer.unitPrice),
      shownCharge: String(quote.charge),
      shownLimit: String(facts.credit.limit),
      shownFor: shownForOf(parameters.value),
    },
  };
}

const withoutSum = ({ offer, credit }: QuoteFacts, fault = 'Проверьте параметры'): QuoteCard => ({
  fault,
  totals: null,
  vatNote: '',
  limit: limitOf(credit, null),
  remains: '',
  warning: null,
  shown: { shownPrice: String(offer.unitPrice), shownCharge: '0', shownLimit: String(credit.limit), shownFor: '' },
});

function totalsOf({ offer }: QuoteFacts, seats: number, quote: Quote): TotalsProps {
  const words = wordsOfUnit(offer.unit);
  const isProrated = offer.billingRule === 'prorated';
  return {
    lines: [
      { label: `Цена ${words.per}`, value: formatRub(offer.unitPrice) },
      { label: 'Количество', value: count(seats, words.one, words.few, words.many) },
      { label: isProrated ? `За ${formatDays(quote)}` : `За ${formatMonth(quote.from)}, полный месяц`, value: formatRub(quote.charge) },
    ],
    total: {
      label: offer.vatRate === null ? 'За полный месяц, без НДС' : 'За полный месяц, с НДС',
      value: formatRub(quote.fullMonth),
    },
  };
}

function vatNoteOf({ vatRate }: Offer, { fullMonth }: Quote): string {
  return vatRate === null ? '' : `В том числе ${vatShort(vatRate)}: ${formatRub(taxed(fullMonth, vatRate).vat)}`;
}

function limitOf({ limit, exposure }: Credit, charge: Kopecks | null): LimitBar {
  return limitBarOf(limit, exposure, charge === null ? undefined : { sum: charge, label: 'С этим заказом' });
}

function remainsOf({ verdict, availableAfter }: Quote): string {
  return verdict.status === 'done' ? `После заказа останется ${formatRub(availableAfter)}` : '';
}

function sentenceOf({ charge, fullMonth, verdict, ...days }: Quote): string {
  const sums = `За ${formatDays(days)} — ${formatRub(charge)}, за полный месяц — ${formatRub(fullMonth)}.`;
  return verdict.status === 'held' ? `${sums} Заказ будет ждать.` : sums;
}

function warningOf(credit: Credit, { verdict, availableAfter }: Quote): AlertProps | null {
  if (verdict.status === 'done') return null;
  const next = 'Вы можете оформить его сейчас: до выполнения он ничего не стоит.';
  if (verdict.reason === 'partner_blocked') {
    const [hold] = credit.holds;
    return { tone: 'warn', title: 'Заказ будет ждать снятия блокировки.', text: `${hold?.text ?? ''} ${next}`.trim() };
  }
  const lacking = formatRub(kopecks(-availableAfter));
  return {
    tone: 'warn',
    title: 'Заказ будет ждать: превышен кредитный лимит.',
    text: `Не хватает ${lacking}. Он выполнится сам после оплаты или повышения лимита. ${next}`,
  };
}
