import type { Request } from 'express';
import { cleanText } from '#src/lib/clean-text.ts';
import type { StoreChoice } from './store.pages.ts';

/**
 * What the address of a storefront chooses. Links come from everywhere, with marks of advertisers and in pieces: what can't be read chooses nothing, what is
 * unknown is passed over.
 */
export function choiceIn({ query }: Request): StoreChoice {
  const text = (name: string): string => (typeof query[name] === 'string' ? query[name] : '');
  const slug = (name: string): string | null => (SLUG.test(text(name)) ? text(name) : null);
  return {
    q: cleanText(text('q').replaceAll('\0', '')).trim().slice(0, 100),
    vendor: slug('vendor'),
    category: slug('category'),
    page: /^[1-9]\d{0,3}$/.test(text('page')) ? Number(text('page')) : 1,
  };
}

export const SLUG = /^[a-z0-9-]{1,80}$/;

/** A code of a storefront, in any case. */
export const CODE = /^[a-z0-9][a-z0-9._-]{1,39}$/i;
