/** Letters of the portal (product rule §13) and how staff see them named. */
export const LETTER_TEMPLATES = {
  'start-password-owner': 'Доступ партнёру',
  'start-password-customer': 'Доступ заказчику',
  'start-password-colleague': 'Доступ коллеге',
  'start-password-staff': 'Доступ сотруднику',
  'order-confirmation': 'Подтверждение заказа',
  'order-held-limit': 'Заказ ждёт: кредитный лимит',
  'order-held-blocked': 'Заказ ждёт: блокировка',
  'order-released': 'Заказ выполнен после ожидания',
  'order-rejected': 'Заказ отклонён',
  'order-cancelled': 'Заказ отменён',
  'hold-placed': 'Партнёр заблокирован',
  'hold-lifted': 'Блокировка снята',
  'promise-made': 'Обещанный платёж принят',
  'promise-kept': 'Обещанный платёж выполнен',
  'promise-day-near': 'Скоро день обещанного платежа',
  'promise-broken': 'Обещанный платёж не пришёл',
  'promise-ended': 'Обещанный платёж снят раньше срока',
  'subscription-stopped': 'Подписка остановлена',
  'subscription-started': 'Подписка запущена',
  'subscription-suspended': 'Подписка приостановлена',
  'subscription-resumed': 'Подписка возобновлена',
  'seats-changed': 'Изменено число пользователей',
  'auto-renewal-changed': 'Изменено автопродление',
  'contract-ended': 'Договор завершается',
  'subscriptions-changed': 'Изменены несколько подписок',
  'stop-date-near': 'Скоро дата остановки',
  'price-change-ahead': 'Скоро изменится цена',
  'invoice-issued': 'Выставлен счёт',
  'invoice-due-soon': 'Скоро срок оплаты',
  'invoice-overdue': 'Просрочена оплата',
  'close-parked': 'Месяц закрыт не для всех',
  'receivables-week': 'Дебиторка за неделю',
  'exchange-silent': 'Данные Аксапты устарели',
  'application-received': 'Анкета получена',
  'application-approved': 'Анкета одобрена',
  'application-rejected': 'Анкета отклонена',
  'customer-request': 'Запрос заказчика',
  'request-withdrawn': 'Запрос заказчика отозван',
  'request-accepted': 'Запрос заказчика принят',
  'request-done': 'Запрос заказчика выполнен',
  'request-undone': 'Запрос заказчика не выполнен',
  'request-declined': 'Запрос заказчика отклонён',
  'storefront-request': 'Заявка с витрины',
  'storefront-request-received': 'Заявка с витрины получена',
  'storefront-request-declined': 'Заявка с витрины отклонена',
  'storefront-turned-off': 'Витрина выключена MONT',
  'storefront-turned-on': 'Витрина снова включена',
  'support-question': 'Вопрос в поддержку',
  'support-answer': 'Ответ поддержки',
  'password-recovery': 'Восстановление пароля',
  'account-locked': 'Вход заперт',
  'password-changed': 'Пароль изменён',
  'second-factor': 'Второй фактор',
  'email-changed': 'Изменена почта',
} as const;

export type LetterTemplate = keyof typeof LETTER_TEMPLATES;

/** Credentials and safety reach everyone: they can't be muted. */
const ALWAYS_SENT: ReadonlySet<string> = new Set<LetterTemplate>([
  'start-password-owner',
  'start-password-customer',
  'start-password-colleague',
  'start-password-staff',
  'close-parked',
  'exchange-silent',
  'storefront-turned-off',
  'storefront-turned-on',
  'support-question',
  'support-answer',
  'password-recovery',
  'account-locked',
  'password-changed',
  'second-factor',
  'email-changed',
]);

/** May a user turn letters of this template off? */
export const canBeMuted = (template: LetterTemplate): boolean => !ALWAYS_SENT.has(template);

const MINUTE = 60;
const PAUSES = [30, MINUTE, 2 * MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE];
const LONGEST_PAUSE = 60 * MINUTE;
const MOST_ATTEMPTS = 78;

/**
 * Seconds to wait after this many refused tries: 30 s at first, an hour from the seventh on.
 * null after three days: the letter has failed and a person decides.
 */
export function pauseAfter(attempts: number): number | null {
  if (attempts >= MOST_ATTEMPTS) return null;
  return PAUSES[attempts - 1] ?? LONGEST_PAUSE;
}

/** A letter being sent for longer than this was left behind by a killed process; a whole send takes 60 s at most. */
export const SENDING_LEASE_SECONDS = 5 * MINUTE;

/** A letter queued and untouched for longer than this has lost its job. */
export const FORGOTTEN_AFTER_SECONDS = 2 * LONGEST_PAUSE;
