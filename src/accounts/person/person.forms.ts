import { z } from 'zod';
import { personFields } from '#src/accounts/team/team.forms.ts';

const seen = z.string().max(64);

/** Somebody else's name, e-mail, phone. `seen` marks what the form was filled with. */
export const PersonForm = z.strictObject({ ...personFields, seen });

/** One's own: a new e-mail asks the password. */
export const ProfileForm = z.strictObject({ ...personFields, seen, current: z.string().max(1000, 'Пароль слишком длинный').default('') });
