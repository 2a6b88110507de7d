import { eraseLetters, type LettersOf } from '#src/letters/erasure.service.ts';
import { command } from '#src/platform/command.ts';
import { oneByOne } from '#src/platform/one-by-one.ts';
import { type Portal, systemScope, type Tx } from '#src/platform/scope.ts';
import { eraseConsent } from './consents.service.ts';

/** A closed matter whose term is over. */
export interface DueMatter {
  readonly id: bigint;
  readonly partnerId: number | null;
  readonly consentId: bigint | null;
}

/** A kind of matter that holds data of people who are no users: анкеты, requests of storefronts. */
export interface Matters {
  /** For the journal: «анкета». */
  readonly word: string;
  /**
   * Those closed for longer than their term (`TERM_OVER`) and not erased yet, so many at most. `months`: the term now set, `now`: the instant.
   */
  due(portal: Portal, term: { readonly months: number; readonly now: Date; readonly limit: number }): Promise<DueMatter[]>;
  /**
   * Takes out of its own rows what tells of a person, by a conditional update.
   * @returns whose letters repeat it; null when it was erased meanwhile
   */
  erase(tx: Tx, matter: DueMatter): Promise<LettersOf | null>;
}

/** So many of a kind a night: what is left comes the next. */
const AT_ONCE = 1_000;

/**
 * Every night: what closed matters tell of people is erased when the term of their consent is over: in the matter, in its letters and in the
 * consent. Each has its row in the journal. What is due is computed from the rows: a missed or doubled run does no harm.
 */
export async function eraseClosed(portal: Portal, kinds: readonly Matters[]): Promise<{ erased: number }> {
  const scope = systemScope(portal, 'erase-personal-data');
  const term = { months: portal.config.personalDataMonths, now: portal.clock.now(), limit: AT_ONCE };
  let erased = 0;
  for (const kind of kinds) {
    erased += await oneByOne(await kind.due(portal, term), 'erase-personal-data', (matter) =>
      command(scope, { action: 'personal-data.erase' }, (tx) => eraseOne(tx, kind, matter)),
    );
  }
  return { erased };
}

async function eraseOne(tx: Tx, kind: Matters, matter: DueMatter): Promise<boolean> {
  const letters = await kind.erase(tx, matter);
  if (!letters) return false;
  if (matter.consentId !== null) await eraseConsent(tx, matter.consentId);
  await eraseLetters(tx, letters);
  await tx.audit({ action: 'personal-data.erased', subject: `${kind.word} ${matter.id}`, partnerId: matter.partnerId });
  return true;
}
