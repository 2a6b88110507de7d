import sharp, { type Sharp } from 'sharp';
import { UnreadableFile } from './unreadable.ts';

export type PictureKind = 'png' | 'jpeg' | 'webp';

/** What kind of picture the bytes are, by how they begin; null for anything else. */
export function pictureKind(bytes: Buffer): PictureKind | null {
  const start = bytes.subarray(0, 12).toString('latin1');
  if (start.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (start.startsWith('RIFF') && start.endsWith('WEBP')) return 'webp';
  return start.startsWith('\xff\xd8\xff') ? 'jpeg' : null;
}

/** Is the file an archive or a page as well? What begins or ends as another kind is taken for that by other programs. */
export function isTwoInOne(bytes: Buffer): boolean {
  const [start, end] = [bytes.subarray(0, 1024).toString('latin1'), bytes.subarray(-65_557)];
  return start.indexOf('%PDF-') > 0 || /<(?:html|script|svg|!doctype)/i.test(start) || end.includes('PK\x05\x06', 0, 'latin1');
}

/** What a picture may be, and the sentences for one that is more, or none. */
export interface PictureLimits {
  readonly mostDots: number;
  /** Dots of the longer side. */
  readonly longestSide?: number;
  readonly tooLarge: string;
  readonly damaged: string;
}

/**
 * Draws a stranger's picture anew, upright: nothing but dots is left of it, no metadata and nothing behind it. A picture beyond the limits is refused by what its
 * head says, unread. For a thread of its own: the work takes as long as the picture is large.
 * @throws UnreadableFile with one of the sentences
 */
export async function drawnAnew<T>(
  bytes: Buffer,
  kind: PictureKind,
  limits: PictureLimits,
  draw: (picture: Sharp) => Promise<T>,
): Promise<T> {
  try {
    const picture = sharp(bytes, { failOn: 'error', limitInputPixels: limits.mostDots, sequentialRead: true });
    const { format, width, height } = await picture.metadata();
    if (format !== kind) throw new UnreadableFile(limits.damaged);
    if (limits.longestSide && Math.max(width, height) > limits.longestSide) throw new UnreadableFile(limits.tooLarge);
    return await draw(picture.autoOrient());
  } catch (error) {
    if (error instanceof UnreadableFile) throw error;
    const isTooLarge = error instanceof Error && /pixel limit|timeout/i.test(error.message);
    throw new UnreadableFile(isTooLarge ? limits.tooLarge : limits.damaged);
  }
}
