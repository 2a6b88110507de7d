import { formatDayShort } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import type { AlertProps, ChoiceProps, Fact, FieldProps, PageHeadProps } from '#src/platform/http/components.ts';
import type { FormState } from '#src/platform/http/forms.ts';
import type { Page } from '#src/platform/http/render.ts';
import type { PaymentToDecide } from './decision.queries.ts';

export interface DecisionPage extends Page {
  readonly head: PageHeadProps;
  readonly errors: Readonly<Record<string, string>>;
  readonly notice: AlertProps | null;
  readonly facts: Fact[];
  readonly action: string;
  readonly token: string;
  readonly partner: FieldProps;
  readonly choices: ChoiceProps[];
}

const SOURCES: Readonly<Record<string, string>> = { hand: 'внесён вручную', bank: 'из банка', axapta: 'из Аксапты' };

/** `/admin/exchange/decisions/:decision` */
export function decisionPage(row: PaymentToDecide, { values, errors = {} }: Partial<FormState>, token: string): DecisionPage {
  const title = `Платёж Аксапты ${row.transId}`;
  const error = errors['partner'];
  return {
    title,
    section: 'admin/exchange',
    isInvalid: Object.keys(errors).length > 0,
    head: { title, crumbs: [{ label: 'Обмен с Аксаптой', href: '/admin/exchange' }, { label: title }] },
    errors,
    notice: noticeOf(row),
    facts: [
      { label: 'Сумма', value: formatRub(row.amount) },
      { label: 'Дата', value: formatDayShort(row.paidOn) },
      { label: 'Код плательщика', value: row.invoiceAccount, isMono: true },
      ...(row.partner ? [{ label: 'Партнёр', value: row.partner, href: `/admin/partners/${row.partnerId}` }] : []),
      ...(row.docNumber ? [{ label: 'Поручение', value: `№ ${row.docNumber}` }] : []),
      ...(row.payerInn ? [{ label: 'ИНН плательщика', value: row.payerInn }] : []),
      ...(row.purpose ? [{ label: 'Назначение', value: row.purpose }] : []),
    ],
    action: `/admin/exchange/decisions/${row.id}`,
    token,
    partner: {
      ...{ name: 'partner', label: 'Партнёр', value: values?.['partner'] ?? '', isOptional: row.partnerId !== null },
      hint: row.partnerId === null ? 'ИНН, код партнёра или код дебитора' : 'Если платёж другого партнёра: его ИНН, код или код дебитора',
      ...(error ? { error } : {}),
    },
    choices: choicesOf(row).map((choice) => ({ ...choice, name: 'what', isChecked: values?.['what'] === choice.value })),
  };
}

/** Money given back of which there is no payment of that very sum: nothing is there to be chosen, so the page says what to do. */
function noticeOf({ question, amount, others }: PaymentToDecide): AlertProps | null {
  if (question === null) return null;
  const text =
    amount < 0n && others.length === 0
      ? `Деньги возвращены партнёру, а платежа ровно на ${formatRub(-amount)} на портале нет. Если вернули часть платежа, сторнируйте его в «Платежах» и запишите то, что осталось; потом закройте этот вопрос.`
      : question;
  return { tone: 'warn', title: 'Нужно решение.', text };
}

function choicesOf({ amount, others }: PaymentToDecide): Omit<ChoiceProps, 'name'>[] {
  const word = (one: PaymentToDecide['others'][number]) =>
    `№ ${one.id} от ${formatDayShort(one.receivedOn)}${one.docNumber ? `, поручение № ${one.docNumber}` : ''}, ${SOURCES[one.source] ?? one.source}`;
  const ignore = {
    value: 'ignore',
    label: amount < 0n ? 'Закрыть: сторнировать нечего' : 'Не платёж партнёра портала',
    hint: 'Ничего не запишется; новая версия от Аксапты спросит снова.',
  };
  if (amount < 0n)
    return [
      ...others.map((one) => ({ value: `back-${one.id}`, label: `Возвращён платёж ${word(one)}`, hint: 'Он будет сторнирован.' })),
      ignore,
    ];
  return [
    ...others.map((one) => ({ value: `same-${one.id}`, label: `Это платёж ${word(one)}`, hint: 'Новый не запишется.' })),
    {
      value: others.length > 0 ? 'another' : 'record',
      label: others.length > 0 ? 'Это другой платёж: записать' : 'Записать платёж',
      hint: 'Погасит счета, которые назвала Аксапта, потом старые; остаток станет авансом.',
    },
    ignore,
  ];
}
