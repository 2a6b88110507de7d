import { UnreadableFile } from '#src/lib/unreadable.ts';
import { Invalid } from '#src/platform/errors.ts';
import type { Portal } from '#src/platform/scope.ts';
import { TookTooMuch } from '#src/platform/workers/work.ts';
import { type Paper, paperReading } from './paper.work.ts';

/** The file of a form, as far as it came. */
interface Sent {
  readonly name: string;
  readonly bytes: Buffer;
  readonly isTooLarge: boolean;
}

/** The payment order of a form, taken in by a thread. @throws Invalid with a sentence at the field `file` */
export async function paperOf({ workers }: Portal, sent: Sent | undefined): Promise<Paper> {
  if (!sent || sent.name === '') throw new Invalid({ file: 'Приложите платёжное поручение' });
  if (sent.isTooLarge) throw new Invalid({ file: 'Файл больше 5 МБ: сохраните его с меньшим качеством' });
  try {
    return await workers.do(paperReading, sent.bytes);
  } catch (error) {
    if (error instanceof UnreadableFile) throw new Invalid({ file: error.message });
    if (error instanceof TookTooMuch) throw new Invalid({ file: 'Файл устроен слишком сложно: приложите снимок или PDF попроще.' });
    throw error;
  }
}
