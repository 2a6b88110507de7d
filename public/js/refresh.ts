// <section id="x" data-refresh="3">: asks for the page again every so many seconds and replaces the part, and the others named by
// data-parts="x y", until the answer's part has no such attribute; where the answer comes from another address, it goes there. While the
// page is hidden it rests.
import { ask, swap } from './fragments.ts';

function watch(): void {
  const part = document.querySelector<HTMLElement>('[data-refresh][id]');
  if (part) setTimeout(() => void refresh(part.dataset.parts ?? part.id), Number(part.dataset.refresh) * 1000);
}

async function refresh(ids: string): Promise<void> {
  try {
    if (document.hidden) return;
    const { answer, page } = await ask(location.href, ids);
    if (answer.redirected) location.replace(answer.url);
    else swap(page, ids);
  } finally {
    watch();
  }
}

watch();
