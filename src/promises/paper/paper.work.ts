import { drawnAnew, isTwoInOne, type PictureLimits, pictureKind } from '#src/lib/pictures.ts';
import { UnreadableFile } from '#src/lib/unreadable.ts';
import { defineWork } from '#src/platform/workers/work.ts';
import { refuseUnplainPdf } from './pdf.rules.ts';

/** A payment order as it is kept. */
export interface Paper {
  readonly mime: 'application/pdf' | 'image/jpeg';
  readonly ending: 'pdf' | 'jpg';
  readonly bytes: Uint8Array;
}

const LIMITS: PictureLimits = {
  mostDots: 50_000_000,
  tooLarge: 'Картинка слишком велика: не больше 50 миллионов точек.',
  damaged: 'Картинка повреждена: сохраните её заново.',
};
/** A larger side than this is made smaller. */
const LARGEST_SIDE = 3000;
const SECONDS = 10;

/**
 * Takes in a payment order: known by its contents, whatever its name says. A picture is drawn anew, so that nothing but dots is left
 * of it; a PDF is looked through and kept as it is.
 * @throws UnreadableFile with the sentence for the field
 */
export async function readPaper(given: Uint8Array): Promise<Paper> {
  const bytes = Buffer.from(given.buffer, given.byteOffset, given.byteLength);
  const kind = kindOf(bytes);
  if (!kind) throw new UnreadableFile('Это не PDF, не PNG и не JPEG: сохраните поручение в одном из этих видов.');
  if (isTwoInOne(bytes)) {
    throw new UnreadableFile('Этот файл — два в одном: в нём спрятан файл другого вида. Сохраните поручение заново.');
  }
  if (kind !== 'pdf') return { mime: 'image/jpeg', ending: 'jpg', bytes: await photographed(bytes, kind) };
  refuseUnplainPdf(bytes);
  return { mime: 'application/pdf', ending: 'pdf', bytes };
}

function kindOf(bytes: Buffer): 'pdf' | 'png' | 'jpeg' | null {
  if (bytes.subarray(0, 5).toString('latin1') === '%PDF-') return 'pdf';
  const kind = pictureKind(bytes);
  return kind === 'webp' ? null : kind;
}

function photographed(bytes: Buffer, kind: 'png' | 'jpeg'): Promise<Uint8Array> {
  return drawnAnew(bytes, kind, LIMITS, (picture) =>
    picture
      .resize({ width: LARGEST_SIDE, height: LARGEST_SIDE, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .jpeg({ quality: 85, chromaSubsampling: '4:4:4' })
      .timeout({ seconds: SECONDS })
      .toBuffer(),
  );
}

/** `readPaper` in a thread: the file is a stranger's. */
export const paperReading = defineWork<typeof readPaper>({
  lane: 'intake',
  module: import.meta.url,
  verb: 'readPaper',
  deadlineMs: 15_000,
});
