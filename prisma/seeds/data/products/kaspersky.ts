import type { ProductSeed } from '#prisma/seeds/data/types.ts';
import { discontinued, fullMonth, offer, registered, taxed } from './build.ts';

const WORKPLACE = 'Windows 10 и новее, macOS 12 и новее, Astra Linux, РЕД ОС, Альт; 2 ГБ оперативной памяти, 2 ГБ на диске.';
const CLOUD_CONSOLE = `${WORKPLACE} Консоль управления работает в браузере, сервер не нужен.`;

export const kaspersky: readonly ProductSeed[] = [
  taxed({
    slug: 'kaspersky-endpoint-security-cloud',
    vendor: 'kaspersky',
    category: 'endpoint-security',
    name: 'Kaspersky Endpoint Security Cloud',
    description:
      'Защита рабочих станций, файловых серверов и мобильных устройств с управлением из облачной консоли. Подходит компаниям без собственного сервера администрирования. Одна лицензия покрывает компьютер и два мобильных устройства пользователя.',
    requirements: CLOUD_CONSOLE,
    offers: [
      offer('KL4741RAMTS', 'user', [5, 1000], { '2026-01-01': 131_00n, '2026-07-01': 142_00n }),
      fullMonth('KL4741RAMTM', 'user', [5, 1000], 134_00n),
    ],
  }),
  taxed({
    slug: 'kaspersky-endpoint-security-cloud-plus',
    vendor: 'kaspersky',
    category: 'endpoint-security',
    name: 'Kaspersky Endpoint Security Cloud Plus',
    description:
      'Облачная защита рабочих станций, файловых серверов и мобильных устройств с поиском уязвимостей и управлением обновлениями. Добавляет к базовой редакции защиту Microsoft 365, веб-контроль и контроль устройств. Управляется из браузера.',
    requirements: CLOUD_CONSOLE,
    offers: [
      offer('KL4627RAMTS', 'user', [5, 1000], {
        '2026-01-01': 198_00n,
        '2026-07-01': 214_00n,
        '2027-01-01': 229_00n,
      }),
      fullMonth('KL4627RAMTM', 'user', [5, 1000], 199_00n),
    ],
  }),
  taxed({
    slug: 'kaspersky-endpoint-security-cloud-pro',
    vendor: 'kaspersky',
    category: 'endpoint-security',
    name: 'Kaspersky Endpoint Security Cloud Pro',
    description:
      'Старшая редакция облачной защиты: к возможностям Plus добавлены обнаружение и анализ сложных атак (EDR), контроль аномалий и обучение администраторов. Угрозу можно изолировать прямо из консоли.',
    requirements: CLOUD_CONSOLE,
    offers: [offer('KL4746RAMTS', 'user', [5, 1000], { '2026-01-01': 338_00n, '2027-01-01': 359_00n })],
  }),
  registered(
    { number: '205', enteredOn: '2016-03-18' },
    {
      slug: 'kaspersky-security-business-standard',
      vendor: 'kaspersky',
      category: 'endpoint-security',
      name: 'Kaspersky Security для бизнеса Стандартный',
      description:
        'Защита компьютеров и серверов с единой консолью Kaspersky Security Center на сервере заказчика. Включает контроль программ, устройств и веб-доступа.',
      requirements: `${WORKPLACE} Сервер администрирования: Windows Server 2016 и новее или Astra Linux, 4 ГБ памяти.`,
      offers: [
        offer('KL4863RAMTD', 'device', [10, 5000], { '2026-01-01': 119_00n, '2026-09-01': 128_00n }),
        offer('KL4863RAMTV', 'server', [1, 200], 410_00n),
      ],
    },
  ),
  registered(
    { number: '205', enteredOn: '2016-03-18' },
    {
      slug: 'kaspersky-security-business-advanced',
      vendor: 'kaspersky',
      category: 'endpoint-security',
      name: 'Kaspersky Security для бизнеса Расширенный',
      description:
        'К стандартной редакции добавлены шифрование дисков, управление обновлениями и установкой программ, адаптивный контроль аномалий. Управление — из консоли на сервере заказчика.',
      requirements: `${WORKPLACE} Сервер администрирования: Windows Server 2016 и новее или Astra Linux, 8 ГБ памяти.`,
      offers: [offer('KL4867RAMTD', 'device', [10, 5000], 196_00n), offer('KL4867RAMTV', 'server', [1, 200], 590_00n)],
    },
  ),
  registered(
    { number: '10384', enteredOn: '2021-04-30' },
    {
      slug: 'kaspersky-next-edr-optimum',
      vendor: 'kaspersky',
      category: 'endpoint-security',
      name: 'Kaspersky Next EDR Optimum',
      description:
        'Защита конечных точек с расследованием инцидентов: показывает цепочку развития атаки и даёт ответные действия в один щелчок. Для компаний с небольшой командой информационной безопасности.',
      requirements: WORKPLACE,
      offers: [offer('KL4066RAMTS', 'user', [5, 5000], { '2026-01-01': 289_00n, '2026-04-01': 312_00n })],
    },
  ),
  registered(
    { number: '1544', enteredOn: '2016-09-06' },
    {
      slug: 'kaspersky-security-mail-gateway',
      vendor: 'kaspersky',
      category: 'mail',
      name: 'Kaspersky Secure Mail Gateway',
      description:
        'Шлюз для защиты корпоративной почты от спама, фишинга и вложений с вредоносным кодом. Поставляется как готовый образ виртуальной машины.',
      requirements: 'Гипервизор VMware ESXi 7 и новее, «Брест» или РЕД Виртуализация; 4 ядра, 16 ГБ памяти, 200 ГБ на диске.',
      offers: [offer('KL4313RAMTU', 'user', [10, 5000], 92_00n)],
    },
  ),
  registered(
    { number: '6892', enteredOn: '2020-08-31' },
    {
      slug: 'kaspersky-hybrid-cloud-security',
      vendor: 'kaspersky',
      category: 'virtualization',
      name: 'Kaspersky Security для виртуальных и облачных сред',
      description:
        'Защита виртуальных машин, терминальных серверов и контейнеров лёгким агентом, который не перегружает гипервизор. Проверку выполняет выделенная виртуальная машина.',
      requirements: 'VMware vSphere 7 и новее, KVM, «Брест», РЕД Виртуализация; машина защиты — 2 ядра и 2 ГБ памяти.',
      offers: [
        offer('KL4255RAMTV', 'server', [1, 300], { '2026-01-01': 1180_00n, '2027-01-01': 1265_00n }),
        offer('KL4254RAMTD', 'device', [10, 3000], 174_00n),
      ],
    },
  ),
  taxed({
    slug: 'kaspersky-security-awareness',
    vendor: 'kaspersky',
    category: 'endpoint-security',
    name: 'Kaspersky Automated Security Awareness Platform',
    description:
      'Онлайн-платформа, которая учит сотрудников распознавать фишинг и безопасно работать с данными. Уроки короткие, план обучения строится сам по уровню риска, есть учебные фишинговые рассылки.',
    requirements: 'Современный браузер и электронная почта у каждого обучаемого.',
    offers: [
      fullMonth('KL8411RAMTM', 'user', [5, 3000], 86_00n),
      discontinued('2026-10-01', offer('KL8411RAMTS', 'user', [5, 3000], 94_00n)),
    ],
  }),
];
