import { SYSTEM } from '#src/platform/actor.ts';
import { command } from '#src/platform/command.ts';
import type { Portal, Scope, Tx } from '#src/platform/scope.ts';
import type { Ack, Door, Problem, Received } from '../exchange.types.ts';
import { problem } from '../problem.rules.ts';
import { type Answer, findAnswer, insertMessage } from './messages.queries.ts';
import { answerOf, carryOut, collectPage, isLarge, leaveForJob, refuseAll } from './processing.service.ts';
import { type BadMessage, type ReadMessage, readMessage } from './reading.rules.ts';
import { lockStream, noteNumber } from './streams.service.ts';

/** Where a message came from, for the log and the journal. */
export interface Origin {
  readonly requestId: string;
  readonly address: string | null;
}

/** Axapta as the one who acts. */
export const axaptaScope = (portal: Portal, origin: Origin): Scope => ({ portal, actor: { ...SYSTEM, name: 'Аксапта' }, ...origin });

/**
 * Takes one message, whichever door it came through: checks it against the contract, keeps it, and carries it out in the same
 * transaction, or by a job where it is large. The same message again is answered as the first time and changes nothing; another body
 * under the same `messageId` is refused. Never throws for what the sender did wrong.
 * @param input the bytes or the text as they came, or JSON that was read already
 */
export function receiveMessage(portal: Portal, input: Uint8Array | string | object, door: Door, origin: Origin): Promise<Received> {
  return receiveRead(portal, readMessage(input), door, origin);
}

/** `receiveMessage` of what was read already, e.g. in a thread. */
export async function receiveRead(portal: Portal, read: ReadMessage | BadMessage, door: Door, origin: Origin): Promise<Received> {
  const scope = axaptaScope(portal, origin);
  return read.kind === 'bad' ? keepBad(scope, read, door) : keepAndDo(scope, read, door);
}

/** A message that can't be taken is kept with its reason; nothing of it is carried out. */
function keepBad(scope: Scope, read: BadMessage, door: Door): Promise<Received> {
  return command(scope, { action: 'exchange.refuse' }, async (tx) => {
    const id = await insertMessage(tx, { ...read, door, state: 'refused', reason: read.problem.detail, answer: read.problem });
    if (id !== null || read.messageId === null) return refused(read.problem);
    return answerAgain(tx, { ...read, messageId: read.messageId }, door);
  });
}

function keepAndDo(scope: Scope, read: ReadMessage, door: Door): Promise<Received> {
  return command(scope, { action: 'exchange.receive', limitMs: 30_000 }, async (tx) => {
    const { head, hash, body, count, faults } = read;
    const stream = await lockStream(tx, head.type);
    const id = await insertMessage(tx, { ...head, hash, body, count, door, state: 'waiting', itemErrors: faults });
    if (id === null) return answerAgain(tx, { ...head, hash, body }, door);
    const missing = await noteNumber(tx, stream, head);
    if (count > 0 && read.items.length === 0) return refused(await refuseAll(tx, id, read));
    if (head.pages > 1) return taken(await collectPage(tx, id, head, missing));
    if (isLarge(read)) return taken(await leaveForJob(tx, id, head, missing));
    return taken(answerOf(head, await carryOut(tx, { id, read, from: 0, missing }), missing));
  });
}

const taken = (ack: Ack): Received => ({ ok: true, status: 202, ack });
const refused = (of: Problem): Received => ({ ok: false, status: of.status, problem: of });

interface Known {
  readonly messageId: string;
  readonly type: string | null;
  readonly hash: string;
  readonly body: string;
}

/** The first answer once more; for another body under the same name a refusal, which is kept without the name. */
async function answerAgain(tx: Tx, sent: Known, door: Door): Promise<Received> {
  const known = await findAnswer(tx.sql, sent.messageId);
  if (known && known.hash === sent.hash) return received(known.answer);
  const of = problem('conflict', `Сообщение ${sent.messageId} уже получено с другим содержанием. Отправьте это под новым messageId.`);
  const { type, hash, body } = sent;
  await insertMessage(tx, { messageId: null, type, hash, body, door, state: 'refused', reason: of.detail, answer: of });
  return refused(of);
}

const received = (answer: Answer): Received => ('result' in answer ? taken(answer) : refused(answer));
