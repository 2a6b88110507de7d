/**
 * The audit journal in Russian: rows keep a code and a few particulars, the words are put together when shown.
 * Groups are the choices of the filter, in this order.
 */
const GROUPS: Record<string, Record<string, string>> = {
  'Вход и пароли': {
    'log-on': 'Вход',
    'log-on.refused': 'Отказ во входе',
    'log-on.code-refused': 'Неверный код второго фактора',
    'log-off': 'Выход',
    'access.refused': 'Отказ в доступе',
    'log-off.everywhere': 'Выход на всех устройствах',
    'account.locked': 'Вход заперт на время',
    'session.ended': 'Сеанс завершён',
    'password.changed': 'Пароль изменён',
    'password.recovery': 'Запрошено восстановление пароля',
    'start-password.made': 'Выдан одноразовый пароль',
    'second-factor.enrolled': 'Второй фактор включён',
    'second-factor.removed': 'Второй фактор снят',
    'second-factor.codes-made': 'Выданы новые коды восстановления',
    'second-factor.code-used': 'Вход по коду восстановления',
  },
  Пользователи: {
    'user.created': 'Пользователь создан',
    'user.updated': 'Изменены данные пользователя',
    'user.disabled': 'Пользователь отключён',
    'user.enabled': 'Пользователь включён',
    'user.role-changed': 'Изменена роль',
    'user.sessions-ended': 'Завершены все сеансы пользователя',
    'user.letters-changed': 'Изменены письма пользователя',
    'user.start-password': 'Одноразовый пароль выслан заново',
    'view.started': 'Начат просмотр от имени партнёра',
    'view.ended': 'Закончен просмотр от имени партнёра',
    'handover.planned': 'Назначена передача портфеля',
    'handover.started': 'Портфель передан',
    'handover.ended': 'Портфель возвращён',
  },
  Партнёры: {
    'partner.created': 'Партнёр создан',
    'partner.updated': 'Изменены данные партнёра',
    'contract.added': 'Добавлен договор',
    'contract.mended': 'Исправлен договор',
    'contract.ended': 'Завершён договор',
    'application.received': 'Получена анкета',
    'application.approved': 'Анкета одобрена',
    'application.rejected': 'Анкета отклонена',
    'customer.created': 'Заказчик создан',
    'customer.updated': 'Изменены данные заказчика',
    'customer.credentials': 'Высланы данные для входа заказчика',
    'request.asked': 'Запрос заказчика',
    'request.accepted': 'Запрос заказчика принят',
    'request.declined': 'Запрос заказчика отклонён',
    'request.withdrawn': 'Запрос заказчика отозван',
    'support.asked': 'Вопрос в поддержку',
    'support.answered': 'Ответ поддержки',
    'support.closed': 'Вопрос закрыт без ответа',
    'support.reopened': 'Вопрос открыт снова',
  },
  'Кредит и блокировки': {
    'limit.changed': 'Изменён кредитный лимит',
    'exchange.asked': 'Запрошен повтор сообщений Аксапты',
    'limit.taken': 'Кредитный лимит из учётной системы',
    'limit.reverted': 'Кредитный лимит вернулся к прежнему',
    'limit.allowed': 'К лимиту прибавлено по обещанному платежу',
    'hold.placed': 'Партнёр заблокирован',
    'hold.lifted': 'Блокировка снята',
    'promise.made': 'Обещан платёж',
    'promise.kept': 'Обещанный платёж выполнен',
    'promise.reopened': 'Обещание снова открыто: платёж снят',
    'promise.broken': 'Обещанный платёж не пришёл',
    'promise.ended': 'Обещание снято раньше срока',
    'promise.granted': 'Разрешено ещё одно обещание',
  },
  'Заказы и подписки': {
    'order.done': 'Заказ выполнен',
    'order.held': 'Заказ ждёт',
    'order.released': 'Заказ выполнен после ожидания',
    'order.rejected': 'Заказ отклонён',
    'order.cancelled': 'Заказ отменён',
  },
  'Деньги и документы': {
    'close.start': 'Закрытие месяца запущено',
    'close.begin': 'Закрытие месяца начато',
    'close.done': 'Месяц закрыт',
    'close.partial': 'Месяц закрыт не для всех',
    'close.parked': 'Партнёр отложен при закрытии',
    'close.passed': 'Проверка закрытия пропущена',
    'payment.registered': 'Платёж принят',
    'payment.known': 'Платёж пришёл и другим путём',
    'payment.reversed': 'Платёж отменён',
    'advance-invoice.recorded': 'Записан счёт-фактура на аванс',
    'advance-invoice.mended': 'Исправлен счёт-фактура на аванс',
    'advance-invoice.removed': 'Убран счёт-фактура на аванс',
    'payment.settled': 'Платёж разнесён по счетам',
    'statement.loaded': 'Загружена выписка',
    'statement.agreed': 'Уверенные платежи выписки подтверждены',
    'statement.foreign': 'Поступление отмечено: не наш платёж',
    'statement.returned': 'Поступление возвращено в разбор',
    'payer-account.forgotten': 'Счёт плательщика забыт',
    'own-account.added': 'Добавлен наш счёт',
    'own-account.removed': 'Убран наш счёт',
    'original.moved': 'Изменено состояние оригинала',
    'invoice.cancelled': 'Счёт аннулирован',
    'invoice.issued': 'Выставлен счёт',
  },
  'Каталог и цены': {
    'vendor.saved': 'Вендор сохранён',
    'product.saved': 'Продукт сохранён',
    'offer.saved': 'Предложение сохранено',
    'offer.discontinued': 'Предложение снято с продажи',
    'offer.resumed': 'Предложение снова в продаже',
    'price.added': 'Назначена цена',
    'price.withdrawn': 'Отменена назначенная цена',
    'price-list.uploaded': 'Загружен прайс-лист',
    'price-list.applied': 'Прайс-лист применён',
    'terms.added': 'Новая версия условий',
  },
  Выгрузки: {
    'list.exported': 'Выгружен список',
    'documents.exported': 'Скачан архив документов',
  },
  Портал: {
    'letter.resent': 'Письмо отправлено ещё раз',
    'letter.settled': 'Письма разобраны',
    'letter.unsettled': 'Отметка «разобрано» снята',
    'task.started': 'Задача запущена вручную',
    'job.retried': 'Задание запущено повторно',
    'job.dismissed': 'Неудавшееся задание снято',
    'seller.changed': 'Изменены реквизиты продавца',
    'work-year.loaded': 'Загружен производственный календарь',
    'work-year.confirmed': 'Производственный календарь действует',
    'work-year.taken-back': 'Производственный календарь снят',
    'clock.moved': 'Часы переведены',
  },
};

const WORDS = new Map(Object.values(GROUPS).flatMap((actions) => Object.entries(actions)));

/** What was done; a code without words is shown as it is. */
export const actionWords = (action: string): string => WORDS.get(action) ?? action;

/** The groups of actions in the order of the filter. */
export const actionGroups: readonly string[] = Object.keys(GROUPS);

/** The codes of a group. */
export const actionsOf = (group: string): string[] => Object.keys(GROUPS[group] ?? {});

export const ROLE_WORDS: Readonly<Record<string, string>> = {
  partner_owner: 'руководитель партнёра',
  partner_manager: 'менеджер партнёра',
  partner_accountant: 'бухгалтер партнёра',
  customer: 'заказчик',
  manager: 'менеджер MONT',
  admin: 'администратор MONT',
  system: 'портал',
  anonymous: 'без входа',
};

export const roleWords = (role: string): string => ROLE_WORDS[role] ?? role;
