import type { Lifted } from '#src/credit/credit.types.ts';
import type { LetterTemplate } from '#src/letters/letters.rules.ts';
import { queueLetters } from '#src/letters/letters.service.ts';
import type { LetterContent } from '#src/letters/letters.types.ts';
import { type Day, moscowDay } from '#src/lib/days.ts';
import { type PersonToWrite, partnerManager, partnerPayers } from '#src/partners/recipients.queries.ts';
import type { Tx } from '#src/platform/scope.ts';
import { calendarOf } from '#src/workdays/calendar.queries.ts';
import { type PromiseFacts, promiseBroken, promiseDayNear, promiseEnded, promiseKept, promiseMade } from './promises.letters.ts';
import { type PromiseRow, promiseOf } from './promises.queries.ts';
import { isReminderDue } from './promises.rules.ts';

/** A promise was taken; where it lifted a hold, this is the letter of the lifting. */
export async function tellMade(tx: Tx, partnerId: number, id: number, holdId: number | null, eased: Lifted): Promise<void> {
  const cause = holdId === null ? `promise:${id}:made` : `hold:${holdId}:lifted`;
  await tell(tx, partnerId, id, { template: 'promise-made', cause }, (promise, forManager) => promiseMade(promise, eased, forManager));
}

export async function tellKept(tx: Tx, partnerId: number, id: number): Promise<void> {
  await tell(tx, partnerId, id, { template: 'promise-kept', cause: `promise:${id}:kept` }, promiseKept);
}

/** The day passed; where a hold is back, this is the letter of the hold. */
export async function tellBroken(tx: Tx, partnerId: number, id: number, holdId: number | null): Promise<void> {
  const cause = holdId === null ? `promise:${id}:broken` : `hold:${holdId}:placed`;
  await tell(tx, partnerId, id, { template: 'promise-broken', cause }, (promise, forManager) =>
    promiseBroken(promise, holdId !== null || (promise.invoice !== null && promise.isOwed), forManager),
  );
}

/** Taken off before its day; where a hold is back, this is the letter of the hold. */
export async function tellEnded(tx: Tx, partnerId: number, id: number, holdId: number | null): Promise<void> {
  const cause = holdId === null ? `promise:${id}:ended` : `hold:${holdId}:placed`;
  await tell(tx, partnerId, id, { template: 'promise-ended', cause }, (promise, forManager) =>
    promiseEnded(promise, promise.endReason ?? '', holdId !== null, forManager),
  );
}

/** The day is near: to the partner only, once. */
export async function remindOfDay(
  tx: Tx,
  partnerId: number,
  { id, dueOn, madeAt }: { readonly id: number; readonly dueOn: Day; readonly madeAt: Date },
): Promise<void> {
  if (!isReminderDue({ madeOn: moscowDay(madeAt), dueOn }, tx.today, await calendarOf(tx.sql))) return;
  const content = promiseDayNear(await promiseOf(tx.sql, partnerId, id), tx.today);
  const letter = letterTo(partnerId, { template: 'promise-day-near', cause: `promise:${id}:near` });
  await queueLetters(
    tx,
    (await partnerPayers(tx.sql, partnerId)).map((person) => letter(person, content)),
  );
}

interface Kind {
  readonly template: LetterTemplate;
  readonly cause: string;
}

/** To the partner's owners and accountants, and to its manager. */
async function tell(
  tx: Tx,
  partnerId: number,
  id: number,
  kind: Kind,
  content: (promise: PromiseRow & PromiseFacts, forManager: boolean) => LetterContent,
): Promise<void> {
  const promise = await promiseOf(tx.sql, partnerId, id);
  const [payers, manager] = [await partnerPayers(tx.sql, partnerId), await partnerManager(tx.sql, partnerId)];
  const letter = letterTo(partnerId, kind);
  await queueLetters(tx, [
    ...payers.map((person) => letter(person, content(promise, false))),
    ...manager.map((person) => letter(person, content(promise, true))),
  ]);
}

const letterTo =
  (partnerId: number, kind: Kind) =>
  ({ name, address, userId }: PersonToWrite, content: LetterContent) => ({ ...kind, to: { name, address }, partnerId, userId, content });
