import { formatMoment } from '#src/lib/days.ts';
import type { FormState } from '#src/platform/http/forms.ts';
import type { Page } from '#src/platform/http/render.ts';
import type { OwnSession } from './accounts.queries.ts';
import type { Account } from './accounts.types.ts';
import { deviceName } from './sessions/devices.rules.ts';

export interface LogOnPage extends Page {
  readonly login: string;
  readonly errors: FormState['errors'];
  /** The sentence of a refusal. */
  readonly refusal: string | null;
}

/** `/Account/LogOn`; what was typed comes back without the password. */
export function logOnPage(form: Partial<FormState> = {}, refusal: string | null = null): LogOnPage {
  const errors = form.errors ?? {};
  return {
    ...plain('Вход', errors, refusal !== null),
    login: form.values?.['login'] ?? '',
    refusal,
  };
}

export interface ResumePage extends Page {
  readonly action: string;
  readonly text: string;
}

/** Between a log-on and the form that was filled in before it. */
export const resumePage = (action: string, text: string): ResumePage => ({ ...plain('Вернуться к форме', {}, false), action, text });

export interface CodePage extends Page {
  /** The sentence of a refusal. */
  readonly refusal: string | null;
}

/** `/Account/LogOn/Code`: the second step of a log-on. */
export const codePage = (refusal: string | null = null): CodePage => ({ ...plain('Код подтверждения', {}, refusal !== null), refusal });

export interface RecoveryPage extends Page {
  readonly login: string;
  readonly errors: FormState['errors'];
  readonly isSent: boolean;
}

/** `/Account/Recovery`, before and after asking. */
export function recoveryPage(isSent: boolean, form: Partial<FormState> = {}): RecoveryPage {
  const title = isSent ? 'Проверьте почту' : 'Восстановление пароля';
  return { ...plain(title, form.errors ?? {}), login: form.values?.['login'] ?? '', isSent };
}

export interface NewPasswordPage extends Page {
  readonly login: string;
  readonly action: string;
  readonly errors: FormState['errors'];
}

/** `/Account/Password/:token`. */
export function newPasswordPage(login: string, token: string, errors: FormState['errors'] = {}): NewPasswordPage {
  return { ...plain('Новый пароль', errors), login, action: `/Account/Password/${token}` };
}

/** A link that is unknown, used or over. */
export const linkOverPage = (): Page => ({ title: 'Ссылка больше не действует', section: '', layout: 'plain' });

export interface PasswordPage extends Page {
  readonly login: string;
  readonly errors: FormState['errors'];
  /** A start password is being replaced: the current one is not asked, the sessions are not shown. */
  readonly isFirst: boolean;
  readonly sessions: readonly SessionLine[];
}

export interface SessionLine {
  readonly id: string;
  readonly device: string;
  readonly address: string;
  readonly since: string;
  readonly lastSeen: string;
  readonly isThis: boolean;
}

/** `/Account/Password`: change of password, and where the person is logged on. `thisSession` is the key of the one asking. */
export function passwordPage(
  account: Account,
  sessions: OwnSession[],
  thisSession: string,
  errors: FormState['errors'] = {},
): PasswordPage {
  const isFirst = account.mustChangePassword;
  return {
    title: isFirst ? 'Придумайте пароль' : 'Пароль и входы',
    section: '',
    ...(isFirst ? { layout: 'plain' as const } : {}),
    isInvalid: Object.keys(errors).length > 0,
    login: account.login,
    errors,
    isFirst,
    sessions: sessions.map((one) => ({
      id: one.id,
      device: deviceName(one.userAgent),
      address: one.address ?? '—',
      since: formatMoment(one.createdAt),
      lastSeen: formatMoment(one.lastSeenAt),
      isThis: one.id === thisSession,
    })),
  };
}

function plain(title: string, errors: FormState['errors'], isRefused = false) {
  return { title, section: '', layout: 'plain' as const, isInvalid: isRefused || Object.keys(errors).length > 0, errors };
}
