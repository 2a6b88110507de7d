/** What people may be here; the application names the roles. */
// biome-ignore lint/suspicious/noEmptyInterface: augmented by the application
export interface Roles {}

export type Role = keyof Roles & string;

/** Who acts. Every read and every verb is bounded by it. */
export interface Actor {
  readonly userId: number | null;
  readonly role: Role | 'system' | 'anonymous';
  readonly name: string;
  readonly login: string;
  readonly partnerId: number | null;
  readonly customerId: number | null;
  /** Looks only: every command is refused. */
  readonly isReadOnly?: boolean;
}

export const ANONYMOUS: Actor = {
  userId: null,
  role: 'anonymous',
  name: 'Гость',
  login: '',
  partnerId: null,
  customerId: null,
};

export const SYSTEM: Actor = {
  userId: null,
  role: 'system',
  name: 'Система',
  login: '',
  partnerId: null,
  customerId: null,
};
