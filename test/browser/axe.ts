import axe from 'axe-core';
import type { Page } from 'playwright-core';

declare global {
  interface Window {
    readonly axe: typeof axe;
  }
}

/** Makes every page this one opens ready for `violations`. */
export async function bringAxe(page: Page): Promise<void> {
  await page.addInitScript({ content: axe.source });
}

/** What axe finds wrong in the part of the page, a line per rule with the first elements at fault; only `rule` when named. */
export async function violations(page: Page, part: string, rule?: string): Promise<string[]> {
  const found = await page.evaluate(
    async ([selector, only]) => {
      const { violations } = await window.axe.run(selector as string, {
        resultTypes: ['violations'],
        ...(only ? { runOnly: [only] } : {}),
      });
      return violations.map(({ id, nodes }) => [id, ...nodes.slice(0, 3).map(({ html }) => html.slice(0, 160))]);
    },
    [part, rule],
  );
  return found.map((words) => words.join(' '));
}

/** The kinds of elements the page's own part is built of. */
export function kindsOn(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const kinds = [...document.querySelectorAll('main, main *')].map((element) =>
      [element.tagName, element.getAttribute('class'), ...element.getAttributeNames()].join(' '),
    );
    return [...new Set(kinds)];
  });
}
