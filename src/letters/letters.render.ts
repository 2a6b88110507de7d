import { fileURLToPath } from 'node:url';
import { formatMoment } from '#src/lib/days.ts';
import { Views } from '#src/platform/http/views.ts';
import type { Block, LetterContent, RecoveryLink, StartPassword } from './letters.types.ts';

/** What stands for a secret wherever a letter is kept or shown. */
export const MASK = '••••••';

/** Secrets by user id; an absent one is drawn masked. */
export interface Secrets {
  readonly startPasswords: ReadonlyMap<number, StartPassword>;
  readonly recoveryLinks: ReadonlyMap<number, RecoveryLink>;
}

export const NO_SECRETS: Secrets = { startPasswords: new Map(), recoveryLinks: new Map() };

/** The same letter as it may be kept: logins and terms stay, passwords and links go. */
export function masked(secrets: Secrets): Secrets {
  const startPasswords = [...secrets.startPasswords].map(([id, secret]) => [id, { ...secret, password: MASK }] as const);
  const recoveryLinks = [...secrets.recoveryLinks].map(([id, secret]) => [id, { ...secret, url: '' }] as const);
  return { startPasswords: new Map(startPasswords), recoveryLinks: new Map(recoveryLinks) };
}

/** What both parts of a letter are drawn from, so that they can't say different things. */
export type Part =
  | { readonly kind: 'p'; readonly lines: readonly string[] }
  | { readonly kind: 'note'; readonly lines: readonly string[] }
  | { readonly kind: 'facts'; readonly rows: readonly Fact[] }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  /** `href` is '' for a link that must not be kept. */
  | { readonly kind: 'button'; readonly label: string; readonly href: string }
  | { readonly kind: 'quote'; readonly parts: readonly Part[] };

export interface Fact {
  readonly label: string;
  readonly value: string;
  readonly isMono?: boolean;
}

/** What the HTML layout is drawn from. */
export interface LetterView {
  readonly subject: string;
  readonly preheader: string;
  readonly parts: readonly Part[];
  readonly portalUrl: string;
  readonly portalHost: string;
}

export interface RenderedLetter {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

const views = new Views(fileURLToPath(new URL('../../views', import.meta.url)), () => '');

/** Can it be drawn? What can't must not be promised. @throws Error for a link that leads away from the portal */
export function checkLetter(content: LetterContent, portalUrl: string): void {
  toParts(content.blocks, portalUrl, NO_SECRETS);
}

/**
 * Draws a letter: one text and one HTML part with the same content. Needs no session and no request.
 * @throws Error for a link that leads away from the portal
 */
export function renderLetter(content: LetterContent, portalUrl: string, secrets: Secrets): RenderedLetter {
  const parts = toParts(content.blocks, portalUrl, secrets);
  const view: LetterView = {
    subject: content.subject,
    preheader: content.preheader ?? '',
    parts,
    portalUrl,
    portalHost: new URL(portalUrl).host,
  };
  const text = [
    content.subject,
    ...parts.map(partText),
    `--\nПисьмо отправил портал подписок MONT: ${portalUrl}\nОтвечать на него не нужно.`,
  ];
  return { subject: content.subject, text: `${text.join('\n\n')}\n`, html: views.partial('letters/letter', view) };
}

function toParts(blocks: readonly Block[], portalUrl: string, secrets: Secrets): Part[] {
  return blocks.flatMap((block) => toPart(block, portalUrl, secrets));
}

function toPart(block: Block, portalUrl: string, secrets: Secrets): Part | Part[] {
  if ('p' in block) return { kind: 'p', lines: block.p.split('\n') };
  if ('note' in block) return { kind: 'note', lines: block.note.split('\n') };
  if ('facts' in block) return { kind: 'facts', rows: block.facts.map(([label, value]) => ({ label, value })) };
  if ('list' in block) return { kind: 'list', items: block.list };
  if ('button' in block) return { kind: 'button', label: block.button.label, href: ownLink(block.button.url, portalUrl) };
  if ('startPasswordFor' in block) return credentials(secrets.startPasswords.get(block.startPasswordFor), portalUrl);
  if ('recoveryLinkFor' in block) return recovery(secrets.recoveryLinks.get(block.recoveryLinkFor), portalUrl);
  const quoted = typeof block.quote === 'string' ? [{ p: block.quote }] : block.quote;
  return { kind: 'quote', parts: toParts(quoted, portalUrl, secrets) };
}

function credentials(secret: StartPassword | undefined, portalUrl: string): Part[] {
  const term = secret ? ` Он действует до ${formatMoment(secret.validUntil)} (время московское) и только один раз.` : '';
  return [
    {
      kind: 'facts',
      rows: [
        { label: 'Адрес портала', value: `${portalUrl}/Account/LogOn`, isMono: true },
        { label: 'Логин', value: secret?.login ?? MASK, isMono: true },
        { label: 'Одноразовый пароль', value: secret?.password ?? MASK, isMono: true },
      ],
    },
    { kind: 'note', lines: [`Пароль нужен для первого входа.${term} Войдя, вы замените его своим.`] },
  ];
}

function recovery(secret: RecoveryLink | undefined, portalUrl: string): Part[] {
  const term = secret ? ` Она действует до ${formatMoment(secret.validUntil)} (время московское).` : '';
  return [
    { kind: 'button', label: 'Задать новый пароль', href: secret?.url ? ownLink(secret.url, portalUrl) : '' },
    { kind: 'note', lines: [`Ссылка сработает один раз.${term}`] },
  ];
}

/** Letters link to the portal only, so that nobody can be led away by one. */
function ownLink(url: string, portalUrl: string): string {
  const link = new URL(url, portalUrl);
  if (link.origin !== new URL(portalUrl).origin) throw new Error('A letter links to the portal only');
  return link.href;
}

function partText(part: Part): string {
  if (part.kind === 'facts') return part.rows.map(({ label, value }) => `${label}: ${value}`).join('\n');
  if (part.kind === 'list') return part.items.map((item) => `— ${item}`).join('\n');
  if (part.kind === 'button') return `${part.label}:\n${part.href || MASK}`;
  if (part.kind === 'quote') return ['----------', ...part.parts.map(partText), '----------'].join('\n\n');
  return part.lines.join('\n');
}
