import type { ButtonProps, CheckProps, Crumb, FieldProps, PageHeadProps } from '#src/platform/http/components.ts';
import { type FormState, filledIn, versionOf } from '#src/platform/http/forms.ts';
import type { Page } from '#src/platform/http/render.ts';

/** A form of the catalog's editing: a vendor, a product, an offer, a version of the terms. */
export interface EditPage extends Page {
  readonly head: PageHeadProps;
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
  readonly fields: readonly FieldProps[];
  readonly check: CheckProps | null;
  readonly submit: string;
  readonly back: string;
  readonly errors: FormState['errors'];
  /** Somebody else saved it since it was shown. */
  readonly isChanged: boolean;
}

const ROOT: Crumb = { label: 'Каталог и цены', href: '/admin/catalog' };

export const VENDORS: Crumb = { label: 'Вендоры', href: '/admin/catalog/vendors' };

type Made = Pick<EditPage, 'action' | 'submit' | 'back'> & {
  title: string;
  sub?: string;
  crumbs: Crumb[];
  token: string;
  version?: string;
  actions?: ButtonProps[];
};

export function editPage(made: Made, fields: readonly FieldProps[], form: FormState, check: CheckProps | null = null): EditPage {
  const { title, sub, crumbs, version, token, actions, ...rest } = made;
  return {
    ...rest,
    title,
    section: 'admin/catalog',
    isInvalid: Object.keys(form.errors).length > 0,
    isChanged: form.isChanged ?? false,
    head: { title, crumbs: [ROOT, ...crumbs, { label: title }], ...(sub ? { sub } : {}), ...(actions ? { actions } : {}) },
    hidden: { token, ...(version ? { version: versionOf(form, version) } : {}) },
    fields: fields.map((field) => filledIn(field, form)),
    check,
    errors: form.errors,
  };
}

export const SLUG: FieldProps = {
  name: 'slug',
  label: 'Адрес',
  isMono: true,
  required: true,
  maxlength: 80,
  hint: 'Останется навсегда: /catalog/адрес',
};
