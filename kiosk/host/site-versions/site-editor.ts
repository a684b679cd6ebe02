import { join } from 'node:path';
import { tryOnDisk, writeDurably } from '#config/agreements/durable-file.ts';
import type { RandomBytes } from '#config/agreements/ids.ts';
import { readPrivateFile } from '#config/agreements/private-file.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { siteText } from '#config/settings/edit-site.ts';
import { exportedSite } from '#config/settings/export-site.ts';
import { firstSite } from '#config/settings/first-site.ts';
import type { JsonObject, JsonPath } from '#config/settings/json.ts';
import type { SiteLook, SiteReading } from '#config/settings/read-site-file.ts';
import { needsRestart, siteDifference } from '#config/settings/site-difference.ts';
import type { SiteFile } from '#config/settings/site-file.ts';
import { largestFileBytes } from '#config/settings/site-layers.ts';
import type { SiteMistake } from '#config/settings/site-mistakes.ts';
import type { Applying } from '#kiosk/bridge/console/settings-words.ts';
import { type SecretRefusal, setSecret } from './site-secrets.ts';
import type { CurrentSite, Saved, SaveProblem, SaveWish, SiteVersions } from './site-versions.ts';
import type { SavedTaker } from './take-saved.ts';

/**
 * The site file in the hands of the console. Whatever is saved goes to the kiosk that runs. While the kiosk is being set up there is a
 * draft, which is no site yet: it is kept until it is one.
 */
export interface SiteEditor {
  current(): CurrentSite;
  /** Where whoever changes something begins: the site file, or the draft of set-up. */
  begin(): Beginning;
  look(text: string): SiteLook;
  check(wish: Pick<SaveWish, 'text' | 'from'>): Result<undefined, SaveProblem>;
  save(wish: SaveWish): Result<Saved, SaveProblem>;
  /**
   * One change of the site as it stands, made and saved in one go. `kept`: during set-up, when the draft still has `mistakes`, of
   * which some may be of this change. `change` gives `undefined` where there is nothing to change.
   */
  saveChange(
    change: (site: { readonly own: JsonObject; readonly merged: JsonObject }) => JsonObject | undefined,
    wish: Pick<SaveWish, 'by' | 'why'>,
  ): Result<ChangeSaved, SaveProblem>;
  /** Only during set-up; a full disk forgets it at the next start. */
  keepDraft(text: string): void;
  putBack(wish: Omit<SaveWish, 'text'> & { readonly version: number }): Result<Saved, SaveProblem>;
  readonly versions: Pick<SiteVersions, 'list' | 'textOf' | 'difference'>;
  setSecret(wish: {
    readonly text: string;
    readonly path: JsonPath;
    readonly value: string;
  }): Result<string, SecretRefusal | { readonly kind: 'does-not-read' }>;
  /** `undefined`: the site file does not read. */
  exported(): string | undefined;
  standing(): SiteFileStanding;
  /** Places of the file as it stands that count only when the program has been started again. */
  programRestart(): readonly string[];
  /** What saving this text would change, in how many places. */
  wouldChange(text: string): { readonly changes: number; readonly applied: 'at-once' | 'after-restart' };
  applyNow(): boolean;
}

export interface Beginning {
  readonly text: string;
  readonly from: string;
  readonly isDraft: boolean;
  readonly look: SiteLook;
}

export type ChangeSaved =
  | { readonly is: 'saved'; readonly saved: Saved }
  | { readonly is: 'kept'; readonly mistakes: readonly SiteMistake[] };

export interface SiteFileStanding {
  readonly runs: 'as-written' | 'last-good' | 'nothing';
  readonly applying: Applying;
}

interface Needs {
  readonly versions: SiteVersions;
  readonly taker: SavedTaker;
  readonly runs: () => SiteFileStanding['runs'];
  readonly programRestart: (saved: SiteFile) => readonly string[];
  readonly kioskId: string;
  readonly siteFile: string;
  readonly dataDir: string;
  readonly randomBytes: RandomBytes;
}

export function createSiteEditor(needs: Needs): SiteEditor {
  const { versions, taker, kioskId, siteFile, dataDir, randomBytes } = needs;
  const draftFile = join(dataDir, 'site-versions', 'draft.json');
  let draft: string | undefined;

  return {
    current: versions.current,
    begin,
    look: versions.look,
    check: versions.check,
    save,
    saveChange(change, { by, why }) {
      const { text: before, from, isDraft, look } = begin();
      const own = look.layers?.[0].own;
      if (!own) return problem({ kind: 'mistakes', mistakes: look.mistakes });
      const changed = change({ own, merged: look.merged ?? own });
      const text = changed && siteText(changed);
      if (text === undefined || text === before) return problem({ kind: 'nothing-changed' });
      const { mistakes } = versions.look(text);
      if (isDraft && mistakes.length > 0) {
        keepDraft(text);
        return ok({ is: 'kept', mistakes });
      }
      const saved = save({ text, from, by, why });
      return saved.ok ? ok({ is: 'saved', saved: saved.value }) : saved;
    },
    keepDraft,
    putBack(wish) {
      const saved = versions.putBack(wish);
      if (saved.ok) takeOver();
      return saved;
    },
    versions,
    setSecret({ text, path, value }) {
      const { layers, merged } = versions.look(text);
      if (!layers || !merged) return problem({ kind: 'does-not-read' });
      const set = setSecret({ dataDir, siteFile, randomBytes }, { path, value, own: layers[0].own, merged });
      return set.ok ? ok(siteText(set.value)) : set;
    },
    exported() {
      const { layers } = versions.current().look;
      return layers && exportedSite(layers);
    },
    standing: () => ({ runs: needs.runs(), applying: taker.state() }),
    programRestart() {
      const { site } = versions.current().look;
      return site ? needs.programRestart(site) : [];
    },
    wouldChange(text) {
      const changes = siteDifference(versions.current().own ?? {}, versions.look(text).layers?.[0].own ?? {});
      return { changes: changes.length, applied: needsRestart(changes) ? 'after-restart' : 'at-once' };
    },
    applyNow: () => taker.now(),
  };

  function begin(): Beginning {
    const { text, hash, look } = versions.current();
    if (text !== '' || needs.runs() !== 'nothing') return { text, from: hash, isDraft: false, look };
    const kept = draft ?? keptDraft() ?? siteText(firstSite({ kioskId }));
    return { text: kept, from: hash, isDraft: true, look: versions.look(kept) };
  }

  function save(wish: SaveWish): Result<Saved, SaveProblem> {
    const saved = versions.save(wish);
    if (saved.ok) takeOver();
    return saved;
  }

  function takeOver(): void {
    const reading = readingOf(versions.current().look);
    if (reading) taker.take(reading);
  }

  function keepDraft(text: string): void {
    if (needs.runs() !== 'nothing' || text === draft || text.length > largestFileBytes) return;
    draft = text;
    tryOnDisk(() => writeDurably(draftFile, text));
  }

  function keptDraft(): string | undefined {
    const read = readPrivateFile(draftFile, largestFileBytes);
    return read?.ok ? read.value.toString('utf8') : undefined;
  }
}

export function readingOf({ site, layers, notes }: SiteLook): SiteReading | undefined {
  return site && layers && { site, layers, notes };
}
