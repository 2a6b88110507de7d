import yauzl from 'yauzl';
import { closeMonth } from '#src/billing/close/close.service.ts';
import { month } from '#src/lib/days.ts';
import type { Browser } from '#test/support/browser.ts';
import { placeNew } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

/** A portal with November 2026 closed: two subscriptions of ООО «Вектор», one of ООО «Орион», their documents made. */
export async function closedNovember(): Promise<TestPortal> {
  const p = await openTestPortal();
  await placeNew(p, 'vector', { seats: 7 });
  await placeNew(p, 'vector', { seats: 10 });
  await placeNew(p, 'orion', { seats: 5 });
  p.clock.setTo(new Date('2026-11-30T21:00:00+03:00'));
  await closeMonth(await p.scope('admin'), month('2026-11'));
  return p;
}

/** The invoice in force of a partner of the cast. */
export function invoiceOf(p: TestPortal, code: string) {
  return p.portal.db.invoice.findFirstOrThrow({
    where: { partner: { code }, status: 'issued' },
    include: { documents: true, lines: true },
  });
}

/** A download as bytes. */
export async function download(
  browser: Browser,
  path: string,
): Promise<{ status: number; headers: Record<string, string>; bytes: Buffer }> {
  const { status, headers, body } = await browser.agent.get(path).responseType('blob');
  return { status, headers, bytes: Buffer.isBuffer(body) ? body : Buffer.from(String(body)) };
}

/** Files of a ZIP by path. */
export async function unzip(bytes: Buffer): Promise<Map<string, Buffer>> {
  const zip = await yauzl.fromBufferPromise(bytes);
  const files = new Map<string, Buffer>();
  for await (const entry of zip.eachEntry()) {
    const chunks: Buffer[] = [];
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
    files.set(entry.fileName, Buffer.concat(chunks));
  }
  return files;
}
