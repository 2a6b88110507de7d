import { makeInn10, makeInn12, makeKpp } from '#src/lib/sample-requisites.ts';
import type { CustomerSeed } from './types.ts';

/** Customers of Вектор that tests, pictures and the README call by name; «Ромашка» is the first. */
export const namedCustomers: readonly CustomerSeed[] = [
  ofVector('ООО «Ромашка»', 'romashka', '77', 'Мария Лугова', '+74955550501', 25),
  ofVector('ООО «Северный ветер»', 'severveter', '78', 'Ольга Никитина', '+78125550502', 60),
  ofVector('АО «Балтпромснаб»', 'baltpromsnab', '39', 'Роман Ефимов', '+74012555503', 140),
  ofVector('ООО «ТехноЛогистика Урал»', 'technolog66', '66', 'Артём Седов', '+73435550504', 80),
  ofVector('ООО «ГК „Волга-Девелопмент“»', 'volgadev', '63', 'Галина Рябова', '+78465550505', 30),
  ofVector('ООО «Медицинский центр „Гармония“»', 'garmonia54', '54', 'Инна Власова', '+73835550506', 40),
  ofVector('АО «НПО „Сибэлектромаш“»', 'sibelmash', '54', 'Фёдор Панин', '+73835550507', 260),
  {
    ...ofVector('ИП Каримова Лейсан Рашитовна', 'karimova', '16', 'Лейсан Каримова', '+78435550508', 9),
    inn: makeInn12(508, '16'),
    kpp: null,
  },
];

function ofVector(name: string, prefix: string, region: string, contactName: string, phone: string, employees: number): CustomerSeed {
  const inn = makeInn10(Number(phone.slice(-3)), region);
  return {
    partner: 'vector',
    name,
    inn,
    kpp: makeKpp(inn),
    contactName,
    email: `admin@${prefix}.example`,
    phone,
    domainPrefix: prefix,
    regionCode: region,
    login: prefix,
    employees,
  };
}
