import { isDeepStrictEqual } from 'node:util';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { isObject, type JsonObject } from '#config/settings/json.ts';
import type { DeviceSettings } from '#config/settings/site-file.ts';
import type { SaveRefusal } from '#kiosk/bridge/console/devices-words.ts';
import type { SiteEditor } from '../../site-versions/site-editor.ts';
import type { SaveProblem, SaveWish } from '../../site-versions/site-versions.ts';
import { readDraft } from './draft.ts';

/** Writes a device into the site file, or takes it out; the kiosk goes on with that as soon as nobody is being served. */
export interface DeviceSaver {
  /** Of the site file, or of the draft while the kiosk is being set up. */
  devices(): readonly DeviceSettings[];
  save(change: DeviceChange): Result<undefined, { readonly kind: SaveRefusal }>;
}

export type DeviceChange = Pick<SaveWish, 'by' | 'why'> &
  ({ readonly do: 'put'; readonly settings: DeviceSettings } | { readonly do: 'remove'; readonly id: string });

export function createDeviceSaver(editor: Pick<SiteEditor, 'begin' | 'saveChange'>): DeviceSaver {
  return {
    devices: () =>
      listOf(editor.begin().look.merged).flatMap((entry) => {
        const read = readDraft(entry);
        return read.ok ? [read.value] : [];
      }),
    save(change) {
      const saved = editor.saveChange(({ own, merged }) => withChange(own, merged, change), change);
      if (saved.ok || saved.problem.kind === 'nothing-changed') return ok(undefined);
      return problem({ kind: refusals[saved.problem.kind] });
    },
  };
}

const refusals = {
  mistakes: 'site-mistaken',
  'changed-meanwhile': 'changed-meanwhile',
  'no-such-version': 'changed-meanwhile',
  'disk-full': 'not-writable',
  'not-writable': 'not-writable',
} as const satisfies Readonly<Record<Exclude<SaveProblem['kind'], 'nothing-changed'>, SaveRefusal>>;

/** Devices that come from the hospital's common file are copied into the kiosk's own once one of them is changed: lists are replaced whole. */
function withChange(own: JsonObject, merged: JsonObject, change: DeviceChange): JsonObject {
  const before = listOf(merged);
  const id = change.do === 'put' ? change.settings.id : change.id;
  const at = before.findIndex((entry) => entry.id === id);
  const entry = change.do === 'put' ? [withoutDefaults(change.settings)] : [];
  const devices = at === -1 ? [...before, ...entry] : before.toSpliced(at, 1, ...entry);
  return { ...own, devices };
}

function listOf(site: JsonObject | undefined): readonly JsonObject[] {
  return Array.isArray(site?.devices) ? site.devices.filter(isObject) : [];
}

/** As somebody would write it by hand: what means the same without being said is left out. */
function withoutDefaults(settings: DeviceSettings): JsonObject {
  const json: unknown = JSON.parse(JSON.stringify(settings));
  return isObject(json) ? lessOf(json, (less) => meansTheSame(less, settings)) : {};
}

function lessOf(json: JsonObject, isSame: (less: JsonObject) => boolean): JsonObject {
  let kept = json;
  for (const [name, value] of Object.entries(json)) {
    const { [name]: _, ...rest } = kept;
    if (isSame(rest)) kept = rest;
    else if (isObject(value)) kept = { ...kept, [name]: lessOf(value, (less) => isSame({ ...kept, [name]: less })) };
  }
  return kept;
}

function meansTheSame(less: JsonObject, settings: DeviceSettings): boolean {
  // Without its id an entry would be another device, whatever a draft is called.
  if (less.id !== settings.id) return false;
  const read = readDraft(less);
  return read.ok && isDeepStrictEqual(read.value, settings);
}
