import type { Scope } from '#src/platform/scope.ts';
import type { Upload } from './uploads.ts';

declare global {
  namespace Express {
    interface Request {
      /** Who asks; set for every request before any route. */
      scope: Scope;
      /** Id shown on error pages and written in the log. */
      requestId: string;
      /** The file of the form, at the addresses that take one. */
      upload?: Upload;
    }
  }
}
