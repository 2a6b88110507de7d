import { type Logger, type LoggerOptions, pino } from 'pino';

export type { Logger };

const FLUSH_MS = 200;
const ERROR = pino.levels.values['error'] ?? 50;

/**
 * JSON lines on standard output. Bodies, cookies and one-time links never get here (see `http/request-log.ts`).
 * Lines are written some at a time, since a write per answer costs as much as a tenth of a page; errors at once.
 */
export function createLogger(level: string): Logger {
  const out = pino.destination({ minLength: 8_192 });
  setInterval(() => out.flush(), FLUSH_MS).unref();
  process.once('exit', () => out.flushSync());
  const logMethod: NonNullable<LoggerOptions['hooks']>['logMethod'] = function (args, method, at) {
    method.apply(this, args);
    if (at >= ERROR) out.flushSync();
  };
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime, hooks: { logMethod } }, out);
}
