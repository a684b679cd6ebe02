/**
 * `npm run rotate-store-key -- --site FILE`: seals the store's keys under a new master key; the old one is useless afterwards.
 *
 * The kiosk must be stopped. The new key is `<dataDir>/store.key.next` or the credential `tiep-don-store-key-next`; when
 * there is neither, it is made. Running it again after it was cut off finishes the work.
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { type RotationProblem, rotateMasterKey } from '#backend-client/store/rotate-master-key.ts';
import { readCommandLine, stop } from '#config/agreements/command-line.ts';
import { unreachable } from '#config/agreements/result.ts';
import { readSiteFile } from '#config/settings/read-site-file.ts';
import { sayMistakes } from '#config/settings/site-mistakes.ts';
import { keepOneMasterKey, letNextMasterKeyIn } from '#kiosk/staff/staff-key.ts';

const usage = 'Usage: npm run rotate-store-key -- --site path/to/site.json';
const { site: siteFile = stop(2, usage) } = readCommandLine(usage, { options: { site: { type: 'string' } } }).values;
const site = readSiteFile(siteFile);
if (!site.ok) stop(2, sayMistakes(siteFile, site.problem));

const { dataDir } = site.value.kiosk;
const rotated = rotateMasterKey({
  storePath: join(dataDir, 'store.sqlite'),
  dataDir,
  credentialsDirectory: process.env.CREDENTIALS_DIRECTORY,
  randomBytes,
  others: {
    letNextIn: (keys) => letNextMasterKeyIn({ dataDir, randomBytes, ...keys }).ok,
    keepOnly: (to) => keepOneMasterKey({ dataDir, randomBytes, masterKey: to }).ok,
  },
});
if (!rotated.ok) stop(1, sentenceFrom(rotated.problem, dataDir));
const { dayKeys, newKeyIn } = rotated.value;
process.stdout.write(
  newKeyIn === 'file'
    ? `Done: ${dayKeys} day keys are sealed under the new key in ${join(dataDir, 'store.key')}. Copies of the old key are useless now.\n`
    : `Done: ${dayKeys} day keys are sealed under the credential tiep-don-store-key-next. Give that key as tiep-don-store-key now, and remove the next one.\n`,
);

function sentenceFrom(why: RotationProblem, directory: string): string {
  switch (why.kind) {
    case 'in-use':
      return `The kiosk on ${directory} is running. Stop it first, then run this again.`;
    case 'no-store':
      return `There is no store in ${directory} yet: nothing is sealed, so there is nothing to rotate.`;
    case 'no-key':
    case 'missing':
      return `The current key is missing: neither ${directory}/store.key nor the credential tiep-don-store-key. Put it back.`;
    case 'same-key':
      return 'The next key is the current key. Give another one as tiep-don-store-key-next, or delete store.key.next.';
    case 'others-not-rewrapped':
      return `${join(directory, 'staff', 'staff.key')} belongs to another key, or cannot be written. Run this as the kiosk's user; running it again finishes the work.`;
    case 'wrong-key':
      return `The store in ${directory} opens under neither key. Nothing was changed. Put the key back that belongs to it.`;
    case 'newer-program':
      return `The store in ${directory} was written by a newer version. Install that version again.`;
    case 'not-a-store':
      return `The store in ${directory} is damaged or is something else. Nothing was changed.`;
    case 'disk-full':
      return `The disk of ${directory} is full. Nothing was changed. Make room and run this again.`;
    case 'store-not-writable':
      return `The store in ${directory} cannot be written. Run this as the kiosk's user.`;
    case 'readable-by-others':
      return `The key ${why.path} can be read by other users; if it is not known to them: chmod 600 ${why.path}`;
    case 'wrong-length':
      return `The key ${why.path} must be 32 bytes.`;
    case 'not-readable':
      return `The key ${why.path} cannot be read. Run this as the kiosk's user.`;
    case 'not-writable':
      return `The key ${why.path} cannot be written. Run this as the kiosk's user; running it again finishes the work.`;
    default:
      return unreachable(why);
  }
}
