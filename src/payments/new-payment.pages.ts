import { type Day, formatDayShort } from '#src/lib/days.ts';
import { formatRub, kopecks, parseRub, sum } from '#src/lib/money.ts';
import { count } from '#src/lib/russian.ts';
import type { AlertProps, ButtonProps, CheckProps, FieldProps, PageHeadProps, TotalsProps } from '#src/platform/http/components.ts';
import type { FormState } from '#src/platform/http/forms.ts';
import type { Page } from '#src/platform/http/render.ts';
import type { InvoiceToPay, PayingPartner } from './new-payment.queries.ts';
import { inOrder, spread } from './payments.rules.ts';

/** What the sum as typed would settle. */
export interface SpreadPage extends Page {
  readonly totals: TotalsProps;
  readonly hint: string;
}

export interface NewPaymentPage extends Page {
  readonly head: PageHeadProps;
  readonly errors: Readonly<Record<string, string>>;
  readonly hidden: Readonly<Record<string, string>>;
  /** Said before a payment like another is written. */
  readonly warning: AlertProps | null;
  readonly partner: FieldProps;
  readonly find: ButtonProps;
  readonly fields: FieldProps[];
  /** The partner's open invoices, oldest first, once the partner is known. */
  readonly invoices: CheckProps[];
  /** Said where there are none. */
  readonly noInvoices: string;
  readonly spread: SpreadPage;
  readonly submit: string;
}

/** What is known about a payment being typed. */
export interface Typed {
  readonly form: Partial<FormState> & { readonly token: string };
  readonly partner: PayingPartner | undefined;
  readonly invoices: readonly InvoiceToPay[];
  readonly chosen: readonly number[];
  /** The payment it looks like. */
  readonly like?: { readonly id: number; readonly text: string };
}

export function newPaymentPage({ form, partner, invoices, chosen, like }: Typed, today: Day): NewPaymentPage {
  const { values = {}, errors = {} } = form;
  const field = (name: string, label: string, more: Partial<FieldProps> = {}): FieldProps => {
    const error = errors[name];
    return { name, label, value: values[name] ?? '', ...more, ...(error ? { error } : {}) };
  };
  return {
    title: 'Записать платёж',
    section: 'admin/payments',
    isInvalid: Object.keys(errors).length > 0 || like !== undefined,
    head: { title: 'Записать платёж', crumbs: [{ label: 'Платежи', href: '/admin/payments' }, { label: 'Новый' }] },
    errors,
    hidden: { token: form.token, confirmed: like ? String(like.id) : '' },
    warning: like
      ? {
          tone: 'warn',
          text: like.text,
          link: { href: `/admin/payments?q=${encodeURIComponent(partner?.inn ?? '')}`, label: 'Платежи партнёра' },
        }
      : null,
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
      field('purpose', 'Назначение платежа', { type: 'textarea', isWide: true, rows: 2, maxlength: 500 }),
    ],
    invoices: invoices.map((invoice) => checkOf(invoice, chosen, today)),
    noInvoices: partner ? 'Открытых счетов нет: вся сумма станет авансом.' : 'Укажите партнёра, и здесь появятся его открытые счета.',
    spread: spreadPage(values['amount'] ?? '', invoices, chosen),
    submit: like ? 'Записать ещё один платёж' : 'Записать платёж',
  };
}

function checkOf({ id, number, issuedOn, dueOn, open }: InvoiceToPay, chosen: readonly number[], today: Day): CheckProps {
  const due = dueOn < today ? `просрочен, срок был ${formatDayShort(dueOn)}` : `оплатить до ${formatDayShort(dueOn)}`;
  return {
    name: 'invoice',
    id: `invoice-${id}`,
    value: String(id),
    label: `№ ${number} от ${formatDayShort(issuedOn)}, к оплате ${formatRub(open)}`,
    hint: due,
    isChecked: chosen.includes(id),
  };
}

/** The answer of the very rule the payment will be settled by. */
export function spreadPage(typed: string, invoices: readonly InvoiceToPay[], chosen: readonly number[]): SpreadPage {
  const marked = invoices.filter(({ id }) => chosen.includes(id));
  const amount = parseRub(typed);
  const ready = invoices.map((invoice) => ({ ...invoice, open: kopecks(invoice.open) }));
  const { shares, rest } = spread(
    amount !== null && amount > 0n ? amount : kopecks(0),
    inOrder(
      ready,
      marked.map(({ id }) => id),
    ),
  );
  const numberOf = new Map(invoices.map(({ id, number, open }) => [id, { number, open }]));
  return {
    title: 'Записать платёж',
    section: 'admin/payments',
    totals: {
      lines: [
        ...(marked.length > 0
          ? [
              {
                label: `Отмечено: ${count(marked.length, 'счёт', 'счёта', 'счетов')}`,
                value: formatRub(sum(...marked.map(({ open }) => open))),
              },
            ]
          : []),
        ...shares.map(({ invoiceId, amount: part }) => {
          const { number = '', open = 0n } = numberOf.get(invoiceId) ?? {};
          return { label: `Счёт № ${number}${part < open ? ', частично' : ''}`, value: formatRub(part) };
        }),
      ],
      total: { label: 'Останется авансом', value: formatRub(rest) },
    },
    hint: hintOf(amount, marked.length, invoices.length),
  };
}

function hintOf(amount: bigint | null, marked: number, all: number): string {
  if (amount === null || amount <= 0n) return 'Укажите сумму, и здесь появится, что она погасит.';
  if (all === 0) return 'Аванс зачтётся, когда появятся счета.';
  return marked > 0 ? 'Сначала погасятся отмеченные счета, остаток — остальные, от старых к новым.' : 'Счета погасятся от старых к новым.';
}
