import { z } from 'zod';
import type { Seller } from '#src/billing/close/close.types.ts';
import { cleanLine } from '#src/lib/clean-text.ts';
import { checkEmail, cleanEmail } from '#src/lib/email.ts';
import { parsePhone } from '#src/lib/phone.ts';
import { isRegionCode } from '#src/lib/regions.ts';
import { bareCode, checkAccount, checkBik, checkCorrespondentAccount, checkInn, checkKpp, checkOgrn } from '#src/lib/requisites.ts';

const text = z.string().max(500, 'Не больше 500 знаков').transform(cleanLine);
const needed = (message: string) => text.pipe(z.string().min(1, message));
const code = (check: (bare: string) => string | null) =>
  z.string().transform((typed, ctx) => {
    const bare = bareCode(typed);
    const fault = check(bare);
    if (fault) ctx.addIssue({ code: 'custom', message: fault });
    return bare;
  });

/** `/admin/settings`: MONT's requisites; every code with its check digits. `version` is that of the values as they were shown. */
export const SellerForm = z
  .strictObject({
    name: needed('Укажите краткое название'),
    fullName: needed('Укажите полное название'),
    inn: code((inn) => checkInn(inn) ?? (inn.length === 10 ? null : 'Продавец — организация: её ИНН из 10 цифр')),
    kpp: code(checkKpp),
    ogrn: code(checkOgrn),
    regionCode: z.string().refine(isRegionCode, 'Выберите регион'),
    address: needed('Укажите адрес'),
    phone: z.string().transform((typed, ctx) => {
      const phone = parsePhone(typed);
      if (!phone) ctx.addIssue({ code: 'custom', message: 'Проверьте номер: нужен телефон с кодом, например +7 495 123-45-67' });
      return phone?.e164 ?? '';
    }),
    email: z.string().transform((typed, ctx) => {
      const email = cleanEmail(typed);
      const fault = checkEmail(email);
      if (fault) ctx.addIssue({ code: 'custom', message: fault });
      return email;
    }),
    bankName: needed('Укажите банк'),
    bic: code(checkBik),
    correspondentAccount: z.string().transform(bareCode),
    account: z.string().transform(bareCode),
    director: needed('Укажите, кто подписывает счета'),
    accountant: needed('Укажите главного бухгалтера'),
    invoiceSeries: z
      .string()
      .trim()
      .regex(/^[А-ЯA-Z]{1,6}$/, 'От 1 до 6 заглавных букв, например МС'),
    version: z.string().regex(/^[0-9a-f]{64}$/),
  })
  .superRefine((form, ctx) => {
    const faults = {
      correspondentAccount: checkCorrespondentAccount(form.correspondentAccount, form.bic),
      account: checkAccount(form.account, form.bic),
    };
    for (const [field, message] of Object.entries(faults)) if (message) ctx.addIssue({ code: 'custom', path: [field], message });
  })
  .transform(({ version, bankName, bic, correspondentAccount, account, ...own }): { seller: Seller; version: string } => ({
    seller: { ...own, bank: { name: bankName, bic, correspondentAccount, account } },
    version,
  }));
