import { existsSync, readFileSync } from 'node:fs';
import { run } from './run.ts';

export interface MissingPart {
  readonly name: string;
  /** One sentence on what to do. */
  readonly instruction: string;
}

/** What the system tests need beyond `npm ci`: Debian's package, and how to see whether it is there. */
const parts = [
  { name: 'chromium', isThere: () => existsSync('/usr/bin/chromium') },
  { name: 'xvfb', isThere: () => existsSync('/usr/bin/Xvfb') },
  { name: 'xdotool', isThere: () => existsSync('/usr/bin/xdotool') },
  { name: 'python3-hl7', isThere: async () => (await run(['/usr/bin/python3', '-c', 'import hl7'])).code === 0 },
  { name: 'openssl', isThere: async () => (await run(['openssl', 'version'])).code === 0 },
  { name: 'socat', isThere: () => existsSync('/usr/bin/socat') },
  { name: 'umockdev', isThere: () => existsSync('/usr/bin/umockdev-run') },
  { name: 'faketime', isThere: () => existsSync('/usr/bin/faketime') },
  // A screen with keyboard, mouse and touch for the proof of the ways out, and what sees it.
  { name: 'xserver-xorg-core', isThere: () => existsSync('/usr/lib/xorg/modules/input/inputtest_drv.so') },
  { name: 'xserver-xorg-video-dummy', isThere: () => existsSync('/usr/lib/xorg/modules/drivers/dummy_drv.so') },
  { name: 'x11-utils', isThere: () => existsSync('/usr/bin/xwininfo') },
  { name: 'x11-apps', isThere: () => existsSync('/usr/bin/xwd') },
  { name: 'xclip', isThere: () => existsSync('/usr/bin/xclip') },
  { name: 'espeak-ng', isThere: () => existsSync('/usr/bin/espeak-ng') },
  { name: 'pcscd', isThere: () => existsSync('/usr/sbin/pcscd') },
  // Each test makes a server of its own with its programs.
  { name: 'postgresql', isThere: () => existsSync('/usr/lib/postgresql') },
  { name: 'vsmartcard-vpcd', isThere: () => existsSync('/usr/lib/pcsc/drivers/serial/libifdvpcd.so') },
  {
    name: 'libeac3',
    isThere: async () =>
      (await run(['/usr/bin/python3', '-c', "import ctypes; ctypes.CDLL('libeac.so.3')"])).code === 0,
  },
] as const;

/** Installs what is missing as root on Debian; elsewhere says what to install. Returns what is still missing. */
export async function prepareSystemParts(): Promise<readonly MissingPart[]> {
  const missing = await missingParts();
  if (missing.length === 0) return [];
  if (process.getuid?.() === 0 && isDebian()) {
    console.log(`Installing ${missing.join(', ')} from Debian's packages …`);
    const update = await run(['apt-get', 'update']);
    const install = await run([
      'env',
      'DEBIAN_FRONTEND=noninteractive',
      'apt-get',
      'install',
      '-y',
      '--no-install-recommends',
      ...missing,
    ]);
    if (update.code !== 0 || install.code !== 0) console.log(install.output || update.output);
  }
  return (await missingParts()).map((name) => ({
    name,
    instruction: `Its tests are skipped. On Debian or Ubuntu: sudo apt-get install ${name}`,
  }));
}

async function missingParts(): Promise<readonly string[]> {
  const names: string[] = [];
  for (const part of parts) if (!(await part.isThere())) names.push(part.name);
  return names;
}

function isDebian(): boolean {
  return existsSync('/etc/debian_version') && /debian/.test(readFileSync('/etc/os-release', 'utf8'));
}
