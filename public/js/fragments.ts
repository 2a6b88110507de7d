/** The one place where markup from the portal becomes nodes. */
interface TrustedPolicy {
  createHTML(text: string): string;
}

declare global {
  var trustedTypes: { createPolicy(name: string, rules: TrustedPolicy): TrustedPolicy } | undefined;
}

const policy = globalThis.trustedTypes?.createPolicy('portal', { createHTML: (text) => text });

/** Asks for a page of which only the parts with `ids` are wanted. */
export async function ask(url: URL | string, ids: string, init: RequestInit = {}): Promise<{ answer: Response; page: Document }> {
  const answer = await fetch(url, { ...init, credentials: 'same-origin', headers: { 'X-Fragment': ids } });
  const text = await answer.text();
  return { answer, page: new DOMParser().parseFromString(policy ? policy.createHTML(text) : text, 'text/html') };
}

/** Puts the parts with these ids (parted by spaces) from `page` in place of ours; tells how many it found. */
export function swap(page: Document, ids: string): number {
  let found = 0;
  for (const id of ids.split(' ')) {
    const [fresh, old] = [page.getElementById(id), document.getElementById(id)];
    if (!fresh || !old) continue;
    replace(old, document.adoptNode(fresh));
    found += 1;
  }
  return found;
}

/** What is read out keeps its element and speaks when the words are others; elsewhere the focus stays on what it was on. */
function replace(old: HTMLElement, fresh: HTMLElement): void {
  if (old.getAttribute('role') === 'status') {
    if (old.textContent !== fresh.textContent) old.replaceChildren(...fresh.childNodes);
    return;
  }
  const same = old.contains(document.activeElement) ? sameAs(document.activeElement) : null;
  old.replaceWith(fresh);
  if (same) fresh.querySelector<HTMLElement>(same)?.focus({ preventScroll: true });
}

/** How the element is found again: by its id, or by where it leads. */
function sameAs(element: Element | null): string | null {
  const href = element?.getAttribute('href');
  if (element?.id) return `#${CSS.escape(element.id)}`;
  return href ? `[href="${CSS.escape(href)}"]` : null;
}

/** Parts of the page that a form is about to replace say that they are old. */
export function busy(ids: string, isBusy: boolean): void {
  for (const id of ids.split(' ')) {
    const part = document.getElementById(id);
    if (isBusy) part?.setAttribute('aria-busy', 'true');
    else part?.removeAttribute('aria-busy');
  }
}

export function isAborted(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}
