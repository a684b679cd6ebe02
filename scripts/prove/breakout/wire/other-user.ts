import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { promisify } from 'node:util';
import type { KioskOnTrial } from '../kiosk-on-trial.ts';
import { attempt, gained, nothingGained, type Sight, type Tries, tryEach } from '../tried.ts';

const run = promisify(execFile);

/** `nobody`, `nogroup` on Debian. */
const nobody = { uid: 65_534, gid: 65_534 } as const;

/** A shell command as another user of the machine; what it wrote, whether it succeeded or not. */
async function asNobody(command: string): Promise<string> {
  if (process.getuid?.() !== 0) throw new Error('only root can become another user');
  const options = { ...nobody, cwd: '/', env: { PATH: '/usr/bin:/bin' }, maxBuffer: 16_000_000, timeout: 20_000 };
  const { stdout, stderr } = await run('/bin/sh', ['-c', `${command}; true`], options);
  return `${stdout}${stderr}`;
}

/** Row 41, while a window is being opened: that is when an address is under way. */
export async function anotherUser(kiosk: KioskOnTrial): Promise<Tries> {
  // A folder above that anybody may enter: nothing but the kiosk's own rights shall stand in the way.
  const secrets = [
    { did: 'process list', command: "cat /proc/[0-9]*/cmdline | tr '\\0' ' '" },
    { did: 'environments', command: "cat /proc/[0-9]*/environ 2>&1 | tr '\\0' ' '" },
    { did: 'open files of processes', command: 'ls -l /proc/[0-9]*/fd 2>&1' },
    {
      did: 'temporary files',
      command: `find /tmp /var/tmp /dev/shm -maxdepth 2 -type f -user root -mmin -3 -exec grep -lE "${kiosk.port}/.[t]oken=" {} + 2>/dev/null`,
    },
  ] as const;
  let isOpen = false;
  const opening = kiosk
    .openWindow()
    .then(() => kiosk.restedAfter(30_000))
    .finally(() => {
      isOpen = true;
    });
  const look = ({ did, command }: (typeof secrets)[number]) => {
    let seen = '';
    return attempt(
      `${did}, again and again while the window opens`,
      async () => {
        while (!isOpen) seen += await asNobody(command);
      },
      () => {
        // Whoever may not read the list at all has not looked.
        if (did === 'process list' && !seen.includes('--launch-socket')) throw new Error('Nobody sees any process');
        return addressIn(seen, kiosk.port);
      },
    );
  };
  const looked = await Promise.all(secrets.map(look));
  await opening;
  await kiosk.restore();
  const doors = [
    { did: 'the launch socket', command: `socat -u UNIX-CONNECT:${kiosk.launchSocket} STDOUT` },
    { did: "the kiosk's folder", command: `ls ${kiosk.site.dataDir}` },
    { did: 'the store', command: `cat ${kiosk.site.dataDir}/store.sqlite` },
    { did: 'the key', command: `cat ${kiosk.site.dataDir}/store.key` },
    { did: 'the log', command: `cat ${kiosk.site.dataDir}/logs/kiosk.log` },
    { did: "the window's folder", command: `ls -R ${kiosk.home}` },
    { did: "the host's memory", command: `head -c 16 /proc/${kiosk.host().pid}/mem` },
  ] as const;
  const entered = await tryEach(doors, ({ did, command }) => {
    let said = '';
    return attempt(
      did,
      async () => {
        said = await asNobody(command);
      },
      () => denied(said),
    );
  });
  return [...entered, ...looked];
}

function addressIn(seen: string, port: number): Sight {
  const [address] = new RegExp(`:${port}/\\?token=[\\w-]{20,}`).exec(seen) ?? [];
  if (address) return gained(`an address that opens the page: ${address.slice(0, 20)}…`);
  const [file] = /^\/(?:tmp|var|dev)\/\S+$/m.exec(seen) ?? [];
  return file ? gained(`a file with an address: ${file}`) : nothingGained('no address');
}

function denied(said: string): Sight {
  return /denied|not permitted|Permission/i.test(said)
    ? nothingGained('permission denied')
    : gained(`it answered: ${said.slice(0, 80).trim()}`);
}

/** Row 42: rights of what stands on the disk; a parent that anybody may enter is no protection. */
export async function rights(kiosk: KioskOnTrial): Promise<Tries> {
  const { dataDir } = kiosk.site;
  const own = [
    [kiosk.launchSocket, 0o600],
    [dataDir, 0o700],
    [`${dataDir}/logs`, 0o700],
    [`${dataDir}/store.key`, 0o600],
    [kiosk.home, 0o700],
  ] as const;
  return tryEach(own, ([path, most]) =>
    attempt(
      `rights of ${path.slice(path.lastIndexOf('/') + 1)}`,
      async () => undefined,
      () => {
        const mode = statSync(path).mode & 0o777;
        const said = mode.toString(8).padStart(4, '0');
        return (mode & ~most) === 0 ? nothingGained(said) : gained(`${said}, more than ${most.toString(8)}`);
      },
    ),
  );
}
