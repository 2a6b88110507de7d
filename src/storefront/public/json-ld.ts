import type { Html } from '#src/platform/http/views.ts';

const SIGNS: Record<string, string> = { '<': '\\u003c', '>': '\\u003e', '&': '\\u0026', '\u2028': '\\u2028', '\u2029': '\\u2029' };

/** Structured data (schema.org) as it may stand in a script element: nothing in it ends the element or begins another. */
export function jsonLd(data: object): Html {
  return JSON.stringify({ '@context': 'https://schema.org', ...data }).replace(/[<>&\u2028\u2029]/g, (sign) => SIGNS[sign] ?? sign) as Html;
}
