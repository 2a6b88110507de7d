// «/» goes to the search. The chosen tab is scrolled into sight.

document.addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
  const { target } = event;
  if (target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'))) return;
  if (document.querySelector('dialog[open]')) return;
  const search = document.querySelector<HTMLInputElement>('[aria-keyshortcuts="/"], input[type=search]');
  if (!search) return;
  event.preventDefault();
  search.focus();
  search.select();
});

const tab = document.querySelector<HTMLElement>('.tabs [aria-current]');
if (tab?.parentElement) tab.parentElement.scrollLeft = tab.offsetLeft - (tab.parentElement.clientWidth - tab.offsetWidth) / 2;
