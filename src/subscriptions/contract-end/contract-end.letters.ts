import type { LetterContent } from '#src/letters/letters.types.ts';
import { formatDayLong } from '#src/lib/days.ts';
import { formatRub, sum } from '#src/lib/money.ts';
import { count } from '#src/lib/russian.ts';
import { lastServiceDay } from '#src/partners/contracts/contracts.rules.ts';
import { type Ending, type EndingWish, fateOf } from './contract-end.rules.ts';

/** «Договор завершается»: until when, and what becomes of the subscriptions. */
export function contractEnded(ending: Ending, wish: EndingWish): LetterContent {
  const { contract, successors, subscriptions } = ending;
  const successor = successors.find(({ id }) => id === wish.successorId);
  const running = subscriptions.filter(({ status }) => status === 'active');
  const givenUp = subscriptions.filter((one) => fateOf(one, wish) === 'given-up');
  const many = count(running.length, 'подписка', 'подписки', 'подписок');
  const worth = `${many} на ${formatRub(sum(...running.map(({ fullMonth }) => fullMonth)))} в месяц`;
  const last = formatDayLong(lastServiceDay(wish.endedOn));
  const fate = successor
    ? `${worth}: со следующего месяца пойдут по договору ${successor.number}. Делать ничего не нужно.`
    : `${worth}: проработают по ${last} включительно и остановятся.`;
  return {
    subject: `Договор ${contract.number} завершается ${formatDayLong(wish.endedOn)}`,
    preheader: successor ? `Подписки перейдут под договор ${successor.number}` : `Подписки остановятся ${last}`,
    blocks: [
      { p: running.length > 0 ? fate : 'Действующих подписок по нему нет.' },
      ...(givenUp.length > 0 ? [{ p: `Заказы, которые ждали, отменены: ${givenUp.map(({ heldOrder }) => heldOrder).join(', ')}.` }] : []),
      {
        facts: [
          ['Договор', contract.number],
          ['Последний день', formatDayLong(wish.endedOn)],
          ...(successor ? [['Дальше', `договор ${successor.number}`] as [string, string]] : []),
        ],
      },
      { button: { label: 'Управление подписками', url: '/subscriptions' } },
    ],
  };
}
