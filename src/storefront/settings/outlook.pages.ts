import { formatRub } from '#src/lib/money.ts';
import { count } from '#src/lib/russian.ts';
import type { AlertProps } from '#src/platform/http/components.ts';
import type { Page } from '#src/platform/http/render.ts';
import type { marginOf } from '../retail.rules.ts';
import type { Retail } from '../storefront.types.ts';
import { type Change, type Outlook, type Pricing, seenOf } from './outlook.rules.ts';

/** What typed prices bring, beside their form. */
export interface OutlookProps {
  lines: { label: string; value: string }[];
  warning: AlertProps | null;
  rows: { name: string; was: string; is: string; purchase: string; margin: string }[];
  /** «и ещё 12» */
  more: string | null;
  /** Marks what is shown here, for the form. */
  seen: string;
  formId: string;
}

export interface OutlookPage extends Page {
  outlook: OutlookProps;
}

const FORM = 'prices';

export const retailWord = (retail: Retail): string =>
  retail.place === 'shown' ? formatRub(retail.price) : retail.place === 'hidden' ? 'не показана' : 'по запросу';

export const marginWord = ({ rubles, share }: ReturnType<typeof marginOf>): string =>
  `${formatRub(rubles)}${share === null ? '' : ` · ${(share / 100).toFixed(1).replace('.', ',').replace('-', '−')} %`}`;

const MOST_ROWS = 20;

/** What changes, in numbers. */
export function outlookProps(outlook: Outlook, pricing: Pricing): OutlookProps {
  const { changes, total, up, down, onRequest, hidden, priced, below, atPurchase } = outlook;
  const lines: [string, number][] = [
    ['станут выше', up],
    ['станут ниже', down],
    ['появятся с ценой', priced],
    ['станут «по запросу»', onRequest],
    ['исчезнут с витрины', hidden],
  ];
  const told = lines.filter(([, n]) => n > 0).map(([label, n]) => ({ label, value: String(n) }));
  return {
    lines: told.length > 0 ? told : [{ label: 'Предложений на витрине изменится', value: `0 из ${total}` }],
    warning: warningOf(below, atPurchase),
    rows: changes.slice(0, MOST_ROWS).map(changeLine),
    more: changes.length > MOST_ROWS ? `и ещё ${count(changes.length - MOST_ROWS, 'предложение', 'предложения', 'предложений')}` : null,
    seen: seenOf(pricing),
    formId: FORM,
  };
}

function warningOf(below: number, atPurchase: number): AlertProps | null {
  const offers = (n: number) => count(n, 'предложение', 'предложения', 'предложений');
  if (below > 0) return { tone: 'bad', title: 'Ниже закупки:', text: `${offers(below)}. С каждого такого места вы теряете деньги.` };
  if (atPurchase > 0)
    return { tone: 'warn', title: 'По закупочной цене:', text: `${offers(atPurchase)}. Посетители увидят, за сколько вы покупаете.` };
  return null;
}

const changeLine = ({ name, before, after, purchase, margin }: Change) => ({
  ...{ name, was: retailWord(before), is: retailWord(after), purchase: formatRub(purchase) },
  margin: margin ? marginWord(margin) : '—',
});
