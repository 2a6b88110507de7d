import { type Ack, type IncomingParts, receive } from './incoming.ts';
import type { PortalDoor } from './portal-door.ts';

/** How far the portal's messages were read. */
export type Cursors = Record<string, string>;

const ALL = 'all';

/** Pulls what the portal has for us, page by page, acknowledges it, and goes on from there the next time. @returns messages taken */
export async function pull(portal: PortalDoor, parts: IncomingParts, cursors: Cursors): Promise<number> {
  for (let taken = 0; ; ) {
    const after = cursors[ALL] === undefined ? '' : `&after=${encodeURIComponent(cursors[ALL])}`;
    const { status, body } = await portal.get(`/api/ax/v1/messages?limit=100${after}`);
    if (status !== 200 || !body) return taken;
    const items = Array.isArray(body['items']) ? (body['items'] as Record<string, unknown>[]) : [];
    const acks = items.map((message) => receive(parts, message));
    if (acks.length > 0 && !(await acknowledge(portal, acks))) return taken;
    taken += acks.length;
    if (typeof body['next'] === 'string') cursors[ALL] = body['next'];
    if (body['more'] !== true) return taken;
  }
}

async function acknowledge(portal: PortalDoor, acks: readonly Ack[]): Promise<boolean> {
  const { status } = await portal.post('/api/ax/v1/acks', JSON.stringify({ items: acks }), crypto.randomUUID());
  return status < 300;
}
