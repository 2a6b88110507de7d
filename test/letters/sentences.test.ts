import { describe, expect, test } from 'vitest';
import { startPasswordInvited } from '#src/accounts/accounts.letters.ts';
import { invoiceIssued } from '#src/billing/billing.letters.ts';
import { priceChangeAhead } from '#src/catalog/prices/price-notices.letters.ts';
import { dataSilent } from '#src/exchange/tending/tending.letters.ts';
import { NO_SECRETS, renderLetter } from '#src/letters/letters.render.ts';
import type { LetterContent } from '#src/letters/letters.types.ts';
import { day, month } from '#src/lib/days.ts';
import { kopecks } from '#src/lib/money.ts';
import { ordersReleased, renewalsSuspended } from '#src/orders/held/digests.letters.ts';
import { type OrderFacts, orderCancelled, orderDone, orderHeld, orderRejected } from '#src/orders/orders.letters.ts';
import { invoiceDue, invoiceOverdue } from '#src/payments/payments.letters.ts';
import { promiseBroken, promiseDayNear, promiseEnded, promiseKept, promiseMade } from '#src/promises/promises.letters.ts';
import { weekOfDebts } from '#src/receivables/weekly.letters.ts';
import {
  customerAsks,
  requestAccepted,
  requestDeclined,
  requestDone,
  requestUndone,
  requestWithdrawn,
} from '#src/requests/requests.letters.ts';
import { storeRequestArrived, storeRequestDeclined, storeRequestReceived } from '#src/storefront/requests/requests.letters.ts';
import { turnedOff, turnedOn } from '#src/storefront/storefront.letters.ts';
import type { Subscription } from '#src/subscriptions/manage/changes.rules.ts';
import { manyChanged } from '#src/subscriptions/manage/many/bulk.letters.ts';
import {
  autoRenewalChanged,
  endedEarlier,
  fewerSeats,
  stopDateNear,
  subscriptionStopped,
  subscriptionsStopped,
} from '#src/subscriptions/manage/subscriptions.letters.ts';

const today = day('2026-11-22');
const order: OrderFacts = {
  ...{ kind: 'increase', number: 'O-100042', subscriptionNumber: 'S-100011', productName: 'Acme Docs', vendorName: 'Acme' },
  ...{ sku: 'AD-1', customerName: 'АО «Ромашка»', seatsBefore: 28, seats: 31, unitPrice: kopecks(99_000n), vatRate: 22 },
  ...{ charge: kopecks(89_100n), fullMonth: kopecks(3_069_000n), from: today },
};
const renewal: OrderFacts = { ...order, kind: 'renewal', seatsBefore: 31, charge: kopecks(3_069_000n), from: day('2026-12-01') };
const s: Subscription = {
  ...{ id: 1, number: 'S-100011', partnerId: 1, contractId: 1, customerId: 1, customerName: 'АО «Ромашка»', offerId: 1, sku: 'AD-1' },
  ...{ productName: 'Acme Docs', vendorName: 'Acme', status: 'active', seats: 10, unitPrice: kopecks(99_000n), vatRate: 22 },
  ...{ billingRule: 'prorated', autoRenew: true, stopOn: null, version: 3 },
};
const end = { subscription: s, cause: 'auto_renew_off', lastDay: day('2026-11-30') } as const;
const unpaid = [{ number: 'МС-000115', open: kopecks(48_733_656n), dueOn: day('2026-12-14'), isProvisional: false }];
const invoice = {
  number: 'МС-000115',
  issuedOn: day('2026-11-30'),
  dueOn: day('2026-12-14'),
  isProvisional: false,
  open: kopecks(48_733_656n),
};
const bill = {
  number: 'МС-000115',
  month: month('2026-11'),
  gross: kopecks(12_200n),
  vat: kopecks(2_200n),
  dueOn: day('2026-12-14'),
  isProvisional: false,
};
const wish = {
  id: 7,
  number: 'S-100011',
  productName: 'Acme Docs',
  customerName: 'АО «Ромашка»',
  seats: 11,
  seatsBefore: 10,
  comment: null,
};
const inStore = { id: 15, productName: 'Acme Docs', offerName: 'За пользователя', seats: 30, sum: kopecks(8_040_00n) };
const stranger = { name: 'Вера Зорина', phone: '+74955550909', email: 'vera@zarya.example', company: '', comment: null };
const store = { code: 'vector', name: 'Вектор', phone: '+74955550201', email: null };
const newWish = { ...wish, number: null, kind: 'product', seatsBefore: 0 } as const;
const repriced = {
  number: 'S-100011',
  productName: 'Acme Docs',
  customerName: 'АО «Ромашка»',
  seats: 21,
  before: kopecks(100n),
  after: kopecks(200n),
};
const promise = {
  ...{ partner: 'ООО «Вектор»', invoice: 'МС-000115', contract: 'Д-17', amount: kopecks(48_733_656n), allowance: null },
  ...{ dueOn: day('2026-12-18'), madeBy: 'Анна Ветрова' },
};
const room = { ...promise, invoice: null, contract: null, allowance: kopecks(90_000n) };
const eased = { released: 2, waiting: 1, otherHolds: 0 };
const held = { reason: 'credit_limit', renewals: [renewal, renewal], unpaid, today: day('2026-11-30') } as const;

const ages = { current: kopecks(10_00n), week: kopecks(100_00n), month: kopecks(0n), later: kopecks(0n), old: kopecks(50_00n) };
const debts = {
  ...{ on: day('2026-11-22'), since: day('2026-11-15'), managerId: 1, debtors: [{ name: 'ООО «Вектор»', ages }], total: ages },
  ...{ overdueBefore: kopecks(100_00n), fell: ['ООО «Вектор»'], rose: [] },
};

/** Subject, and what the text must say and must not. */
type Case = [name: string, letter: LetterContent, subject: string, says: string[], saysNot?: string[]];

const cases: Case[] = [
  [
    'more seats',
    orderDone(order, 'done').content,
    'Подписка S-100011: 28 → 31 место, Acme Docs',
    ['За ноябрь 2026, с 22 ноября 2026: 891,00 ₽', 'За полный месяц, с НДС: 30 690,00 ₽'],
    ['с 1 ноября'],
  ],
  [
    'more seats without VAT',
    orderDone({ ...order, vatRate: null }, 'done').content,
    'Подписка S-100011: 28 → 31 место, Acme Docs',
    ['За полный месяц, без НДС: 30 690,00 ₽'],
    ['с НДС'],
  ],
  [
    'a new one on the evening of a close',
    orderDone({ ...order, kind: 'new', from: day('2026-12-01') }, 'done').content,
    'Подписка S-100011 оформлена, Acme Docs',
    ['За декабрь 2026, с 1 декабря 2026:'],
  ],
  ['a start', orderDone({ ...order, kind: 'restart' }, 'done').content, 'Подписка S-100011 запущена, Acme Docs', ['Подписка запущена.']],
  [
    'a renewal released',
    orderDone(renewal, 'released').content,
    'Подписка S-100011 возобновлена, Acme Docs',
    ['Заказ O-100042 больше не ждёт', 'За декабрь 2026, с 1 декабря 2026:'],
  ],
  ['an order that waits', orderHeld(order, 'credit_limit', false), 'Заказ O-100042 ждёт: превышен кредитный лимит', ['28 → 31']],
  [
    'renewals that wait',
    renewalsSuspended(held, false),
    '2 подписки приостановлены: превышен кредитный лимит',
    [
      'Продление на декабрь 2026 не выполнено: вместе с ним задолженность превысила бы кредитный лимит. С 1 декабря 2026 эти подписки не работают.',
      'Продление на декабрь 2026: 61 380,00 ₽',
      'К оплате: счёт № МС-000115: 487 336,56 ₽, до 14 декабря 2026',
      'S-100011, Acme Docs, АО «Ромашка»: 31 место, 30 690,00 ₽, заказ O-100042',
    ],
  ],
  [
    'one renewal that waits',
    renewalsSuspended({ ...held, reason: 'partner_blocked', renewals: [renewal] }, true),
    'Подписка S-100011 приостановлена: партнёр заблокирован',
    ['Заказ: O-100042', 'подписка не работает', 'Это копия письма партнёру.'],
  ],
  [
    'a renewal that waits from a month gone by',
    renewalsSuspended({ ...held, today: day('2026-12-05') }, false),
    '2 подписки приостановлены: превышен кредитный лимит',
    ['Сейчас эти подписки не работают.'],
    ['С 1 декабря'],
  ],
  ['many released', ordersReleased([order, renewal]), 'После ожидания 2 заказа выполнены', ['Начислено: 31 581,00 ₽']],
  [
    'an order cancelled',
    orderCancelled({ number: 'O-100042', by: 'Анна', isStopped: true }),
    'Заказ O-100042 отменён',
    ['подписка, которой он ждал, остановлена'],
  ],
  ['an order rejected', orderRejected({ number: 'O-100042', reason: 'Нет', manager: null }), 'Заказ O-100042 отклонён', ['Причина: Нет']],
  [
    'a stop',
    subscriptionStopped(s, { on: today, comment: null }),
    'Подписка S-100011 остановлена: Acme Docs',
    ['Последний день: 22 ноября 2026'],
  ],
  [
    'many stops',
    subscriptionsStopped([end, end, end, end, end]),
    'По настройкам автопродления 5 подписок остановлено',
    ['S-100011, Acme Docs, АО «Ромашка»: последний день 30 ноября 2026'],
  ],
  ['an end found late', endedEarlier(s, today), 'Подписка S-100011: последний день был 22 ноября 2026', []],
  ['fewer seats', fewerSeats(s, 3, day('2026-12-01')), 'Подписка S-100011: мест 10 → 3', ['Действует с: 1 декабря 2026']],
  ['auto-renewal off', autoRenewalChanged(s, day('2026-11-30')), 'Подписка S-100011 остановится 30 ноября 2026', [], ['в конце месяца']],
  ['auto-renewal on', autoRenewalChanged(s, null), 'Подписка S-100011: автопродление включено', ['продлевается каждый месяц']],
  ['a stop date near', stopDateNear(s, day('2026-11-25')), 'Подписка S-100011 остановится 25 ноября 2026', []],
  [
    'an invoice',
    invoiceIssued(bill),
    'Счёт № МС-000115 за ноябрь 2026: 122,00 ₽',
    ['В том числе НДС: 22,00 ₽', 'Оплатить до: 14 декабря 2026'],
  ],
  [
    'an invoice without VAT',
    invoiceIssued({ ...bill, vat: kopecks(0n) }),
    'Счёт № МС-000115 за ноябрь 2026: 122,00 ₽',
    ['В том числе НДС: без НДС'],
    ['с НДС'],
  ],
  ['an invoice due', invoiceDue(invoice, today), 'Счёт № МС-000115: оплатить до 14 декабря 2026', ['К оплате: 487 336,56 ₽']],
  ['an invoice due today', invoiceDue(invoice, invoice.dueOn), 'Счёт № МС-000115: сегодня последний день', []],
  ['an invoice overdue', invoiceOverdue(invoice), 'Просрочена оплата счёта № МС-000115', []],
  [
    'debts of a week',
    weekOfDebts(debts),
    'Дебиторка на 22.11.2026: просрочено 150,00 ₽',
    [
      'Долги ваших партнёров на конец 22.11.2026: 1 партнёр должен.',
      'Просрочено: 1–7 дней: 100,00 ₽',
      'За неделю просрочка выросла на 50,00 ₽: 15.11.2026 было 100,00 ₽.',
      'Новая просрочка: ООО «Вектор».',
      'ООО «Вектор»: не просрочено 10,00 ₽, 1–7 дней 100,00 ₽, больше 60 дней 50,00 ₽',
    ],
    ['Просрочки больше нет'],
  ],
  [
    'a storefront switched off',
    turnedOff({ name: 'Вектор', reason: 'Чужой товарный знак' }),
    'Витрина «Вектор» выключена',
    ['MONT выключил вашу витрину «Вектор»', 'Причина: Чужой товарный знак'],
  ],
  ['a storefront given back', turnedOn({ name: 'Вектор', isOn: true }), 'Витрина «Вектор» снова ваша', ['её страницы снова видны всем']],
  ['a storefront given back closed', turnedOn({ name: 'Вектор', isOn: false }), 'Витрина «Вектор» снова ваша', ['сейчас она закрыта вами']],
  [
    'a promise of an invoice',
    promiseMade(promise, eased, false),
    'ООО «Вектор»: обещанный платёж до 18 декабря 2026',
    ['Блокировка по счёту № МС-000115 снята', 'Выполнено из ожидания: 2 заказа. Ещё ждут: 1 заказ.', 'Обещал: Анна Ветрова'],
  ],
  [
    'a promise beside other holds',
    promiseMade(promise, { ...eased, otherHolds: 2 }, true),
    'ООО «Вектор»: обещанный платёж до 18 декабря 2026',
    ['Остаётся ещё 2 блокировки', 'решатся, когда будут сняты все блокировки'],
    ['Выполнено из ожидания'],
  ],
  [
    'a promise of a lack of limit',
    promiseMade(room, { released: 0, waiting: 0, otherHolds: 0 }, false),
    'ООО «Вектор»: обещанный платёж до 18 декабря 2026',
    ['К кредитному лимиту прибавлено 900,00 ₽', 'прибавка к лимиту закончится сама'],
    ['Счёт'],
  ],
  ['a promise kept', promiseKept(promise, false), 'ООО «Вектор»: обещанный платёж выполнен', ['Счёт № МС-000115 оплачен']],
  ['a promise due tomorrow', promiseDayNear(promise, day('2026-12-17')), 'Обещанный платёж: завтра, 18 декабря, последний день', []],
  [
    'a promise due on Monday',
    promiseDayNear({ ...promise, dueOn: day('2026-12-21') }, day('2026-12-18')),
    'Обещанный платёж: 21 декабря — последний день',
    [],
  ],
  [
    'a promise broken',
    promiseBroken(promise, true, true),
    'ООО «Вектор»: обещанный платёж не пришёл, заказы и управление подписками заблокированы',
    ['Оплата, обещанная до 18 декабря 2026, не пришла.', 'То, что уже выполнено, не отменяется.'],
  ],
  [
    'a promise of a lack of limit broken',
    promiseBroken(room, false, false),
    'ООО «Вектор»: обещанный платёж не пришёл',
    ['Прибавка к кредитному лимиту закончилась'],
    ['Блокировка вернулась'],
  ],
  [
    'a promise taken off',
    promiseEnded(promise, 'Поручение отозвано', true, false),
    'ООО «Вектор»: обещанный платёж снят раньше срока',
    ['Блокировка вернулась'],
  ],
  [
    'data of Axapta that stay away',
    dataSilent({ asOf: new Date('2026-11-22T08:55:00+03:00'), freshHours: 24, staleHours: 72 }),
    'Данные Аксапты устарели: последние на 22.11.2026 08:55',
    [
      'Последние данные о дебиторах относятся к 22.11.2026 08:55: это больше 24 часов назад.',
      'Известные блокировки действуют, новые ставятся, но сами не снимаются.',
      'когда данные станут старше 72 часов, по большему из долгов: Аксапты и портала.',
      'https://ed.mont.example/admin/exchange',
    ],
  ],
  [
    'data that may be a day and an hour old',
    dataSilent({ asOf: new Date('2026-11-22T08:55:00+03:00'), freshHours: 21, staleHours: 72 }),
    'Данные Аксапты устарели: последние на 22.11.2026 08:55',
    ['это больше 21 часа назад'],
  ],
  ['many changed', manyChanged('renewal-off', [], 'Лето'), '0 подписок: автопродление выключено', ['Комментарий: Лето']],
  [
    'a price to come',
    priceChangeAhead(day('2027-01-01'), [repriced]),
    'С 1 января 2027 изменятся цены: 1 подписка',
    ['21 место, цена за место 1,00 ₽ → 2,00 ₽'],
  ],
  ['a customer asks', customerAsks({ ...wish, kind: 'seats' }, 'Пётр'), 'АО «Ромашка» просит: 10 → 11 мест', []],
  ['a request accepted', requestAccepted({ ...wish, kind: 'stop' }), 'Запрос принят: Acme Docs', ['остановить подписку']],
  ['a request done', requestDone({ ...wish, kind: 'stop' }), 'Запрос выполнен: Acme Docs', []],
  ['a request undone', requestUndone({ ...wish, kind: 'stop' }), 'Запрос не выполнен: Acme Docs', []],
  [
    'a request of a storefront arrived',
    storeRequestArrived(inStore, { ...stranger, comment: 'Когда?' }),
    'Заявка № 15 с витрины: Acme Docs',
    ['Кто просит: Вера Зорина', 'Телефон: +7 495 555-09-09', 'К заявке есть комментарий.', 'Сумма в месяц: 8 040,00 ₽'],
    ['Когда?', 'Компания'],
  ],
  [
    'a request of a storefront received',
    storeRequestReceived({ ...inStore, sum: null }, store),
    'Заявка № 15 получена: Вектор',
    ['с вами свяжется Вектор', 'Сумма в месяц: По запросу', 'Телефон: +7 495 555-02-01'],
    ['Почта'],
  ],
  ['a request of a storefront declined', storeRequestDeclined(inStore, store, 'Нет'), 'Заявка № 15 отклонена: Вектор', ['Ответ: Нет']],
  ['a product is asked for', customerAsks(newWish, 'Пётр'), 'АО «Ромашка» просит: новая подписка, 11 мест', ['оформить новую подписку']],
  ['a product asked for no more', requestWithdrawn(newWish, 'Пётр'), 'АО «Ромашка»: запрос отозван', ['не просит новую подписку']],
  ['a product waits', requestAccepted(newWish), 'Запрос принят: Acme Docs', ['Заказ ждёт решения дистрибьютора']],
  ['a product ordered', requestDone(newWish), 'Запрос выполнен: Acme Docs', ['она в ваших подписках']],
  ['a product not ordered', requestUndone(newWish), 'Запрос не выполнен: Acme Docs', ['подписка не оформлена']],
  ['a product declined', requestDeclined(newWish, 'Нет'), 'Запрос отклонён: Acme Docs', ['не стал оформлять']],
  [
    'an invitation',
    startPasswordInvited({ id: 1, login: 'oleg', name: 'Олег' }, 'АО «Ромашка»', 'Мария'),
    'Доступ на портал подписок MONT',
    ['(Мария)'],
  ],
  ['a request declined', requestDeclined({ ...wish, kind: 'stop' }, 'Нет'), 'Запрос отклонён: Acme Docs', ['Ответ партнёра: Нет']],
];

describe.each(cases)('%s', (_name, letter, subject, says, saysNot = []) => {
  const { text } = renderLetter(letter, 'https://ed.mont.example', NO_SECRETS);
  const plain = text.replaceAll('\u00a0', ' ');

  test('says what happened', () => {
    expect(letter.subject.replaceAll('\u00a0', ' ')).toBe(subject);
    for (const sentence of says) expect(plain).toContain(sentence);
    for (const sentence of saysNot) expect(plain).not.toContain(sentence);
  });

  test('has no hole, no doubled word or sign, no full stop in its subject', () => {
    expect(`${letter.subject} ${plain}`).not.toMatch(/undefined|null|NaN|\[object|\.\.|,,| ,| с с | за за /);
    expect(letter.subject).not.toMatch(/\.$|\s$|^\s/);
  });
});
