import { formatDayLong } from '#src/lib/days.ts';
import type { Crumb } from '#src/platform/http/components.ts';
import type { Page } from '#src/platform/http/render.ts';
import type { Terms } from './terms.queries.ts';

export interface TermsPage extends Page {
  crumbs: Crumb[];
  /** «Версия 2026-01, действует с 1 января 2026» */
  version: string;
  parts: { heading: string; text: string }[];
}

/** The terms of use of one version. */
export function termsPage({ version, validFrom, body }: Terms): TermsPage {
  return {
    title: 'Условия оформления подписок',
    section: 'orders',
    crumbs: [{ label: 'Заказы', href: '/orders' }, { label: 'Условия оформления подписок' }],
    version: `Версия ${version}, действует с ${formatDayLong(validFrom)}`,
    parts: body.split(/\n{2,}/).map(partOf),
  };
}

/** A part is its heading, then its text from the next line on. */
function partOf(part: string): { heading: string; text: string } {
  const [heading = '', ...lines] = part.trim().split('\n');
  return { heading, text: lines.join(' ') };
}
