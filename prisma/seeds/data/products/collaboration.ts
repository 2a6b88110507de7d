import type { ProductSeed } from '#prisma/seeds/data/types.ts';
import { fullMonth, offer, registered } from './build.ts';

const BROWSER = 'Современный браузер; приложения для Windows, macOS, Linux, Android и iOS.';

export const collaboration: readonly ProductSeed[] = [
  registered(
    { number: '11240', enteredOn: '2021-08-20' },
    {
      slug: 'vk-workspace-standard',
      vendor: 'vk-tech',
      category: 'mail',
      name: 'VK WorkSpace. Стандартный',
      description:
        'Почта на домене компании, мессенджер, календарь, видеозвонки и облачный диск в одном окне. Данные хранятся в российских центрах обработки данных.',
      requirements: BROWSER,
      offers: [
        offer('VKWS-STD-1U', 'user', [1, 5000], { '2026-01-01': 269_00n, '2026-05-01': 289_00n }),
        fullMonth('VKWS-STD-1UF', 'user', [1, 5000], 272_00n),
      ],
    },
  ),
  registered(
    { number: '11240', enteredOn: '2021-08-20' },
    {
      slug: 'vk-workspace-maximum',
      vendor: 'vk-tech',
      category: 'mail',
      name: 'VK WorkSpace. Максимальный',
      description:
        'Расширенный тариф: больше места на диске, журнал действий администратора, единый вход и архив почты. Для организаций с требованиями к аудиту.',
      requirements: BROWSER,
      offers: [offer('VKWS-MAX-1U', 'user', [10, 5000], { '2026-01-01': 519_00n, '2027-01-01': 549_00n })],
    },
  ),
  registered(
    { number: '4914', enteredOn: '2018-11-26' },
    {
      slug: 'vk-teams',
      vendor: 'vk-tech',
      category: 'video',
      name: 'VK Teams на серверах заказчика',
      description:
        'Мессенджер и видеоконференции внутри контура организации. Поддерживает звонки, каналы, ботов и задачи; переписка не выходит за периметр.',
      requirements: 'Сервер с Astra Linux или РЕД ОС, 16 ядер и 48 ГБ памяти на 500 пользователей.',
      offers: [offer('VKT-ONP-1U', 'user', [50, 10000], 194_00n)],
    },
  ),
  registered(
    { number: '9286', enteredOn: '2021-02-15' },
    {
      slug: 'yandex-360-minimal',
      vendor: 'yandex',
      category: 'mail',
      name: 'Яндекс 360 для бизнеса. Минимальный',
      description:
        'Почта на своём домене, 100 ГБ на Диске, Мессенджер, Календарь и встречи в Телемосте. Для небольших команд, которым нужна почта и общие файлы.',
      requirements: BROWSER,
      offers: [offer('YA360-MIN-1U', 'user', [1, 5000], 249_00n)],
    },
  ),
  registered(
    { number: '9286', enteredOn: '2021-02-15' },
    {
      slug: 'yandex-360-optimal',
      vendor: 'yandex',
      category: 'mail',
      name: 'Яндекс 360 для бизнеса. Оптимальный',
      description:
        'Больше места на Диске, запись встреч в Телемосте, общие диски команд и настройки безопасности. Самый распространённый тариф для компаний от 20 человек.',
      requirements: BROWSER,
      offers: [
        offer('YA360-OPT-1U', 'user', [1, 5000], { '2026-01-01': 469_00n, '2026-09-01': 499_00n }),
        fullMonth('YA360-OPT-1UF', 'user', [1, 5000], 459_00n),
      ],
    },
  ),
  registered(
    { number: '9286', enteredOn: '2021-02-15' },
    {
      slug: 'yandex-360-extended',
      vendor: 'yandex',
      category: 'mail',
      name: 'Яндекс 360 для бизнеса. Расширенный',
      description: 'Единый вход, журналы событий, архив почты и увеличенный Диск. Встречи в Телемосте — до тысячи участников.',
      requirements: BROWSER,
      offers: [offer('YA360-EXT-1U', 'user', [10, 10000], 889_00n)],
    },
  ),
  registered(
    { number: '244', enteredOn: '2016-03-18' },
    {
      slug: 'trueconf-server',
      vendor: 'trueconf',
      category: 'video',
      name: 'TrueConf Server',
      description:
        'Видеоконференции до 1500 участников и корпоративный мессенджер на сервере организации. Работает в закрытой сети без выхода в интернет, подключает переговорные по SIP и H.323.',
      requirements: 'Windows Server 2016 и новее, Astra Linux, РЕД ОС или Альт; 8 ядер, 16 ГБ памяти, канал 2 Мбит/с на участника.',
      offers: [
        offer('TC-SRV-1U', 'user', [10, 5000], { '2026-01-01': 415_00n, '2026-10-01': 440_00n }),
        offer('TC-SRV-1S', 'server', [1, 20], 14800_00n),
      ],
    },
  ),
  registered(
    { number: '244', enteredOn: '2016-03-18' },
    {
      slug: 'trueconf-enterprise',
      vendor: 'trueconf',
      category: 'video',
      name: 'TrueConf Enterprise',
      description:
        'Отказоустойчивая видеосвязь для территориально распределённых организаций: несколько серверов работают как один, нагрузка распределяется между филиалами.',
      requirements: 'Не менее двух серверов с Astra Linux или РЕД ОС; 16 ядер и 32 ГБ памяти на узел.',
      offers: [offer('TC-ENT-1S', 'server', [2, 50], 32500_00n)],
    },
  ),
  registered(
    { number: '3316', enteredOn: '2017-04-07' },
    {
      slug: 'mts-link-meetings',
      vendor: 'mts-link',
      category: 'video',
      name: 'МТС Линк Встречи',
      description:
        'Онлайн-встречи в браузере с записью, доской и расшифровкой разговора. Гостям не нужна учётная запись и установка программ.',
      requirements: BROWSER,
      offers: [offer('MTSL-MEET-1U', 'user', [1, 2000], 590_00n), fullMonth('MTSL-MEET-1UF', 'user', [1, 2000], 549_00n)],
    },
  ),
  registered(
    { number: '3316', enteredOn: '2017-04-07' },
    {
      slug: 'mts-link-webinars',
      vendor: 'mts-link',
      category: 'video',
      name: 'МТС Линк Вебинары 500',
      description:
        'Комната для вебинаров и обучения до 500 слушателей: регистрация, опросы, тесты и отчёт о вовлечённости. Лицензия даётся на одну одновременную комнату.',
      requirements: BROWSER,
      offers: [fullMonth('MTSL-WEB500-1L', 'licence', [1, 20], { '2026-01-01': 7400_00n, '2026-07-01': 7900_00n })],
    },
  ),
  registered(
    { number: '7305', enteredOn: '2020-10-26' },
    {
      slug: 'kontur-talk',
      vendor: 'kontur',
      category: 'video',
      name: 'Контур.Толк',
      description: 'Видеосвязь, чаты и доски для совещаний и обучения. Автоматически составляет протокол встречи и хранит записи.',
      requirements: BROWSER,
      offers: [offer('KNT-TLK-1U', 'user', [5, 3000], { '2026-01-01': 398_00n, '2026-06-01': 420_00n })],
    },
  ),
];
