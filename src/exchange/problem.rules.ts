/** One fault of a body: where (RFC 6901), what kind, in words. */
export interface Fault {
  readonly pointer: string;
  readonly code: string;
  readonly text: string;
}

/** Problem details (RFC 9457). */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly errors?: readonly Fault[];
}

const TITLES = {
  'not-json': [400, 'Это не JSON'],
  unauthorized: [401, 'Нет доступа'],
  forbidden: [403, 'Нет доступа с этого адреса'],
  'not-found': [404, 'Такого адреса нет'],
  method: [405, 'Этот метод здесь не действует'],
  conflict: [409, 'Сообщение с таким messageId уже было, с другим содержанием'],
  'too-large': [413, 'Сообщение больше 10 МБ'],
  media: [415, 'Принимается application/json'],
  validation: [422, 'Сообщение не соответствует договору ax-exchange/1'],
  throttled: [429, 'Слишком часто'],
  internal: [500, 'Портал не справился'],
  unavailable: [503, 'Портал сейчас не отвечает, повторите позже'],
} as const;

export type ProblemKind = keyof typeof TITLES;

/** The most faults that are told at once. */
const MOST = 100;

/** A problem of a kind; `errors` are cut to a hundred. */
export function problem(kind: ProblemKind, detail: string, errors: readonly Fault[] = []): Problem {
  const [status, title] = TITLES[kind];
  const told = errors.slice(0, MOST);
  return { type: `urn:ed-mont:ax-exchange:${kind}`, title, status, detail, ...(told.length > 0 ? { errors: told } : {}) };
}

/** A JSON pointer of a path. `['items', 3, 'a/b']` is `/items/3/a~1b`. */
export const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
