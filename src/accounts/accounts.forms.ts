import { z } from 'zod';
import { PASSWORD_MAX } from './passwords/password.rules.ts';

const typedPassword = (message: string) => z.string().min(1, message).max(1000, 'Пароль слишком длинный');

/** `/Account/LogOn`. The password is taken as typed: spaces may belong to it. */
export const LogOnForm = z.strictObject({
  login: z.string().trim().min(1, 'Введите логин или e-mail').max(254, 'Логин или e-mail слишком длинный'),
  password: typedPassword('Введите пароль'),
});

/** A code of the authenticator, or a recovery code. */
export const CodeForm = z.strictObject({
  code: z.string().trim().min(1, 'Введите код').max(40, 'Код короче: шесть цифр или код восстановления'),
});

/** An act that asks the password of whoever is logged on. */
export const CurrentPasswordForm = z.strictObject({ current: typedPassword('Введите пароль, с которым вы входите') });

/** `/Account/Recovery`. */
export const RecoveryForm = z.strictObject({
  login: z.string().trim().min(1, 'Введите логин или e-mail').max(254, 'Логин или e-mail слишком длинный'),
});

export const RecoveryQuery = z.strictObject({ sent: z.literal('1').optional() });

const newPassword = {
  password: typedPassword('Придумайте новый пароль').max(PASSWORD_MAX * 4, 'Пароль слишком длинный'),
  repeat: z.string().max(1000),
};

const same = (form: { password: string; repeat: string }) => form.password === form.repeat;
const notSame = { path: ['repeat'], message: 'Пароли не совпадают: введите новый пароль ещё раз' };

/** `/Account/Password/:token`: a new password, twice. */
export const NewPasswordForm = z.strictObject(newPassword).refine(same, notSame);

/** `/Account/Password`: the same with the current one. */
export const ChangePasswordForm = z
  .strictObject({ current: typedPassword('Введите текущий пароль'), ...newPassword })
  .refine(same, notSame);

/** `/Account/Password` after a start password: the current one is used up and not asked. */
export const FirstPasswordForm = z
  .strictObject(newPassword)
  .refine(same, notSame)
  .transform((form) => ({ ...form, current: '' }));

/** `/theme`. */
export const ThemeForm = z.strictObject({ theme: z.enum(['light', 'dark', 'system']), back: z.string().max(2000).optional() });

/** A one-time token, as `makeRecoveryLink` writes it. */
export const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** A session's key. */
export const SESSION_KEY = /^[0-9a-f]{64}$/;
