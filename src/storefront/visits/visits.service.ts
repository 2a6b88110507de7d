import type { Day } from '#src/lib/days.ts';
import { command } from '#src/platform/command.ts';
import { type Portal, systemScope } from '#src/platform/scope.ts';

/** Counts wait so long at most before they are written, by one statement for all storefronts. */
const WAIT_MS = 10_000;

interface Counted {
  readonly partnerId: number;
  readonly day: Day;
  pages: number;
  visits: number;
}

/**
 * Counts pages of storefronts without knowing who looks: no cookie, no address kept. A visit is a page that somebody came to from elsewhere. What an
 * instance has counted and not written yet is lost with it when it is killed.
 */
export class VisitCounter {
  readonly #portal: Portal;
  readonly #counts = new Map<string, Counted>();
  #timer: NodeJS.Timeout | null = null;

  constructor(portal: Portal) {
    this.#portal = portal;
  }

  note(partnerId: number, isVisit: boolean): void {
    const day = this.#portal.clock.today();
    const key = `${partnerId} ${day}`;
    const counted = this.#counts.get(key) ?? { partnerId, day, pages: 0, visits: 0 };
    counted.pages += 1;
    if (isVisit) counted.visits += 1;
    this.#counts.set(key, counted);
    this.#timer ??= setTimeout(() => {
      this.flush().catch((err: unknown) => this.#portal.log.warn({ err }, 'visits of storefronts could not be written'));
    }, WAIT_MS).unref();
  }

  /** Writes what was counted; counts that can't be written are let go. */
  async flush(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const rows = [...this.#counts.values()].map(({ partnerId, ...row }) => ({ partner_id: partnerId, ...row }));
    this.#counts.clear();
    if (rows.length === 0) return;
    await command(systemScope(this.#portal, 'storefront-visits'), { action: 'storefront.visits' }, async (tx) => {
      tx.write(
        'storefront_visits_add',
        `insert into storefront_visits as kept (partner_id, day, pages, visits)
         select partner_id, day, pages, visits from jsonb_to_recordset($1::jsonb) as n(partner_id int, day date, pages int, visits int)
         order by partner_id, day
         on conflict (partner_id, day) do update set pages = kept.pages + excluded.pages, visits = kept.visits + excluded.visits`,
        [JSON.stringify(rows)],
      );
    });
  }
}
