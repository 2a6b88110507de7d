import { plural } from '#src/lib/russian.ts';
import type { ButtonProps } from './components.ts';
import type { Page } from './render.ts';

/** The page of an error: what happened, in words, and a way on. */
export interface ErrorPage extends Page {
  status: number;
  text: string;
  requestId: string;
  /** «Повторите через 5 минут» */
  retryAfter: string | null;
  actions: ButtonProps[];
}

interface Words {
  title: string;
  text: string;
}

const home: ButtonProps = { label: 'На главную', href: '/', kind: 'primary' };
const words: Record<number, Words> = {
  400: {
    title: 'Запрос не понят',
    text: 'Адрес или форма содержат то, чего портал не ждёт. Вернитесь на предыдущую страницу и повторите.',
  },
  403: {
    title: 'Недостаточно прав',
    text: 'Этот раздел вам не открыт. Если он нужен для работы, попросите доступ у владельца учётной записи компании.',
  },
  404: { title: 'Страница не найдена', text: 'Возможно, ссылка устарела или в адресе опечатка.' },
  409: {
    title: 'Данные изменились',
    text: 'Пока страница была открыта, это изменил кто-то другой. Обновите страницу, проверьте и повторите.',
  },
  413: { title: 'Файл слишком большой', text: 'Портал не принимает файлы такого размера.' },
  422: { title: 'Проверьте данные', text: 'Портал не смог принять форму. Вернитесь и проверьте заполненные поля.' },
  429: { title: 'Слишком много попыток', text: 'Мы приостановили приём запросов, чтобы защитить учётную запись.' },
  500: {
    title: 'Что-то пошло не так',
    text: 'Ошибка на нашей стороне, мы о ней уже знаем. Данные не пострадали: незавершённое действие не выполнено.',
  },
  503: { title: 'Портал временно недоступен', text: 'Мы уже разбираемся. Ничего не потеряно: повторите действие чуть позже.' },
};
const unknown: Words = { title: 'Ошибка', text: 'Портал не смог выполнить запрос.' };

/** `text` replaces the usual words; `retryAfterSeconds` is told in minutes. */
export function errorPage(
  status: number,
  requestId: string,
  options: { text?: string; title?: string; retryAfterSeconds?: number; actions?: ButtonProps[] } = {},
): ErrorPage {
  const usual = words[status] ?? (status >= 500 ? words[500] : undefined) ?? unknown;
  return {
    title: options.title ?? usual.title,
    section: '',
    status,
    text: options.text ?? usual.text,
    requestId,
    retryAfter: options.retryAfterSeconds === undefined ? null : retryText(options.retryAfterSeconds),
    actions: options.actions ?? [home],
  };
}

function retryText(seconds: number): string {
  if (seconds < 60) return 'Повторите через минуту.';
  const minutes = Math.ceil(seconds / 60);
  return `Повторите через ${minutes}\u00a0${plural(minutes, 'минуту', 'минуты', 'минут')}.`;
}
