import { formatDayShort } from '#src/lib/days.ts';
import { formatRub, kopecks, sum } from '#src/lib/money.ts';
import { count } from '#src/lib/russian.ts';
import { type RunsBlock, runsBlock } from '#src/orders/held/runs.parts.ts';
import type { WaitingOutlook } from '#src/orders/held/what-runs.queries.ts';
import type { CheckProps, ChoiceProps, TotalsProps } from '#src/platform/http/components.ts';
import type { Page } from '#src/platform/http/render.ts';
import type { Foreseen } from './by-hand.queries.ts';
import { type KnownTwin, OLDEST, type Plan, type Said, similarText, wayOf } from './by-hand.rules.ts';
import { EVIDENCE, type Suggestion } from './matching.rules.ts';
import type { InvoiceToPay, PaymentFacts } from './new-payment.queries.ts';

/** What the payment as typed would settle, and what is asked about it. */
export interface SpreadPage extends Page {
  readonly totals: TotalsProps;
  readonly hint: string;
  /** What is wrong with the sums typed for invoices. */
  readonly faults: string[];
  /** Who is let go and what comes of it. */
  readonly effects: string[];
  /** Suggestions to choose among. */
  readonly choices: ChoiceProps[];
  /** Questions, each with the figures, and its tick «всё верно». */
  readonly questions: { readonly text: string; readonly check: CheckProps; readonly same: CheckProps | null }[];
  /** The payment that this one is already; null where it is none. */
  readonly known: { readonly text: string; readonly link: string; readonly another: CheckProps } | null;
  /** Held orders that run of it, or wait on; null where nothing waits. */
  readonly runs: RunsBlock | null;
  readonly shown: string;
}

const NOTHING: SpreadPage = {
  ...{
    title: 'Записать платёж',
    section: 'admin/payments',
    totals: { lines: [] },
    faults: [],
    effects: [],
    choices: [],
    questions: [],
    known: null,
    runs: null,
    shown: '',
  },
  hint: 'Укажите партнёра и сумму, и здесь появится, что погасит платёж.',
};

/** The answer of the very plan the payment will be settled by; null while partner or sum are not known. */
export function spreadPage(foreseen: Foreseen | null, facts: PaymentFacts, said: Said): SpreadPage {
  if (foreseen === null) return NOTHING;
  const { plan, waiting, shown } = foreseen;
  const byId = new Map(facts.invoices.map((invoice) => [invoice.id, invoice]));
  const isOpen = plan.choices.length > 0 && !plan.choices.some((one) => wayOf(one) === said.way) && said.way !== OLDEST;
  return {
    ...NOTHING,
    totals: isOpen || plan.known ? { lines: [] } : totalsOf(plan, byId),
    faults: Object.values(plan.faults),
    known: plan.known ? knownBlock(plan.known, said) : null,
    hint: isOpen || plan.known ? '' : hintOf(plan, facts, said),
    effects: isOpen || plan.known ? [] : effectsOf(foreseen, facts),
    choices: plan.choices.length > 0 ? [...plan.choices.map((one) => choiceOf(one, byId, said)), oldestFirst(said)] : [],
    questions: plan.questions.map(({ key, text, twin }) => ({
      text,
      check: {
        ...{ name: 'sure', id: `sure-${key}`, value: key, isChecked: said.sure.includes(key) },
        label: twin === null ? 'Всё верно' : 'Это другой платёж',
      },
      same: twin === null ? null : sameCheck(twin, false),
    })),
    runs: isOpen || plan.known || isEmpty(waiting) ? null : runsBlock(waiting, 'list'),
    shown,
  };
}

/** Said instead of what it would settle: nothing. */
function knownBlock(known: KnownTwin, { same }: Said): SpreadPage['known'] {
  return {
    text: `Это платёж ${similarText(known)}, поступил ${formatDayShort(known.receivedOn)}. Второй раз он не запишется: портал отметит, что он пришёл и отсюда.`,
    link: `/admin/payments?q=${encodeURIComponent(known.docNumber ?? '')}`,
    another:
      same === known.id
        ? sameCheck(known.id, true)
        : { name: 'sure', id: `another-${known.id}`, value: known.key, label: 'Это другой платёж: записать', isChecked: false },
  };
}

const sameCheck = (id: number, isChecked: boolean): CheckProps => ({
  ...{ name: 'same', id: `same-${id}`, value: String(id), label: `Это он, № ${id}: второй раз не записывать`, isChecked },
});

function totalsOf({ shares, rest, contract }: Plan, byId: ReadonlyMap<number, InvoiceToPay>): TotalsProps {
  const lines = shares.map(({ invoiceId, amount }) => {
    const { number = '', open = 0n } = byId.get(invoiceId) ?? {};
    return { label: `Счёт № ${number}${amount < open ? ', частично' : ''}`, value: formatRub(amount) };
  });
  const under = rest > 0n && contract ? ` по договору ${contract.number}` : '';
  return { lines, total: { label: `Останется авансом${under}`, value: formatRub(rest) } };
}

function hintOf({ match, contract, isTyped }: Plan, { invoices }: PaymentFacts, { chosen }: Said): string {
  if (invoices.length === 0) return 'Открытых счетов нет. Аванс зачтётся, когда они появятся.';
  if (isTyped) return 'Погасится, сколько вписано; остаток станет авансом и сам других счетов не погасит.';
  const after = contract ? `по договору ${contract.number}, потом остальные` : 'остальные, от старых к новым';
  if (chosen.length > 0) return `Сначала погасятся отмеченные: ${count(chosen.length, 'счёт', 'счёта', 'счетов')}. Остаток — ${after}.`;
  if (match.kind === 'sure') return `Совпало: ${wordsOf(match.suggestions[0])}.`;
  return `Счета погасятся ${contract ? `сначала по договору ${contract.number}, потом остальные` : 'от старых к новым'}.`;
}

const wordsOf = ({ evidence }: Suggestion): string => evidence.map((one) => EVIDENCE[one]).join(', ');

function choiceOf(one: Suggestion, byId: ReadonlyMap<number, InvoiceToPay>, { way }: Said): ChoiceProps {
  const label = one.invoiceIds
    .map((id) => byId.get(id))
    .map((invoice) => (invoice ? `№ ${invoice.number} от ${formatDayShort(invoice.issuedOn)}, ${formatRub(invoice.open)}` : ''))
    .join('; ');
  return { name: 'way', value: wayOf(one), label, hint: `Совпало: ${wordsOf(one)}`, isChecked: way === wayOf(one) };
}

const oldestFirst = ({ way }: Said): ChoiceProps => ({
  ...{ name: 'way', value: OLDEST, label: 'От старых к новым', isChecked: way === OLDEST },
});

const isEmpty = ({ runs, waits, dropped }: WaitingOutlook): boolean => runs.length + waits.length + dropped.length === 0;

/** Holds of invoices that this money pays in full, and the orders that are decided then. */
function effectsOf({ plan: { shares }, waiting }: Foreseen, { invoices, holds }: PaymentFacts): string[] {
  const paid = invoices.filter(({ id, open }) => shares.some(({ invoiceId, amount }) => invoiceId === id && amount === open));
  const lifted = holds.filter(({ reason, text }) => reason === 'overdue' && paid.some(({ number }) => text.includes(`№ ${number} `)));
  const left = holds.length - lifted.length;
  const { runs, waits, dropped, runsCost, availableAfter } = waiting;
  const held = [...runs, ...waits, ...dropped];
  const placed = sum(...held.map(({ placed: { charge } }) => kopecks(charge)));
  const all = `${orders(held.length)} на ${formatRub(placed)}`;
  const ran = runs.length > 0 ? `выполнятся сразу ${orders(runs.length)} на ${formatRub(runsCost)}` : 'сразу не выполнится ничего';
  return [
    ...lifted.map(({ text }) => `Снимется блокировка: ${text}`),
    ...(left > 0 ? [`Останется ${count(left, 'блокировка', 'блокировки', 'блокировок')}: партнёр будет закрыт, пока их не снимут.`] : []),
    ...(held.length > 0 && left === 0 ? [`Решится, что ждёт: ${all}; ${ran}. После этого доступно ${formatRub(availableAfter)}.`] : []),
    ...(held.length > 0 && left > 0 ? [`Будет ждать дальше: ${all}.`] : []),
  ];
}

const orders = (found: number) => count(found, 'заказ', 'заказа', 'заказов');
