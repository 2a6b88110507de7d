import type { ProductSeed } from '#prisma/seeds/data/types.ts';
import { discontinued, fullMonth, offer, registered } from './build.ts';

const DESKTOP = 'Windows 10 и новее, macOS 12 и новее, Astra Linux, РЕД ОС, Альт; 2 ГБ памяти, 2 ГБ на диске.';
const BROWSER = 'Современный браузер: Яндекс Браузер, Chrome, Firefox или Safari.';
const SERVER = 'Astra Linux, РЕД ОС или Альт Сервер; 8 ядер, 16 ГБ памяти, 100 ГБ на диске.';

export const office: readonly ProductSeed[] = [
  registered(
    { number: '5187', enteredOn: '2019-01-30' },
    {
      slug: 'r7-office-professional-cloud',
      vendor: 'r7',
      category: 'office',
      name: 'Р7-Офис. Профессиональный (облако)',
      description:
        'Редакторы документов, таблиц и презентаций в браузере вместе с почтой, календарём и хранилищем файлов. Сохраняет разметку файлов DOCX, XLSX и PPTX, поддерживает совместную правку.',
      requirements: BROWSER,
      offers: [
        offer('R7-PRO-CLD-1M', 'user', [5, 3000], { '2026-01-01': 365_00n, '2026-06-01': 390_00n }),
        fullMonth('R7-PRO-CLD-1MF', 'user', [5, 3000], 368_00n),
      ],
    },
  ),
  registered(
    { number: '4319', enteredOn: '2018-03-20' },
    {
      slug: 'r7-office-professional-desktop',
      vendor: 'r7',
      category: 'office',
      name: 'Р7-Офис. Профессиональный (десктопная версия)',
      description:
        'Настольные редакторы текста, таблиц, презентаций и PDF, которые работают без подключения к сети. Интерфейс привычен пользователям Microsoft Office, макросы пишутся на JavaScript.',
      requirements: DESKTOP,
      offers: [offer('R7-PRO-DSK-1M', 'device', [1, 5000], 310_00n), offer('R7-PRO-DSK-1U', 'user', [1, 5000], 335_00n)],
    },
  ),
  registered(
    { number: '5188', enteredOn: '2019-01-30' },
    {
      slug: 'r7-office-document-server',
      vendor: 'r7',
      category: 'office',
      name: 'Р7-Офис. Сервер документов',
      description:
        'Веб-редакторы на сервере заказчика для встраивания в портал или систему документооборота. Документы не покидают контур организации.',
      requirements: SERVER,
      offers: [
        offer('R7-SRV-1U', 'user', [20, 5000], 245_00n),
        offer('R7-SRV-1S', 'server', [1, 50], { '2026-01-01': 11900_00n, '2027-01-01': 12700_00n }),
      ],
    },
  ),
  registered(
    { number: '8213', enteredOn: '2020-12-22' },
    {
      slug: 'myoffice-professional-3',
      vendor: 'myoffice',
      category: 'office',
      name: 'МойОфис Профессиональный 3',
      description:
        'Полный набор для организации: редакторы на компьютерах, в браузере и на телефонах, почта, календарь и хранилище документов на серверах заказчика.',
      requirements: `${DESKTOP} Серверная часть: ${SERVER}`,
      offers: [
        offer('MO-PRO3-1U', 'user', [10, 10000], { '2026-01-01': 452_00n, '2026-08-01': 475_00n }),
        fullMonth('MO-PRO3-1UF', 'user', [10, 10000], 449_00n),
      ],
    },
  ),
  registered(
    { number: '283', enteredOn: '2016-03-18' },
    {
      slug: 'myoffice-standard-3',
      vendor: 'myoffice',
      category: 'office',
      name: 'МойОфис Стандартный 3',
      description:
        'Настольные редакторы текста и таблиц, просмотр презентаций и почтовый клиент. Работает без подключения к интернету на Windows и отечественных операционных системах.',
      requirements: DESKTOP,
      offers: [
        offer('MO-STD3-1D', 'device', [1, 10000], 329_00n),
        discontinued('2026-07-01', offer('MO-STD3-1U', 'user', [1, 10000], 345_00n)),
      ],
    },
  ),
  registered(
    { number: '8467', enteredOn: '2020-12-29' },
    {
      slug: 'myoffice-private-cloud-3',
      vendor: 'myoffice',
      category: 'office',
      name: 'МойОфис Частное Облако 3',
      description:
        'Хранилище документов и веб-редакторы для совместной работы на собственных серверах организации. Права доступа настраиваются до отдельного файла.',
      requirements: SERVER,
      offers: [offer('MO-PC3-1U', 'user', [50, 10000], 412_00n)],
    },
  ),
  registered(
    { number: '10927', enteredOn: '2021-07-12' },
    {
      slug: 'mailion',
      vendor: 'myoffice',
      category: 'mail',
      name: 'Mailion',
      description:
        'Корпоративная почтовая система с календарём и адресной книгой для крупных организаций. Одинаковые вложения хранятся один раз, отказ узла не останавливает работу.',
      requirements: 'Кластер не менее чем из трёх серверов с Astra Linux или РЕД ОС; 16 ядер и 64 ГБ памяти на узел.',
      offers: [offer('MO-MLN-1U', 'user', [100, 20000], 286_00n)],
    },
  ),
  registered(
    { number: '14752', enteredOn: '2022-09-15' },
    {
      slug: 'squadus',
      vendor: 'myoffice',
      category: 'video',
      name: 'Squadus',
      description:
        'Цифровое рабочее пространство: чаты, звонки, видеоконференции и совместная работа с документами МойОфис. Ставится на серверы заказчика.',
      requirements: SERVER,
      offers: [offer('MO-SQD-1U', 'user', [20, 10000], 190_00n)],
    },
  ),
];
