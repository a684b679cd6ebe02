/** What the shell itself understands; each with whether a value follows. */
const ours: Readonly<Record<string, boolean>> = { '--site': true, '--launch-socket': true, '--windowed': false };

/**
 * Everything else on the command line: Electron hands it to Chromium, where `--remote-debugging-port` or
 * `--disable-web-security` would undo the lock. A kiosk that is given any does not start. The first argument is the program.
 */
export function foreignSwitches(
  given: readonly string[],
  { mayRunWithoutSandbox }: { readonly mayRunWithoutSandbox: boolean },
): readonly string[] {
  const foreign: string[] = [];
  for (let index = 0; index < given.length; index += 1) {
    const [name = '', value] = (given[index] ?? '').split('=', 2);
    const takesValue = ours[name];
    if (takesValue !== undefined) index += takesValue && value === undefined ? 1 : 0;
    else if (name === '--no-sandbox' && mayRunWithoutSandbox) continue;
    else if (name.startsWith('-')) foreign.push(name);
  }
  return foreign;
}
