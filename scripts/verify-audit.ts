/**
 * `npm run verify-audit -- --data-dir DIR` (or `--site FILE`): whether the log of what staff did is whole and as the kiosk wrote it.
 *
 * Ends with 0 when it is, with 1 and the first line that is wrong when not. The kiosk may run meanwhile. It needs the kiosk's key, so
 * it is called by the kiosk's user; systemd's credentials are looked for in $CREDENTIALS_DIRECTORY.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findMasterKey } from '#backend-client/store/master-key.ts';
import { stop } from '#config/agreements/command-line.ts';
import { auditFiles, auditFolder } from '#kiosk/staff/audit/audit-files.ts';
import { readEntry, type SealedEntry } from '#kiosk/staff/audit/chain.ts';
import { type AuditDamage, verifyAudit } from '#kiosk/staff/audit/verify-audit.ts';
import { allStaffKeys, deriveStaffKey } from '#kiosk/staff/staff-key.ts';
import { readDataDir } from './data-dir.ts';

const sentences = {
  'too-long': 'no entry is so long.',
  'not-json': 'this is no entry; it was overwritten, or lines were joined.',
  'not-an-entry': 'this is no entry of a kiosk.',
  'not-as-written': 'somebody has written this line anew.',
  'wrong-number': 'entries before this line are missing, or lines changed their places.',
  'wrong-hash': 'this entry was changed, or the one before it was.',
  'wrong-mac': 'this entry was not written by the kiosk.',
  torn: 'it ends within a line, and another file follows.',
  'file-missing': 'a file before this one is missing.',
  'no-head': 'it is missing: nobody can tell whether entries at the end are.',
  'wrong-head': 'this was not written by the kiosk, or belongs to another log.',
  'cut-off': 'entries at the end are missing.',
  'more-than-head': 'there are more entries than the kiosk has counted; an older head was put back.',
  'readable-by-others': 'other users can read or write it.',
  'too-large': 'it is longer than any file of the log.',
  'not-readable': 'it cannot be read. Run this as the kiosk\u2019s user.',
} as const satisfies Readonly<Record<AuditDamage['why'], string>>;

const usage = 'Usage: npm run verify-audit -- --data-dir DIR | --site path/to/site.json';
const dataDir = readDataDir(usage);
const masterKey = findMasterKey({ dataDir, credentialsDirectory: process.env.CREDENTIALS_DIRECTORY });
if (!masterKey) stop(1, `There is no key in ${dataDir}: neither store.key nor the credential tiep-don-store-key.`);
if (!masterKey.ok) stop(1, `The key ${masterKey.problem.path} cannot be used (${masterKey.problem.kind}).`);
const keys = allStaffKeys({ dataDir, masterKey: masterKey.value }).map((each) => deriveStaffKey(each, 'audit'));
if (keys.length === 0) stop(1, `No staff key in ${join(dataDir, 'staff')} opens with this key of the store.`);

const folder = auditFolder(dataDir);
const verified = verifyBy(keys, folder);
for (const name of setAside()) process.stdout.write(`${asideSentence(name)}\n`);
if (!verified.ok) stop(1, sentenceOf(verified.problem));
const { count, first, last, tornBytes, hash } = verified.value;
if (count === 0) stop(1, `There is no entry in ${folder}.`);
process.stdout.write(
  `The log is whole: ${count} entries.\n  first: ${shown(first)}\n  last:  ${shown(last)}\n  hash of the last: ${hash}\n`,
);
if (tornBytes > 0)
  process.stdout.write(`A crash has left ${tornBytes} bytes behind the last; the next start takes them out.\n`);

function shown(entry: SealedEntry | undefined): string {
  if (!entry) return '-';
  const { n, at, by, act } = entry;
  return `${n}  ${new Date(at).toISOString()}  ${act}  ${by ? `${by.name} (${by.role})` : '-'}`;
}

/** A log that was laid aside may have been signed by a staff key that was put aside with it. */
function verifyBy([first, ...others]: readonly Uint8Array[], of: string): ReturnType<typeof verifyAudit> {
  const found = verifyAudit({ folder: of, key: first ?? new Uint8Array(32) });
  if (found.ok || others.length === 0) return found;
  const other = verifyBy(others, of);
  return other.ok ? other : found;
}

/** Where it breaks, and whether the log that goes on says that the kiosk itself laid it aside. */
function asideSentence(name: string): string {
  const old = verifyBy(keys, join(folder, '..', name));
  const named = isNamed(name) ? 'the log that goes on names it' : 'NO entry of the log that goes on names it';
  const breaks = old.ok ? `by itself it is whole, ${old.value.count} entries` : sentenceOf(old.problem, name);
  return `${name} was laid aside; ${named}. ${breaks}`;
}

function isNamed(name: string): boolean {
  return auditFiles(folder).some(({ path }) =>
    readFileSync(path, 'utf8')
      .split('\n')
      .some((line) => {
        const entry = readEntry(line);
        return entry?.act === 'log-set-aside' && entry.details.folder === name;
      }),
  );
}

function setAside(): readonly string[] {
  try {
    return readdirSync(join(folder, '..')).filter((name) => /^audit(-without-key)?-aside-/.test(name));
  } catch {
    return [];
  }
}

function sentenceOf({ why, file, line }: AuditDamage, aside?: string): string {
  const path = join(aside === undefined ? folder : join(folder, '..', aside), file);
  const place = line > 0 ? `${path}, line ${line}` : path;
  return `${place}: ${sentences[why]} (${why})`;
}
