import { randomInt } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

/** argon2id with the parameters OWASP names; about 30 ms and 19 MiB a password. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** The hash of a random secret nobody has, of the same cost: checking it takes as long as checking a real one. */
const NOBODYS = '$argon2id$v=19$m=19456,t=2,p=1$Zm9KKI0xE8QCWwSGwmoJCQ$7QEfhkyHJfKzzcCxrZT3GoVUqb1ucIvg25KYQtpZsLM';

/** Signs that are not taken for one another on paper: no i, j, l, 1, o, 0. */
const READABLE = 'abcdefghkmnpqrstuvwxyz23456789';

/** The argon2id hash of a password, as the text `verifyPassword` takes. */
export function hashPassword(plain: string): Promise<string> {
  return hash(plain, COST);
}

/** Is this the password? Takes the same time when there is none to compare with (`null`), and then says no. */
export async function verifyPassword(passwordHash: string | null, plain: string): Promise<boolean> {
  const isRight = await verify(passwordHash ?? NOBODYS, plain);
  return isRight && passwordHash !== null;
}

/** A password that people can read from paper: three groups of five, 73 bits, such as `kupat-7xwme-3hd9k`. */
export function readablePassword(): string {
  const group = () => Array.from({ length: 5 }, () => READABLE[randomInt(READABLE.length)]).join('');
  return [group(), group(), group()].join('-');
}
