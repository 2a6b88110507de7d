import type { LetterContent } from '#src/letters/letters.types.ts';
import { type Day, formatDayShort } from '#src/lib/days.ts';
import { formatRub, type Kopecks, kopecks } from '#src/lib/money.ts';
import { count } from '#src/lib/russian.ts';
import { AGE_WORDS, AGES, type Age } from './receivables.rules.ts';

/** A partner that owes, as the letter tells it; kopecks. */
interface WeeklyDebtor {
  readonly name: string;
  readonly ages: Readonly<Record<Age, Kopecks>>;
}

/** What a manager is told on Monday. `on` is the day before, `since` the same a week earlier. */
export interface Week {
  readonly on: Day;
  readonly since: Day;
  readonly managerId: number;
  /** Those who owe most first; the letter names some of them. */
  readonly debtors: readonly WeeklyDebtor[];
  readonly total: Readonly<Record<Age, Kopecks>>;
  /** Overdue in all then. */
  readonly overdueBefore: Kopecks;
  /** Names of those who became overdue in the week, and of those who are not any more. */
  readonly fell: readonly string[];
  readonly rose: readonly string[];
}

/** Partners named in the letter; all of them are on the page. */
const NAMED = 20;

/** Monday's letter to a manager: who of the own partners owes how long, and what changed in the week. */
export function weekOfDebts({ on, since, managerId, debtors, total, overdueBefore, fell, rose }: Week): LetterContent {
  const overdue = overdueOf(total);
  const more = debtors.length - NAMED;
  const debts = count(debtors.length, 'партнёр должен', 'партнёра должны', 'партнёров должны');
  return {
    subject:
      overdue > 0n
        ? `Дебиторка на ${formatDayShort(on)}: просрочено ${formatRub(overdue)}`
        : `Дебиторка на ${formatDayShort(on)}: просрочки нет`,
    preheader: debts,
    blocks: [
      { p: `Долги ваших партнёров на конец ${formatDayShort(on)}: ${debts}.` },
      {
        facts: AGES.map((age) => [
          age === 'current' ? AGE_WORDS[age] : `Просрочено: ${AGE_WORDS[age].toLowerCase()}`,
          formatRub(total[age]),
        ]),
      },
      { p: changeText(overdue, overdueBefore, since) },
      ...(fell.length > 0 ? [{ p: `Новая просрочка: ${named(fell)}.` }] : []),
      ...(rose.length > 0 ? [{ p: `Просрочки больше нет: ${named(rose)}.` }] : []),
      { list: debtors.slice(0, NAMED).map(({ name, ages }) => `${name}: ${agesText(ages)}`) },
      ...(more > 0 ? [{ p: `И ещё ${count(more, 'партнёр', 'партнёра', 'партнёров')}: все на странице.` }] : []),
      { button: { label: 'Открыть дебиторку', url: `/admin/receivables?on=${on}&manager=${managerId}` } },
    ],
  };
}

export const overdueOf = (ages: Readonly<Record<Age, bigint>>): Kopecks => kopecks(ages.week + ages.month + ages.later + ages.old);

function changeText(now: Kopecks, before: Kopecks, since: Day): string {
  if (now === before) return `Просрочено столько же, сколько неделей раньше, ${formatDayShort(since)}.`;
  const more = now > before;
  return `За неделю просрочка ${more ? 'выросла' : 'уменьшилась'} на ${formatRub(more ? now - before : before - now)}: ${formatDayShort(since)} было ${formatRub(before)}.`;
}

const agesText = (ages: WeeklyDebtor['ages']): string =>
  AGES.filter((age) => ages[age] !== 0n)
    .map(
      (age) =>
        `${age === 'current' ? 'не просрочено' : `${AGE_WORDS[age].toLowerCase()}${age === 'old' ? ' дней' : ''}`} ${formatRub(ages[age])}`,
    )
    .join(', ');

function named(names: readonly string[]): string {
  const more = names.length - NAMED;
  return names.slice(0, NAMED).join(', ') + (more > 0 ? ` и ещё ${count(more, 'партнёр', 'партнёра', 'партнёров')}` : '');
}
