import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CAST_SKU } from '#prisma/seeds/data/cast.ts';
import type { Role } from '#src/platform/actor.ts';
import type { DeclaredRoute } from '#src/platform/http/routes.ts';
import { leaveExchange } from '#test/exchange/ax.ts';
import { promiseRow } from '#test/site/route-things.ts';
import { askIn, openStore } from '#test/storefront/asking.ts';
import { invited } from '#test/support/invited.ts';
import { type ListeningPortal, listen } from '#test/support/listening.ts';
import { liveThrough } from '#test/support/world.ts';
import { addAxe, faintTexts, kindsOn, violations } from './axe.ts';
import { describeInBrowser, openChromium } from './chromium.ts';
import { type Crawled, crawl, getRoutes } from './crawl.ts';
import { Person } from './person.ts';

/** Some of the people, what they are to come to, and what they come to otherwise than by a link. */
export interface Visitors {
  readonly people: readonly (readonly [login: string, role: Role | null])[];
  readonly comeTo: (route: DeclaredRoute) => boolean;
  readonly withoutLink: readonly string[];
}

/** Tests every page these people come to: what axe finds, light and dark, wide and narrow, and that nobody scrolls sideways. */
export async function describeEveryPage(name: string, { people, comeTo, withoutLink }: Visitors): Promise<void> {
  const browser = await openChromium();
  const crawled = new Map<string, Crawled>();
  let p: ListeningPortal;

  beforeAll(async () => {
    p = await listen();
    const { active, stopped } = await liveThrough(p);
    await leaveExchange(p);
    const vector = await p.portal.db.partner.findUniqueOrThrow({ where: { code: 'vector' } });
    await promiseRow(p, vector.id);
    await openStore(p.portal);
    const sent = await askIn(p.portal);
    await refusedFile(p);
    const invitedId = await invited(p, 'oleg-romashka');
    const colleague = await p.portal.db.user.findFirstOrThrow({ where: { login: 'vector-sales' } });
    const { customerId } = (await p.scope('romashka')).actor;
    const also: Record<string, string[]> = {
      'a stranger': [`/store/vector/requests?offer=${CAST_SKU}`, `/store/vector/requests?sent=${sent}`],
      vector: [
        `/subscriptions/${active}`,
        `/subscriptions/${stopped}`,
        `/team/${colleague.id}`,
        `/customers/${customerId}/users/${invitedId}`,
      ],
      romashka: [`/my/team/${invitedId}`],
    };
    for (const [login, role] of people) {
      crawled.set(login, await crawl(p, role ? await p.as(login) : p.visitor(), role, also[login] ?? []));
    }
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await p.close();
  });

  describeInBrowser(name, browser, (chromium: Browser) => {
    const look = new Look();

    it.each(people)(
      'suits %s',
      async (login, role) => {
        const person = await Person.at(chromium, p);
        if (role) await person.logOn(login);
        const faults: string[] = [];
        for (const [at, { route, address }] of (crawled.get(login)?.pages ?? []).entries()) {
          faults.push(...(await look.at(await person.visit(address), route, at === 0 ? 'html' : 'main')));
        }
        expect(faults).toEqual([]);
        await person.leave();
      },
      240_000,
    );

    it('is come to by links, every file too', () => {
      const reached = new Set([...crawled.values()].flatMap(({ reached }) => [...reached]));
      const missed = getRoutes(p)
        .filter(comeTo)
        .map(({ path }) => path);
      expect(missed.filter((path) => !reached.has(path) && !withoutLink.includes(path)).join(' ')).toBe('');
      expect(withoutLink.filter((path) => !missed.includes(path))).toEqual([]);
    });
  });
}

/** A long statement that could not be read, as it stands in its table. */
async function refusedFile({ portal }: ListeningPortal): Promise<void> {
  const uploaded = { uploadedById: 1, uploadedBy: 'Ирина Белова', uploadedAt: portal.clock.now() };
  await portal.db.statementFile.create({
    data: { fileName: 'kl_to_1c.txt', size: 2_000_000, state: 'refused', reason: 'Строка 9: нет конца документа', ...uploaded },
  });
}

const WIDE = { width: 1440, height: 900 };

/** Looks at pages, and knows what it has seen. */
class Look {
  /** The kinds of elements axe has seen on each route. */
  readonly #kinds = new Map<string, Set<string>>();
  /** How texts are painted whose contrast was judged. */
  readonly #judged = new Set<string>();

  /** What is wrong with the page that is open; axe looks at `part`. The page is wide and light, before and after. */
  async at(page: Page, route: string, part: string): Promise<string[]> {
    const faults: string[] = [];
    const isNews = await this.#isNews(page, route);
    if (isNews) {
      await addAxe(page);
      faults.push(...(await this.#inBothWidths(page, part)));
    }
    for (const width of [360, 320]) {
      await page.setViewportSize({ width, height: 780 });
      faults.push(...(await tooWide(page, width)));
    }
    await page.setViewportSize(WIDE);
    return faults;
  }

  /** Whether the page is built of anything that this route has not shown to anybody before. */
  async #isNews(page: Page, route: string): Promise<boolean> {
    const known = this.#kinds.get(route) ?? new Set();
    const news = (await kindsOn(page)).filter((kind) => !known.has(kind));
    this.#kinds.set(route, new Set([...known, ...news]));
    return news.length > 0;
  }

  /** The theme changes nothing but colours, so axe looks at all else once per width, and at contrast in both themes. */
  async #inBothWidths(page: Page, part: string): Promise<string[]> {
    const found: string[] = [];
    const note = (how: string, faults: string[]) => found.push(...faults.map((fault) => `${page.url()} ${how}: ${fault}`));
    const faint = () => faintTexts(page, part, this.#judged);
    note('wide', [...(await violations(page, part, { contrast: false })), ...(await faint())]);
    for (const opener of await page.locator('main [data-dialog]:visible').all()) {
      await opener.click();
      note('dialog', await violations(page, 'dialog[open]'));
      await page.keyboard.press('Escape');
    }
    await page.emulateMedia({ colorScheme: 'dark' });
    note('wide, dark', await faint());
    await page.setViewportSize({ width: 360, height: 780 });
    note('narrow, dark', [...(await violations(page, part, { contrast: false })), ...(await faint())]);
    await page.emulateMedia({ colorScheme: 'light' });
    note('narrow', await faint());
    return found;
  }
}

/** Nobody scrolls sideways, down to 320 px. */
async function tooWide(page: Page, width: number): Promise<string[]> {
  const wide = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return null;
    const sticksOut = [...document.querySelectorAll('body :not(.tabs *)')].find(
      (one) => one.getBoundingClientRect().right > clientWidth + 1,
    );
    return sticksOut?.outerHTML.slice(0, 120) ?? 'something';
  });
  return wide ? [`${page.url()} is too wide for ${width} px: ${wide}`] : [];
}
