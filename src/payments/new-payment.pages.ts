import { type Day, formatDayShort } from '#src/lib/days.ts';
import type { AlertProps, ButtonProps, FieldProps, PageHeadProps } from '#src/platform/http/components.ts';
import type { FormState } from '#src/platform/http/forms.ts';
import type { Page } from '#src/platform/http/render.ts';
import type { Foreseen } from './by-hand.queries.ts';
import type { Said } from './by-hand.rules.ts';
import type { PayingPartner, PaymentFacts } from './new-payment.queries.ts';
import { type InvoiceChoice, invoiceChoices, noticeOf } from './payment-form.parts.ts';
import { type SpreadPage, spreadPage } from './spread.parts.ts';

export interface NewPaymentPage extends Page {
  readonly head: PageHeadProps;
  readonly errors: Readonly<Record<string, string>>;
  readonly hidden: Readonly<Record<string, string>>;
  /** Said before the payment is written: look what it does, or answer. */
  readonly notice: AlertProps | null;
  /** Fields that change what it would settle. */
  readonly previewed: string;
  readonly partner: FieldProps;
  readonly find: ButtonProps;
  readonly fields: FieldProps[];
  /** The partner's open invoices, oldest first, once the partner is known. */
  readonly invoices: InvoiceChoice[];
  /** Said where there are none. */
  readonly noInvoices: string;
  readonly spread: SpreadPage;
}

/** What is known about a payment being typed. */
export interface Typed {
  readonly form: Partial<FormState> & { readonly token: string };
  readonly partner: PayingPartner | undefined;
  readonly facts: PaymentFacts;
  readonly said: Said;
  /** null while partner, day or sum are not known. */
  readonly foreseen: Foreseen | null;
  /** It was sent, and is to be looked at once more. */
  readonly isReview: boolean;
}

export function newPaymentPage({ form, partner, facts, said, foreseen, isReview }: Typed, today: Day): NewPaymentPage {
  const plan = foreseen?.plan ?? null;
  const { values = {}, errors = {} } = form;
  const field = (name: string, label: string, more: Partial<FieldProps> = {}): FieldProps => {
    const error = errors[name];
    return { name, label, value: values[name] ?? '', ...more, ...(error ? { error } : {}) };
  };
  return {
    title: 'Записать платёж',
    section: 'admin/payments',
    isInvalid: Object.keys(errors).length > 0 || (isReview && plan !== null && !plan.isAnswered),
    head: { title: 'Записать платёж', crumbs: [{ label: 'Платежи', href: '/admin/payments' }, { label: 'Новый' }] },
    errors,
    hidden: { token: form.token },
    notice: isReview && plan ? noticeOf(plan) : null,
    previewed: 'partner receivedOn amount docNumber payerName payerInn contract purpose invoice way sure same drop of part',
    partner: field('partner', 'Партнёр', {
      hint: partner ? partner.name : 'ИНН, код на портале или код дебитора',
      value: values['partner'] ?? partner?.inn ?? '',
      isWide: true,
    }),
    find: { label: 'Показать открытые счета', icon: 'search', name: 'step', value: 'find', formnovalidate: true },
    fields: [
      field('receivedOn', 'Дата поступления', { type: 'date', value: values['receivedOn'] ?? today, max: today }),
      field('amount', 'Сумма, ₽', { hint: 'Например, 12 500,00', inputmode: 'decimal', maxlength: 30 }),
      field('docNumber', 'Номер платёжного поручения', { isOptional: true, maxlength: 300 }),
      field('payerName', 'Плательщик', { hint: 'Если платит другая организация', isOptional: true, maxlength: 300 }),
      field('payerInn', 'ИНН плательщика', {
        hint: 'Если платит другая организация',
        isOptional: true,
        inputmode: 'numeric',
        maxlength: 20,
      }),
      ...(facts.contracts.length > 1 ? [contractField(facts, field)] : []),
      field('purpose', 'Назначение платежа', { type: 'textarea', isWide: true, rows: 2, maxlength: 500 }),
    ],
    invoices: invoiceChoices(facts.invoices, said, plan, today),
    noInvoices: partner ? 'Открытых счетов нет: вся сумма станет авансом.' : 'Укажите партнёра, и здесь появятся его открытые счета.',
    spread: spreadPage(foreseen, facts, said),
  };
}

function contractField(
  { contracts }: PaymentFacts,
  field: (name: string, label: string, more: Partial<FieldProps>) => FieldProps,
): FieldProps {
  return field('contract', 'По договору', {
    hint: 'Его счета погасятся раньше других',
    type: 'select',
    options: [
      { value: '', label: 'Как в назначении' },
      ...contracts.map(({ id, number, signedOn }) => ({ value: String(id), label: `${number} от ${formatDayShort(signedOn)}` })),
    ],
  });
}

/** Calm where there is only to look: nothing is wrong. */
