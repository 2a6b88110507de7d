import { type Day, formatDayShort, formatMoment } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import type { BadgeProps, Fact, FieldProps, PageHeadProps } from '#src/platform/http/components.ts';
import { type FormState, filledIn, versionOf } from '#src/platform/http/forms.ts';
import type { Page } from '#src/platform/http/render.ts';
import { SECTION } from '#src/receivables/sections.parts.ts';
import { paymentText, stateOf } from './advances.pages.ts';
import type { Advance } from './advances.queries.ts';
import { advanceTerm, advanceVat } from './advances.rules.ts';
import { advanceVersion } from './advances.service.ts';

export interface AdvancePage extends Page {
  readonly head: PageHeadProps;
  readonly errors: Readonly<Record<string, string>>;
  readonly action: string;
  readonly token: string;
  readonly version: string;
  readonly facts: Fact[];
  readonly state: BadgeProps;
  readonly fields: FieldProps[];
  /** What keeping it brings, a sentence each. */
  readonly effects: string[];
  readonly canRemove: boolean;
}

const PATH = '/admin/receivables/advances';

/** The счёт-фактура for the advance of a payment. */
export function advancePage(one: Advance, form: FormState & { token: string }, today: Day): AdvancePage {
  const { rate, vat } = advanceVat(one.amount, one.receivedOn);
  const field = (name: string, label: string, value: string | null, more: Partial<FieldProps> = {}) =>
    filledIn({ name, label, value: value ?? '', maxlength: 50, ...more }, form);
  const now = advanceVersion({ ...one, on: one.issuedOn });
  return {
    title: 'Счёт-фактура на аванс',
    section: SECTION,
    isInvalid: Object.keys(form.errors).length > 0,
    head: {
      title: 'Счёт-фактура на аванс',
      sub: `${one.partner}, платёж ${paymentText(one)}`,
      crumbs: [{ label: 'Авансы с НДС', href: PATH }, { label: paymentText(one) }],
    },
    errors: form.errors,
    action: `${PATH}/${one.id}`,
    token: form.token,
    version: versionOf(form, now),
    facts: [
      { label: 'Партнёр', value: one.partner, href: `/admin/receivables/${one.partnerId}/invoices` },
      { label: 'Плательщик', value: one.payer },
      { label: 'Платёж', value: formatRub(one.paid) },
      { label: 'Аванс', value: formatRub(one.amount) },
      { label: `НДС ${rate}`, value: formatRub(vat) },
      { label: 'Выписать до', value: formatDayShort(advanceTerm(one.receivedOn)) },
      ...(one.at
        ? [{ label: 'Записал', value: `${one.byName}, ${formatMoment(one.at)}${one.source === 'axapta' ? ', из Axapta' : ''}` }]
        : []),
    ],
    state: stateOf(one, today).badge,
    fields: [
      field('number', 'Номер счёта-фактуры', one.number, { required: true }),
      field('issuedOn', 'Дата', one.issuedOn, { type: 'date', required: true }),
      field('correctionNumber', 'Номер исправления', one.correctionNumber, { isOptional: true }),
      field('correctionOn', 'Дата исправления', one.correctionOn, { type: 'date', isOptional: true }),
    ],
    effects: [
      'Номер и дата встанут в строку 5б документов, которые закроют этот аванс и ещё не напечатаны.',
      'Выпущенные документы не меняются.',
      'Ошиблись — исправьте здесь же: в журнале останется, что было.',
    ],
    canRemove: one.number !== null,
  };
}
