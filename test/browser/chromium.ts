import sparticuz from '@sparticuz/chromium';
import { type Browser, chromium, type LaunchOptions } from 'playwright-core';
import { describe } from 'vitest';

const args = ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'];

/** Chromium from npm where it runs (Linux on x64), else a Chrome or Edge that is installed, else null. */
export async function openChromium(): Promise<Browser | null> {
  for (const options of await candidates()) {
    const browser = await chromium.launch(options).catch(() => null);
    if (browser) return browser;
  }
  return null;
}

async function candidates(): Promise<LaunchOptions[]> {
  const installed: LaunchOptions[] = ['chrome', 'msedge'].map((channel) => ({ channel }));
  if (process.platform !== 'linux' || process.arch !== 'x64') return installed;
  return [{ executablePath: await sparticuz.executablePath(), args }, ...installed];
}

/**
 * Tests that need a browser; `open` gives the one of the file. Where there is none the tests are skipped and say so;
 * a continuous-integration run (CI=true) must not pass without them.
 */
export function describeInBrowser(name: string, browser: Browser | null, tests: (browser: Browser) => void): void {
  if (browser) {
    describe(name, () => tests(browser));
    return;
  }
  const told = `SKIPPED, no browser: ${name}. Install Google Chrome to run it.`;
  if (process.env['CI'] === 'true') throw new Error(told);
  console.warn(`\n*** ${told} ***\n`);
  describe.skip(name, () => undefined);
}
