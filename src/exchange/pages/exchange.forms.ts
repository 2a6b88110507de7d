import { z } from 'zod';
import { listOf } from '#src/platform/http/list.ts';
import { choiceField, searchField } from '#src/platform/http/list-fields.ts';
import { type MessageState, messageStates, messageTypes, typeWord } from '../exchange.words.ts';

/** `/admin/exchange/messages?q=&type=&state=&page=` */
export const messageList = listOf({
  q: searchField('Поиск', 'messageId, код дебитора, номер документа'),
  type: choiceField('Сообщения', messageTypes, typeWord),
  state: choiceField('Состояние', ['faulty', ...(Object.keys(messageStates) as MessageState[])], (state) =>
    state === 'faulty' ? 'С ошибками, не разобраны' : messageStates[state].label,
  ),
});

export type MessageFilter = z.output<typeof messageList.exportQuery>;

/** A form of nothing but a button. */
export const pressForm = z.strictObject({ token: z.uuid() });

/** What a person decides about a payment of Axapta. `what`: `record`, `another`, `ignore`, `same-ID` or `back-ID`. */
export const decisionForm = z.strictObject({
  token: z.uuid(),
  partner: z.string().trim().max(60).default(''),
  what: z.string('Выберите, что сделать').regex(/^(record|another|ignore|(same|back)-[1-9]\d{0,8})$/, 'Выберите, что сделать'),
});
