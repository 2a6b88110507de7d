/** Programs that say what they are; those that don't are counted. */
const ROBOTS = /bot|crawl|spider|slurp|preview|fetch|monitor|curl|wget|python|headless|lighthouse/i;

/** Does a person look, as far as the browser's name tells? */
export const isPerson = (userAgent: string | undefined): boolean => userAgent !== undefined && userAgent !== '' && !ROBOTS.test(userAgent);

/** Has somebody come from elsewhere, not from another page of the same storefront? */
export function isVisit(referer: string | undefined, home: string): boolean {
  if (!referer) return true;
  const rest = referer.startsWith(home) ? referer.slice(home.length) : null;
  return rest === null || !(rest === '' || rest.startsWith('/') || rest.startsWith('?'));
}
