import { createHash } from 'node:crypto';
import { partnerOf } from '#src/accounts/actor.rules.ts';
import { partnerAsOperator } from '#src/consents/consents.queries.ts';
import { operatorFault } from '#src/consents/consents.rules.ts';
import { UnreadableFile } from '#src/lib/unreadable.ts';
import { command } from '#src/platform/command.ts';
import { ChangedMeanwhile, Conflict, Invalid } from '#src/platform/errors.ts';
import type { Scope, Tx } from '#src/platform/scope.ts';
import { TookTooMuch } from '#src/platform/workers/work.ts';
import { logoReading } from '../look/logo.work.ts';
import type { SettingsInput } from './settings.forms.ts';
import { type OwnStorefront, ownStorefront } from './settings.queries.ts';

const subjectOf = ({ code }: { readonly code: string }): string => `витрина ${code}`;

/**
 * Saves what a partner says of its storefront. @throws ChangedMeanwhile; Invalid `{ isOn }` for one that can't ask for consents, or that MONT has
 * switched off
 */
export function saveSettings(scope: Scope, { token, version, ...input }: SettingsInput): Promise<void> {
  return command(scope, { action: 'storefront.save', token }, async (tx) => {
    const own = await lockOwn(tx, partnerOf(scope));
    if (own.version !== version) throw new ChangedMeanwhile();
    if (input.isOn && !own.isOn) await refuseUnready(tx, own);
    await tx.db.storefront.update({
      where: { partnerId: own.partnerId },
      data: { ...input, version: { increment: 1 }, updatedAt: tx.now },
      select: { partnerId: true },
    });
    const { isOn, name, text, phone, email, address, hours, accent, isShownToCustomers } = own;
    const before = { isOn, name, text, phone, email, address, hours, accent, isShownToCustomers };
    await tx.audit({ action: 'storefront.saved', subject: subjectOf(own), before, after: input });
  });
}

async function refuseUnready(tx: Tx, own: OwnStorefront): Promise<void> {
  if (own.turnedOffAt) throw new Invalid({ isOn: `Витрину выключил MONT: ${own.turnOffReason}. Напишите вашему менеджеру.` });
  const fault = operatorFault(await partnerAsOperator(tx.sql, own.partnerId));
  if (fault) throw new Invalid({ isOn: `${fault} Попросите вашего менеджера дополнить реквизиты.` });
}

/** Gives the storefront another code, once; the one before leads on for ever. @throws Conflict when it was changed already; Invalid `{ code }` */
export function changeCode(scope: Scope, code: string, token: string): Promise<void> {
  return command(scope, { action: 'storefront.code', token }, async (tx) => {
    const own = await lockOwn(tx, partnerOf(scope));
    if (own.oldCode !== null) throw new Conflict('Адрес витрины уже меняли: второй раз сменить его нельзя.');
    if (code === own.code) throw new Invalid({ newCode: 'Это и есть нынешний адрес' });
    await refuseTaken(tx, own.partnerId, code);
    await tx.db.storefront.update({
      where: { partnerId: own.partnerId },
      data: { code, oldCode: own.code, version: { increment: 1 }, updatedAt: tx.now },
      select: { partnerId: true },
    });
    await tx.audit({ action: 'storefront.code-changed', subject: subjectOf({ code }), before: { code: own.code }, after: { code } });
  });
}

async function refuseTaken(tx: Tx, partnerId: number, code: string): Promise<void> {
  await tx.sql('storefront_codes_lock', `select pg_advisory_xact_lock(hashtext('storefront codes'))::text`);
  const [taken] = await tx.sql<{ partnerId: number }>(
    'storefront_code_taken',
    'select partner_id as "partnerId" from storefronts where (code = $1 or old_code = $1) and partner_id <> $2 limit 1',
    [code, partnerId],
  );
  if (taken) throw new Invalid({ newCode: 'Этот адрес занят: выберите другой' });
}

/** The file of a form, as far as it came. */
interface Sent {
  readonly name: string;
  readonly bytes: Buffer;
  readonly isTooLarge: boolean;
}

const MOST_BYTES = 512 * 1024;

/** Takes in a logo, drawn anew by a thread; the one before goes. @throws Invalid with a sentence at the field `file` */
export async function setLogo(scope: Scope, sent: Sent | undefined, token: string): Promise<void> {
  if (!sent || sent.name === '') throw new Invalid({ file: 'Выберите файл с логотипом' });
  if (sent.isTooLarge || sent.bytes.length > MOST_BYTES) throw new Invalid({ file: 'Файл больше 512 КБ: сохраните логотип поменьше' });
  const logo = await drawn(scope, sent.bytes);
  const sha256 = createHash('sha256').update(sent.bytes).digest('hex');
  await command(scope, { action: 'storefront.logo', token }, async (tx) => {
    const own = await lockOwn(tx, partnerOf(scope));
    await tx.sql(
      'storefront_picture_keep',
      `insert into storefront_pictures (partner_id, sha256, webp, png, width, height, created_at)
       values ($1, $2, $3, $4, $5::int, $6::int, $7::timestamptz) on conflict do nothing`,
      [own.partnerId, sha256, Buffer.from(logo.webp), Buffer.from(logo.png), logo.width, logo.height, tx.now],
    );
    await showLogo(tx, own, sha256);
    await tx.audit({ action: 'storefront.logo-set', subject: subjectOf(own), after: { sha256 } });
  });
}

/** Takes the logo off. */
export function dropLogo(scope: Scope, token: string): Promise<void> {
  return command(scope, { action: 'storefront.logo-drop', token }, async (tx) => {
    const own = await lockOwn(tx, partnerOf(scope));
    if (own.logoSha256 === null) return;
    await showLogo(tx, own, null);
    await tx.audit({ action: 'storefront.logo-dropped', subject: subjectOf(own), before: { sha256: own.logoSha256 } });
  });
}

async function drawn({ portal }: Scope, bytes: Buffer) {
  try {
    return await portal.workers.do(logoReading, bytes);
  } catch (error) {
    if (error instanceof UnreadableFile) throw new Invalid({ file: error.message });
    if (error instanceof TookTooMuch) throw new Invalid({ file: 'Картинка устроена слишком сложно: сохраните её проще.' });
    throw error;
  }
}

/** Pictures that nothing shows any more are not kept. */
async function showLogo(tx: Tx, { partnerId }: OwnStorefront, logoSha256: string | null): Promise<void> {
  await tx.db.storefront.update({
    where: { partnerId },
    data: { logoSha256, version: { increment: 1 }, updatedAt: tx.now },
    select: { partnerId: true },
  });
  await tx.sql('storefront_pictures_clear', 'delete from storefront_pictures where partner_id = $1 and sha256 is distinct from $2', [
    partnerId,
    logoSha256,
  ]);
}

/** The partner's storefront, locked until the end of the command. */
export async function lockOwn(tx: Tx, partnerId: number): Promise<OwnStorefront> {
  await tx.sql('storefront_lock', 'select 1 as locked from storefronts where partner_id = $1 for update', [partnerId]);
  return ownStorefront(tx.sql, partnerId);
}
