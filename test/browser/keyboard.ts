import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** Where the focus stands after a press of Tab. */
interface Stop {
  readonly name: string;
  /** Why a person would not see that it stands there; '' when he does. */
  readonly fault: string;
}

/** Presses Tab through the whole page: every stop once, each to be seen, and out again at the end. */
export async function walk(page: Page): Promise<string[]> {
  const names: string[] = [];
  await page.locator('body').evaluate(() => (document.activeElement as HTMLElement).blur());
  for (let press = 0; press < 300; press += 1) {
    const stop = await tab(page);
    if (!stop || (names.length > 1 && stop.name === names[0])) return names;
    names.push(stop.name);
  }
  throw new Error(`Tab does not come to an end: ${names.slice(-5).join(' · ')}`);
}

/** Presses Tab until the focus is on `target`. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let press = 0; press < 120; press += 1) {
    if (await isFocused(target)) return;
    await tab(page);
  }
  throw new Error(`Tab does not come to ${target}`);
}

export function isFocused(target: Locator): Promise<boolean> {
  return target.evaluate((element) => element === document.activeElement);
}

async function tab(page: Page): Promise<Stop | null> {
  await page.keyboard.press('Tab');
  const stop = await page.evaluate(whereFocusIs);
  if (stop) expect(`${page.url()}: ${stop.name} ${stop.fault}`).toBe(`${page.url()}: ${stop.name} `);
  return stop;
}

/** Runs in the page. */
function whereFocusIs(): Stop | null {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const holder = element.closest('label') ?? element;
  const name = `<${element.tagName.toLowerCase()}${element.id && ` #${element.id}`}> ${(element.textContent ?? '').trim().slice(0, 40)}`;
  const isMarked = [element, holder].some((one) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
    return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
  });
  if (!isMarked) return { name, fault: 'shows no focus' };
  const box = holder.getBoundingClientRect();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const hit = document.elementFromPoint(Math.min(x, innerWidth - 1), y);
  if (!hit) return { name, fault: 'is outside of the window' };
  return { name, fault: holder.contains(hit) || hit.contains(holder) ? '' : `is under ${hit.outerHTML.slice(0, 80)}` };
}
