import QRCode from 'qrcode';
import type { Account } from '#src/accounts/accounts.types.ts';
import { count } from '#src/lib/russian.ts';
import type { Page } from '#src/platform/http/render.ts';
import { base32, otpauthUrl } from './totp.ts';

export interface SecondFactorPage extends Page {
  readonly state: 'off' | 'begun' | 'on';
  /** While it is being turned on. */
  readonly secret: { readonly text: string; readonly qr: { readonly size: number; readonly path: string } } | null;
  /** «осталось 8 кодов восстановления» */
  readonly left: string;
  /** Shown this once, just made. */
  readonly codes: readonly string[];
  readonly isRequired: boolean;
  readonly errors: Readonly<Record<string, string>>;
}

export interface SecondFactorView {
  readonly factor: { readonly secret: Buffer; readonly isConfirmed: boolean } | null;
  readonly codesLeft: number;
  readonly codes?: readonly string[];
  readonly isRequired: boolean;
  readonly errors?: Readonly<Record<string, string>>;
}

/** `/Account/SecondFactor` */
export function secondFactorPage(account: Account, view: SecondFactorView): SecondFactorPage {
  const { factor, codesLeft, codes = [], isRequired, errors = {} } = view;
  const isBegun = factor !== null && !factor.isConfirmed;
  return {
    title: 'Второй фактор',
    section: '',
    isInvalid: Object.keys(errors).length > 0,
    state: factor?.isConfirmed ? 'on' : isBegun ? 'begun' : 'off',
    secret: isBegun
      ? { text: (base32(factor.secret).match(/.{4}/g) ?? []).join(' '), qr: qrOf(otpauthUrl(factor.secret, account.login)) }
      : null,
    left: `Осталось ${count(codesLeft, 'код', 'кода', 'кодов')} восстановления`,
    codes,
    isRequired,
    errors,
  };
}

const QUIET = 4;

/** The dark modules as one path of a picture, with the quiet zone readers need around it. */
function qrOf(text: string): { size: number; path: string } {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' });
  const { size, data } = modules;
  const squares = Array.from(data).flatMap((isDark, at) =>
    isDark ? [`M${(at % size) + QUIET} ${Math.floor(at / size) + QUIET}h1v1h-1z`] : [],
  );
  return { size: size + 2 * QUIET, path: squares.join('') };
}
