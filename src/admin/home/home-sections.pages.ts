import { queueTitle } from '#src/admin/jobs/jobs.words.ts';
import type { Section } from '#src/admin/sections.pages.ts';
import { formatMoment, formatMonth, monthOf } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import { addressOf } from '#src/platform/http/lists.ts';
import type { FailedJob } from '#src/platform/jobs.ts';
import type { Attention } from './home.queries.ts';

/** Orders that wait for a decision, or for money. */
export const ordersPath = (wait: 'decision' | 'money', isMine: boolean): string =>
  addressOf('/admin/orders', { wait, whose: isMine ? 'mine' : null });

const when = (iso: string): string => formatMoment(new Date(iso));

export const parkedSection = ({ parked }: Attention): Section => ({
  id: 'parked',
  title: 'Месяц закрыт не для всех',
  heads: [{ label: 'Партнёр' }, { label: 'Месяц' }, { label: 'Почему отложен' }],
  rows: parked.map((one) => [
    { text: one.partner, href: `/admin/partners/${one.partnerId}` },
    { text: formatMonth(one.period), href: `/admin/closing/${monthOf(one.period)}` },
    { text: one.fault },
  ]),
  empty: '',
  more: { href: '/admin/closing', label: 'Все' },
});

/** Only a block placed by hand stands in their way. */
export const orderSection = ({ orders }: Attention, isMine: boolean): Section => ({
  id: 'orders',
  title: 'Заказы: решать вам',
  heads: [{ label: 'Заказ' }, { label: 'Партнёр' }, { label: 'Сумма', isNumber: true }, { label: 'Что мешает' }],
  rows: orders.map((one) => [
    { text: one.number, href: `/admin/orders/${one.number}`, small: when(one.placedAt) },
    { text: one.partner },
    { text: formatRub(BigInt(one.charge)) },
    { badge: { tone: 'warn', icon: 'lock', label: 'Блокировка MONT' } },
  ]),
  empty: '',
  more: { href: ordersPath('decision', isMine), label: 'Все' },
});

/** Nothing to decide: they are carried out by themselves when money comes or the limit is raised. */
export const waitSection = ({ waits }: Attention, isMine: boolean): Section => ({
  id: 'waits',
  title: 'Заказы ждут оплаты или лимита',
  heads: [{ label: 'Партнёр' }, { label: 'Заказов', isNumber: true }, { label: 'На сумму', isNumber: true }, { label: 'Чего ждут' }],
  rows: waits.map((one) => [
    { text: one.partner, href: addressOf('/admin/orders', { wait: 'money', partner: one.partnerId }) },
    { text: String(one.count) },
    { text: formatRub(BigInt(one.sum)) },
    { text: one.isBlocked ? 'Снятия блокировки' : 'Оплаты или лимита' },
  ]),
  empty: '',
  more: { href: ordersPath('money', isMine), label: 'Все' },
});

export const holdSection = ({ holds }: Attention): Section => ({
  id: 'holds',
  title: 'Партнёры заблокированы',
  heads: [{ label: 'Партнёр' }, { label: 'Причина' }, { label: 'Что сделать' }],
  rows: holds.map((one) => [
    { text: one.partner, href: `/admin/partners/${one.partnerId}`, small: `с ${when(one.placedAt)}` },
    { text: one.text },
    { text: 'Разблокировать', href: `/admin/partners/${one.partnerId}/holds/${one.id}/lift` },
  ]),
  empty: '',
  more: { href: '/admin/partners?state=blocked', label: 'Все' },
});

export const applicationSection = ({ applications }: Attention): Section => ({
  id: 'applications',
  title: 'Новые анкеты',
  heads: [{ label: 'Компания' }, { label: 'Получена' }],
  rows: applications.map((one) => [{ text: one.companyName, href: `/admin/applications/${one.id}` }, { text: when(one.createdAt) }]),
  empty: '',
  more: { href: '/admin/applications', label: 'Все' },
});

export const questionSection = ({ questions }: Attention): Section => ({
  id: 'questions',
  title: 'Вопросы без ответа',
  heads: [{ label: 'Партнёр' }, { label: 'Вопрос' }, { label: 'Когда' }],
  rows: questions.map((one) => [
    { text: one.partner, href: `/admin/support/${one.id}` },
    { text: one.body },
    { text: when(one.createdAt) },
  ]),
  empty: '',
  more: { href: '/admin/support', label: 'Все' },
});

export const letterSection = ({ letters }: Attention): Section => ({
  id: 'letters',
  title: 'Письма не дошли',
  heads: [{ label: 'Письмо' }, { label: 'Кому' }, { label: 'Состояние' }],
  rows: letters.map((one) => [
    { text: one.subject, href: `/admin/letters/${one.id}` },
    { text: one.address },
    {
      badge:
        one.status === 'failed'
          ? { tone: 'bad', icon: 'alert-circle', label: 'Не отправлено' }
          : { tone: 'warn', icon: 'help-circle', label: 'Неизвестно' },
    },
  ]),
  empty: '',
  more: { href: '/admin/letters', label: 'Все' },
});

export const jobSection = (jobs: readonly FailedJob[]): Section => ({
  id: 'jobs',
  title: 'Задачи не удались',
  heads: [{ label: 'Задача' }, { label: 'Ошибка' }],
  rows: jobs.slice(0, 5).map((one) => [{ text: queueTitle(one.queue), href: '/admin/jobs' }, { text: one.error.slice(0, 200) }]),
  empty: '',
  more: { href: '/admin/jobs', label: 'Все' },
});
