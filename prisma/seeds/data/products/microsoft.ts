import type { ProductSeed } from '#prisma/seeds/data/types.ts';
import { discontinued, fullMonth, offer, taxed } from './build.ts';

const SEATS = [1, 300] as const;
const APPS = 'Windows 10 и новее или одна из трёх последних версий macOS; 4 ГБ памяти; доступ в интернет не реже раза в 30 дней.';
const BROWSER = 'Последняя версия Edge, Chrome, Firefox или Safari и доступ в интернет.';

export const microsoft: readonly ProductSeed[] = [
  taxed({
    slug: 'microsoft-365-business-basic',
    vendor: 'microsoft',
    category: 'mail',
    name: 'Microsoft 365 Business Basic',
    description:
      'Почта на домене компании с ящиком 50 ГБ, 1 ТБ в OneDrive, Teams и веб-версии Word, Excel и PowerPoint. Настольные приложения в эту редакцию не входят. До 300 пользователей в организации.',
    requirements: BROWSER,
    offers: [
      offer('CFQ7TTC0LH18-0001', 'user', SEATS, { '2026-01-01': 489_00n, '2026-04-01': 528_00n }),
      fullMonth('CFQ7TTC0LH18-0001M', 'user', SEATS, 495_00n),
    ],
  }),
  taxed({
    slug: 'microsoft-365-business-standard',
    vendor: 'microsoft',
    category: 'office',
    name: 'Microsoft 365 Business Standard',
    description:
      'Настольные Word, Excel, PowerPoint и Outlook на пяти компьютерах пользователя вместе с почтой, Teams и 1 ТБ в OneDrive. До 300 пользователей в организации.',
    requirements: APPS,
    offers: [
      offer('CFQ7TTC0LDPB-0001', 'user', SEATS, {
        '2026-01-01': 1098_00n,
        '2026-04-01': 1186_00n,
        '2027-01-01': 1245_00n,
      }),
      fullMonth('CFQ7TTC0LDPB-0001M', 'user', SEATS, 1112_00n),
    ],
  }),
  taxed({
    slug: 'microsoft-365-business-premium',
    vendor: 'microsoft',
    category: 'office',
    name: 'Microsoft 365 Business Premium',
    description:
      'Всё из Business Standard, а также управление устройствами Intune, Defender для бизнеса и условный доступ. Для компаний, где данные открывают с личных телефонов и ноутбуков.',
    requirements: APPS,
    offers: [offer('CFQ7TTC0LCHC-0002', 'user', SEATS, { '2026-01-01': 2090_00n, '2027-01-01': 2195_00n })],
  }),
  taxed({
    slug: 'microsoft-365-apps-business',
    vendor: 'microsoft',
    category: 'office',
    name: 'Microsoft 365 Apps для бизнеса',
    description:
      'Настольные и мобильные Word, Excel, PowerPoint и Outlook с 1 ТБ в OneDrive. Без почты и Teams: для тех, у кого почта уже есть.',
    requirements: APPS,
    offers: [offer('CFQ7TTC0LH1G-0001', 'user', SEATS, 910_00n)],
  }),
  taxed({
    slug: 'microsoft-365-e3',
    vendor: 'microsoft',
    category: 'office',
    name: 'Microsoft 365 E3',
    description:
      'Корпоративная редакция без ограничения в 300 пользователей: приложения, почта с ящиком 100 ГБ, Windows Enterprise, защита и хранение данных по правилам организации.',
    requirements: APPS,
    offers: [offer('CFQ7TTC0LFLX-0001', 'user', [1, 10000], { '2026-01-01': 3420_00n, '2026-07-01': 3680_00n })],
  }),
  taxed({
    slug: 'exchange-online-plan-1',
    vendor: 'microsoft',
    category: 'mail',
    name: 'Exchange Online (план 1)',
    description:
      'Корпоративная почта, календарь и контакты с ящиком 50 ГБ на домене компании. Открывается в Outlook, на телефоне и в браузере.',
    requirements: BROWSER,
    offers: [offer('CFQ7TTC0LH16-0001', 'user', [1, 10000], { '2026-01-01': 352_00n, '2026-04-01': 380_00n })],
  }),
  taxed({
    slug: 'power-bi-pro',
    vendor: 'microsoft',
    category: 'business',
    name: 'Power BI Pro',
    description:
      'Отчёты и интерактивные панели по данным из Excel, 1С, баз данных и облаков. Лицензия нужна и автору, и читателю общего отчёта.',
    requirements: `${BROWSER} Для Power BI Desktop — Windows 10 и новее.`,
    offers: [offer('CFQ7TTC0HL8W-0001', 'user', [1, 5000], 1120_00n)],
  }),
  taxed({
    slug: 'visio-plan-2',
    vendor: 'microsoft',
    category: 'cad',
    name: 'Visio (план 2)',
    description:
      'Настольное приложение и веб-версия для схем, планов помещений и моделей процессов. Диаграммы можно связать с данными из Excel и SQL Server.',
    requirements: APPS,
    offers: [
      offer('CFQ7TTC0HD32-0002', 'user', SEATS, 1480_00n),
      discontinued('2026-09-01', fullMonth('CFQ7TTC0HD32-0002M', 'user', SEATS, 1390_00n)),
    ],
  }),
];
