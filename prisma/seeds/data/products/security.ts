import type { ProductSeed } from '#prisma/seeds/data/types.ts';
import { discontinued, fullMonth, offer, registered } from './build.ts';

const SERVER = 'Astra Linux или Debian 12; 8 ядер, 32 ГБ памяти, 500 ГБ на диске.';

export const security: readonly ProductSeed[] = [
  registered(
    { number: '287', enteredOn: '2016-03-18' },
    {
      slug: 'drweb-enterprise-security-suite',
      vendor: 'drweb',
      category: 'endpoint-security',
      name: 'Dr.Web Enterprise Security Suite',
      description:
        'Централизованная защита рабочих станций и файловых серверов с консолью на сервере заказчика. Лечит активное заражение и работает на слабых компьютерах.',
      requirements: 'Windows 7 и новее, macOS 10.13 и новее, Linux с ядром 2.6.37 и новее; 512 МБ свободной памяти.',
      offers: [
        offer('LBW-AC-1M-D', 'device', [5, 5000], { '2026-01-01': 152_00n, '2026-05-01': 165_00n }),
        offer('LBS-AC-1M-S', 'server', [1, 300], 520_00n),
      ],
    },
  ),
  registered(
    { number: '287', enteredOn: '2016-03-18' },
    {
      slug: 'drweb-mail-security-suite',
      vendor: 'drweb',
      category: 'mail',
      name: 'Dr.Web Mail Security Suite',
      description:
        'Проверка входящей и исходящей почты на вирусы и спам на почтовом сервере. Работает с Exchange, CommuniGate Pro и Unix-серверами.',
      requirements: 'Почтовый сервер на Windows Server или Linux, 2 ГБ свободной памяти.',
      offers: [offer('LBP-AC-1M-U', 'user', [10, 5000], 74_00n)],
    },
  ),
  registered(
    { number: '6106', enteredOn: '2020-01-20' },
    {
      slug: 'drweb-industrial',
      vendor: 'drweb',
      category: 'endpoint-security',
      name: 'Dr.Web Industrial',
      description:
        'Антивирус для промышленных сетей и автоматизированных систем управления. Не вмешивается в технологический процесс, обновляется без доступа в интернет.',
      requirements: 'Windows XP SP2 и новее или Linux, 512 МБ свободной памяти.',
      offers: [offer('LBI-AC-1M-D', 'device', [5, 1000], 210_00n), offer('LBI-AC-1M-S', 'server', [1, 100], 640_00n)],
    },
  ),
  registered(
    { number: '1143', enteredOn: '2016-06-27' },
    {
      slug: 'maxpatrol-vm',
      vendor: 'positive-technologies',
      category: 'network-security',
      name: 'MaxPatrol VM',
      description:
        'Управление уязвимостями: собирает сведения об узлах сети, находит уязвимости и подсказывает, что исправить первым. Следит за сроками устранения.',
      requirements: SERVER,
      offers: [
        offer('PT-MPVM-1D', 'device', [100, 20000], { '2026-01-01': 176_00n, '2027-01-01': 189_00n }),
        offer('PT-MPVM-1S', 'server', [5, 2000], 690_00n),
      ],
    },
  ),
  registered(
    { number: '14216', enteredOn: '2022-07-18' },
    {
      slug: 'maxpatrol-edr',
      vendor: 'positive-technologies',
      category: 'endpoint-security',
      name: 'MaxPatrol EDR',
      description:
        'Обнаруживает целевые атаки на рабочих станциях и серверах и отвечает на них автоматически. Агент работает и без связи с сервером.',
      requirements: 'Windows 10 и новее, Astra Linux, РЕД ОС, Альт; 1 ГБ свободной памяти.',
      offers: [offer('PT-EDR-1D', 'device', [50, 10000], 420_00n), offer('PT-EDR-1S', 'server', [5, 1000], 980_00n)],
    },
  ),
  registered(
    { number: '15982', enteredOn: '2022-12-26' },
    {
      slug: 'pt-cloud-application-firewall',
      vendor: 'positive-technologies',
      category: 'network-security',
      name: 'PT Cloud Application Firewall',
      description:
        'Облачный межсетевой экран для сайтов и API: отражает атаки из списка OWASP Top 10 и ботов. Подключается сменой записи DNS. Лицензия даётся на одно веб-приложение.',
      requirements: 'Доступ к управлению DNS защищаемого домена.',
      offers: [fullMonth('PT-CAF-1L', 'licence', [1, 50], { '2026-01-01': 24500_00n, '2026-08-01': 25900_00n })],
    },
  ),
  registered(
    { number: '5701', enteredOn: '2019-08-23' },
    {
      slug: 'kontur-staffcop',
      vendor: 'kontur',
      category: 'endpoint-security',
      name: 'Контур.Эгида: Staffcop Enterprise',
      description: 'Расследование внутренних инцидентов, учёт рабочего времени и контроль утечек. Данные хранятся на сервере заказчика.',
      requirements: 'Сервер с Ubuntu или Astra Linux, 8 ГБ памяти; агенты для Windows, Linux и macOS.',
      offers: [
        offer('KNT-SCP-1D', 'device', [10, 3000], 560_00n),
        discontinued('2026-06-01', fullMonth('KNT-SCP-1DF', 'device', [10, 3000], 530_00n)),
      ],
    },
  ),
  registered(
    { number: '16544', enteredOn: '2023-02-27' },
    {
      slug: 'kontur-id',
      vendor: 'kontur',
      category: 'network-security',
      name: 'Контур.Эгида: ID',
      description:
        'Двухфакторная аутентификация для VPN, удалённых рабочих столов и корпоративных сервисов. Подтверждение — в приложении, по коду или в мессенджере.',
      requirements: 'Сервер RADIUS или поддержка протокола RADIUS на шлюзе; смартфон у пользователя.',
      offers: [offer('KNT-ID-1U', 'user', [5, 5000], 180_00n)],
    },
  ),
  registered(
    { number: '163', enteredOn: '2016-03-18' },
    {
      slug: 'cyber-protego',
      vendor: 'cyberprotect',
      category: 'endpoint-security',
      name: 'Кибер Протего',
      description:
        'Защита от утечек: контроль съёмных носителей, печати, почты, мессенджеров и облачных хранилищ. Правила действуют и вне сети организации.',
      requirements: 'Windows 10 и новее; сервер управления на Windows Server 2016 и новее, 8 ГБ памяти.',
      offers: [offer('CP-PRT-1D', 'device', [10, 5000], { '2026-01-01': 465_00n, '2026-07-01': 490_00n })],
    },
  ),
];
