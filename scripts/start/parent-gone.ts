/** How often a program under npm looks whether npm is still there. */
const checkMs = 500;

/** npm runs a script in a shell, and a shell that is ended does not pass the signal on to what it runs. */
export function whenParentIsGone(call: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    call();
  }, checkMs);
  timer.unref();
}
