/**
 * Chromium sometimes leaves a page's pictures undrawn when their sprite comes from its cache (seen in version 143, in some loads
 * all of them); naming them anew draws them.
 */
function drawIcons(): void {
  for (const use of document.querySelectorAll('use')) {
    if (use.getBBox().width === 0) use.setAttribute('href', use.getAttribute('href') ?? '');
  }
}

if (document.readyState === 'complete') drawIcons();
else addEventListener('load', drawIcons, { once: true });
