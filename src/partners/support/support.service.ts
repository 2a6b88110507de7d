import { partnerOf } from '#src/accounts/actor.rules.ts';
import { countTry, type ThrottleRule, throttleKey } from '#src/accounts/log-on/throttle.service.ts';
import { queueLetter } from '#src/letters/letters.service.ts';
import { command } from '#src/platform/command.ts';
import { Conflict, NotFound, TooMany } from '#src/platform/errors.ts';
import type { Scope, Tx } from '#src/platform/scope.ts';
import { supportAnswer, supportQuestion } from './support.letters.ts';
import { SUPPORT } from './support.rules.ts';

/** Twenty questions an hour from one person. */
const LIMIT: ThrottleRule = { max: 20, window: 3_600, wait: 1_800, growth: 1 };

/**
 * Sends a partner's question to MONT's web store and keeps it until it is answered.
 * @throws TooMany for more than twenty an hour
 */
export function askSupport(scope: Scope, body: string, token: string): Promise<{ id: number }> {
  return command(scope, { action: 'support.ask', token }, async (tx) => {
    const { isAdmitted } = await countTry(scope, throttleKey('support', scope.actor.userId ?? 0), LIMIT); // behind the token: a repeat is no try
    if (!isAdmitted) throw new TooMany(LIMIT.wait);
    const partnerId = partnerOf(scope);
    const partner = await tx.db.partner.findUniqueOrThrow({ where: { id: partnerId }, select: { name: true, code: true } });
    const user = await tx.db.user.findUniqueOrThrow({
      where: { id: scope.actor.userId ?? 0 },
      select: { id: true, name: true, email: true, phone: true },
    });
    const question = { subject: `Вопрос по ed.MONT – ${partner.code}`, body, userName: user.name, email: user.email };
    const { id } = await tx.db.supportRequest.create({
      data: { ...question, partnerId, userId: user.id, createdAt: tx.now },
      select: { id: true },
    });
    await queueLetter(tx, {
      template: 'support-question',
      cause: `support:${id}:asked`,
      to: { name: SUPPORT.name, address: SUPPORT.email },
      partnerId,
      content: supportQuestion({ ...question, id, phone: user.phone, partnerName: partner.name }),
    });
    await tx.audit({ action: 'support.asked', subject: `вопрос ${id}` });
    return { id };
  });
}

/**
 * Answers a question; the text goes to who asked by letter.
 * @throws NotFound, Conflict when somebody answered or closed it meanwhile
 */
export function answerSupport(scope: Scope, id: number, answer: string, token: string): Promise<{ id: number }> {
  return command(scope, { action: 'support.answer', token }, async (tx) => {
    const question = await settle(tx, id, answer);
    await queueLetter(tx, {
      template: 'support-answer',
      cause: `support:${id}:answered`,
      to: { name: question.userName, address: question.email },
      partnerId: question.partnerId,
      content: supportAnswer(question, answer, scope.actor.name),
    });
    await tx.audit({ action: 'support.answered', subject: `вопрос ${id}`, partnerId: question.partnerId, after: { answer } });
    return { id };
  });
}

/**
 * Closes a question that was answered by phone, or needs no answer: no letter goes, the partner reads that MONT closed it.
 * @throws NotFound, Conflict when somebody answered or closed it meanwhile
 */
export function closeSupport(scope: Scope, id: number, token: string): Promise<{ id: number }> {
  return command(scope, { action: 'support.close', token }, async (tx) => {
    const { partnerId } = await settle(tx, id, null);
    await tx.audit({ action: 'support.closed', subject: `вопрос ${id}`, partnerId });
    return { id };
  });
}

/** The question waits no longer; without a text it is closed. */
async function settle(tx: Tx, id: number, answer: string | null) {
  const question = await tx.db.supportRequest.findUnique({ where: { id } });
  if (!question) throw new NotFound();
  const { count } = await tx.db.supportRequest.updateMany({
    where: { id, answeredAt: null },
    data: { answeredAt: tx.now, answeredByName: tx.scope.actor.name, answer },
  });
  if (count === 0) throw new Conflict(`На этот вопрос уже ответил ${question.answeredByName ?? 'другой сотрудник'}.`);
  return question;
}

/**
 * The way back from `closeSupport`: the question waits for an answer again. One that was answered stays so, its letter is out.
 * @throws NotFound, Conflict when the question waits already or has an answer
 */
export function reopenSupport(scope: Scope, id: number, token: string): Promise<{ id: number }> {
  return command(scope, { action: 'support.reopen', token }, async (tx) => {
    const question = await tx.db.supportRequest.findUnique({ where: { id }, select: { partnerId: true } });
    if (!question) throw new NotFound();
    const { count } = await tx.db.supportRequest.updateMany({
      where: { id, answeredAt: { not: null }, answer: null },
      data: { answeredAt: null, answeredByName: null },
    });
    if (count === 0) throw new Conflict('Этот вопрос не закрыт без ответа: проверьте его состояние.');
    await tx.audit({ action: 'support.reopened', subject: `вопрос ${id}`, partnerId: question.partnerId });
    return { id };
  });
}
