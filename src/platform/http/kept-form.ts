import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Keys } from '#src/platform/keys.ts';

/** A form that could not be taken, as it was typed: it travels in the pages until it can be shown again, and is stored nowhere. */
export interface KeptForm {
  /** Mark of the person whose page it stood on; '' before log-on. */
  readonly owner: string;
  /** Where it was sent. */
  readonly action: string;
  /** The page it stood on. */
  readonly page: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
}

/** Larger ones would not fit into the next form that carries them. */
const LARGEST = 100_000;
const OWNER = 'form';

/** Sealed for the way through the browser; null when there is too much of it. */
export function sealForm(keys: Keys, form: KeptForm): string | null {
  const packed = deflateRawSync(JSON.stringify(form));
  if (packed.length > LARGEST) return null;
  return keys.seal('kept form', packed, OWNER).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '').replace('.', '~');
}

/** The form again; null for what the portal never sealed. */
export function openForm(keys: Keys, sealed: string): KeptForm | null {
  const packed = keys.unseal('kept form', sealed.replace('~', '.').replaceAll('-', '+').replaceAll('_', '/'), OWNER);
  return packed && (JSON.parse(inflateRawSync(packed).toString()) as KeptForm);
}

/** What is never shown again: the floor's own fields, and what is secret. */
const UNKEPT = /^_|password|^current$|^repeat$|^code$|secret/i;

/** The fields of a form that may be kept; a name that came several times keeps all its values. */
export function keptFields(fields: Readonly<Record<string, string | readonly string[]>>): [string, string][] {
  return Object.entries(fields)
    .filter(([name]) => !UNKEPT.test(name))
    .flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one]));
}
