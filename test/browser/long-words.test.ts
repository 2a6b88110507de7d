import { randomUUID } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { agreed } from '#prisma/seeds/agreed.ts';
import { receiveApplication } from '#src/partners/applications/applications.service.ts';
import { askSupport } from '#src/partners/support/support.service.ts';
import { ANONYMOUS, type Role } from '#src/platform/actor.ts';
import { type ListeningPortal, listen } from '#test/support/listening.ts';
import { Managing } from '#test/support/managing.ts';
import { liveThrough } from '#test/support/world.ts';
import { describeInBrowser, openChromium } from './chromium.ts';
import { crawl } from './crawl.ts';
import { Person } from './person.ts';
import { tooWide } from './width.ts';

/** A name as people paste it: nothing in it where a line could be broken. */
const WORD = 'Сельскохозяйственно_производственное'.repeat(3);
const MAIL = `${'administrator.of.licences'.repeat(2)}@${'a-rather-long-domain'.repeat(3)}.example`;

const browser = await openChromium();
let p: ListeningPortal;
let also: string[];

beforeAll(async () => {
  p = await listen();
  await lengthen(p);
  const { active, stopped } = await liveThrough(p);
  also = [`/subscriptions/${active}`, `/subscriptions/${stopped}`];
  await new Managing(await p.scope('vector')).seats(active, 21, WORD);
  await askSupport(await p.scope('vector'), WORD, randomUUID());
  const visitor = { portal: p.portal, actor: ANONYMOUS, requestId: 'visitor', address: '203.0.113.7' };
  const company = { companyName: WORD, inn: '7700900123', mpnId: null, login: 'long' };
  await receiveApplication(
    visitor,
    { ...company, lastName: WORD, firstName: WORD, email: MAIL, phone: '+74955550909' },
    await agreed(p.portal),
    randomUUID(),
  );
  await p.drainJobs();
});
afterAll(async () => {
  await browser?.close();
  await p.close();
});

/** Everything of the cast gets a name without a space; what is done with it afterwards carries them along. */
async function lengthen({ portal: { db } }: ListeningPortal): Promise<void> {
  await db.partner.updateMany({ data: { name: WORD, email: MAIL, address: WORD } });
  await db.customer.updateMany({ data: { name: WORD, contactName: WORD, email: MAIL } });
  await db.user.updateMany({ data: { name: WORD, email: MAIL } });
  await db.product.updateMany({ data: { name: WORD, description: WORD, requirements: WORD } });
  await db.vendor.updateMany({ data: { name: WORD, about: WORD } });
  await db.hold.updateMany({ data: { text: WORD } });
}

/** An accountant sees pages of the owner, a manager those of the administrator. */
const people: [string, Role | null][] = [
  ['a stranger', null],
  ['vector', 'partner_owner'],
  ['meridian', 'partner_owner'],
  ['romashka', 'customer'],
  ['admin', 'admin'],
];

describeInBrowser('names and addresses without spaces', browser, (chromium: Browser) => {
  it.each(people)(
    'never scroll a page of %s sideways',
    async (login, role) => {
      const { pages } = await crawl(p, role ? await p.as(login) : p.visitor(), role, login === 'vector' ? also : []);
      const person = await Person.at(chromium, p);
      if (role) await person.logOn(login);
      const faults: string[] = [];
      for (const { address } of pages) {
        faults.push(...(await tooWide(await person.visit(address), [760, 320])));
      }
      expect(faults).toEqual([]);
      await person.leave();
    },
    120_000,
  );
});
