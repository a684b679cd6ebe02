/** For tests: a hospital's boards on a real listener, over a day that is played by the rules and kept in no log. */
import { randomBytes } from 'node:crypto';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { type HubFile, hubFile } from '#config/settings/hub-file.ts';
import { mayAct } from '#kiosk/staff/roles.ts';
import { createSessions } from '#kiosk/web/sessions.ts';
import { signInRoutes } from '#kiosk/web/sign-in-routes.ts';
import { openStaffListener } from '#kiosk/web/staff-listener.ts';
import type { Act } from '../queue/acts.ts';
import { entering, playDay, today } from '../queue/played-day.ts';
import { type ClipLibrary, createClipLibrary } from '../voice/clip-library.ts';
import { createEspeak } from '../voice/espeak.ts';
import { spokenFile } from '../voice/spoken-file.ts';
import { boardRoutes } from './board-routes.ts';
import { boardVoiceRoutes } from './board-voice-routes.ts';
import { openBoards } from './boards.ts';
import type { HubRole } from './hub-parts.ts';

export interface BenchedBoards {
  readonly url: string;
  readonly library: ClipLibrary;
  readonly spoken: readonly { readonly spoken: string; readonly place: string; readonly event: string }[];
  act(act: Act): void;
  enter(count: number): void;
  close(): Promise<void>;
}

/** As `smallHospital` of the queue has it. */
export function boardSettings(more: Record<string, unknown> = {}, place: Record<string, unknown> = {}): HubFile {
  const service = (code: string, prefix: string, room: string, name: string) => ({
    ...{ code, prefix, room, hisCode: code.toUpperCase(), name: { vi: name } },
    ...(code === 'noi'
      ? {
          floor: { vi: 'Tầng 1', en: 'Floor 1' },
          directions: {
            vi: 'Đi thẳng, rẽ phải cạnh quầy thuốc.',
            en: 'Straight on, then right at the pharmacy.',
          },
        }
      : {}),
  });
  return hubFile.parse({
    profile: 'demo',
    site: { facilityCode: '27005', name: 'Trung tâm Y tế Yên Phong' },
    listen: { host: '127.0.0.1', port: 0 },
    dataDir: '.',
    services: [
      service('noi', 'A', 'P.101', 'Khám Nội'),
      service('ngoai', 'B', 'P.102', 'Khám Ngoại'),
      service('xray', 'X', 'P.201', 'X-quang'),
    ],
    places: [
      { id: 'hall', name: { vi: 'Sảnh A' }, services: ['noi', 'ngoai'], ...place },
      { id: 'imaging', name: { vi: 'Chẩn đoán hình ảnh' }, services: ['xray'] },
    ],
    counters: [
      { id: 'p101', name: { vi: 'Phòng 101', en: 'Room 101' }, place: 'hall', services: ['noi'] },
      { id: 'p102', name: { vi: 'Phòng 102' }, place: 'hall', services: ['noi', 'ngoai'] },
      { id: 'p201', name: { vi: 'Phòng 201' }, place: 'imaging', services: ['xray'] },
    ],
    ...more,
  });
}

export async function openBenchedBoards(settings: HubFile, pageDir: string): Promise<BenchedBoards> {
  const played = playDay();
  played.now = Date.now();
  played.act({ kind: 'begin-day', day: today });
  const listeners = new Set<() => void>();
  const spoken: BenchedBoards['spoken'][number][] = [];
  const library = createClipLibrary({ settings, sayText: createEspeak(machineClock) });
  const boards = openBoards({
    settings,
    library,
    clock: machineClock,
    spokenFile: spokenFile(settings.dataDir),
    decider: {
      today: () => played.day,
      onCommitted(heard) {
        const tell = () => heard([], played.day);
        listeners.add(tell);
        return () => listeners.delete(tell);
      },
    },
    logSpoken: (fields) => spoken.push(fields),
    logFailed: () => undefined,
  });
  const part = { ...boards, clips: library };
  const technician = { kind: 'person', id: '1', name: 'Minh', roles: ['technician'] } as const;
  const listening = await openStaffListener<HubRole>({
    listen: settings.listen,
    cookieName: 'boards',
    sessions: createSessions<HubRole>({ clock: machineClock, randomBytes }),
    mayAct,
    clock: machineClock,
    onBug: (error) => {
      throw error;
    },
    routes: [
      ...signInRoutes<HubRole>({ signIn: async () => ({ ok: true, value: technician }) }),
      ...boardRoutes({ settings, pageDir, boards: part }),
      ...boardVoiceRoutes({ settings, pageDir, boards: part }),
      { kind: 'files', access: 'anybody', folder: `${pageDir}/assets`, under: '/assets/' },
    ],
  });
  if (!listening.ok) throw new Error(listening.problem.kind);
  const act = (wish: Act) => {
    played.now = Date.now();
    const done = played.act(wish);
    if (!done.ok) throw new Error(done.problem);
    for (const tell of listeners) tell();
  };
  return {
    url: listening.value.origin,
    library,
    spoken,
    act,
    enter: (count) => act(entering(count, { givenAt: Date.now() })),
    async close() {
      boards.close();
      await listening.value.close();
    },
  };
}
