import type { Portal } from '#src/platform/scope.ts';
import type { AckItem } from '../receiving/contract.rules.ts';
import { axaptaScope, type Origin } from '../receiving/receiving.service.ts';
import { acknowledgeAll } from '../sending/acks.service.ts';
import { type OutgoingMessage, pull } from '../sending/pulling.service.ts';
import { readAcks } from '../sending/sending.forms.ts';
import { type AxAnswer, type AxClient, AxUnreachable } from './ax-client.ts';

export const MESSAGES = '/api/ax/v1/messages';
export const ORIGIN: Origin = { requestId: 'ax-client', address: null };
/** Messages that are asked for at once. */
const PAGE = 50;

/** Answers that sending the same once more would not change. */
const FINAL = new Set([400, 409, 413, 422]);

/**
 * Brings Axapta what is not acknowledged, oldest first, a message at a time; an answer is its acknowledgement, a refusal one of error.
 * @returns messages brought
 * @throws AxUnreachable at the first that gets no answer: it and all behind it stay
 */
export async function push(portal: Portal, ax: AxClient): Promise<number> {
  const scope = axaptaScope(portal, ORIGIN);
  let after: bigint | null = null;
  for (let brought = 0; ; ) {
    const { items, next, more } = await pull(scope, { type: null, after, limit: PAGE });
    for (const message of items) {
      await acknowledgeAll(scope, [ackOf(message, await ax.post(MESSAGES, message.messageId, message))]);
      brought += 1;
    }
    after = next;
    if (!more) return brought;
  }
}

function ackOf({ messageId }: OutgoingMessage, { status, body }: AxAnswer): AckItem {
  if (status < 300) {
    const told = readAcks(body ?? {});
    const own = told.ok ? told.value.find((ack) => ack.messageId === messageId) : undefined;
    return own ?? { messageId, result: 'ok', itemErrors: [] };
  }
  if (!FINAL.has(status)) throw new AxUnreachable(`Axapta answered ${status}`);
  const text = String(body?.['detail'] ?? body?.['title'] ?? `Ответ ${status}`).slice(0, 1000);
  return { messageId, result: 'error', itemErrors: [{ key: null, code: String(status), text, pointer: null }] };
}
