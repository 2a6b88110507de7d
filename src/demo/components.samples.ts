import { limitBarOf } from '#src/credit/limit-bar.rules.ts';
import type * as C from '#src/platform/http/components.ts';
import type { ComponentsPage } from './components.types.ts';

/** The page itself: every link of the samples leads here. */
export const path = '/admin/components';

export const badges = {
  active: { tone: 'ok', label: 'Активна', icon: 'circle-check' },
  pending: { tone: 'info', label: 'Ожидает', icon: 'loader' },
  stopping: { tone: 'warn', label: 'Остановится 30.11.2026', icon: 'clock' },
  stopped: { tone: 'mute', label: 'Остановлена', icon: 'player-pause' },
  suspended: { tone: 'bad', label: 'Приостановлена', icon: 'ban' },
  impossible: { tone: 'bad', label: 'Продление невозможно', icon: 'ban' },
  cancelled: { tone: 'mute', label: 'Отменена', icon: 'x' },
} satisfies Record<string, C.BadgeProps>;

export const navigation: Pick<ComponentsPage, 'tabs' | 'steps'> = {
  tabs: [
    { label: 'Обзор', href: path, icon: 'info-circle', isCurrent: true },
    { label: 'Параметры', href: path, icon: 'adjustments-horizontal' },
    { label: 'Автопродление', href: path, icon: 'refresh' },
    { label: 'Журнал подписки', href: path, icon: 'history', count: 6 },
    { label: 'Документы', href: path, icon: 'file-invoice' },
  ],
  steps: [
    { label: 'Продукт', state: 'done' },
    { label: 'Параметры', state: 'current' },
    { label: 'Готово', state: 'ahead' },
  ],
};

export const money: Pick<ComponentsPage, 'limit' | 'overLimit' | 'stats'> = {
  limit: limitBarOf(30_000_000n, 21_360_000n),
  overLimit: limitBarOf(30_000_000n, 21_360_000n, { sum: 9_240_000n, label: 'Продление' }),
  stats: [
    { value: '46', label: 'Активные', href: path, isOn: true },
    { value: '6', label: 'Продление за 10 дней', href: path },
    { value: '7', label: 'Остановленные', href: path },
    { value: '2', label: 'Требуют внимания', href: path, tone: 'bad' },
  ],
};

export const notices: Pick<ComponentsPage, 'alerts' | 'badges' | 'buttons'> = {
  alerts: [
    { tone: 'ok', title: 'Количество пользователей изменено: 42 → 48.', text: 'Доначисление за 22–30 ноября — 2 134,80 ₽.' },
    { tone: 'info', title: 'Цена изменится 1 декабря.', text: 'Новая цена — 1 240,00 ₽ за пользователя в месяц.' },
    {
      tone: 'warn',
      title: 'Продление 1 декабря превысит кредитный лимит на 6 180,00 ₽.',
      text: 'Подписка S-100007 не продлится.',
      link: { href: path, label: 'Написать менеджеру' },
    },
    { tone: 'bad', title: 'Письмо не доставлено.', text: 'Почтовый сервер не принял адрес получателя.' },
  ],
  badges: Object.values(badges),
  buttons: [
    { label: 'Основная', kind: 'primary' },
    { label: 'Обычная' },
    { label: 'Тихая', kind: 'quiet' },
    { label: 'Малая', size: 'small' },
    { label: 'Остановить…', kind: 'danger', icon: 'player-stop', href: path, dialog: 'stop-dialog' },
    { label: 'Параметры', icon: 'adjustments-horizontal', why: 'Заблокировано: просрочена оплата счёта № 41' },
  ],
};

export const card: Pick<ComponentsPage, 'facts' | 'totals' | 'timeline' | 'comment'> = {
  facts: [
    { label: 'Заказчик', value: 'ООО «Ромашка»', href: path },
    { label: 'Пользователей', value: '48' },
    { label: 'Сумма в месяц', value: '56 928,00 ₽' },
    { label: 'Следующее продление', value: '1 декабря 2026' },
    { label: 'Оформлена', value: '18 августа 2026' },
    { label: 'Домен заказчика', value: 'romashka.onmicrosoft.com', isMono: true },
  ],
  totals: {
    lines: [
      { label: 'Цена за пользователя', value: '214,00 ₽' },
      { label: 'Пользователей', value: '7' },
      { label: 'За 22–30 ноября', value: '449,40 ₽' },
    ],
    total: { label: 'В месяц, с НДС', value: '1 498,00 ₽' },
  },
  timeline: [
    entry(
      '2026-11-20T13:42:00Z',
      'info',
      'users',
      'Изменено количество пользователей',
      ['42', '48'],
      ['Доначисление за 20–30 ноября: 2 609,20 ₽'],
    ),
    entry('2026-11-12T15:03:00Z', 'warn', 'player-pause', 'Подписка остановлена', ['Активна', 'Остановлена'], []),
    entry('2026-08-18T11:57:00Z', 'ok', 'plus', 'Подписка оформлена: 42 пользователя', null, ['Письмо заказчику отправлено']),
  ],
  comment: { name: 'comment', label: 'Комментарий для журнала', isOptional: true },
};

function entry(
  datetime: string,
  tone: C.TimelineEntry['tone'],
  icon: C.TimelineEntry['icon'],
  what: string,
  change: [string, string] | null,
  notes: string[],
): C.TimelineEntry {
  const [date = '', time = ''] = datetime.split('T');
  const day = date.split('-').reverse().join('.');
  const diff = change ? { before: change[0], after: change[1] } : {};
  return { datetime, day, time: time.slice(0, 5), tone, icon, what, notes, who: 'Анна Вектор, руководитель', ...diff };
}

export const states: Pick<ComponentsPage, 'success' | 'held' | 'empty' | 'progress'> = {
  success: {
    title: 'Подписка оформлена',
    text: 'S-100021 · Kaspersky Endpoint Security Cloud Plus, 7 пользователей для ООО «Ромашка».',
    steps: ['Подтверждение отправлено на anna@vektor.example', 'Перешлите заказчику письмо с логином и паролем'],
    actions: [
      { label: 'Открыть подписку', kind: 'primary', href: path },
      { label: 'Оформить ещё одну', href: path },
    ],
  },
  held: { title: 'Заказ ждёт: превышен кредитный лимит', text: 'Он оформится сам, когда лимит освободится.', tone: 'warn' },
  empty: {
    icon: 'search',
    title: 'Подписок не найдено',
    text: 'По запросу «Касперский почта» с фильтром «Остановлена» ничего нет.',
    actions: [{ label: 'Сбросить фильтры', href: path }],
  },
  progress: { label: 'Закрытие ноября', value: 1200, max: 5000, text: '1 200 из 5 000 партнёров' },
};

export const charts: Pick<ComponentsPage, 'months' | 'vendors'> = {
  months: {
    id: 'months',
    title: 'Сумма по месяцам',
    heads: ['Месяц', 'Сумма'],
    shape: 'columns',
    items: [
      { label: 'июнь', value: '148 200,00 ₽', short: '148 т', percent: 58 },
      { label: 'июль', value: '163 900,00 ₽', short: '164 т', percent: 64 },
      { label: 'авг', value: '190 400,00 ₽', short: '190 т', percent: 75 },
      { label: 'сен', value: '201 000,00 ₽', short: '201 т', percent: 79 },
      { label: 'окт', value: '254 700,00 ₽', short: '255 т', percent: 100 },
      { label: 'нояб', value: '213 600,00 ₽', short: '214 т', percent: 84, isNow: true },
    ],
  },
  vendors: {
    id: 'vendors',
    title: 'По вендорам',
    heads: ['Вендор', 'Сумма'],
    shape: 'bars',
    items: [
      { label: 'Microsoft', value: '120 300,00 ₽', percent: 100 },
      { label: 'Лаборатория Касперского', value: '64 200,00 ₽', percent: 53 },
      { label: 'Р7', value: '29 100,00 ₽', percent: 24 },
    ],
  },
};
