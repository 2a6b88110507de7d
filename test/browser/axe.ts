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

/** Makes the page that is open ready for `violations`. */
export async function addAxe(page: Page): Promise<void> {
  await page.evaluate(axe.source);
}

/** What axe finds wrong in the part of the page, a line per rule with the first elements at fault. */
export async function violations(page: Page, part: string, { contrast = true } = {}): Promise<string[]> {
  const found = await page.evaluate(
    async ([selector, enabled]) => {
      const { violations } = await window.axe.run(selector as string, {
        resultTypes: ['violations'],
        rules: { 'color-contrast': { enabled: enabled as boolean } },
      });
      return violations.map(({ id, nodes }) => [id, ...nodes.slice(0, 3).map(({ html }) => html.slice(0, 160))]);
    },
    [part, contrast],
  );
  return found.map((words) => words.join(' '));
}

/**
 * Texts with too little contrast in the part of the page, a line each. How a text is painted (its colours and those under it, size,
 * weight, kind of element) is judged once: what is in `judged` is not looked at again, what is painted anew is added.
 */
export async function faintTexts(page: Page, part: string, judged: Set<string>): Promise<string[]> {
  const paints = await page.evaluate(paintsIn, part);
  const news = paints.filter((paint) => !judged.has(paint));
  if (news.length === 0) return [];
  for (const paint of news) judged.add(paint);
  return page.evaluate(judge, news);
}

declare global {
  interface Window {
    /** The last texts found by `paintsIn`, by how they are painted. */
    paintedTexts: Map<string, Element[]>;
  }
}

/** Runs in the page. */
function paintsIn(part: string): string[] {
  const hasText = (element: Element) => [...element.childNodes].some((node) => node.nodeType === 3 && (node.nodeValue ?? '').trim() !== '');
  const found = new Map<string, Element[]>();
  for (const element of document.querySelectorAll(`${part}, ${part} *`)) {
    const isField = element.matches('input, select, textarea');
    if ((!isField && !hasText(element)) || !element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const { color, fontSize, fontWeight, textShadow } = getComputedStyle(element);
    const under: string[] = [];
    for (let one: Element | null = element; one; one = one.parentElement) {
      const { backgroundColor, backgroundImage, opacity } = getComputedStyle(one);
      under.push(backgroundColor, backgroundImage === 'none' ? '' : 'image', opacity);
      if (!/^rgba\(.*, 0(\.\d+)?\)$|^transparent$|\//.test(backgroundColor) && opacity === '1') break;
    }
    const isOff = element.closest(':disabled, [aria-disabled=true]') !== null || element.closest('label')?.control?.matches(':disabled');
    const kind = [element.tagName, element.getAttribute('class'), ...element.getAttributeNames(), isOff ? 'off' : ''].join(' ');
    const paint = [kind, color, fontSize, fontWeight, textShadow, ...under].join('|');
    found.set(paint, [...(found.get(paint) ?? []), element]);
  }
  window.paintedTexts = found;
  return [...found.keys()];
}

/** Runs in the page. */
async function judge(paints: string[]): Promise<string[]> {
  const include = paints.flatMap((paint) => window.paintedTexts.get(paint) ?? []);
  const { violations } = await window.axe.run({ include }, { resultTypes: ['violations'], runOnly: ['color-contrast'] });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id} ${html.slice(0, 160)}`));
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
