import { randomUUID } from 'node:crypto';
import type { Portal } from '#src/platform/scope.ts';
import type { Received } from '../exchange.types.ts';
import { receiveMessage } from '../receiving/receiving.service.ts';
import { type AxClient, AxUnreachable } from './ax-client.ts';
import { MESSAGES, ORIGIN } from './pushing.service.ts';

const ACKS = '/api/ax/v1/acks';

/**
 * Fetches what Axapta has for the portal, page by page, carries each out through the one door for all, and acknowledges the page. What is not
 * acknowledged Axapta gives again, so each round begins at the beginning.
 * @returns messages fetched
 * @throws AxUnreachable when it does not answer, or not as the contract has it
 */
export async function fetchAll(portal: Portal, ax: AxClient): Promise<number> {
  let after = '';
  for (let fetched = 0; ; ) {
    const { status, body } = await ax.get(`${MESSAGES}?limit=100${after === '' ? '' : `&after=${encodeURIComponent(after)}`}`);
    const items = body?.['items'];
    if (status !== 200 || !Array.isArray(items)) throw new AxUnreachable(`Axapta answered ${status} where its messages are asked for`);
    const acks: object[] = [];
    for (const item of items as readonly unknown[]) {
      const received = await receiveMessage(portal, typeof item === 'object' && item !== null ? item : String(item), 'client', ORIGIN);
      acks.push(...ackOf(received, item));
    }
    if (acks.length > 0) await acknowledge(ax, acks);
    fetched += items.length;
    const next = body?.['next'];
    if (items.length === 0 || body?.['more'] !== true || typeof next !== 'string' || next === after) return fetched;
    after = next;
  }
}

/** Nothing for what bears no name: there is nothing to acknowledge. */
function ackOf(received: Received, item: unknown): object[] {
  if (received.ok) {
    const { messageId, result, itemErrors } = received.ack;
    return [{ messageId, result, itemErrors: itemErrors.map(({ key, code, text }) => ({ key, code, text })) }];
  }
  const messageId = (item as { messageId?: unknown } | null)?.messageId;
  if (typeof messageId !== 'string') return [];
  const { detail, errors = [] } = received.problem;
  const itemErrors =
    errors.length > 0
      ? errors.map(({ pointer, code, text }) => ({ key: pointer, code, text }))
      : [{ key: '', code: 'message', text: detail }];
  return [{ messageId, result: 'error', itemErrors }];
}

async function acknowledge(ax: AxClient, items: readonly object[]): Promise<void> {
  const { status } = await ax.post(ACKS, randomUUID(), { items });
  if (status >= 300) throw new AxUnreachable(`Axapta answered ${status} to acknowledgements`);
}
