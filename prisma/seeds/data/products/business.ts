import type { ProductSeed } from '#prisma/seeds/data/types.ts';
import { discontinued, fullMonth, offer, registered, taxed } from './build.ts';

const BROWSER = 'Современный браузер и доступ в интернет.';
const FRESH = 'Современный браузер или тонкий клиент 1С; доступ в интернет от 1 Мбит/с на пользователя.';
const WORKSTATION = 'Windows 10 и новее (64 бита), 16 ГБ памяти, видеокарта с OpenGL 4.5, 20 ГБ на диске.';

export const business: readonly ProductSeed[] = [
  registered(
    { number: '1425', enteredOn: '2016-08-08' },
    {
      slug: '1c-fresh-accounting',
      vendor: '1c',
      category: 'business',
      name: '1С:Бухгалтерия в облаке 1С:Фреш',
      description:
        'Бухгалтерский и налоговый учёт через интернет: обновления и резервные копии делает разработчик. Отчётность отправляется прямо из программы.',
      requirements: FRESH,
      offers: [
        offer('1C-FR-BP-1U', 'user', [1, 500], { '2026-01-01': 940_00n, '2026-07-01': 990_00n }),
        fullMonth('1C-FR-BP-1L', 'licence', [1, 50], 2970_00n),
      ],
    },
  ),
  registered(
    { number: '1425', enteredOn: '2016-08-08' },
    {
      slug: '1c-fresh-unf',
      vendor: '1c',
      category: 'business',
      name: '1С:Управление нашей фирмой в облаке 1С:Фреш',
      description:
        'Торговля, склад, производство, деньги и клиенты небольшой компании в одной программе. Работает с кассами, маркетплейсами и мобильным приложением.',
      requirements: FRESH,
      offers: [offer('1C-FR-UNF-1U', 'user', [1, 500], 1140_00n)],
    },
  ),
  registered(
    { number: '1425', enteredOn: '2016-08-08' },
    {
      slug: '1c-fresh-zup',
      vendor: '1c',
      category: 'business',
      name: '1С:Зарплата и управление персоналом в облаке 1С:Фреш',
      description: 'Расчёт зарплаты, кадровый учёт, отпуска и отчётность в фонды. Выплаты и ведомости передаются в банк из программы.',
      requirements: FRESH,
      offers: [offer('1C-FR-ZUP-1U', 'user', [1, 300], { '2026-01-01': 920_00n, '2027-01-01': 980_00n })],
    },
  ),
  registered(
    { number: '2341', enteredOn: '2016-12-05' },
    {
      slug: '1c-document-management',
      vendor: '1c',
      category: 'business',
      name: '1С:Документооборот КОРП в облаке',
      description:
        'Договоры, письма, согласования и поручения с контролем исполнения. Подписывает документы электронной подписью и обменивается ими с контрагентами.',
      requirements: FRESH,
      offers: [offer('1C-DO-1U', 'user', [5, 1000], 780_00n)],
    },
  ),
  registered(
    { number: '4', enteredOn: '2016-01-29' },
    {
      slug: 'bitrix24-standard',
      vendor: 'bitrix24',
      category: 'business',
      name: 'Битрикс24. Тариф «Стандартный»',
      description:
        'CRM, задачи, чаты и сайты для команды до 50 человек. Тариф покупается на компанию, число активных пользователей ограничено.',
      requirements: BROWSER,
      offers: [fullMonth('B24-STD-1L', 'licence', [1, 10], { '2026-01-01': 6990_00n, '2026-10-01': 7490_00n })],
    },
  ),
  registered(
    { number: '4', enteredOn: '2016-01-29' },
    {
      slug: 'bitrix24-professional',
      vendor: 'bitrix24',
      category: 'business',
      name: 'Битрикс24. Тариф «Профессиональный»',
      description: 'Автоматизация для компаний до 100 человек: бизнес-процессы, сквозная аналитика, роботы в CRM и гибкие права доступа.',
      requirements: BROWSER,
      offers: [fullMonth('B24-PRO-1L', 'licence', [1, 10], 13990_00n)],
    },
  ),
  registered(
    { number: '1830', enteredOn: '2016-10-10' },
    {
      slug: 'nanocad-platform',
      vendor: 'nanosoft',
      category: 'cad',
      name: 'Платформа nanoCAD',
      description:
        'Двух- и трёхмерное проектирование с прямой работой в формате DWG. Модули «3D», «СПДС», «Механика» и «Растр» подключаются той же лицензией.',
      requirements: WORKSTATION,
      offers: [
        offer('NC-PLT-1U', 'user', [1, 500], { '2026-01-01': 2050_00n, '2026-06-01': 2190_00n }),
        offer('NC-PLT-1N', 'licence', [1, 200], 3150_00n),
      ],
    },
  ),
  registered(
    { number: '4520', enteredOn: '2018-06-08' },
    {
      slug: 'nanocad-bim-construction',
      vendor: 'nanosoft',
      category: 'cad',
      name: 'nanoCAD BIM Строительство',
      description:
        'Информационное моделирование зданий: архитектура, конструкции и спецификации из одной модели. Обмен с другими программами — через IFC.',
      requirements: WORKSTATION,
      offers: [
        offer('NC-BIM-1U', 'user', [1, 300], 4680_00n),
        discontinued('2026-11-01', offer('NC-BIM-1N', 'licence', [1, 100], 6900_00n)),
      ],
    },
  ),
  registered(
    { number: '308', enteredOn: '2016-03-18' },
    {
      slug: 'kompas-3d',
      vendor: 'ascon',
      category: 'cad',
      name: 'КОМПАС-3D',
      description:
        'Трёхмерное моделирование деталей и сборок, чертежи и спецификации по ЕСКД. Подписка включает новые версии, которые выходят за время её действия.',
      requirements: WORKSTATION,
      offers: [
        offer('ASC-K3D-1U', 'user', [1, 500], { '2026-01-01': 4250_00n, '2027-01-01': 4520_00n }),
        offer('ASC-K3D-1N', 'licence', [1, 200], 5950_00n),
      ],
    },
  ),
  registered(
    { number: '309', enteredOn: '2016-03-18' },
    {
      slug: 'kompas-graphic',
      vendor: 'ascon',
      category: 'cad',
      name: 'КОМПАС-График',
      description:
        'Чертёжная система для выпуска конструкторской документации без трёхмерного моделирования. Читает и сохраняет DWG и DXF.',
      requirements: WORKSTATION,
      offers: [offer('ASC-KGR-1U', 'user', [1, 500], 2480_00n)],
    },
  ),
  registered(
    { number: '3365', enteredOn: '2017-04-24' },
    {
      slug: 'pilot-bim',
      vendor: 'ascon',
      category: 'cad',
      name: 'Pilot-BIM',
      description:
        'Среда общих данных для строительных проектов: собирает единую модель из частей, хранит версии и замечания. Видит коллизии между разделами.',
      requirements: 'Рабочее место: Windows 10 и новее, 8 ГБ памяти. Сервер: Windows Server или Linux, 16 ГБ памяти.',
      offers: [offer('ASC-PLT-1U', 'user', [5, 1000], 1650_00n), fullMonth('ASC-PLT-1UF', 'user', [5, 1000], 1540_00n)],
    },
  ),
  taxed({
    slug: 'zwcad-professional',
    vendor: 'zwsoft',
    category: 'cad',
    name: 'ZWCAD Professional',
    description:
      'Черчение в формате DWG с командами и интерфейсом, знакомыми пользователям AutoCAD. Поддерживает LISP, VBA и приложения на .NET.',
    requirements: WORKSTATION,
    offers: [
      offer('ZWC-PRO-1U', 'user', [1, 300], { '2026-01-01': 1810_00n, '2026-08-01': 1920_00n }),
      offer('ZWC-PRO-1N', 'licence', [1, 100], 2740_00n),
    ],
  }),
  taxed({
    slug: 'zwcad-standard',
    vendor: 'zwsoft',
    category: 'cad',
    name: 'ZWCAD Standard',
    description: 'Двумерное черчение и печать в формате DWG для тех, кому не нужны программирование и трёхмерные тела.',
    requirements: WORKSTATION,
    offers: [offer('ZWC-STD-1U', 'user', [1, 300], 1340_00n)],
  }),
];
