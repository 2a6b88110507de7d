import type { z } from 'zod';
import { formatMoment } from '#src/lib/days.ts';
import type { FieldProps, FiltersProps, PageHeadProps } from '#src/platform/http/components.ts';
import type { FormState } from '#src/platform/http/forms.ts';
import { ShownList } from '#src/platform/http/list.ts';
import type { Page } from '#src/platform/http/render.ts';
import type { OwnAccount, RememberedAccount } from './payer-accounts.service.ts';
import { PATH, SECTION } from './statement-list.pages.ts';
import { accountList } from './statements.forms.ts';

export interface AccountsPage extends Page {
  readonly head: PageHeadProps;
  readonly errors: Readonly<Record<string, string>>;
  readonly token: string;
  readonly own: readonly { readonly account: string; readonly note: string; readonly removal: string | null }[];
  /** The field of a new one; null for those who may not add any. */
  readonly add: FieldProps | null;
  readonly filters: FiltersProps;
  readonly remembered: readonly {
    readonly account: string;
    readonly partner: string;
    readonly href: string;
    readonly payer: string;
    readonly note: string;
    readonly forgetting: string;
  }[];
}

interface AccountsFacts {
  readonly filter: z.infer<typeof accountList.query>;
  readonly form: FormState;
  readonly token: string;
  readonly mayChange: boolean;
  readonly remembered: readonly RememberedAccount[];
  readonly own: readonly OwnAccount[];
  /** With that of the requisites. */
  readonly ours: readonly string[];
}

/** `/admin/payments/import/accounts` */
export function accountsPage({ filter, form, token, mayChange, remembered, own, ours }: AccountsFacts): AccountsPage {
  const path = `${PATH}/accounts`;
  const added = new Map(own.map((one) => [one.account, one]));
  const { account: error } = form.errors;
  return {
    title: 'Счета',
    section: SECTION,
    isInvalid: Object.keys(form.errors).length > 0,
    head: {
      title: 'Счета',
      sub: 'По нашим счетам портал понимает, что в выписке пришло. По счетам плательщиков — чьи это деньги.',
      crumbs: [{ label: 'Платежи', href: '/admin/payments' }, { label: 'Загрузка выписки', href: PATH }, { label: 'Счета' }],
    },
    errors: form.errors,
    token,
    own: [...ours].sort().map((account) => {
      const one = added.get(account);
      return {
        account,
        note: one ? `${one.addedBy}, ${formatMoment(one.addedAt)}` : 'Из реквизитов',
        removal: one && mayChange ? `${path}/${account}/removal` : null,
      };
    }),
    add: mayChange
      ? {
          ...{ name: 'account', label: 'Ещё один наш счёт', hint: '20 цифр', inputmode: 'numeric', maxlength: 30, isMono: true },
          value: form.values['account'] ?? '',
          ...(error ? { error } : {}),
        }
      : null,
    filters: new ShownList(accountList, path, filter).filters('Поиск счетов'),
    remembered: remembered.map((one) => ({
      account: one.account,
      partner: one.partnerName,
      href: `/admin/partners/${one.partnerId}`,
      payer: one.payerName,
      note: `${one.confirmedBy}, ${formatMoment(one.confirmedAt)}`,
      forgetting: `${path}/${one.partnerId}/${one.id}/forgetting`,
    })),
  };
}
