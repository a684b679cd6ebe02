import type { DeviceSettings } from '#config/settings/site-file.ts';
import type { LineEar } from '../../device-lines/line-ear.ts';
import { headOf, lineOf, withoutPlace } from '../../device-lines/recording.ts';

/** A recording that is over, as a file: what `npm run replay` plays. */
export interface RecordedFile {
  readonly name: string;
  readonly text: string;
}

/** One recording a device, the newest; gone when the kiosk's program ends. */
export interface Recordings {
  take(id: string, settings: DeviceSettings, ear: LineEar): boolean;
  fileOf(id: string): RecordedFile | undefined;
}

/** Masked lines of some megabytes each. */
const mostFiles = 4;

export function createRecordings(): Recordings {
  const files = new Map<string, RecordedFile>();
  return {
    take(id, settings, ear) {
      const pieces = ear.takeRecording();
      if (!pieces) return false;
      const head = headOf({ settings: withoutPlace(settings), action: 'raw' });
      const text = `${[head, ...pieces.map(lineOf)].join('\n')}\n`;
      files.delete(id);
      files.set(id, { name: `${id}-${settings.driver}.jsonl`, text });
      const [oldest] = files.keys();
      if (files.size > mostFiles && oldest !== undefined) files.delete(oldest);
      return true;
    },
    fileOf: (id) => files.get(id),
  };
}
