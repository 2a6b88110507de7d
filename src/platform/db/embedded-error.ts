/** Thrown when the embedded PostgreSQL can't be had; the message is a sentence for the person at the terminal. */
export class EmbeddedError extends Error {
  override name = 'EmbeddedError';
}
