import type { JobMap } from '#src/platform/jobs.ts';

/** Scheduled tasks in Russian, by their names in `src/schedule.ts`. */
const TASKS: Record<string, { readonly title: string; readonly what: string }> = {
  'month-close': { title: 'Закрытие месяца', what: 'Счета, продления и остановки за последний день месяца; наверстывает пропущенное' },
  'close-outlook': { title: 'Расчёт закрытия', what: 'Что сделает ближайшее закрытие месяца, если партнёров больше 50' },
  'daily-tick': { title: 'Ежедневный обход подписок', what: 'Остановки по дате и письма о близкой остановке' },
  receivables: { title: 'Дебиторская задолженность', what: 'Напоминания об оплате, блокировки за просрочку и их снятие' },
  'receivables-week': {
    title: 'Письма о дебиторке',
    what: 'По понедельникам: менеджерам о долгах их партнёров и о том, что изменилось за неделю',
  },
  'tend-letters': { title: 'Присмотр за письмами', what: 'Возвращает в очередь письма, чья отправка прервалась' },
  'revert-limits': { title: 'Возврат временных лимитов', what: 'Кредитные лимиты, поднятые на время, возвращаются к прежним' },
  promises: {
    title: 'Обещанные платежи',
    what: 'Напоминания о дне оплаты; не пришло — блокировка возвращается, прибавка к лимиту кончается',
  },
  'held-orders': { title: 'Заказы, которые ждут', what: 'Остаток месяца дешевеет с каждым днём: решает заново то, чему не хватало лимита' },
  audit: { title: 'Проверка данных', what: 'Журналы, начисления, лимиты и суммы сходятся; расхождения называет' },
  'erase-personal-data': {
    title: 'Удаление персональных данных',
    what: 'Анкеты и заявки с витрин, срок согласия по которым истёк: данные людей удаляются из них и из писем о них',
  },
  'sweep-accounts': { title: 'Уборка сеансов', what: 'Удаляет закончившиеся сеансы, счётчики попыток и старые ссылки' },
  'price-notices': {
    title: 'Письма об изменении цен',
    what: 'Предупреждает партнёров о продлении по другой цене; повышение начинается не раньше чем через 14 дней',
  },
  'exchange-doors': {
    title: 'Обмен с Аксаптой',
    what: 'Принимает и кладёт файлы обмена; забирает и отдаёт сообщения, если Аксапту вызывает портал',
  },
  'ax-tend': {
    title: 'Порядок обмена с Аксаптой',
    what: 'Просит повторить пропавшие сообщения, приводит блокировки и кредит к возрасту данных, сообщает о перерыве',
  },
  'ax-balances': { title: 'Остатки для Аксапты', what: 'Отправляет, кто сколько должен на конец вчерашнего дня по данным портала' },
  handovers: { title: 'Передача портфелей', what: 'Партнёры менеджера в отпуске переходят к заместителю и возвращаются' },
};

/** Queues of jobs in Russian. */
const QUEUES: Record<string, string> = {
  'send-letter': 'Отправка письма',
  'send-letters': 'Отправка писем пачкой',
  'render-documents': 'Печать документов',
  'close-month': 'Закрытие месяца',
  'close-outlook': 'Расчёт закрытия',
  'tell-prices': 'Письма о ценах раньше срока',
  'read-statement': 'Чтение выписки',
  'sort-statement': 'Разбор выписки',
  'record-statement': 'Запись платежей выписки',
  'account-recovery': 'Восстановление пароля',
  'ax-process': 'Большое сообщение Аксапты',
} satisfies Record<keyof JobMap, string>;

export const taskTitle = (name: string): string => TASKS[name]?.title ?? name;
export const taskWhat = (name: string): string => TASKS[name]?.what ?? '';
export const queueTitle = (name: string): string => QUEUES[name] ?? name;

/** States of jobs, as the queue counts them. */
const STATES: Record<string, string> = { created: 'ждут', retry: 'ждут повтора', active: 'выполняются', failed: 'не удались' };
export const stateWord = (state: string): string => STATES[state] ?? state;
