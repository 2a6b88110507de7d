import { type Day, moscowDay } from '#src/lib/days.ts';
import { escapeHtml } from '#src/platform/http/views.ts';

/** A page that search engines may find, and the day it last changed. */
export interface Place {
  readonly url: string;
  readonly changedOn: Day;
}

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';
const SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"';
const entry =
  (tag: string) =>
  ({ url, changedOn }: Place) =>
    `<${tag}><loc>${escapeHtml(url)}</loc><lastmod>${changedOn}</lastmod></${tag}>\n`;

/** Pages of a storefront (sitemaps.org, 50,000 at most in one). */
export const sitemap = (pages: readonly Place[]): string => `${HEAD}<urlset ${SPACE}>\n${pages.map(entry('url')).join('')}</urlset>\n`;

/** The sitemaps of all storefronts. */
export const sitemapIndex = (maps: readonly Place[]): string =>
  `${HEAD}<sitemapindex ${SPACE}>\n${maps.map(entry('sitemap')).join('')}</sitemapindex>\n`;

/** What robots may read: storefronts and what they are drawn with, nothing that wants a log-on. */
export const robots = (sitemapUrl: string): string =>
  [
    'User-agent: *',
    'Allow: /store/',
    'Allow: /assets/',
    'Allow: /sitemap.xml',
    'Disallow: /store/*/requests',
    'Disallow: /',
    '',
    `Sitemap: ${sitemapUrl}`,
    '',
  ].join('\n');

/** The later one of a day and an instant's day in Moscow. */
export function laterOf(day: Day, instant: Date): Day {
  const other = moscowDay(instant);
  return day > other ? day : other;
}
