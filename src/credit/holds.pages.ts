import { formatMoment } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import { count } from '#src/lib/russian.ts';
import { type RunsBlock, runsBlock } from '#src/orders/held/runs.parts.ts';
import type { WaitingOutlook } from '#src/orders/held/what-runs.queries.ts';
import { NotFound } from '#src/platform/errors.ts';
import type { Crumb, Fact, FieldProps } from '#src/platform/http/components.ts';
import { EMPTY_FORM, type FormState } from '#src/platform/http/forms.ts';
import type { Page } from '#src/platform/http/render.ts';
import type { ControlledHold, CreditControl } from './control.queries.ts';
import { holdWords } from './credit.rules.ts';

export interface LiftPage extends Page {
  readonly crumbs: Crumb[];
  readonly action: string;
  readonly token: string;
  readonly back: string;
  readonly facts: Fact[];
  /** What lifting will do. */
  readonly effects: string[];
  /** Which orders will run, and which will not; null while another hold stays. */
  readonly runs: RunsBlock | null;
  readonly errors: Record<string, string>;
  readonly field: FieldProps;
}

/** The small confirm before a hold is lifted. @throws NotFound when the partner has no such open hold. */
export function liftPage(
  partner: CreditControl,
  holdId: number,
  { token, outlook }: { readonly token: string; readonly outlook: WaitingOutlook },
  form: FormState = EMPTY_FORM,
): LiftPage {
  const hold = partner.holds.find(({ id }) => id === holdId);
  if (!hold) throw new NotFound('Эта блокировка уже снята, или её не было.');
  const back = `/admin/partners/${partner.id}`;
  return {
    title: `Разблокировать: ${partner.name}`,
    section: 'admin/partners',
    isInvalid: Object.keys(form.errors).length > 0,
    crumbs: partnerCrumbs(partner, 'Разблокировать'),
    action: `${back}/holds/${hold.id}/lift`,
    token,
    back,
    facts: holdFacts(hold),
    effects: effectsOf(partner),
    runs: partner.holds.length === 1 ? runsBlock(outlook) : null,
    errors: { ...form.errors },
    field: {
      name: 'comment',
      label: 'Комментарий для журнала',
      isOptional: true,
      type: 'textarea',
      rows: 2,
      maxlength: 500,
      value: form.values['comment'] ?? '',
      ...errorAt(form, 'comment'),
    },
  };
}

/** A hold in words, for staff. */
export function holdFacts(hold: ControlledHold): Fact[] {
  return [
    { label: 'Причина', value: holdWords[hold.reason] },
    { label: 'Партнёр читает', value: hold.text },
    ...(hold.contract ? [{ label: 'Договор', value: hold.contract }] : []),
    ...(hold.invoice ? [{ label: 'Счёт', value: `№ ${hold.invoice}` }] : []),
    ...(hold.amount === null ? [] : [{ label: 'К оплате', value: formatRub(BigInt(hold.amount)) }]),
    { label: 'Поставил', value: `${hold.placedBy}, ${formatMoment(new Date(hold.placedAt))}` },
    ...(hold.comment ? [{ label: 'Комментарий', value: hold.comment }] : []),
  ];
}

function effectsOf(partner: CreditControl): string[] {
  const others = partner.holds.length - 1;
  if (others > 0)
    return [`Останется ещё ${count(others, 'блокировка', 'блокировки', 'блокировок')}: партнёр будет закрыт, пока их не снимут.`];
  const held = `Решатся заказы, которые ждут: ${partner.heldOrders}. Первыми — старые, пока хватает лимита (доступно ${formatRub(partner.limit - partner.exposure)}); какие именно, показано ниже.`;
  return [
    'Заказы и управление подписками откроются сразу.',
    ...(partner.heldOrders > 0 ? [held] : []),
    'Партнёру уйдёт письмо. Остановленное человеком останется остановленным.',
  ];
}

export interface HoldPage extends Page {
  readonly crumbs: Crumb[];
  readonly action: string;
  readonly token: string;
  readonly back: string;
  readonly open: { readonly facts: Fact[]; readonly liftHref: string }[];
  readonly errors: Record<string, string>;
  readonly fields: FieldProps[];
}

/** `/admin/partners/:id/holds`: the holds that are open and the form of a new one. */
export function holdPage(partner: CreditControl, token: string, form: FormState = EMPTY_FORM): HoldPage {
  const path = `/admin/partners/${partner.id}`;
  return {
    title: `Заблокировать: ${partner.name}`,
    section: 'admin/partners',
    isInvalid: Object.keys(form.errors).length > 0,
    crumbs: partnerCrumbs(partner, 'Блокировка'),
    action: `${path}/holds`,
    token,
    back: path,
    open: partner.holds.map((hold) => ({ facts: holdFacts(hold), liftHref: `${path}/holds/${hold.id}/lift` })),
    errors: { ...form.errors },
    fields: newHoldFields(partner, form),
  };
}

function newHoldFields(partner: CreditControl, form: FormState): FieldProps[] {
  const field = (props: FieldProps): FieldProps => ({ ...props, value: form.values[props.name] ?? '', ...errorAt(form, props.name) });
  const contracts = partner.contracts.map(({ id, number }) => ({ value: String(id), label: number }));
  return [
    field({
      name: 'contract',
      label: 'Договор',
      type: 'select',
      isOptional: true,
      options: [{ value: '', label: 'Не указан' }, ...contracts],
    }),
    field({ name: 'amount', label: 'Сумма к оплате', isOptional: true, inputmode: 'decimal', suffix: '₽', maxlength: 30 }),
    field({
      name: 'text',
      label: 'Причина',
      hint: 'Её прочтёт партнёр: что случилось и что сделать.',
      type: 'textarea',
      isWide: true,
      required: true,
      maxlength: 500,
    }),
    field({ name: 'comment', label: 'Комментарий для MONT', type: 'textarea', rows: 2, isOptional: true, isWide: true, maxlength: 500 }),
  ];
}

/** «Партнёры → ООО «Вектор» → …» */
export function partnerCrumbs(partner: { readonly id: number; readonly name: string }, last: string): Crumb[] {
  return [{ label: 'Партнёры', href: '/admin/partners' }, { label: partner.name, href: `/admin/partners/${partner.id}` }, { label: last }];
}

/** The error of a field as a component takes it. */
export function errorAt(form: FormState, name: string): { error?: string } {
  const error = form.errors[name];
  return error ? { error } : {};
}
