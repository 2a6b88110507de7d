import { customers } from './customers.ts';
import { namedPartners } from './partners.ts';
import { staff } from './staff.ts';
import type { CustomerSeed, PartnerSeed, PartnerUserSeed, StaffSeed } from './types.ts';

/** Password of every demo log-on. */
export const DEMO_PASSWORD = 'Demo-portal-2026';

/** What the log-on page offers in demo mode. */
export const demoLogOns: readonly { readonly login: string; readonly who: string }[] = [
  { login: 'vector', who: 'Партнёр ООО «Вектор», всё в порядке' },
  { login: 'orion', who: 'Партнёр, лимит почти исчерпан' },
  { login: 'meridian', who: 'Партнёр, заблокирован за просрочку' },
  { login: 'romashka', who: 'Заказчик партнёра «Вектор»' },
  { login: 'manager', who: 'Персональный менеджер MONT' },
  { login: 'admin', who: 'Администратор MONT' },
];

/** Every log-on that the demo gives its public password. */
export const demoLogins: readonly string[] = [
  ...namedPartners.flatMap(({ users }) => users.map(({ login }) => login)),
  ...customers.flatMap(({ login }) => login ?? []),
  ...staff.map(({ login }) => login),
];

/** The people and companies that seeds, tests, pictures and README share, by short name. */
export const cast = {
  vector: partner('vector'),
  orion: partner('orion'),
  meridian: partner('meridian'),
  anna: colleague('vector'),
  ilya: colleague('vector-sales'),
  marina: colleague('vector-books'),
  dmitry: colleague('orion'),
  svetlana: colleague('meridian'),
  romashka: customer('romashka'),
  severVeter: customer('severveter'),
  baltPromSnab: customer('baltpromsnab'),
  karimova: customer('karimova'),
  irina: employee('manager'),
  sergey: employee('admin'),
} as const;

/** Kaspersky Endpoint Security Cloud Plus per user, charged by days: 214 ₽ a month since July 2026, from 5 to 1000 seats. */
export const CAST_SKU = 'KL4627RAMTS';

function partner(code: string): PartnerSeed {
  return found(namedPartners, (candidate) => candidate.code === code);
}

function colleague(login: string): PartnerUserSeed {
  return found(
    namedPartners.flatMap((each) => each.users),
    (user) => user.login === login,
  );
}

function customer(login: string): CustomerSeed {
  return found(customers, (candidate) => candidate.login === login);
}

function employee(login: string): StaffSeed {
  return found(staff, (candidate) => candidate.login === login);
}

/** Throws RangeError when the data lost a member of the cast. */
function found<T>(list: readonly T[], matches: (item: T) => boolean): T {
  const item = list.find(matches);
  if (!item) throw new RangeError('the demo data lost a member of its cast');
  return item;
}
