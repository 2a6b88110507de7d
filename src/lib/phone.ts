import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** A phone number: `+74951234567` and, where there is one, an extension. */
export interface Phone {
  readonly e164: string;
  readonly ext: string | null;
}

/**
 * Reads a typed phone number, a Russian one unless it says otherwise:
 * `8 (495) 123-45-67 доб. 12`, `9161234567`, `+7 495…`. Gives null when no such number can exist.
 */
export function parsePhone(text: string): Phone | null {
  const found = parsePhoneNumberFromString(text.trim(), { defaultCountry: 'RU', extract: false });
  if (!found?.isValid()) return null;
  return { e164: found.number, ext: found.ext ?? null };
}

/**
 * «+7 495 123-45-67» or «+7 495 123-45-67, доб. 12»; the extension may stand in the number as it is stored, `+74951234567;ext=12`.
 * A text that is no number comes back as it is.
 */
export function formatPhone(stored: string, extension: string | null = null): string {
  const [e164 = '', ext = extension] = stored.split(';ext=');
  const russian = /^\+7(\d{3})(\d{3})(\d{2})(\d{2})$/.exec(e164);
  const shown = russian
    ? `+7 ${russian[1]} ${russian[2]}-${russian[3]}-${russian[4]}`
    : (parsePhoneNumberFromString(e164)?.formatInternational() ?? e164);
  return ext ? `${shown}, доб. ${ext}` : shown;
}
