import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

/** What a key is for. Each purpose has keys of its own, so what one has signed is nothing to another. */
export type Purpose =
  | 'session'
  | 'csrf'
  | 'log-on step'
  | 'application'
  | 'store request'
  | 'note'
  | 'e-mail'
  | 'second factor'
  | 'kept form';

/** Keys derived from the secrets of `SESSION_SECRET`: the first secret makes, all of them check and open. */
export interface Keys {
  /** One per secret, from eight signs: stands before what was sealed, tells nothing of the secret. */
  readonly ids: readonly string[];
  /** The keys of a purpose as text, for libraries that sign by themselves. */
  texts(purpose: Purpose): string[];
  /** A keyed hash of the text. */
  sign(purpose: Purpose, text: string): string;
  /** Was the text signed under one of the secrets? */
  isSigned(purpose: Purpose, text: string, mark: string): boolean;
  /** Encrypts for the table, bound to its owner: `<key id>.<AES-256-GCM in base64>`. */
  seal(purpose: Purpose, plain: Buffer, owner: string): string;
  /** The plain bytes again; null when sealed under a secret that is gone, for another owner, or broken. */
  unseal(purpose: Purpose, sealed: string, owner: string): Buffer | null;
}

/** @param secrets at least one, each of 32 signs or more; the first one signs */
export function keysOf(secrets: readonly string[]): Keys {
  const derived = new Map<Purpose, Buffer[]>();
  const keys = (purpose: Purpose): Buffer[] => {
    const found = derived.get(purpose) ?? secrets.map((secret) => derive(secret, `portal ${purpose}`, 32));
    derived.set(purpose, found);
    return found;
  };
  const first = (purpose: Purpose): Buffer => keys(purpose)[0] ?? Buffer.alloc(0);
  const ids = secrets.map((secret) => derive(secret, 'portal key id', 4).toString('hex'));
  return {
    ids,
    texts: (purpose) => keys(purpose).map((key) => key.toString('base64url')),
    sign: (purpose, text) => mac(first(purpose), text).toString('base64url'),
    isSigned: (purpose, text, mark) => keys(purpose).some((key) => isMac(mac(key, text), mark)),
    seal: (purpose, plain, owner) => `${ids[0]}.${encrypt(first(purpose), plain, owner)}`,
    unseal: (purpose, sealed, owner) => {
      const [, id, text = ''] = /^(?:([0-9a-f]{8})\.)?(.*)$/.exec(sealed) ?? [];
      // Those of before the ids stood there may be of any secret.
      const fitting = keys(purpose).filter((_, at) => id === undefined || ids[at] === id);
      return fitting.reduce<Buffer | null>((found, key) => found ?? decrypt(key, text, owner), null);
    },
  };
}

const derive = (secret: string, info: string, bytes: number): Buffer => Buffer.from(hkdfSync('sha256', secret, '', info, bytes));

const mac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

function isMac(expected: Buffer, mark: string): boolean {
  const given = Buffer.from(mark, 'base64url');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

const NONCE = 12;
const TAG = 16;

function encrypt(key: Buffer, plain: Buffer, owner: string): string {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(owner));
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64');
}

function decrypt(key: Buffer, text: string, owner: string): Buffer | null {
  try {
    const bytes = Buffer.from(text, 'base64');
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE)).setAAD(Buffer.from(owner));
    decipher.setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
    return Buffer.concat([decipher.update(bytes.subarray(NONCE + TAG)), decipher.final()]);
  } catch {
    return null;
  }
}
