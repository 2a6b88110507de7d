import { drawnAnew, isTwoInOne, type PictureLimits, pictureKind } from '#src/lib/pictures.ts';
import { UnreadableFile } from '#src/lib/unreadable.ts';
import { defineWork } from '#src/platform/workers/work.ts';

/** A logo as it is kept. */
export interface Logo {
  readonly webp: Uint8Array;
  readonly png: Uint8Array;
  readonly width: number;
  readonly height: number;
}

const LIMITS: PictureLimits = {
  mostDots: 16_000_000,
  longestSide: 4000,
  tooLarge: 'Логотип слишком велик: не больше 4000 точек по каждой стороне.',
  damaged: 'Картинка повреждена: сохраните её заново.',
};
/** Twice what the head of a page has room for; the picture that is shown with links is larger. */
const HEAD = { width: 384, height: 96, fit: 'inside', withoutEnlargement: true } as const;
const LINK = { width: 600, height: 315, fit: 'inside', withoutEnlargement: true } as const;
const SECONDS = 5;

/**
 * Takes in a logo: PNG, JPEG or WebP by its contents, never SVG, which may hold programs. It is drawn anew as WebP for pages and PNG for links.
 * @throws UnreadableFile with the sentence for the field
 */
export async function readLogo(given: Uint8Array): Promise<Logo> {
  const bytes = Buffer.from(given.buffer, given.byteOffset, given.byteLength);
  const kind = pictureKind(bytes);
  if (!kind) throw new UnreadableFile('Это не PNG, не JPEG и не WebP: сохраните логотип в одном из этих видов.');
  if (isTwoInOne(bytes)) throw new UnreadableFile('Этот файл — два в одном: в нём спрятан файл другого вида. Сохраните логотип заново.');
  return drawnAnew(bytes, kind, LIMITS, async (picture) => {
    const webp = picture.clone().resize(HEAD).webp({ quality: 86, alphaQuality: 90 }).timeout({ seconds: SECONDS });
    const png = picture.clone().resize(LINK).png({ compressionLevel: 9 }).timeout({ seconds: SECONDS });
    const [{ data, info }, link] = await Promise.all([webp.toBuffer({ resolveWithObject: true }), png.toBuffer()]);
    return { webp: data, png: link, width: info.width, height: info.height };
  });
}

/** `readLogo` in a thread: the file is a stranger's. */
export const logoReading = defineWork<typeof readLogo>({
  lane: 'intake',
  module: import.meta.url,
  verb: 'readLogo',
  deadlineMs: 10_000,
});
