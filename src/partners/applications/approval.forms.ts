import { z } from 'zod';
import { LOGIN_PATTERN } from '#src/accounts/users.rules.ts';
import { cleanLine } from '#src/lib/clean-text.ts';
import { type Day, formatDayShort, parseDay } from '#src/lib/days.ts';
import { kopecks, parseRub } from '#src/lib/money.ts';
import { bareCode, checkInn } from '#src/lib/requisites.ts';
import { codeFaults, requiredLine, termDays, typedSigned } from '#src/partners/partner-parts.forms.ts';
import type { FormState } from '#src/platform/http/forms.ts';

const text = z.string().default('');
const MOST = 10_000_000_000_000n;

/** `POST /admin/applications/:id/approval`: what the manager adds to the анкета (product rule §4). */
export const approvalForm = (today: Day) =>
  z
    .strictObject({
      code: text.transform((typed, ctx): string => {
        const code = typed.trim().toLowerCase();
        if (LOGIN_PATTERN.test(code)) return code;
        ctx.addIssue({ code: 'custom', message: 'От 2 до 40 латинских букв, цифр, точек, дефисов; начинается с буквы или цифры' });
        return z.NEVER;
      }),
      name: requiredLine(200, 'Укажите название партнёра'),
      inn: text.transform((typed, ctx): string => {
        const inn = bareCode(typed);
        const fault = checkInn(inn);
        if (fault) ctx.addIssue({ code: 'custom', message: fault });
        return inn;
      }),
      kpp: text.transform(bareCode),
      ogrn: text.transform(bareCode),
      address: requiredLine(300, 'Укажите адрес: он встанет в документы'),
      axDebtorCode: requiredLine(40, 'Укажите код дебитора'),
      axPayerCode: requiredLine(40, 'Укажите код плательщика'),
      contractNumber: requiredLine(60, 'Укажите номер договора'),
      contractSignedOn: typedSigned('Укажите дату договора', today),
      docMode: z.enum(['upd', 'act_sf'], 'Выберите документы'),
      supplementNumber: text.transform(cleanLine).refine((typed) => typed.length <= 60, 'Не больше 60 знаков'),
      supplementSignedOn: text,
      creditLimit: text.transform((typed, ctx) => {
        const sum = parseRub(typed);
        if (sum !== null && sum >= 0n && sum <= MOST) return sum;
        ctx.addIssue({ code: 'custom', message: 'Укажите сумму в рублях, например 300 000' });
        return kopecks(0);
      }),
      paymentTermDays: termDays,
      managerId: z.coerce.number('Выберите менеджера').int().min(1, 'Выберите менеджера'),
      token: z.uuid(),
    })
    .transform((form, ctx) => {
      const tell = (field: string, message: string) => ctx.addIssue({ code: 'custom', path: [field], message });
      for (const [field, message] of codeFaults(form)) tell(field, message);
      const supplement = readSupplement(form.supplementNumber, form.supplementSignedOn, { today, since: form.contractSignedOn }, tell);
      return { ...form, kpp: form.kpp || null, ogrn: form.ogrn || null, supplement };
    });

/**
 * Everything wrong with an approval that does not pass, by field: what one field says of another (КПП, ОГРН and supplement) is
 * told together with what is wrong with each, not after it is mended.
 */
export function approvalFaults({ values, errors }: FormState, today: Day): Record<string, string> {
  const typed = (name: string) => bareCode(values[name] ?? '');
  const beside: Record<string, string> = {};
  const codes = errors['inn'] ? [] : codeFaults({ inn: typed('inn'), kpp: typed('kpp'), ogrn: typed('ogrn') });
  for (const [field, message] of codes) beside[field] = message;
  const since = errors['contractSignedOn'] ? null : parseDay(values['contractSignedOn'] ?? '');
  readSupplement(cleanLine(values['supplementNumber'] ?? ''), values['supplementSignedOn'] ?? '', { today, since }, (field, message) => {
    beside[field] = message;
  });
  return { ...beside, ...errors };
}

type Tell = (field: string, message: string) => void;

/** A supplementary agreement has both number and date, not before its contract, or is not there. */
function readSupplement(number: string, date: string, { today, since }: { today: Day; since: Day | null }, tell: Tell) {
  if (number === '' && date.trim() === '') return null;
  if (number === '') tell('supplementNumber', 'Укажите номер соглашения');
  const parsed = typedSigned('Укажите дату соглашения', today).safeParse(date);
  if (!parsed.success) tell('supplementSignedOn', parsed.error.issues[0]?.message ?? 'Укажите дату соглашения');
  else if (since && parsed.data < since) tell('supplementSignedOn', `Не раньше договора: ${formatDayShort(since)}`);
  else return { number, signedOn: parsed.data };
  return null;
}

export type ApprovalInput = Omit<z.infer<ReturnType<typeof approvalForm>>, 'token' | 'supplementNumber' | 'supplementSignedOn'>;
