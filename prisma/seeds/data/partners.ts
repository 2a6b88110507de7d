import { makeAccount, makeInn10, makeKpp, makeOgrn } from '#src/lib/sample-requisites.ts';
import { otherPartners } from './other-partners.ts';
import { placeIn } from './places.ts';
import type { BankSeed, PartnerSeed } from './types.ts';

/** The partners of the cast, whose stories the demo log-ons show. */
export const namedPartners: readonly PartnerSeed[] = [
  {
    code: 'vector',
    name: 'ООО «Вектор»',
    ...requisites('77', 101),
    address: address('77', 'ул. Проектная, д. 14, офис 305'),
    phone: '+74955550201',
    email: 'info@vector.example',
    mpnId: '5512340',
    axDebtorCode: 'К-004512',
    axPayerCode: 'К-004512',
    contracts: [
      {
        number: 'MCD-77/2026',
        signedOn: '2026-01-15',
        docMode: 'upd',
        supplements: [{ number: 'MCD-77/2026 ДС-2', signedOn: '2026-03-02' }],
      },
    ],
    creditLimit: 1_800_000_00n,
    paymentTermDays: 14,
    manager: 'manager',
    users: [
      { login: 'vector', role: 'partner_owner', name: 'Анна Ветрова', email: 'anna@vector.example', phone: '+79165550201' },
      { login: 'vector-sales', role: 'partner_manager', name: 'Илья Соколов', email: 'ilya@vector.example', phone: '+79165550202' },
      { login: 'vector-books', role: 'partner_accountant', name: 'Марина Котова', email: 'marina@vector.example', phone: '+79165550203' },
    ],
    story: 'healthy',
    storefrontText: 'Подбираем и сопровождаем программы для компаний от 5 до 500 рабочих мест. Ответим на заявку в течение рабочего дня.',
  },
  {
    code: 'orion',
    name: 'ООО «Орион»',
    ...requisites('78', 102),
    address: address('78', 'Лиговский пр., д. 271, лит. А'),
    phone: '+78125550301',
    email: 'info@orion.example',
    mpnId: '4478211',
    axDebtorCode: 'К-003926',
    axPayerCode: 'К-003926',
    contracts: [{ number: 'MCD-41/2026', signedOn: '2026-01-22', docMode: 'upd', supplements: [] }],
    creditLimit: 400_000_00n,
    paymentTermDays: 14,
    manager: 'manager',
    users: [{ login: 'orion', role: 'partner_owner', name: 'Дмитрий Орехов', email: 'dmitry@orion.example', phone: '+79215550301' }],
    story: 'limit_nearly_used',
    storefrontText: 'Лицензии и облачные сервисы для компаний Северо-Запада.',
  },
  {
    code: 'meridian',
    name: 'ООО «Меридиан»',
    ...requisites('66', 103),
    address: address('66', 'ул. Меридианная, д. 60, офис 12'),
    phone: '+73435550401',
    email: 'info@meridian.example',
    mpnId: null,
    axDebtorCode: 'К-002870',
    axPayerCode: 'К-002871',
    contracts: [
      { number: 'MCD-18/2026', signedOn: '2026-01-19', docMode: 'act_sf', supplements: [] },
      { number: 'KL-102/2026', signedOn: '2026-02-10', docMode: 'upd', supplements: [] },
    ],
    creditLimit: 750_000_00n,
    paymentTermDays: 10,
    manager: 'manager',
    users: [
      { login: 'meridian', role: 'partner_owner', name: 'Светлана Меркулова', email: 'svetlana@meridian.example', phone: '+79225550401' },
    ],
    story: 'overdue',
    storefrontText: 'Программы и сопровождение для промышленных предприятий Урала.',
  },
];

/** The named partners first, then twenty others. */
export const partners: readonly PartnerSeed[] = [...namedPartners, ...otherPartners.map(completed)];

function completed(row: (typeof otherPartners)[number], index: number): PartnerSeed {
  const number = String(index + 1).padStart(2, '0');
  const domain = `${row.code}.example`;
  const debtor = `К-00${5100 + index * 7}`;
  const year = index % 4 === 0 ? 2025 : 2026;
  return {
    code: row.code,
    name: row.name,
    ...requisites(row.region, 110 + index),
    address: address(row.region, row.street),
    phone: officePhone(row.region, number),
    email: `info@${domain}`,
    mpnId: index % 3 === 0 ? null : String(4_600_100 + index * 137),
    axDebtorCode: debtor,
    axPayerCode: debtor,
    contracts: [
      {
        number: `MCD-${120 + index}/${year}`,
        signedOn: `${year}-${year === 2025 ? '10' : '02'}-${number}`,
        docMode: index % 6 === 5 ? 'act_sf' : 'upd',
        supplements: [],
      },
    ],
    creditLimit: row.limit,
    paymentTermDays: row.termDays,
    manager: ['gromov', 'tikhonova', 'manager'][index % 3] ?? 'manager',
    users: [{ login: row.code, role: 'partner_owner', name: row.owner, email: `owner@${domain}`, phone: `+791655506${number}` }],
    story: 'healthy',
    storefrontText: 'Подписки на программы для вашей компании: подбор, оформление, сопровождение.',
  };
}

/** Codes that pass every check and are clearly made up: the tax office 00 exists nowhere. */
function requisites(region: string, serial: number) {
  const inn = makeInn10(serial, region);
  return {
    inn,
    kpp: makeKpp(inn),
    ogrn: makeOgrn(serial, region),
    regionCode: region,
    bank: bank(serial),
  };
}

function bank(serial: number): BankSeed {
  const bic = '044525225';
  return {
    name: 'ПАО СБЕРБАНК',
    bic,
    correspondentAccount: '30101810400000000225',
    account: makeAccount(serial, bic),
  };
}

/** Seven or six digits after the telephone code, whichever the city has. */
function officePhone(region: string, number: string): string {
  const { areaCode } = placeIn(region);
  return `+7${areaCode}${`55506${number}`.slice(areaCode.length - 3)}`;
}

function address(region: string, street: string): string {
  const { postalCode, city } = placeIn(region);
  return `${postalCode}, г. ${city}, ${street}`;
}
