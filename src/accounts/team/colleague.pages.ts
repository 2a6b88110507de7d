import type { OwnSession } from '#src/accounts/accounts.queries.ts';
import { roleNames } from '#src/accounts/accounts.rules.ts';
import { deviceName } from '#src/accounts/sessions/devices.rules.ts';
import { formatMoment } from '#src/lib/days.ts';
import { count } from '#src/lib/russian.ts';
import type { Role } from '#src/platform/actor.ts';
import type { AlertProps, ButtonProps, ChoiceProps, Fact, PageHeadProps } from '#src/platform/http/components.ts';
import type { Page } from '#src/platform/http/render.ts';
import { badgeOf, choices, crumbsOf, phoneText, sectionOf } from './team.pages.ts';
import type { ColleagueRow } from './team.queries.ts';
import { type Circle, rolesOf, whyNotDisabled, whyNotRemoved } from './team.rules.ts';

export interface ColleaguePage extends Page {
  readonly head: PageHeadProps;
  readonly path: string;
  readonly facts: readonly Fact[];
  readonly alert: AlertProps | null;
  readonly role: Role;
  readonly roles: readonly ChoiceProps[];
  readonly roleButton: ButtonProps;
  /** Null where somebody else sees to the data. */
  readonly edit: ButtonProps | null;
  /** «Отключить», a link to the page that asks, or «Включить», a form; no button where it can't be. */
  readonly access: { readonly action: string | null; readonly button: ButtonProps | null; readonly note: string };
  /** «Выслать пароль заново», or a link to those who have a password of their own; null for the disabled. */
  readonly resend: { readonly action: string; readonly token: string; readonly button: ButtonProps } | null;
  /** «Снять второй фактор»; null when there is none, or when it is not for the looker to do. */
  readonly factor: { readonly action: string; readonly button: ButtonProps } | null;
  readonly sessions: readonly { readonly device: string; readonly text: string; readonly action: string }[];
}

/** What the card is drawn for: the person, those around, who looks. */
export interface ColleagueView {
  readonly circle: Circle;
  readonly person: ColleagueRow;
  readonly people: readonly ColleagueRow[];
  readonly sessions: readonly OwnSession[];
  readonly actorId: number | null;
  readonly canEdit: boolean;
  readonly token: string;
}

/** `/team/:userId` and its like: one colleague with what can be done. */
export function colleaguePage({ circle, person, people, sessions, actorId, canEdit, token }: ColleagueView): ColleaguePage {
  const path = `${circle.path}/${person.id}`;
  const [head] = rolesOf(circle);
  const heads = people.filter(({ role, isDisabled }) => role === head && !isDisabled).length;
  const why = whyNotRemoved(person, circle, actorId, heads);
  return {
    title: person.name,
    section: sectionOf(circle),
    head: { title: person.name, sub: roleNames[person.role], badge: badgeOf(person), crumbs: crumbsOf(circle, { label: person.name }) },
    path,
    facts: factsOf(circle, person),
    alert: person.isDisabled ? { tone: 'info', text: 'Доступ отключён: войти нельзя, все сеансы завершены.' } : null,
    role: person.role,
    roles: choices(circle, person.role),
    roleButton: { label: 'Сохранить роль', icon: 'check', ...(why ? { why } : {}) },
    access: accessOf(path, person, whyNotDisabled(circle, person, people, actorId)),
    resend:
      person.isDisabled || person.id === actorId
        ? null
        : {
            ...{ action: `${path}/start-password`, token },
            button: { label: person.isNew ? 'Выслать пароль заново' : 'Выслать ссылку для пароля', icon: 'mail-forward' },
          },
    edit: canEdit ? { label: 'Изменить', icon: 'edit', href: person.id === actorId ? '/Account/Profile' : `${path}/edit` } : null,
    factor:
      person.hasSecondFactor && circle.partnerId === null && person.id !== actorId
        ? { action: `${path}/second-factor`, button: { label: 'Снять второй фактор', icon: 'lock-open', kind: 'danger' } }
        : null,
    sessions: sessions.map((one) => ({
      device: deviceName(one.userAgent),
      text: `Вход ${formatMoment(one.createdAt)}, последнее действие ${formatMoment(one.lastSeenAt)}, адрес ${one.address ?? '—'}`,
      action: `${path}/sessions/${one.id}`,
    })),
  };
}

function factsOf(circle: Circle, person: ColleagueRow): Fact[] {
  return [
    { label: 'Логин', value: person.login, isMono: true },
    { label: 'Почта', value: person.email },
    { label: 'Телефон', value: phoneText(person.phone) },
    { label: 'Создан', value: formatMoment(person.createdAt) },
    { label: 'Последний вход', value: person.lastLogOnAt ? formatMoment(person.lastLogOnAt) : 'ещё не входил' },
    ...(person.disabledAt ? [{ label: 'Отключён', value: formatMoment(person.disabledAt) }] : []),
    ...(circle.partnerId === null
      ? [
          { label: 'Второй фактор', value: person.hasSecondFactor ? 'включён' : 'не включён' },
          { label: 'Портфель', value: count(person.partners, 'партнёр', 'партнёра', 'партнёров') },
        ]
      : []),
  ];
}

function accessOf(path: string, person: ColleagueRow, reason: string | null): ColleaguePage['access'] {
  if (person.isDisabled)
    return {
      action: `${path}/enable`,
      button: { label: 'Включить', icon: 'lock-open', kind: 'primary' },
      note: 'Войти можно будет с прежним паролем.',
    };
  return {
    action: null,
    button: reason ? null : { label: 'Отключить', icon: 'ban', kind: 'danger', href: `${path}/disable` },
    note: reason ? `Отключить нельзя. ${reason}` : 'Перед отключением портал покажет, что изменится.',
  };
}

export interface DisablePage extends Page {
  readonly head: PageHeadProps;
  readonly action: string;
  readonly back: string;
  readonly consequences: readonly string[];
}

/** `…/:userId/disable`: what it will do, before it is done. */
export function disablePage(circle: Circle, person: ColleagueRow): DisablePage {
  const path = `${circle.path}/${person.id}`;
  const sessions =
    person.sessions > 0 ? `Завершится сразу: ${count(person.sessions, 'сеанс', 'сеанса', 'сеансов')}.` : 'Сейчас он нигде не вошёл.';
  return {
    title: `Отключить: ${person.name}`,
    section: sectionOf(circle),
    head: {
      title: `Отключить: ${person.name}`,
      sub: `${roleNames[person.role]}, логин ${person.login}`,
      crumbs: crumbsOf(circle, { label: person.name, href: path }, { label: 'Отключить' }),
    },
    action: `${path}/disable`,
    back: path,
    consequences: [
      sessions,
      'Войти он больше не сможет ни паролем, ни по ссылке из письма.',
      circle.customerId === undefined
        ? 'Письма о заказах, счетах и подписках перестанут приходить на его адрес.'
        : 'Письма об ответах на запросы перестанут приходить на его адрес.',
      'Его действия и история останутся. Доступ можно вернуть кнопкой «Включить», с прежним паролем.',
    ],
  };
}
