// Runs in the page, beside axe: what is clipped, or wider than the screen; and which controls keys never reach.

globalThis.lookForFaults = async () => {
  const { violations } = await globalThis.axe.run();
  const faults = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 120)}`);
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) faults.push(`wider than the screen by ${scrollWidth - clientWidth} px`);
  for (const each of document.querySelectorAll(
    'header *, main :is(h1, h2, h3, p, th, td, label, legend, button, a, dt, dd)',
  )) {
    if (!each.checkVisibility() || each.closest('.visually-hidden, [aria-hidden=true]')) continue;
    const { overflowX } = getComputedStyle(each);
    if (overflowX !== 'visible' && overflowX !== 'auto' && each.scrollWidth > each.clientWidth + 1)
      faults.push(`clipped: ${each.outerHTML.slice(0, 120)}`);
    const { left, right, width } = each.getBoundingClientRect();
    if (width > 1 && (right > innerWidth + 1 || left < -1) && !scrolls(each))
      faults.push(`outside: ${each.outerHTML.slice(0, 120)}`);
  }
  return faults.slice(0, 8);

  function scrolls(each) {
    for (let box = each; box; box = box.parentElement)
      if (['auto', 'scroll'].includes(getComputedStyle(box).overflowX)) return true;
    return false;
  }
};

globalThis.markControls = () => {
  const all = [...document.querySelectorAll('main :is(a[href], button, input, select, textarea, summary)')];
  const there = all.filter((each) => each.checkVisibility() && !each.matches(':disabled'));
  for (const [at, each] of there.entries()) each.dataset.key = String(at);
  document.addEventListener('focusin', ({ target }) => {
    delete target.dataset?.key;
  });
  return there.length;
};

globalThis.controlsNeverFocused = () =>
  [...document.querySelectorAll('main [data-key]')]
    .filter((each) => each.type !== 'radio')
    .map((each) => each.outerHTML.slice(0, 120));
