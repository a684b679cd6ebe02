/**
 * The first words of a page that nobody stands before to load it anew, such as a board on a wall: its document has come, and the line broke
 * before its scripts or styles had. It looks every other second whether its server answers, and loads itself again, whatever the answer is but
 * trouble of the server's own (5xx): where nobody is known any more (401), whoever sits there is then asked who they are.
 */
export const wholePageScript = `(() => {
  let isDue = false;
  const again = () => setTimeout(() => fetch(location.href, { signal: AbortSignal.timeout(5000) }).then(({ status }) => (status < 500 ? location.reload() : again()), again), 2000);
  addEventListener('error', ({ target }) => {
    if (isDue || !(target instanceof HTMLScriptElement || target instanceof HTMLLinkElement)) return;
    isDue = true;
    again();
  }, true);
})()`;
