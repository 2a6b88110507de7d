/** Types of messages that also come as tables. */
export const TABLES = ['debtors', 'payments'] as const;
export type TableType = (typeof TABLES)[number];

/** What a file's name tells: `debtors_20261130T060000_000017_0f8fad5b-d9cb-469f-a165-70867728950e.csv`. */
export interface FileName {
  readonly type: string;
  /** Moscow time, `2026-11-30T06:00:00+03:00`. */
  readonly createdAt: string;
  /** 0: the sender does not count. */
  readonly seq: number;
  readonly messageId: string;
}

const MOSCOW_AHEAD_MS = 3 * 3_600_000;

const NAME = /^([a-z-]{1,30})_(\d{8})T(\d{6})_(\d{6,12})_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.(json|csv)$/i;

/** null for another name. */
export function parseName(name: string): FileName | null {
  const [, type = '', day = '', time = '', seq = '', messageId = ''] = NAME.exec(name) ?? [];
  if (type === '') return null;
  const createdAt = `${day.replace(/(\d{4})(\d\d)(\d\d)/, '$1-$2-$3')}T${time.replace(/(\d\d)(\d\d)(\d\d)/, '$1:$2:$3')}+03:00`;
  return { type: type.toLowerCase(), createdAt, seq: Number(seq), messageId: messageId.toLowerCase() };
}

/** The name of a file the portal writes; its instant is told in Moscow time. */
export function nameOf({ type, createdAt, seq, messageId }: Omit<FileName, 'createdAt'> & { readonly createdAt: Date }): string {
  const moscow = new Date(createdAt.getTime() + MOSCOW_AHEAD_MS).toISOString();
  return `${type}_${moscow.slice(0, 19).replaceAll('-', '').replaceAll(':', '')}_${String(seq).padStart(6, '0')}_${messageId}.json`;
}

/** Beside a file in `archive/` or `error/`: how it ended. */
export const ackName = (name: string): string => `${name.replace(/\.(json|csv)$/i, '')}.ack.json`;

/** A file somebody has put for the portal: no unfinished `.tmp`, nothing hidden, nothing claimed. */
export const isForPortal = (name: string): boolean => /^[^.~].*\.(json|csv)$/i.test(name);

const CLAIMED = /^(.+)\.taken-[0-9a-f]{8}$/;

/** The name under which one reader holds a file. @param claim eight hexadecimal digits, another for each reader */
export const claimedName = (name: string, claim: string): string => `${name}.taken-${claim}`;

/** The name before it was claimed; null for what nobody claimed. */
export const unclaimedName = (name: string): string | null => CLAIMED.exec(name)?.[1] ?? null;

/** Oldest first, in the sender's own order; a name that tells nothing comes last. */
export function inOrder(names: readonly string[]): string[] {
  const key = (name: string) => {
    const found = parseName(name);
    return found ? `${found.createdAt} ${String(found.seq).padStart(12, '0')} ${name}` : `~ ${name}`;
  };
  return [...names].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
