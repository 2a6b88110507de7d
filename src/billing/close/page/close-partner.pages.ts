import type { PartnerOutcome } from '#src/billing/close/close.types.ts';
import type { PlannedClose } from '#src/billing/close/close-plan.queries.ts';
import { formatMonth, type Month } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import { capitalise, count, grouped } from '#src/lib/russian.ts';
import type { AlertProps, Fact, FieldProps, PageHeadProps } from '#src/platform/http/components.ts';
import type { FormState } from '#src/platform/http/forms.ts';
import type { Page } from '#src/platform/http/render.ts';
import { HELD_WORDS, passedBy } from './close-lines.pages.ts';
import type { PartnerClose } from './close-partner.queries.ts';

export interface ClosePartnerPage extends Page {
  readonly head: PageHeadProps;
  readonly alert: AlertProps | null;
  readonly facts: Fact[];
  readonly caption: string;
  readonly passes: string[];
  readonly differences: { number: string; href: string; what: string; charged: string; told: string; difference: string }[];
  /** The second look and the way past the check; null when there is nothing to pass. */
  readonly pass: PassForm | null;
  readonly errors: Readonly<Record<string, string>>;
}

interface PassForm {
  readonly action: string;
  readonly token: string;
  readonly fault: string;
  readonly effects: string[];
  readonly reason: FieldProps;
  readonly back: string;
}

export function closePartnerPage(
  month: Month,
  partnerId: number,
  found: PartnerClose,
  form: Partial<FormState> & { token: string },
): ClosePartnerPage {
  const { name, plan, outcome } = found;
  const back = `/admin/closing/${month}`;
  const of = capitalise(formatMonth(month));
  return {
    title: `${name}: закрытие за ${formatMonth(month)}`,
    section: 'admin/closing',
    isInvalid: form.errors !== undefined,
    head: {
      title: name,
      sub: of,
      crumbs: [{ label: 'Закрытие месяца', href: '/admin/closing' }, { label: of, href: back }, { label: name }],
      actions: [{ label: 'Карточка партнёра', href: `/admin/partners/${partnerId}` }],
    },
    alert: alertOf(plan, outcome),
    caption: plan ? 'Что сделает закрытие, на сейчас' : 'Итог закрытия',
    facts: factsOf(plan ?? outcome),
    passes: (outcome?.passes ?? []).map((pass) => `${passedBy(pass)} (${pass.fault})`),
    differences: found.differences.map(({ number, productName, charged, told }) => ({
      ...{ number, href: `/admin/subscriptions?q=${number}`, what: productName },
      ...{ charged: formatRub(charged), told: formatRub(told), difference: formatRub(charged - told) },
    })),
    pass: plan && outcome?.fault && isPassable(plan) ? passOf(`${back}/partners/${partnerId}/pass`, back, plan, form) : null,
    errors: form.errors ?? {},
  };
}

const isPassable = ({ check }: PlannedClose): boolean => check !== null && check !== 'order';

function alertOf(plan: PlannedClose | null, outcome: PartnerOutcome | null): AlertProps | null {
  if (!plan) return { tone: 'ok', title: 'Месяц для партнёра закрыт.' };
  if (plan.check === 'order') return { tone: 'bad', title: 'Закрыть нельзя.', text: `${plan.fault}. Сначала разберите тот месяц.` };
  if (plan.fault) return { tone: 'bad', title: 'Закрыть нельзя.', text: `${plan.fault}.` };
  return outcome?.fault
    ? { tone: 'info', title: 'Партнёр отложен.', text: `${outcome.fault}. Сейчас закрытию ничто не мешает: запустите его ещё раз.` }
    : null;
}

function factsOf(of: (PartnerOutcome & { reason?: PlannedClose['reason'] }) | null): Fact[] {
  if (!of) return [];
  const why = of.held > 0 && of.reason ? `: ${HELD_WORDS[of.reason].toLowerCase()}` : '';
  return [
    { label: 'Счета', value: of.invoices > 0 ? `${count(of.invoices, 'счёт', 'счёта', 'счетов')} на ${formatRub(of.gross)}` : 'нет' },
    { label: 'Продлено', value: grouped(of.renewed) },
    { label: 'Не прошло', value: `${grouped(of.held)}${why}` },
    { label: 'Остановлено', value: grouped(of.stopped) },
  ];
}

function passOf(
  action: string,
  back: string,
  plan: PlannedClose,
  { values, errors, token }: Partial<FormState> & { token: string },
): PassForm {
  const error = errors?.['reason'];
  const invoices =
    plan.invoices > 0
      ? `${count(plan.invoices, 'счёт', 'счёта', 'счетов')} на ${formatRub(plan.gross)}`
      : 'Счёта не будет: выставлять нечего';
  return {
    ...{ action, token, back, fault: plan.fault ?? '' },
    effects: [
      plan.check === 'invoiced'
        ? 'Второго счёта по этому договору не будет: останется выставленный.'
        : `${invoices}: партнёр получит письмо и документы.`,
      `${count(plan.renewed, 'подписка продлится', 'подписки продлятся', 'подписок продлятся')}, не пройдёт ${grouped(plan.held)}.`,
      'Кто, когда и почему пропустил проверку, останется в журнале и на странице закрытия.',
      'Проверка пропускается только для этих цифр: изменятся они — партнёр снова будет отложен.',
      'Назад нельзя: закрытый месяц не открывается, счёт можно только аннулировать и выпустить новый.',
    ],
    reason: {
      ...{ name: 'reason', label: 'Почему цифры верны', value: values?.['reason'] ?? '', required: true },
      ...(error ? { error } : {}),
    },
  };
}
