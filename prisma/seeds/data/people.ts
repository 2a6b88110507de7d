import type { Random } from './random.ts';

export interface Person {
  readonly firstName: string;
  readonly patronymic: string;
  readonly lastName: string;
}

const MEN = [
  'Александр',
  'Алексей',
  'Андрей',
  'Антон',
  'Артём',
  'Борис',
  'Вадим',
  'Виктор',
  'Георгий',
  'Денис',
  'Дмитрий',
  'Евгений',
  'Егор',
  'Иван',
  'Игорь',
  'Кирилл',
  'Максим',
  'Михаил',
  'Николай',
  'Олег',
  'Павел',
  'Роман',
  'Сергей',
  'Тимур',
  'Фёдор',
] as const;
const WOMEN = [
  'Алина',
  'Анастасия',
  'Валентина',
  'Вера',
  'Виктория',
  'Галина',
  'Дарья',
  'Евгения',
  'Екатерина',
  'Елена',
  'Жанна',
  'Инна',
  'Ирина',
  'Кристина',
  'Ксения',
  'Лариса',
  'Людмила',
  'Маргарита',
  'Надежда',
  'Наталья',
  'Оксана',
  'Полина',
  'Светлана',
  'Татьяна',
  'Юлия',
] as const;

/** Stems from which both the male and the female form are made by adding an ending. */
const PATRONYMICS = [
  'Александров',
  'Алексеев',
  'Андреев',
  'Борисов',
  'Викторов',
  'Владимиров',
  'Дмитриев',
  'Евгеньев',
  'Иванов',
  'Михайлов',
  'Николаев',
  'Олегов',
  'Павлов',
  'Петров',
  'Романов',
  'Сергеев',
] as const;
const LAST_NAMES = [
  'Агапов',
  'Баранов',
  'Белкин',
  'Богданов',
  'Власов',
  'Воробьёв',
  'Гаврилов',
  'Голубев',
  'Громов',
  'Данилов',
  'Ермаков',
  'Ефимов',
  'Жуков',
  'Зайцев',
  'Зимин',
  'Игнатьев',
  'Калинин',
  'Карпов',
  'Киселёв',
  'Ковалёв',
  'Комаров',
  'Крылов',
  'Кузьмин',
  'Лапшин',
  'Лебедев',
  'Макаров',
  'Мельников',
  'Назаров',
  'Никитин',
  'Орехов',
  'Панин',
  'Поляков',
  'Рогов',
  'Рябов',
  'Савельев',
  'Седов',
  'Соболев',
  'Титов',
  'Ушаков',
  'Филатов',
  'Хохлов',
  'Цветков',
  'Чернов',
  'Шубин',
  'Щукин',
  'Яшин',
] as const;

/** A man or a woman whose name, patronymic and surname agree. */
export function makePerson(random: Random): Person {
  const isWoman = random.chance(0.5);
  return {
    firstName: random.pick(isWoman ? WOMEN : MEN),
    patronymic: random.pick(PATRONYMICS) + (isWoman ? 'на' : 'ич'),
    lastName: random.pick(LAST_NAMES) + (isWoman ? 'а' : ''),
  };
}

/** «Егор Лапшин». */
export function shortName(person: Person): string {
  return `${person.firstName} ${person.lastName}`;
}

/** «Лапшин Егор Павлович». */
export function fullName(person: Person): string {
  return `${person.lastName} ${person.firstName} ${person.patronymic}`;
}
