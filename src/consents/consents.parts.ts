import { z } from 'zod';
import type { FormState } from '#src/platform/http/forms.ts';
import type { Page } from '#src/platform/http/render.ts';
import { consentTitle } from './consents.rules.ts';
import type { ConsentText } from './consents.types.ts';

/** Fields of a form that asks for consent: the box, and which words stood behind it. `why` says what can't be done without. */
export const consentFields = (why: string) => ({
  consent: z.literal('on', `Отметьте согласие: ${why}`),
  consentHash: z.string().max(64).catch(''),
});

/** The box of a form: never ticked beforehand, and not again when the words have changed. Drawn by `views/consents/box.ejs`. */
export interface ConsentBox {
  /** Page with the words. */
  readonly href: string;
  readonly hash: string;
  readonly isTicked: boolean;
  readonly error: string | null;
}

/** @param href the page that shows `words` in full */
export function consentBox(words: ConsentText, href: string, { values, errors }: FormState): ConsentBox {
  const isTicked = values['consent'] === 'on' && values['consentHash'] === words.hash;
  return { href, hash: words.hash, isTicked, error: errors['consent'] ?? null };
}

/** A document of consent on a page of its own. */
export interface ConsentPage extends Page {
  /** «Версия 2» */
  readonly version: string;
  readonly paragraphs: readonly string[];
}

/** Drawn by `views/consents/text.ejs`. */
export function consentPage({
  document,
  version,
  text,
}: Pick<ConsentText, 'version' | 'text'> & { readonly document: string }): ConsentPage {
  return { title: consentTitle(document), section: '', layout: 'plain', version: `Версия ${version}`, paragraphs: text.split('\n\n') };
}
