import sharp from 'sharp';
import { UnreadableFile } from '#src/lib/unreadable.ts';
import { defineWork } from '#src/platform/workers/work.ts';
import { refuseUnplainPdf } from './pdf.rules.ts';

/** A payment order as it is kept. */
export interface Paper {
  readonly mime: 'application/pdf' | 'image/jpeg';
  readonly ending: 'pdf' | 'jpg';
  readonly bytes: Uint8Array;
}

/** A picture of more dots is refused unread; a larger side than this is made smaller. */
const MOST_DOTS = 50_000_000;
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
  refuseTwoInOne(bytes);
  if (kind !== 'pdf') return { mime: 'image/jpeg', ending: 'jpg', bytes: await drawnAnew(bytes, kind) };
  refuseUnplainPdf(bytes);
  return { mime: 'application/pdf', ending: 'pdf', bytes };
}

function kindOf(bytes: Buffer): 'pdf' | 'png' | 'jpeg' | null {
  const start = bytes.subarray(0, 8).toString('latin1');
  if (start.startsWith('%PDF-')) return 'pdf';
  if (start.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  return start.startsWith('\xff\xd8\xff') ? 'jpeg' : null;
}

/** A file that is an archive or a page as well: what begins or ends as another kind is taken for that by other programs. */
function refuseTwoInOne(bytes: Buffer): void {
  const [start, end] = [bytes.subarray(0, 1024).toString('latin1'), bytes.subarray(-65_557)];
  const isTwo = start.indexOf('%PDF-') > 0 || /<(?:html|script|svg|!doctype)/i.test(start) || end.includes('PK\x05\x06', 0, 'latin1');
  if (isTwo) throw new UnreadableFile('Этот файл — два в одном: в нём спрятан файл другого вида. Сохраните поручение заново.');
}

async function drawnAnew(bytes: Buffer, format: 'png' | 'jpeg'): Promise<Uint8Array> {
  try {
    const picture = sharp(bytes, { failOn: 'error', limitInputPixels: MOST_DOTS, sequentialRead: true });
    if ((await picture.metadata()).format !== format) throw new UnreadableFile('Картинка повреждена: сохраните её заново.');
    return await picture
      .autoOrient()
      .resize({ width: LARGEST_SIDE, height: LARGEST_SIDE, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .jpeg({ quality: 85, chromaSubsampling: '4:4:4' })
      .timeout({ seconds: SECONDS })
      .toBuffer();
  } catch (error) {
    if (error instanceof UnreadableFile) throw error;
    const isTooLarge = error instanceof Error && /pixel limit|timeout/i.test(error.message);
    throw new UnreadableFile(
      isTooLarge ? 'Картинка слишком велика: не больше 50 миллионов точек.' : 'Картинка повреждена: сохраните её заново.',
    );
  }
}

/** `readPaper` in a thread: the file is a stranger's. */
export const paperReading = defineWork<typeof readPaper>({
  lane: 'intake',
  module: import.meta.url,
  verb: 'readPaper',
  deadlineMs: 15_000,
});
