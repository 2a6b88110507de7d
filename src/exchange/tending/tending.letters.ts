import type { LetterContent } from '#src/letters/letters.types.ts';
import { formatMoment } from '#src/lib/days.ts';
import { count } from '#src/lib/russian.ts';

/** To MONT's people: no data of Axapta for longer than they are fresh, and what that means. */
export function dataSilent({ asOf, freshHours, staleHours }: { asOf: Date; freshHours: number; staleHours: number }): LetterContent {
  const hours = (number: number) => count(number, 'часа', 'часов', 'часов');
  return {
    subject: `Данные Аксапты устарели: последние на ${formatMoment(asOf)}`,
    preheader: 'Блокировки по ним не снимаются, пока не придут свежие',
    blocks: [
      { p: `Последние данные о дебиторах относятся к ${formatMoment(asOf)}: это больше ${hours(freshHours)} назад.` },
      {
        list: [
          'Известные блокировки действуют, новые ставятся, но сами не снимаются.',
          `Заказы решаются по последнему известному долгу; когда данные станут старше ${hours(staleHours)}, по большему из долгов: Аксапты и портала.`,
          'Когда придут свежие данные, всё, что ждёт, решится само.',
        ],
      },
      { button: { label: 'Открыть обмен с Аксаптой', url: '/admin/exchange' } },
    ],
  };
}
