import { defineWork } from '#src/platform/workers/work.ts';
import type { passwordFault } from './password-strength.ts';

/** Measuring a password takes up to half a second of a processor, and 40 MB of words: off the answering thread. */
export const measuring = defineWork<typeof passwordFault>({
  lane: 'password',
  module: new URL('./password-strength.ts', import.meta.url).href,
  verb: 'passwordFault',
  deadlineMs: 15_000,
});
