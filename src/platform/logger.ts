import { type Logger, pino } from 'pino';

export type { Logger };

/** JSON lines on standard output. Bodies, cookies and one-time links never get here (see `http/request-log.ts`). */
export function createLogger(level: string): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime });
}
