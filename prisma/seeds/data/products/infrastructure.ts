import type { ProductSeed } from '#prisma/seeds/data/types.ts';
import { fullMonth, offer, registered } from './build.ts';

const HYPERVISOR = 'Сервер x86-64 с аппаратной виртуализацией, 2 процессора, 64 ГБ памяти и больше.';

export const infrastructure: readonly ProductSeed[] = [
  registered(
    { number: '369', enteredOn: '2016-04-08' },
    {
      slug: 'astra-linux-special-edition',
      vendor: 'astra',
      category: 'os',
      name: 'Astra Linux Special Edition «Воронеж»',
      description:
        'Сертифицированная операционная система с усиленной защитой: мандатный контроль целостности, замкнутая программная среда. Подписка включает обновления безопасности и поддержку.',
      requirements: 'Процессор x86-64, 2 ГБ памяти для рабочей станции и 4 ГБ для сервера, 20 ГБ на диске.',
      offers: [
        offer('OS2-VRN-1D', 'device', [1, 10000], { '2026-01-01': 575_00n, '2026-06-01': 610_00n }),
        offer('OS2-VRN-1S', 'server', [1, 500], 1980_00n),
      ],
    },
  ),
  registered(
    { number: '12830', enteredOn: '2022-02-21' },
    {
      slug: 'ald-pro',
      vendor: 'astra',
      category: 'os',
      name: 'ALD Pro',
      description:
        'Служба каталога для замены Active Directory: домен, групповые политики, установка операционных систем и программ по сети.',
      requirements: 'Контроллер домена на Astra Linux, 4 ядра и 8 ГБ памяти.',
      offers: [offer('ALD-PRO-1D', 'device', [25, 10000], 148_00n), offer('ALD-PRO-1S', 'server', [1, 100], 2350_00n)],
    },
  ),
  registered(
    { number: '14105', enteredOn: '2022-07-05' },
    {
      slug: 'rupost',
      vendor: 'astra',
      category: 'mail',
      name: 'RuPost',
      description:
        'Корпоративная почтовая система с календарями и общими ящиками. Настраивается мастером в браузере, помогает с переездом из Exchange.',
      requirements: 'Сервер с Astra Linux, 8 ядер и 16 ГБ памяти на 1000 ящиков.',
      offers: [offer('RPT-1U', 'user', [25, 10000], 212_00n)],
    },
  ),
  registered(
    { number: '6650', enteredOn: '2020-06-18' },
    {
      slug: 'termidesk',
      vendor: 'astra',
      category: 'virtualization',
      name: 'Termidesk',
      description: 'Доставка виртуальных рабочих столов и терминальный доступ. Считаются одновременные подключения, а не люди.',
      requirements: HYPERVISOR,
      offers: [offer('TDSK-1U', 'user', [10, 3000], { '2026-01-01': 690_00n, '2027-01-01': 735_00n })],
    },
  ),
  registered(
    { number: '6091', enteredOn: '2020-01-20' },
    {
      slug: 'brest',
      vendor: 'astra',
      category: 'virtualization',
      name: 'ПК СВ «Брест»',
      description:
        'Защищённая платформа серверной виртуализации на Astra Linux: кластеры, живая миграция, разграничение доступа. Лицензируется по серверам.',
      requirements: HYPERVISOR,
      offers: [offer('BRST-1S', 'server', [2, 200], 8900_00n)],
    },
  ),
  registered(
    { number: '3751', enteredOn: '2017-07-21' },
    {
      slug: 'red-os',
      vendor: 'redsoft',
      category: 'os',
      name: 'РЕД ОС',
      description:
        'Операционная система для рабочих станций и серверов с регулярными обновлениями и русской технической поддержкой. Пакеты собираются в собственном репозитории разработчика.',
      requirements: 'Процессор x86-64, 2 ГБ памяти, 20 ГБ на диске.',
      offers: [
        offer('RED-OS-1D', 'device', [1, 10000], 420_00n),
        offer('RED-OS-1S', 'server', [1, 500], { '2026-01-01': 1090_00n, '2026-08-01': 1150_00n }),
      ],
    },
  ),
  registered(
    { number: '12476', enteredOn: '2022-01-17' },
    {
      slug: 'red-adm',
      vendor: 'redsoft',
      category: 'os',
      name: 'РЕД АДМ. Промышленная редакция',
      description: 'Управление ИТ-инфраструктурой: домен, учётные записи, политики и обновления для Windows и Linux из одной консоли.',
      requirements: 'Сервер с РЕД ОС, 4 ядра и 8 ГБ памяти.',
      offers: [offer('RED-ADM-1D', 'device', [25, 10000], 130_00n)],
    },
  ),
  registered(
    { number: '6064', enteredOn: '2020-01-13' },
    {
      slug: 'red-virtualization',
      vendor: 'redsoft',
      category: 'virtualization',
      name: 'РЕД Виртуализация',
      description: 'Платформа виртуализации с веб-консолью, живой миграцией и резервированием узлов. Лицензируется по серверам.',
      requirements: HYPERVISOR,
      offers: [offer('RED-VRT-1S', 'server', [2, 200], 6900_00n), fullMonth('RED-VRT-1SF', 'server', [2, 200], 6500_00n)],
    },
  ),
  registered(
    { number: '18', enteredOn: '2016-01-29' },
    {
      slug: 'red-database',
      vendor: 'redsoft',
      category: 'virtualization',
      name: 'РЕД База Данных. Стандартная редакция',
      description:
        'Реляционная СУБД с открытым форматом хранения, шифрованием и репликацией. Совместима с приложениями, написанными для Firebird.',
      requirements: 'Windows Server или Linux, 4 ядра и 8 ГБ памяти.',
      offers: [offer('RED-DB-1L', 'licence', [1, 100], 5400_00n)],
    },
  ),
  registered(
    { number: '2246', enteredOn: '2016-11-18' },
    {
      slug: 'cyber-backup-cloud',
      vendor: 'cyberprotect',
      category: 'backup',
      name: 'Кибер Бэкап Облачный',
      description:
        'Резервное копирование серверов, компьютеров и почтовых ящиков в облако в российском центре обработки данных. Отдельный файл или целую машину можно вернуть из браузера.',
      requirements: 'Windows 10 или Windows Server 2012 R2 и новее, Linux, VMware, KVM; канал от 10 Мбит/с.',
      offers: [
        offer('CBC-1S', 'server', [1, 300], { '2026-01-01': 2480_00n, '2026-07-01': 2640_00n }),
        offer('CBC-1D', 'device', [1, 2000], 590_00n),
      ],
    },
  ),
  registered(
    { number: '2246', enteredOn: '2016-11-18' },
    {
      slug: 'cyber-backup-advanced',
      vendor: 'cyberprotect',
      category: 'backup',
      name: 'Кибер Бэкап. Расширенная редакция',
      description:
        'Резервное копирование физических и виртуальных машин, СУБД и почты на собственное хранилище. Дедупликация, ленты, проверка копий восстановлением.',
      requirements: 'Сервер управления на Astra Linux, РЕД ОС или Windows Server; 8 ГБ памяти.',
      offers: [
        offer('CBA-1S', 'server', [1, 500], { '2026-01-01': 3850_00n, '2027-01-01': 4090_00n }),
        offer('CBA-1D', 'device', [5, 3000], 640_00n),
      ],
    },
  ),
  registered(
    { number: '6602', enteredOn: '2020-06-01' },
    {
      slug: 'cyber-files',
      vendor: 'cyberprotect',
      category: 'backup',
      name: 'Кибер Файлы',
      description: 'Обмен файлами и синхронизация внутри организации вместо публичных облаков. Видно, кто и когда открывал документ.',
      requirements: 'Windows Server 2016 и новее или Astra Linux, 8 ГБ памяти.',
      offers: [offer('CF-1U', 'user', [10, 5000], 290_00n)],
    },
  ),
  registered(
    { number: '6808', enteredOn: '2020-07-30' },
    {
      slug: 'rubackup',
      vendor: 'astra',
      category: 'backup',
      name: 'RuBackup',
      description:
        'Резервное копирование для отечественной инфраструктуры: «Брест», PostgreSQL, Tantor, 1С. Лицензируется по числу защищаемых серверов.',
      requirements: 'Сервер с Astra Linux или РЕД ОС, 4 ядра и 8 ГБ памяти.',
      offers: [offer('RBK-1S', 'server', [1, 500], 2950_00n)],
    },
  ),
];
