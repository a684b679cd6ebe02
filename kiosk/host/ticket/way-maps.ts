import { createHash } from 'node:crypto';
import type { Log } from '#config/agreements/log-events.ts';
import { mapFilesOf, readMapFile } from '#config/settings/map-file.ts';
import type { SiteFile } from '#config/settings/site-file.ts';
import type { DotPicture } from './dot-picture.ts';
import { drawWayMap, type WayMap } from './way-map.ts';

/** The pictures of the way that a site names. One that is missing, wrong or not drawn yet is simply not there. */
export interface WayMaps {
  onPaper(file: string | undefined): DotPicture | undefined;
  /** Its address on the patient's page: `/way-maps/2f9c….png`. */
  onScreen(file: string | undefined): string | undefined;
  /** What stands at such an address, by its last part. */
  png(name: string): Uint8Array | undefined;
  /** Resolves when every map has been tried. */
  readonly drawn: Promise<void>;
  stop(): void;
}

export interface WayMapsParts {
  readonly dotsAcross: number;
  readonly log: Log;
  /** Another map is there. */
  readonly onChange: () => void;
}

/** Folder of the maps on the patient's page. */
export const wayMapsFolder = '/way-maps/';

/** Draws one map after the other, beside whatever else goes on: no start and no ticket waits for them. */
export function openWayMaps(
  site: Pick<SiteFile, 'services' | 'checkIn'>,
  { dotsAcross, log, onChange }: WayMapsParts,
): WayMaps {
  const maps = new Map<string, WayMap & { readonly name: string }>();
  let stopped = false;

  async function draw(): Promise<void> {
    for (const [file, named] of Map.groupBy(mapFilesOf(site), (each) => each.file)) {
      // Between two of them everybody else has a turn.
      await new Promise(setImmediate);
      if (stopped) return;
      const reason = await tryToDraw(file);
      if (stopped) return;
      if (reason) log('map-not-shown', { field: named[0]?.path ?? '', reason });
      else onChange();
    }
  }

  async function tryToDraw(file: string) {
    const read = readMapFile(file);
    if (!read.ok) return read.problem.kind;
    try {
      const map = await drawWayMap(read.value, dotsAcross);
      const name = `${createHash('sha256').update(map.onScreen).digest('hex').slice(0, 24)}.png`;
      maps.set(file, { ...map, name });
      return undefined;
    } catch {
      return 'map-not-drawable';
    }
  }

  const of = (file: string | undefined) => (file === undefined ? undefined : maps.get(file));
  return {
    onPaper: (file) => of(file)?.onPaper,
    onScreen(file) {
      const map = of(file);
      return map && `${wayMapsFolder}${map.name}`;
    },
    png: (name) => [...maps.values()].find((map) => map.name === name)?.onScreen,
    drawn: draw(),
    stop() {
      stopped = true;
    },
  };
}
