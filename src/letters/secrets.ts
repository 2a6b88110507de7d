import type { Tx } from '#src/platform/scope.ts';
import type { Secrets } from './letters.render.ts';
import type { Block, LetterContent, SecretMakers } from './letters.types.ts';

/** Whose credentials a letter carries, quotes included. */
function wanted(blocks: readonly Block[]): { startPasswords: number[]; recoveryLinks: number[] } {
  const startPasswords: number[] = [];
  const recoveryLinks: number[] = [];
  for (const block of blocks) {
    if ('startPasswordFor' in block) startPasswords.push(block.startPasswordFor);
    if ('recoveryLinkFor' in block) recoveryLinks.push(block.recoveryLinkFor);
    if (!('quote' in block) || typeof block.quote === 'string') continue;
    const quoted = wanted(block.quote);
    startPasswords.push(...quoted.startPasswords);
    recoveryLinks.push(...quoted.recoveryLinks);
  }
  return { startPasswords, recoveryLinks };
}

/**
 * Makes the secrets a letter carries, each person's once.
 * @returns null when one of them is no longer wanted
 */
export async function makeSecrets(tx: Tx, content: LetterContent, makers: SecretMakers): Promise<Secrets | null> {
  const { startPasswords, recoveryLinks } = wanted(content.blocks);
  const secrets = { startPasswords: new Map(), recoveryLinks: new Map() } satisfies Secrets;
  for (const userId of new Set(startPasswords)) {
    const secret = await makers.startPassword(tx, userId);
    if (!secret) return null;
    secrets.startPasswords.set(userId, secret);
  }
  for (const userId of new Set(recoveryLinks)) {
    const secret = await makers.recoveryLink(tx, userId);
    if (!secret) return null;
    secrets.recoveryLinks.set(userId, secret);
  }
  return secrets;
}

/** Is there something in the letter that is made when it is sent? */
export function carriesSecrets(content: LetterContent): boolean {
  const { startPasswords, recoveryLinks } = wanted(content.blocks);
  return startPasswords.length + recoveryLinks.length > 0;
}
