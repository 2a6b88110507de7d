import { phoneText } from '#src/accounts/team/team.pages.ts';
import type { Crumb, FieldProps, PageHeadProps } from '#src/platform/http/components.ts';
import { EMPTY_FORM, type FormState, filledIn } from '#src/platform/http/forms.ts';
import type { Page } from '#src/platform/http/render.ts';
import { type Details, seenMark } from './person.service.ts';

export interface PersonPage extends Page {
  readonly head: PageHeadProps;
  readonly action: string;
  readonly back: string;
  readonly seen: string;
  readonly errors: FormState['errors'];
  readonly fields: readonly FieldProps[];
  /** What a new e-mail does. */
  readonly note: string;
}

interface PersonView {
  readonly title: string;
  readonly sub: string;
  readonly section: string;
  readonly crumbs: readonly Crumb[];
  readonly action: string;
  readonly back: string;
  readonly note: string;
  /** A new e-mail asks the own password. */
  readonly asksPassword: boolean;
}

/** The form of a person's name, e-mail and phone, one's own or somebody else's; `form` is what came back. */
export function personPage(person: Details, view: PersonView, form: FormState = EMPTY_FORM): PersonPage {
  const { values, errors, isChanged } = form;
  const shown = { name: person.name, email: person.email, phone: person.phone ? phoneText(person.phone) : '' };
  const field = (name: keyof typeof shown, label: string, more: Partial<FieldProps>): FieldProps =>
    filledIn({ name, label, value: shown[name], ...more }, form);
  const password: FieldProps = {
    ...{ name: 'current', label: 'Текущий пароль', type: 'password', autocomplete: 'current-password', maxlength: 1000 },
    ...{ hint: 'Нужен только для новой почты.', isOptional: true },
    ...(errors['current'] ? { error: errors['current'] } : {}),
  };
  return {
    ...{ title: view.title, section: view.section, isInvalid: Object.keys(errors).length > 0 },
    head: { title: view.title, sub: view.sub, crumbs: [...view.crumbs] },
    ...{ action: view.action, back: view.back, note: view.note, errors },
    seen: isChanged ? seenMark(person) : (values['seen'] ?? seenMark(person)),
    fields: [
      field('name', 'Имя и фамилия', { autocomplete: 'name', required: true, maxlength: 100 }),
      field('email', 'Почта', { type: 'email', autocomplete: 'email', required: true, maxlength: 254 }),
      field('phone', 'Телефон', { type: 'tel', autocomplete: 'tel', isOptional: true, maxlength: 40 }),
      ...(view.asksPassword ? [password] : []),
    ],
  };
}

export interface ConfirmEmailPage extends Page {
  readonly email: string;
  readonly action: string;
}

/** `/Account/Email/:mark` */
export const confirmEmailPage = (email: string, action: string): ConfirmEmailPage => ({
  title: 'Подтвердите адрес',
  section: '',
  email,
  action,
});
