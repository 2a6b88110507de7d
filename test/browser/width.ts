import type { Page } from 'playwright-core';

/** The width pages keep when somebody has measured them. */
const USUAL = { width: 1440, height: 900 };

/** What scrolls sideways on the page that is open, a line per width (px) and the first element that sticks out. */
export async function tooWide(page: Page, widths: readonly number[] = [360, 320]): Promise<string[]> {
  const found: string[] = [];
  for (const width of widths) {
    await page.setViewportSize({ width, height: 780 });
    const wide = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      if (scrollWidth <= clientWidth) return null;
      const sticksOut = [...document.querySelectorAll('body :not(.tabs *)')].find(
        (one) => one.getBoundingClientRect().right > clientWidth + 1,
      );
      return sticksOut?.outerHTML.slice(0, 120) ?? 'something';
    });
    if (wide) found.push(`${page.url()} is too wide for ${width} px: ${wide}`);
  }
  await page.setViewportSize(USUAL);
  return found;
}
