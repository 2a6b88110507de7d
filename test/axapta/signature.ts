import { createHmac } from 'node:crypto';

/** Headers that sign a body as webhooks are signed (Standard Webhooks 1.0); the timestamp is in seconds. */
export function signed(secret: string, id: string, body: string, seconds: number): Record<string, string> {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': String(seconds), 'webhook-signature': `v1,${signature}` };
}
