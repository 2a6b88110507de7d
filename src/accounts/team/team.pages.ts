import { roleNames } from '#src/accounts/accounts.rules.ts';
import { LETTER_TEMPLATES } from '#src/letters/letters.rules.ts';
import { formatMoment } from '#src/lib/days.ts';
import { formatPhone } from '#src/lib/phone.ts';
import { count } from '#src/lib/russian.ts';
import type { Role } from '#src/platform/actor.ts';
import type { BadgeProps, ButtonProps, ChoiceProps, Crumb, FieldProps, PageHeadProps } from '#src/platform/http/components.ts';
import type { FormState } from '#src/platform/http/forms.ts';
import type { Page } from '#src/platform/http/render.ts';
import type { ColleagueRow } from './team.queries.ts';
import { type Circle, letterBox, roleHints, rolesOf, seenOfMuted, teamLetters } from './team.rules.ts';

export interface TeamPage extends Page {
  readonly head: PageHeadProps;
  readonly rows: readonly ColleagueLine[];
}

export interface ColleagueLine {
  readonly href: string;
  readonly name: string;
  readonly login: string;
  readonly email: string;
  readonly role: string;
  readonly lastLogOn: string;
  readonly sessions: string;
  readonly badge: BadgeProps;
}

function titleOf({ partnerId, customerId, servedBy }: Circle): string {
  if (partnerId === null) return 'Персонал';
  if (customerId === undefined) return 'Команда';
  return servedBy === undefined ? 'Сотрудники' : 'Пользователи заказчика';
}
/** First path of the menu item. */
export const sectionOf = ({ path }: Circle): string => /^\/(admin\/partners|customers)(?=\/)/.exec(path)?.[0].slice(1) ?? path.slice(1);

/** Where a circle hangs: staff come to a partner's people from its card. */
export function crumbsOf(circle: Circle, ...more: Crumb[]): Crumb[] {
  const own = { label: titleOf(circle), href: circle.path };
  if (circle.servedBy !== undefined)
    return [{ label: 'Заказчики', href: '/customers' }, { label: circle.name, href: `/customers/${circle.customerId}` }, own, ...more];
  if (!circle.path.startsWith('/admin/partners/')) return [own, ...more];
  return [
    { label: 'Партнёры', href: '/admin/partners' },
    { label: circle.name, href: `/admin/partners/${circle.partnerId}` },
    { ...own, label: 'Сотрудники' },
    ...more,
  ];
}

/** `/team`, `/admin/partners/:id/users`, `/admin/staff`. */
export function teamPage(circle: Circle, people: readonly ColleagueRow[]): TeamPage {
  const actions: ButtonProps[] = [
    ...ownAction(circle),
    { label: addWords(circle), icon: 'user-plus', kind: 'primary', href: `${circle.path}/new` },
  ];
  return {
    title: titleOf(circle),
    section: sectionOf(circle),
    head: {
      title: titleOf(circle),
      sub: `${circle.name}, ${count(people.filter(({ isDisabled }) => !isDisabled).length, 'сотрудник', 'сотрудника', 'сотрудников')} с доступом`,
      ...crumbsOfList(circle),
      actions,
    },
    rows: people.map((person) => ({
      href: `${circle.path}/${person.id}`,
      name: person.name,
      login: person.login,
      email: person.email,
      role: roleNames[person.role],
      lastLogOn: person.lastLogOnAt ? formatMoment(person.lastLogOnAt) : 'ещё не входил',
      sessions: person.sessions > 0 ? count(person.sessions, 'сеанс', 'сеанса', 'сеансов') : '—',
      badge: badgeOf(person),
    })),
  };
}

const addWords = ({ customerId }: Circle) => (customerId === undefined ? 'Добавить сотрудника' : 'Пригласить сотрудника');

function ownAction({ partnerId, customerId, path }: Circle): ButtonProps[] {
  if (customerId !== undefined) return [];
  if (partnerId !== null) return [{ label: 'Кому какие письма', icon: 'mail', href: `${path}/letters` }];
  return [{ label: 'Передача портфелей', icon: 'users', href: `${path}/handovers` }];
}

/** Where others look after the people, the way back to whose they are. */
function crumbsOfList(circle: Circle): { crumbs?: Crumb[] } {
  const crumbs = crumbsOf(circle);
  const last = crumbs.at(-1);
  return crumbs.length > 1 && last ? { crumbs: [...crumbs.slice(0, -1), { label: last.label }] } : {};
}

export function badgeOf({ isDisabled, isNew }: ColleagueRow): BadgeProps {
  if (isDisabled) return { tone: 'mute', label: 'Отключён', icon: 'ban' };
  return isNew ? { tone: 'info', label: 'Ждёт первого входа', icon: 'clock' } : { tone: 'ok', label: 'Работает', icon: 'circle-check' };
}

export interface NewColleaguePage extends Page {
  readonly head: PageHeadProps;
  readonly action: string;
  readonly token: string;
  readonly errors: FormState['errors'];
  readonly fields: readonly FieldProps[];
  readonly roles: readonly ChoiceProps[];
  readonly roleError: string | undefined;
}

/** `…/new` */
export function newColleaguePage(circle: Circle, token: string, { values, errors }: FormState): NewColleaguePage {
  const field = (name: string, label: string, more: Partial<FieldProps>): FieldProps => ({
    name,
    label,
    value: values[name] ?? '',
    error: errors[name],
    ...more,
  });
  return {
    title: 'Новый сотрудник',
    section: sectionOf(circle),
    isInvalid: Object.keys(errors).length > 0,
    head: {
      title: 'Новый сотрудник',
      sub: 'Он получит письмо с адресом портала, логином и одноразовым паролем',
      crumbs: crumbsOf(circle, { label: 'Новый сотрудник' }),
    },
    action: circle.path,
    token,
    errors,
    fields: [
      field('name', 'Имя и фамилия', { autocomplete: 'off', required: true, maxlength: 100 }),
      field('email', 'Почта', { type: 'email', autocomplete: 'off', required: true, maxlength: 254 }),
      field('phone', 'Телефон', { type: 'tel', autocomplete: 'off', isOptional: true, maxlength: 40 }),
      field('login', 'Логин', {
        autocomplete: 'off',
        isOptional: true,
        maxlength: 40,
        isMono: true,
        hint: 'Оставьте пустым, и портал возьмёт его из адреса почты',
      }),
    ],
    roles: choices(circle, (values['role'] ?? rolesOf(circle)[1] ?? rolesOf(circle)[0]) as Role),
    roleError: errors['role'],
  };
}

/** Radio cards of the circle's roles. */
export function choices(circle: Circle, chosen: Role): ChoiceProps[] {
  return rolesOf(circle).map((role) => ({
    name: 'role',
    value: role,
    label: roleNames[role],
    hint: roleHints[role] ?? '',
    isChecked: role === chosen,
  }));
}

export interface TeamLettersPage extends Page {
  readonly head: PageHeadProps;
  readonly action: string;
  /** What was shown, so that two at once don't undo each other. */
  readonly seen: string;
  readonly people: readonly { readonly name: string; readonly role: string }[];
  readonly rows: readonly {
    readonly label: string;
    readonly boxes: readonly { readonly name: string; readonly person: string; readonly isChecked: boolean }[];
  }[];
}

/** `…/letters`: who gets which letters, a box per person and letter (product rule §8). */
export function teamLettersPage(circle: Circle, people: readonly ColleagueRow[]): TeamLettersPage {
  const enabled = people.filter(({ isDisabled }) => !isDisabled);
  return {
    title: 'Кому какие письма',
    section: sectionOf(circle),
    head: {
      title: 'Кому какие письма',
      sub: 'О заказах и подписках пишем руководителям и тому, кто действовал, о счетах и оплате — руководителям и бухгалтерам. Здесь лишнее можно отключить.',
      crumbs: crumbsOf(circle, { label: 'Письма' }),
    },
    action: `${circle.path}/letters`,
    seen: seenOfMuted(enabled),
    people: enabled.map(({ name, role }) => ({ name, role: roleNames[role] })),
    rows: teamLetters.map((template) => ({
      label: LETTER_TEMPLATES[template],
      boxes: enabled.map(({ id, name, muted }) => ({
        name: letterBox(id, template),
        person: name,
        isChecked: !muted.includes(template),
      })),
    })),
  };
}

/** A stored telephone, `+74951234567;ext=12`, for people; a dash where there is none. */
export function phoneText(phone: string | null): string {
  const [number, ext = null] = (phone ?? '').split(';ext=');
  return number ? formatPhone(number, ext) : '—';
}
