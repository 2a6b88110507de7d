import { admitTry, networkOf, type ThrottleRule, throttleKey } from '#src/accounts/log-on/throttle.service.ts';
import { keepConsent } from '#src/consents/consents.service.ts';
import type { ConsentText } from '#src/consents/consents.types.ts';
import { queueLetter, queueLetters } from '#src/letters/letters.service.ts';
import { moscowDay } from '#src/lib/days.ts';
import { formatPhone } from '#src/lib/phone.ts';
import { staffToWrite } from '#src/partners/recipients.queries.ts';
import { command } from '#src/platform/command.ts';
import { Conflict, NotFound } from '#src/platform/errors.ts';
import type { Scope, Tx } from '#src/platform/scope.ts';
import type { ApplicationInput } from './applications.forms.ts';
import { type ApplicationFacts, applicationReceived, applicationRejected, applicationToManagers } from './applications.letters.ts';

/** Five анкеты an hour from one network, a hundred from all: a flood must not fill the managers' mail. */
const ONE_NETWORK: ThrottleRule = { max: 5, window: 3_600, wait: 3_600, growth: 1 };
const EVERYBODY: ThrottleRule = { max: 100, window: 3_600, wait: 3_600, growth: 1 };

/**
 * Takes an анкета in, with the consent to personal data that its form asks for: the rows, letters to the applicant and to
 * MONT's managers (product rule §4).
 * Whether the ИНН or the login is already known is not told to the public; the manager sees it.
 * @throws TooMany when there were too many from this network or from everybody; Invalid when the words of the consent have changed
 */
export function receiveApplication(
  scope: Scope,
  input: ApplicationInput,
  consent: { readonly words: ConsentText; readonly shownHash: string },
  token: string,
): Promise<{ id: number }> {
  return command(scope, { action: 'application.receive', token }, async (tx) => {
    await admitTry(scope, throttleKey('application', networkOf(scope.address)), ONE_NETWORK, FLOOD); // behind the token: a repeat is no try
    await admitTry(scope, throttleKey('application', 'all'), EVERYBODY, FLOOD);
    const by = { name: `${input.lastName} ${input.firstName}`, email: input.email, shownHash: consent.shownHash };
    const consentId = await keepConsent(tx, consent.words, by);
    const { id } = await tx.db.partnerApplication.create({ data: { ...input, consentId, createdAt: tx.now }, select: { id: true } });
    await tellReceived(tx, { ...input, id });
    await tx.audit({ action: 'application.received', subject: `анкета ${id}`, after: { companyName: input.companyName, inn: input.inn } });
    return { id };
  });
}

const FLOOD = 'Слишком много анкет за короткое время. Подождите и отправьте ещё раз или напишите нам.';

async function tellReceived(tx: Tx, application: ApplicationFacts): Promise<void> {
  const cause = `application:${application.id}:received`;
  const letter = { template: 'application-received', cause, partnerId: null } as const;
  // Nobody has shown that the mailbox is theirs: a stranger gets one letter a day at most, without a word that was typed.
  const once = `application-received:${moscowDay(tx.now)}`;
  const applicant = { name: '', address: application.email };
  await queueLetter(tx, { ...letter, cause: once, to: applicant, content: applicationReceived(application.id) });
  const content = applicationToManagers({ ...application, phone: shownPhone(application.phone) });
  const staff = await staffToWrite(tx.sql);
  await queueLetters(
    tx,
    staff.map(({ userId, name, address }) => ({ ...letter, userId, to: { name, address }, content })),
  );
}

/** A stored phone, for people. */
export function shownPhone(stored: string): string {
  const [e164 = '', ext = null] = stored.split(';ext=');
  return formatPhone(e164, ext);
}

/**
 * Refuses an анкета; the applicant reads the reason.
 * @throws NotFound, Conflict when it was decided meanwhile
 */
export function rejectApplication(scope: Scope, id: number, reason: string, token: string): Promise<{ id: number }> {
  return command(scope, { action: 'application.reject', token }, async (tx) => {
    const application = await lockNewApplication(tx, id);
    const { userId, name } = scope.actor;
    await tx.db.partnerApplication.update({
      where: { id },
      data: { status: 'rejected', rejectReason: reason, decidedAt: tx.now, decidedById: userId, decidedByName: name },
    });
    await queueLetter(tx, {
      template: 'application-rejected',
      cause: `application:${id}:rejected`,
      to: { name: `${application.firstName} ${application.lastName}`, address: application.email },
      partnerId: null,
      content: applicationRejected(application, reason),
    });
    await tx.audit({ action: 'application.rejected', subject: `анкета ${id}`, after: { reason } });
    return { id };
  });
}

/** An анкета that nobody has decided yet, locked. @throws NotFound, Conflict when it was decided */
export async function lockNewApplication(tx: Tx, id: number) {
  await tx.sql('lock_application', 'select id from partner_applications where id = $1::int for update', [id]);
  const application = await tx.db.partnerApplication.findUnique({ where: { id } });
  if (!application) throw new NotFound();
  if (application.status !== 'new') throw new Conflict('Эта анкета уже рассмотрена: проверьте, кем и как.');
  return application;
}
