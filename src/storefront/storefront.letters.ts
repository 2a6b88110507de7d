import type { LetterContent } from '#src/letters/letters.types.ts';

/** MONT has switched a partner's storefront off. */
export function turnedOff({ name, reason }: { readonly name: string; readonly reason: string }): LetterContent {
  return {
    subject: `Витрина «${name}» выключена`,
    preheader: reason,
    blocks: [
      { p: `MONT выключил вашу витрину «${name}»: её страницы больше никто не видит.` },
      { facts: [['Причина', reason]] },
      { p: 'Настройки, цены и заявки сохранены. Когда причина уйдёт, напишите вашему менеджеру: он включит витрину снова.' },
      { button: { label: 'Открыть настройки витрины', url: '/team/storefront' } },
    ],
  };
}

/** MONT has given it back. */
export function turnedOn({ name, isOn }: { readonly name: string; readonly isOn: boolean }): LetterContent {
  const what = isOn ? 'её страницы снова видны всем.' : 'сейчас она закрыта вами, открыть её можно в настройках.';
  return {
    subject: `Витрина «${name}» снова ваша`,
    preheader: 'MONT снял запрет',
    blocks: [
      { p: `MONT снял запрет с вашей витрины «${name}»: ${what}` },
      { button: { label: 'Открыть настройки витрины', url: '/team/storefront' } },
    ],
  };
}
