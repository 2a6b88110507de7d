import { applicationConsent } from '#src/consents/consents.queries.ts';
import type { Portal } from '#src/platform/scope.ts';

/** The consent of somebody who sends an анкета as its form is shown at the moment. */
export async function agreed(portal: Portal) {
  const words = await applicationConsent(portal);
  return { words, shownHash: words.hash };
}
