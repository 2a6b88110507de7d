import { get } from 'node:http';
import type { Page } from 'playwright-core';

/** One file that came over the wire. */
export interface Transfer {
  readonly path: string;
  /** What it was wanted for. */
  readonly type: string;
  /** The answer's body as a browser gets it by https: browsers take brotli only there. */
  readonly bytes: number;
}

/** Everything the page asks the portal for while `visit` goes on; what the browser's cache answers is not among it. */
export async function transfersOf(page: Page, visit: () => Promise<unknown>): Promise<Transfer[]> {
  const session = await page.context().newCDPSession(page);
  const asked = new Map<string, { url: string; type: string }>();
  const came: { url: string; type: string }[] = [];
  session.on(
    'Network.requestWillBeSent',
    ({ requestId, request, type = 'Other' }) => void asked.set(requestId, { url: request.url, type }),
  );
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const request = asked.get(requestId);
    if (request && encodedDataLength > 0) came.push(request);
  });
  await session.send('Network.enable');
  await visit();
  await page.waitForLoadState('networkidle');
  await session.detach();
  const cookies = await page.context().cookies();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  return Promise.all(came.map(async ({ url, type }) => ({ path: new URL(url).pathname, type, bytes: await bytesAt(url, cookie) })));
}

function bytesAt(url: string, cookie: string): Promise<number> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { cookie, 'accept-encoding': 'br' } }, (answer) => {
      let bytes = 0;
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      answer.on('end', () => resolve(bytes)).on('error', reject);
    }).on('error', reject);
  });
}

export const bytesOf = (transfers: readonly Transfer[]): number => transfers.reduce((sum, { bytes }) => sum + bytes, 0);
