import { mkdirSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Clock } from '#config/agreements/clock.ts';
import { fileProblemCode, syncFolder, writeDurably } from '#config/agreements/durable-file.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { shownText } from '#config/agreements/shown-text.ts';
import { type JsonObject, objectFromText } from '#config/settings/json.ts';
import { lookAtDraft, lookAtSite, type SiteLook } from '#config/settings/read-site-file.ts';
import { needsRestart, type SiteChange, siteDifference } from '#config/settings/site-difference.ts';
import { largestFileBytes } from '#config/settings/site-layers.ts';
import type { SiteMistake } from '#config/settings/site-mistakes.ts';
import { type Author, hashOf, readVersion, type VersionFile, type VersionHead } from './version-file.ts';

export type { Author, VersionHead } from './version-file.ts';

/** The site file as it stands now, read anew each time: hands with editors are free to change it. */
export interface CurrentSite {
  readonly text: string;
  /** Names what an editor began from; '' has a hash, too, before there is a file. */
  readonly hash: string;
  /** The kiosk's own part; `undefined` when it is no JSON object. */
  readonly own: JsonObject | undefined;
  /** As a start would read it. */
  readonly look: SiteLook;
}

export interface SaveWish {
  /** The whole text of the kiosk's own file. */
  readonly text: string;
  /** `hash` of the file that the change began from. */
  readonly from: string;
  readonly by: Author & { readonly kind: 'person' };
  /** Cut to 200 characters that can be shown. */
  readonly why: string;
}

export type SaveProblem =
  | { readonly kind: 'mistakes'; readonly mistakes: readonly SiteMistake[] }
  /** Somebody else saved; `changes` are theirs, when it is still known what this one began from. */
  | {
      readonly kind: 'changed-meanwhile';
      readonly now: VersionHead | undefined;
      readonly hash: string;
      readonly changes: readonly SiteChange[];
    }
  | { readonly kind: 'nothing-changed' }
  /** One that was never kept, is older than the last 50, or does not read any more. */
  | { readonly kind: 'no-such-version' }
  | { readonly kind: 'disk-full' }
  /** The kiosk's user may not write the site file or the data directory. */
  | { readonly kind: 'not-writable' };

export interface Saved {
  readonly head: VersionHead;
  readonly changes: readonly SiteChange[];
  readonly needsRestart: boolean;
}

export interface SiteVersions {
  /** Also notes what a hand has changed since. */
  current(): CurrentSite;
  /** Newest first, at most 50. */
  list(): readonly VersionHead[];
  textOf(version: number): string | undefined;
  /** From one version to another, or to the file as it stands. */
  difference(
    from: number,
    to: number | 'current',
  ): Result<readonly SiteChange[], SaveProblem & { kind: 'no-such-version' }>;
  /** What a start would say of this text. */
  look(text: string): SiteLook;
  /** What would keep `save` from it, apart from the disk. */
  check(wish: Pick<SaveWish, 'text' | 'from'>): Result<undefined, SaveProblem>;
  save(wish: SaveWish): Result<Saved, SaveProblem>;
  /** An old version becomes the newest one. */
  putBack(wish: Omit<SaveWish, 'text'> & { readonly version: number }): Result<Saved, SaveProblem>;
}

export interface SiteVersionsPlace {
  readonly siteFile: string;
  readonly dataDir: string;
  /** Whether the site file must name this data directory: it came from the command line. */
  readonly dataDirIsGiven: boolean;
  readonly clock: Clock;
}

const mostVersions = 50;
const nameOf = (version: number) => `${String(version).padStart(6, '0')}.json`;

/**
 * The versions of a kiosk's own site file, in `<dataDir>/site-versions`. The site file stays the only store of settings: a
 * version is noted as intended, the file replaced, then the note gets its number, so that a kill in between leaves either the
 * old file or the new one with who wrote it and why.
 */
export function openSiteVersions({ siteFile, dataDir, dataDirIsGiven, clock }: SiteVersionsPlace): SiteVersions {
  const folder = join(dataDir, 'site-versions');
  const intended = join(folder, 'intended.json');
  const options = dataDirIsGiven ? { dataDir } : {};
  let heads = readHeads(folder);
  finishIntended();

  return { current, list: () => heads, textOf, difference, look, check, save, putBack };

  function current(): CurrentSite {
    const text = textNow();
    const hash = hashOf(text);
    if (text !== '' && heads[0]?.hash !== hash) noteByHand(text);
    const look = lookAtSite(siteFile, options);
    return { text, hash, own: look.layers?.[0].own ?? objectFromText(text), look };
  }

  function textOf(version: number): string | undefined {
    if (!heads.some((head) => head.version === version)) return undefined;
    const read = readFile(join(folder, nameOf(version)));
    return read && readVersion(read)?.text;
  }

  function difference(from: number, to: number | 'current'): ReturnType<SiteVersions['difference']> {
    const [before, after] = [textOf(from), to === 'current' ? textNow() : textOf(to)];
    if (before === undefined || after === undefined) return problem({ kind: 'no-such-version' });
    return ok(siteDifference(objectFromText(before) ?? {}, objectFromText(after) ?? {}));
  }

  function look(text: string): SiteLook {
    return lookAtDraft(siteFile, text, options);
  }

  function check({ text, from }: Pick<SaveWish, 'text' | 'from'>): Result<undefined, SaveProblem> {
    const now = current();
    if (from !== now.hash) {
      const began = heads.find(({ hash }) => hash === from);
      const text = began && textOf(began.version);
      const changes = text === undefined ? [] : siteDifference(objectFromText(text) ?? {}, now.own ?? {});
      return problem({ kind: 'changed-meanwhile', now: heads[0], hash: now.hash, changes });
    }
    if (text === now.text) return problem({ kind: 'nothing-changed' });
    const { mistakes } = look(text);
    return mistakes.length > 0 ? problem({ kind: 'mistakes', mistakes }) : ok(undefined);
  }

  function save({ text, from, by, why }: SaveWish): Result<Saved, SaveProblem> {
    const checked = check({ text, from });
    if (!checked.ok) return checked;
    const before = objectFromText(textNow()) ?? {};
    const file: VersionFile = {
      version: nextNumber(),
      at: clock.now(),
      by,
      why: shownText(why, 200),
      hash: hashOf(text),
      text,
    };
    try {
      writeDurably(intended, JSON.stringify(file));
      writeDurably(realPath(siteFile), text, modeOf(siteFile));
      keepIntended(file);
    } catch (error) {
      return problem({ kind: fileProblemCode(error) === 'ENOSPC' ? 'disk-full' : 'not-writable' });
    }
    const changes = siteDifference(before, objectFromText(text) ?? {});
    return ok({ head: headOf(file), changes, needsRestart: needsRestart(changes) });
  }

  function putBack({ version, ...wish }: Parameters<SiteVersions['putBack']>[0]): Result<Saved, SaveProblem> {
    const text = textOf(version);
    return text === undefined ? problem({ kind: 'no-such-version' }) : save({ ...wish, text });
  }

  function textNow(): string {
    const bytes = readFile(siteFile);
    return bytes && bytes.length <= largestFileBytes ? bytes.toString('utf8') : '';
  }

  /** Behind every number that is taken, also by a file that does not read: it is kept. */
  function nextNumber(): number {
    return Math.max(heads[0]?.version ?? 0, ...numbersIn(folder)) + 1;
  }

  /** What somebody wrote without the console; nobody knows who, why and when. A full disk leaves it for the next look. */
  function noteByHand(text: string): void {
    const file: VersionFile = {
      version: nextNumber(),
      at: clock.now(),
      by: { kind: 'hand' },
      why: '',
      hash: hashOf(text),
      text,
    };
    try {
      writeDurably(join(folder, nameOf(file.version)), JSON.stringify(file));
    } catch (error) {
      fileProblemCode(error);
      return;
    }
    remember(file);
  }

  /** After a kill: what was intended has been done when the file says it. */
  function finishIntended(): void {
    const bytes = readFile(intended);
    const file = bytes && readVersion(bytes);
    try {
      if (file && file.hash === hashOf(textNow()) && file.version === nextNumber()) keepIntended(file);
      else if (bytes) rmSync(intended, { force: true });
    } catch (error) {
      fileProblemCode(error);
    }
  }

  function keepIntended(file: VersionFile): void {
    renameSync(intended, join(folder, nameOf(file.version)));
    syncFolder(folder);
    remember(file);
  }

  function remember(file: VersionFile): void {
    const all = [headOf(file), ...heads];
    heads = all.slice(0, mostVersions);
    for (const { version } of all.slice(mostVersions)) rmSync(join(folder, nameOf(version)), { force: true });
  }
}

/** Newest first. What is cut off or something else is passed over, and so is a version under another's number. */
function readHeads(folder: string): readonly VersionHead[] {
  let names: readonly string[];
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    names = readdirSync(folder);
  } catch (error) {
    fileProblemCode(error);
    return [];
  }
  return names
    .filter((name) => /^\d{6,}\.json$/.test(name))
    .flatMap((name) => {
      const bytes = readFile(join(folder, name));
      const file = bytes && readVersion(bytes);
      return file && nameOf(file.version) === name ? [headOf(file)] : [];
    })
    .toSorted((one, other) => other.version - one.version)
    .slice(0, mostVersions);
}

function numbersIn(folder: string): readonly number[] {
  try {
    return readdirSync(folder).flatMap((name) => Number(/^(\d{6,})\.json$/.exec(name)?.[1] ?? []) || []);
  } catch (error) {
    fileProblemCode(error);
    return [];
  }
}

function headOf({ text: _, ...head }: VersionFile): VersionHead {
  return head;
}

/** `undefined`: not there, not ours to read, or far larger than any version. */
function readFile(path: string): Buffer | undefined {
  try {
    return statSync(path).size > 8 * largestFileBytes ? undefined : readFileSync(path);
  } catch (error) {
    fileProblemCode(error);
    return undefined;
  }
}

/** A link to the site file stays a link. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}

/** Whoever could read the site file before can read it afterwards. */
function modeOf(path: string): number {
  return (statSync(path, { throwIfNoEntry: false })?.mode ?? 0o600) & 0o666;
}
