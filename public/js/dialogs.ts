// <a|button data-dialog="id">: opens the dialog instead of following the link or submitting.
// <button type="button" data-close>: closes the dialog it stands in.
// <form data-frag="ids"> in a dialog: sent in the background. 201 replaces the parts with these ids from the answer and
// closes the dialog; 422 shows the dialog again as the answer has it; anything else is left to an ordinary submit.
import { ask, swap } from './fragments.ts';

/** Where typing begins; a dialog that has no field, or is about a danger, leaves the focus to the browser. */
const FIRST_FIELD = 'input:not([type=hidden]):enabled, select:enabled, textarea:enabled';

document.addEventListener('click', (event) => {
  if (!(event.target instanceof Element)) return;
  const opener = event.target.closest<HTMLElement>('[data-dialog]');
  const dialog = opener && document.getElementById(opener.dataset.dialog ?? '');
  if (dialog instanceof HTMLDialogElement) {
    event.preventDefault();
    opener?.closest<HTMLElement>('[popover]')?.hidePopover();
    dialog.showModal();
    if (!dialog.querySelector('[autofocus]')) dialog.querySelector<HTMLElement>(FIRST_FIELD)?.focus();
  }
  if (event.target.closest('[data-close]')) event.target.closest('dialog')?.close();
});

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !form.dataset.frag) return;
  event.preventDefault();
  void send(form, form.dataset.frag, event.submitter);
});

async function send(form: HTMLFormElement, ids: string, submitter: HTMLElement | null): Promise<void> {
  if (form.ariaBusy === 'true') return;
  form.ariaBusy = 'true';
  const dialog = form.closest('dialog');
  try {
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form, submitter)) if (typeof value === 'string') body.append(name, value);
    const { answer, page } = await ask(form.action, ids, { method: 'POST', body });
    if (answer.status === 201 && swap(page, ids) > 0) {
      dialog?.close();
      form.reset();
      changed(ids);
    } else if (answer.status === 422 && dialog && page.getElementById(dialog.id)) {
      refill(dialog, page);
    } else {
      form.submit();
    }
  } catch {
    form.submit();
  } finally {
    form.ariaBusy = null;
  }
}

/** Shows the answer's form in the open dialog, with the focus on the first wrong field. */
function refill(dialog: HTMLDialogElement, page: Document): void {
  const fresh = page.querySelector(`#${CSS.escape(dialog.id)} form`);
  if (!fresh) return;
  dialog.querySelector('form')?.replaceWith(document.adoptNode(fresh));
  dialog.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
}

/** What listens to the outer form hears of the new value, and the focus goes to where the person left. */
function changed(ids: string): void {
  const [id = ''] = ids.split(' ');
  const part = document.getElementById(id);
  const field = part?.matches('input, select') ? part : part?.querySelector<HTMLElement>('input, select');
  field?.dispatchEvent(new Event('change', { bubbles: true }));
  field?.focus();
}
