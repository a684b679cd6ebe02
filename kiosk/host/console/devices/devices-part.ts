import * as z from 'zod';
import { ok, problem } from '#config/agreements/result.ts';
import type { DeviceSettings } from '#config/settings/site-file.ts';
import { id as deviceId } from '#config/settings/text-fields.ts';
import { setUpMakers } from '#drivers/barcode-scanner/set-up-command.ts';
import {
  type DeviceInList,
  type DevicesCalls,
  type DevicesTopics,
  testNames,
} from '#kiosk/bridge/console/devices-words.ts';
import type { Act } from '#kiosk/staff/audit/acts.ts';
import type { Role } from '#kiosk/staff/roles.ts';
import type { Call, Route } from '#kiosk/web/routes.ts';
import type { LineEar } from '../../device-lines/line-ear.ts';
import type { SaveWish } from '../../site-versions/site-versions.ts';
import type { Caller, ConsolePart } from '../console-part.ts';
import type { KioskRooms } from '../kiosk-rooms.ts';
import { type BenchWorld, createBench, type Opened } from './bench.ts';
import type { DeviceSaver } from './device-saver.ts';
import { draftId, placeOf, readDraft } from './draft.ts';
import { type FindDevices, foundOnPage } from './find.ts';
import { lineOnPage } from './line-on-page.ts';
import { createRecordings } from './recordings.ts';

export interface DevicesWorld extends Pick<BenchWorld, 'clock' | 'random' | 'randomBytes' | 'lines' | 'spawnPcsc'> {
  readonly find: FindDevices;
  readonly rooms: () => KioskRooms | undefined;
  readonly saver: DeviceSaver;
}

export interface DevicesPart extends ConsolePart<DevicesCalls, DevicesTopics> {
  /** Lets go of what lies on the bench. */
  close(): Promise<void>;
}

const anId = z.string().min(1).max(64);
const why = z.string().trim().min(1).max(200);
const nothing = z.strictObject({});
const purpose = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('add') }),
  z.strictObject({ do: z.literal('replace'), id: anId }),
  z.strictObject({ do: z.literal('check'), id: anId }),
]);
const testWish = z.discriminatedUnion('test', [
  z.strictObject({ test: z.enum(testNames).exclude(['read-card']) }),
  z.strictObject({ test: z.literal('read-card'), can: z.string().regex(/^\d{6}$/) }),
]);

/** What is plugged in, what each device says, and the bench where one is tried, named and saved. */
export function devicesPart(world: DevicesWorld): DevicesPart {
  const { rooms, lines, saver } = world;
  const own = () => rooms()?.site.devices ?? saver.devices();
  const settingsOf = (id: string) => own().find((each) => each.id === id);
  const recordings = createRecordings();
  let isSearching = false;
  const bench = createBench({
    ...world,
    timeZone: () => rooms()?.site.site.timeZone ?? 'Asia/Ho_Chi_Minh',
    own,
    isServing: () => rooms()?.isServing() ?? false,
    worksForMs: (id) =>
      rooms()
        ?.devices.measuring.find((device) => device.id === id)
        ?.freeInMs() ?? 0,
  });

  function inList(settings: DeviceSettings): DeviceInList {
    const { id, kind, driver, simulated } = settings;
    const device = rooms()?.devices.all.find((each) => each.id === id);
    return {
      ...{ id, kind, driver, simulated, settings, place: placeOf(settings), isLent: lines.isLent(id) },
      condition: device?.condition() ?? 'absent',
      whyAbsent: device?.whyAbsent(),
      hints: device?.hints() ?? [],
    };
  }

  function draftFor({ purpose: what, settings }: DevicesCalls['bench/open']['asks']) {
    const replaced = what.do === 'add' ? undefined : settingsOf(what.id);
    if (what.do !== 'add' && !replaced) return problem({ kind: 'no-such-device' } as const);
    const draft = readDraft({ ...settings, id: replaced?.id ?? draftId });
    // The same id is the same kind of device, for whoever reads logs and readings.
    if (draft.ok && replaced && replaced.kind !== draft.value.kind) return problem({ kind: 'mistaken' } as const);
    return draft;
  }

  function heardOf(id: string): { readonly settings: DeviceSettings; readonly ear: LineEar } | undefined {
    const settings = id === draftId ? bench.opened()?.settings : settingsOf(id);
    const ear = id === draftId ? bench.ear() : lines.ear(id);
    return settings && ear ? { settings, ear } : undefined;
  }

  return {
    topics: {
      devices() {
        const opened = bench.opened();
        return {
          hasKiosk: rooms() !== undefined,
          devices: own().map(inList),
          bench: opened && { by: opened.by, purpose: opened.purpose },
        };
      },
      device(id) {
        const settings = settingsOf(id);
        if (!settings) return undefined;
        const ear = lines.ear(id);
        return {
          device: inList(settings),
          events: lines
            .events(id)
            .map(({ at, event, fields }) => ({ at, event, says: saysOf(fields) }))
            .toReversed(),
          line: ear && settings.kind !== 'card-reader' ? lineOnPage(ear) : undefined,
        };
      },
      bench: bench.state,
    },
    calls: {
      'devices/find': {
        access: 'technician',
        asks: nothing,
        audit: 'none',
        async answer() {
          if (isSearching) return problem({ kind: 'searching' });
          isSearching = true;
          const found = await world.find();
          isSearching = false;
          return ok({ found: found.map((each) => foundOnPage(each, own())) });
        },
      },
      'bench/open': {
        access: 'technician',
        asks: z.strictObject({ purpose, settings: z.record(z.string().max(40), z.unknown()) }),
        audit(asked) {
          const draft = draftFor(asked);
          return draft.ok ? testedAct(draft.value, 'open') : { refused: draft.problem.kind };
        },
        async answer(asked, { name }) {
          const draft = draftFor(asked);
          return draft.ok ? bench.open(draft.value, asked.purpose, name) : draft;
        },
      },
      'bench/open-own': {
        access: 'technician',
        asks: z.strictObject({ id: anId }),
        audit({ id }) {
          const settings = settingsOf(id);
          return settings ? testedAct(settings, 'open') : { refused: 'no-such-device' };
        },
        answer({ id }, { name }) {
          const settings = settingsOf(id);
          if (!settings) return problem({ kind: 'no-such-device' });
          return bench.open(settings, { do: 'check', id }, name);
        },
      },
      'bench/test': {
        access: 'technician',
        asks: testWish,
        audit({ test }) {
          const opened = bench.opened();
          return opened ? testedAct(opened.settings, test) : { refused: 'not-open' };
        },
        answer: bench.test,
      },
      'bench/skip': {
        access: 'technician',
        asks: nothing,
        audit: 'none',
        answer: () => onBench(() => bench.running()?.skip?.()),
      },
      'bench/stop-test': {
        access: 'technician',
        asks: nothing,
        audit: 'none',
        answer: () => onBench(() => bench.running()?.stop()),
      },
      'bench/typed': {
        access: 'technician',
        asks: z.strictObject({ text: z.string().max(4_096) }),
        audit: 'none',
        answer: ({ text }) => onBench(() => bench.running()?.typed?.(text)),
      },
      'bench/set-up-scanner': {
        access: 'technician',
        asks: z.strictObject({ maker: z.enum(setUpMakers) }),
        audit() {
          const opened = bench.opened();
          return opened ? testedAct(opened.settings, 'set-up') : { refused: 'not-open' };
        },
        answer({ maker }) {
          const test = bench.running();
          if (!test) return problem({ kind: 'not-open' });
          return test.setUp?.(maker) ? ok(undefined) : problem({ kind: 'not-for-this-device' });
        },
      },
      'bench/close': {
        access: 'technician',
        asks: nothing,
        audit: 'none',
        answer: async () => ((await bench.close()) ? ok(undefined) : problem({ kind: 'not-open' })),
      },
      'devices/save': {
        access: 'technician',
        asks: z.strictObject({ id: z.string().max(64), why }),
        audit: ({ id }) => savedAct(bench.opened(), id),
        async answer({ id, why: reason }, by) {
          const opened = bench.opened();
          if (!opened) return problem({ kind: 'not-open' });
          const { purpose: what, settings } = opened;
          const itsId = what.do === 'add' ? id : what.id;
          if (!deviceId.safeParse(itsId).success) return problem({ kind: 'mistaken-id' });
          if (what.do === 'add' && settingsOf(itsId)) return problem({ kind: 'id-taken' });
          await bench.close();
          return saver.save({ do: 'put', settings: { ...settings, id: itsId }, why: reason, by: authorOf(by) });
        },
      },
      'devices/remove': {
        access: 'technician',
        asks: z.strictObject({ id: anId, why }),
        audit({ id }) {
          const settings = settingsOf(id);
          if (!settings) return { refused: 'no-such-device' };
          return { act: 'device-removed', details: { deviceId: id, kind: settings.kind } };
        },
        answer({ id, why: reason }, by) {
          if (!settingsOf(id)) return problem({ kind: 'no-such-device' });
          return saver.save({ do: 'remove', id, why: reason, by: authorOf(by) });
        },
      },
      'devices/record': {
        access: 'technician',
        asks: z.strictObject({ id: anId, on: z.boolean() }),
        audit({ id }) {
          const heard = heardOf(id);
          if (!heard) return { refused: 'no-such-device' };
          const { settings, ear } = heard;
          return { act: 'device-recorded', details: { deviceId: id, kind: settings.kind, bytes: ear.recordedBytes() } };
        },
        answer({ id, on }) {
          const heard = heardOf(id);
          if (!heard) return problem({ kind: 'no-such-device' });
          const { settings, ear } = heard;
          // Chips talk encrypted, and a keyboard has no line.
          if (settings.kind === 'card-reader' || settings.driver === 'keyboard') return problem({ kind: 'no-line' });
          if (on) return ear.beginRecording() ? ok(undefined) : problem({ kind: 'recording-already' });
          return recordings.take(id, settings, ear) ? ok(undefined) : problem({ kind: 'nothing-recorded' });
        },
      },
    },
    routes: [recordingRoute(recordings.fileOf)],
    async close() {
      await bench.close();
    },
  };

  function onBench(act: () => void) {
    if (!bench.opened()) return problem({ kind: 'not-open' } as const);
    act();
    return ok(undefined);
  }
}

function authorOf({ who, name }: Caller): SaveWish['by'] {
  return { kind: 'person', id: who.kind === 'person' ? who.id : '', name };
}

/** Noted as it begins; how it ends stands on the bench alone. */
function testedAct({ id, kind }: Pick<DeviceSettings, 'id' | 'kind'>, test: string): Act {
  return { act: 'device-tested', details: { deviceId: id, kind, test, outcome: 'begun' } };
}

function savedAct(opened: Opened | undefined, id: string) {
  if (!opened) return { refused: 'not-open' } as const;
  const { purpose: what, settings } = opened;
  const itsId = what.do === 'add' ? id : what.id;
  if (!deviceId.safeParse(itsId).success) return { refused: 'mistaken-id' } as const;
  return { act: savedActs[what.do], details: { deviceId: itsId, kind: settings.kind } };
}

const savedActs = { add: 'device-added', replace: 'device-replaced', check: 'device-changed' } as const;

/** Words of closed lists, names of files and numbers, as the log has them. */
function saysOf(fields: Readonly<Record<string, string | number | boolean>>): string {
  return Object.entries(fields)
    .filter(([name]) => !hidden.has(name))
    .map(([name, value]) => (told.has(name) ? String(value) : `${name} ${value}`))
    .join(' · ');
}

/** What the page knows anyhow, and what stands for a visit. */
const hidden: ReadonlySet<string> = new Set(['kind', 'visitId', 'readingId']);
const told: ReadonlySet<string> = new Set(['condition', 'reason', 'hint', 'source', 'verdict', 'evidence', 'paper']);

function recordingRoute(fileOf: ReturnType<typeof createRecordings>['fileOf']): Route<Role> {
  return {
    kind: 'answer',
    access: 'technician',
    method: 'GET',
    path: '/device-recording/:id',
    handle({ params, reply }: Call<unknown, Role>) {
      const file = fileOf(params.id ?? '');
      if (!file) return reply.code(404).send();
      return reply
        .type('application/jsonl; charset=utf-8')
        .header('content-disposition', `attachment; filename="${file.name}"`)
        .send(file.text);
    },
  };
}
