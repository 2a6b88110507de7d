import type { Portal } from '#src/platform/scope.ts';
import { AxClient, AxUnreachable } from './ax-client.ts';
import { fetchAll } from './fetching.service.ts';
import { patience } from './patience.ts';
import { push } from './pushing.service.ts';

/** How a round went. */
export interface ClientRound {
  readonly brought: number;
  readonly fetched: number;
}

/**
 * One round of calling Axapta (AX_URL), where only it can be called: fetches its messages, then brings it the portal's. While it does not answer the
 * rounds become rarer; nothing is lost, for whatever is not acknowledged stays on its side.
 * @returns null without the setting, and when it was not tried or did not answer
 */
export async function callAxapta(portal: Portal): Promise<ClientRound | null> {
  const { axUrl, ...config } = portal.config;
  if (axUrl === null || !patience.mayTry(portal)) return null;
  const ax = new AxClient({ ...config, axUrl }, () => portal.clock.now());
  try {
    const round = { fetched: await fetchAll(portal, ax), brought: await push(portal, ax) };
    patience.note(portal, true);
    return round;
  } catch (error) {
    if (!(error instanceof AxUnreachable)) throw error;
    patience.note(portal, false);
    portal.log.warn({ reason: error.message }, 'Axapta did not answer; it is called again later');
    return null;
  }
}
