import type { Page } from '#src/platform/http/render.ts';
import type { Viewer } from '#src/subscriptions/viewer.queries.ts';
import { type ChangeForm, type ChangeFrame, changeFrame } from './change-form.parts.ts';
import type { Managed } from './changes.rules.ts';
import { type StopBody, stopBody } from './stop-dialog.parts.ts';

export interface StopPage extends Page, ChangeFrame {
  readonly isInvalid: boolean;
  readonly product: string;
  readonly body: StopBody;
}

export function stopPage(s: Managed, form: ChangeForm, viewer: Viewer): StopPage {
  return {
    title: `Остановить подписку ${s.number}?`,
    section: 'subscriptions',
    ...changeFrame(s, 'stop', 'Стоп', form, viewer),
    product: `${s.productName}, ${s.customerName}`,
    body: stopBody(s, viewer.today, form),
  };
}
