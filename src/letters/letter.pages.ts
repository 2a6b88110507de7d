import type { MailboxOwner } from '#src/accounts/passwords/mailboxes.queries.ts';
import { formatMoment } from '#src/lib/days.ts';
import type { AlertProps, ButtonProps, Fact, PageHeadProps } from '#src/platform/http/components.ts';
import type { Page } from '#src/platform/http/render.ts';
import type { LetterCard } from './letters.queries.ts';
import { NO_SECRETS, type RenderedLetter, renderLetter } from './letters.render.ts';
import { LETTER_TEMPLATES } from './letters.rules.ts';
import { letterBadges } from './letters.words.ts';
import { carriesSecrets } from './secrets.ts';
import { type Settling, settlingOf } from './settling.pages.ts';

export interface LetterPage extends Page {
  readonly head: PageHeadProps;
  readonly alert: AlertProps | null;
  /** The mark «разобрано» of a letter that did not arrive, or its way back. */
  readonly settling: Settling | null;
  /** Where the address of a letter that did not arrive is mended. */
  readonly mend: readonly { readonly label: string; readonly href: string }[];
  readonly facts: Fact[];
  /** What a person should know before looking at the preview. */
  readonly previewNote: string;
  readonly htmlHref: string;
  readonly text: string;
  readonly resend: { readonly action: string; readonly token: string; readonly button: ButtonProps; readonly hint: string | null };
}

/** The letter as it is kept; one not composed yet is drawn as it will be, with its secrets masked. */
export function previewOf(card: LetterCard, portalUrl: string): RenderedLetter {
  const { subject, text, html } = card;
  return text !== null && html !== null ? { subject, text, html } : renderLetter(card.content, portalUrl, NO_SECRETS);
}

/** `/admin/letters/:id`. `token` makes the resend form work once. */
export function letterPage(card: LetterCard, portalUrl: string, token: string, owners: readonly MailboxOwner[] = []): LetterPage {
  return {
    title: `Письмо № ${card.id}`,
    section: 'admin/letters',
    head: {
      title: card.subject,
      sub: LETTER_TEMPLATES[card.template],
      badge: letterBadges[card.state],
      crumbs: [{ label: 'Письма', href: '/admin/letters' }, { label: `№ ${card.id}` }],
    },
    alert: card.settledAt ? null : alertOf(card),
    settling: settlingOf([card], token),
    mend: ['failed', 'unknown'].includes(card.state) ? owners.map(({ name, login, href }) => ({ label: `${name} (${login})`, href })) : [],
    facts: factsOf(card),
    previewNote: noteOf(card),
    htmlHref: `/admin/letters/${card.id}/html`,
    text: previewOf(card, portalUrl).text,
    resend: {
      action: `/admin/letters/${card.id}/resend`,
      token,
      button: resendButton(card),
      hint: carriesSecrets(card.content)
        ? 'Одноразовые пароль и ссылка в новом письме будут новыми, прежние перестанут действовать.'
        : null,
    },
  };
}

function alertOf({ status, lastError }: LetterCard): AlertProps | null {
  const said = lastError ? ` Ответ: ${lastError}` : '';
  if (status === 'failed') return { tone: 'bad', title: 'Письмо не отправлено.', text: said.trim() };
  if (status === 'unknown') {
    const text = `Связь оборвалась, когда письмо уже передавалось. Спросите получателя и, если письма нет, отправьте его ещё раз.${said}`;
    return { tone: 'warn', title: 'Неизвестно, дошло ли письмо.', text };
  }
  if (status === 'queued' && lastError) {
    return { tone: 'info', title: 'Почтовый сервер пока не принял письмо.', text: `Портал повторит попытку сам.${said}` };
  }
  return null;
}

function factsOf(card: LetterCard): Fact[] {
  const original = /^resend:(\d+):/.exec(card.cause)?.[1];
  return [
    { label: 'Кому', value: card.recipientName || card.recipientAddress },
    { label: 'Адрес', value: card.recipientAddress },
    ...(card.partnerName ? [{ label: 'Партнёр', value: card.partnerName }] : []),
    ...(card.subscriptionNumber ? [{ label: 'Подписка', value: card.subscriptionNumber }] : []),
    { label: 'Создано', value: formatMoment(card.queuedAt) },
    { label: 'Попыток', value: String(card.attempts) },
    ...(card.lastTriedAt ? [{ label: 'Последняя попытка', value: formatMoment(card.lastTriedAt) }] : []),
    ...(card.sentAt ? [{ label: 'Отправлено', value: formatMoment(card.sentAt) }] : []),
    ...(card.settledAt ? [{ label: 'Разобрано', value: `${card.settledByName ?? 'MONT'}, ${formatMoment(card.settledAt)}` }] : []),
    ...(original ? [{ label: 'Повтор письма', value: `№ ${original}`, href: `/admin/letters/${original}` }] : []),
    ...card.repeats.map((id) => ({ label: 'Отправлено ещё раз', value: `№ ${id}`, href: `/admin/letters/${id}` })),
    { label: 'Причина', value: card.cause, isMono: true },
    { label: 'Message-ID', value: card.messageId, isMono: true },
  ];
}

function noteOf({ status, html, content }: LetterCard): string {
  if (html === null && status === 'kept') return 'Письмо прежних месяцев: одноразовых пароля и ссылки в копии нет.';
  if (html === null) return 'Письмо составляется в момент отправки: так оно будет выглядеть, пароли и ссылки скрыты.';
  if (!carriesSecrets(content) || status === 'kept') return 'Копия письма, как она составлена.';
  return 'Копия отправленного письма: одноразовые пароль и ссылка в ней скрыты.';
}

function resendButton({ status }: LetterCard): ButtonProps {
  const button = { label: 'Отправить ещё раз', icon: 'mail-forward' as const };
  if (status === 'queued' || status === 'sending') return { ...button, why: 'Письмо ещё в очереди: портал отправит его сам.' };
  return status === 'failed' || status === 'unknown' ? { ...button, kind: 'primary' } : button;
}
