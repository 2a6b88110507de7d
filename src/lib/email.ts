const localPart = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i;
const domainLabel = /^[\p{L}\p{N}]([\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?$/u;

/** The form in which addresses are stored and compared: no spaces around, lower case. */
export function cleanEmail(text: string): string {
  return text.trim().toLowerCase();
}

/** Checks one e-mail address. Gives the sentence to show at the field, or null when it is right. */
export function checkEmail(text: string): string | null {
  if (/[\s,;<>]/.test(text)) return 'Укажите один адрес почты, без пробелов и запятых';
  const at = text.lastIndexOf('@');
  const local = text.slice(0, Math.max(at, 0));
  const labels = text.slice(at + 1).split('.');
  const isShaped = text.length <= 254 && local.length <= 64 && localPart.test(local);
  const isDomain = labels.length >= 2 && labels.every((label) => domainLabel.test(label)) && !/^\d+$/.test(labels.at(-1) ?? '');
  return isShaped && isDomain ? null : 'Адрес почты должен быть вида name@company.ru';
}

/** The address of a link that opens a letter to this mailbox, and sets nothing else of the letter whatever signs the mailbox has. */
export const mailTo = (email: string): string => `mailto:${encodeURIComponent(email).replace('%40', '@')}`;
