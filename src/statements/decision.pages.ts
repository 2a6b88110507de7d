import type { Day } from '#src/lib/days.ts';
import { formatDayShort } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import type { Foreseen } from '#src/payments/by-hand.queries.ts';
import type { Said } from '#src/payments/by-hand.rules.ts';
import type { PayingPartner, PaymentFacts } from '#src/payments/new-payment.queries.ts';
import { type InvoiceChoice, invoiceChoices, noticeOf } from '#src/payments/payment-form.parts.ts';
import { type SpreadPage, spreadPage } from '#src/payments/spread.parts.ts';
import type { AlertProps, ButtonProps, Fact, FieldProps, PageHeadProps } from '#src/platform/http/components.ts';
import type { FormState } from '#src/platform/http/forms.ts';
import type { Page } from '#src/platform/http/render.ts';
import { PATH, SECTION } from './statement-list.pages.ts';
import type { BankPayment, StatementCard } from './statements.queries.ts';

export interface DecisionPage extends Page {
  readonly head: PageHeadProps;
  readonly errors: Readonly<Record<string, string>>;
  readonly notice: AlertProps | null;
  readonly facts: Fact[];
  readonly token: string;
  readonly action: string;
  readonly back: string;
  /** Fields that change what it would settle. */
  readonly previewed: string;
  readonly partner: FieldProps;
  readonly find: ButtonProps;
  readonly contract: FieldProps | null;
  readonly invoices: InvoiceChoice[];
  readonly noInvoices: string;
  readonly spread: SpreadPage;
  /** «Не наш платёж», or back from there. */
  readonly foreign: { readonly action: string; readonly label: string; readonly isForeign: boolean };
}

/** A payment of a statement being decided. */
export interface DecisionFacts {
  readonly card: StatementCard;
  readonly row: BankPayment;
  readonly form: Partial<FormState> & { readonly token: string };
  readonly partner: PayingPartner | undefined;
  readonly facts: PaymentFacts;
  readonly said: Said;
  readonly foreseen: Foreseen | null;
  /** It was sent, and is to be looked at once more. */
  readonly isReview: boolean;
}

/** `/admin/payments/import/:id/:payment` */
export function decisionPage({ card, row, form, partner, facts, said, foreseen, isReview }: DecisionFacts, today: Day): DecisionPage {
  const { values = {}, errors = {} } = form;
  const [back, isForeign] = [`${PATH}/${card.id}`, row.state === 'foreign'];
  const plan = foreseen?.plan ?? null;
  return {
    title: `Поступление от ${formatDayShort(row.receivedOn)}`,
    section: SECTION,
    isInvalid: Object.keys(errors).length > 0 || (isReview && plan !== null && !plan.isAnswered),
    head: {
      title: `Поступление ${formatRub(row.amount)}`,
      crumbs: [
        { label: 'Загрузка выписки', href: PATH },
        { label: card.fileName || 'Выписка', href: back },
        { label: formatRub(row.amount) },
      ],
    },
    errors,
    notice: isReview && plan ? noticeOf(plan) : null,
    facts: factsOf(row),
    token: form.token,
    ...{ action: `${back}/${row.id}`, back },
    previewed: 'partner contract invoice way sure same drop of part',
    partner: {
      ...{ name: 'partner', label: 'Чей платёж', hint: partner ? partner.name : 'ИНН, код на портале или код дебитора', isWide: true },
      value: values['partner'] ?? partner?.inn ?? '',
      ...(errors['partner'] ? { error: errors['partner'] } : {}),
    },
    find: { label: 'Показать открытые счета', icon: 'search', name: 'step', value: 'find', formnovalidate: true },
    contract: facts.contracts.length > 1 ? contractField(facts, values['contract'] ?? '') : null,
    invoices: invoiceChoices(facts.invoices, said, plan, today),
    noInvoices: partner ? 'Открытых счетов нет: вся сумма станет авансом.' : 'Укажите партнёра, и здесь появятся его открытые счета.',
    spread: spreadPage(foreseen, facts, said),
    foreign: {
      action: `${back}/${row.id}/${isForeign ? 'return' : 'foreign'}`,
      label: isForeign ? 'Вернуть в разбор' : 'Не наш платёж',
      isForeign,
    },
  };
}

function contractField({ contracts }: PaymentFacts, value: string): FieldProps {
  const options = contracts.map(({ id, number, signedOn }) => ({ value: String(id), label: `${number} от ${formatDayShort(signedOn)}` }));
  return {
    ...{ name: 'contract', label: 'По договору', hint: 'Его счета погасятся раньше других', type: 'select', isWide: true, value },
    options: [{ value: '', label: 'Как в назначении' }, ...options],
  };
}

function factsOf(row: BankPayment): Fact[] {
  return [
    { label: 'Плательщик', value: [row.payerName || 'не указан', row.payerInn && `ИНН ${row.payerInn}`].filter(Boolean).join(', ') },
    { label: 'Счёт плательщика', value: row.payerAccount || 'не указан', isMono: true },
    { label: 'Поступил', value: `${formatDayShort(row.receivedOn)}${row.docNumber ? `, поручение № ${row.docNumber}` : ''}` },
    { label: 'Назначение', value: row.purpose || 'не указано' },
  ];
}
