import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StoredReading } from '#backend-client/contract/reading.ts';
import { openStore } from '#backend-client/store/store.ts';
import type { Clock } from '#config/agreements/clock.ts';
import type { BusinessDay, SessionId, VisitId } from '#config/agreements/ids.ts';
import { type SiteFile, siteFile } from '#config/settings/site-file.ts';
import { syntheticSite } from '#config/settings/synthetic-site.ts';
import type { FlowEvent } from '#kiosk/flow/events.ts';
import { hasSession, type Place } from '#kiosk/flow/state.ts';
import { createMeasuring } from '#kiosk/host/effects/measure.ts';
import { createMeasuringTurns } from '#kiosk/host/effects/measuring-turns.ts';
import { flowSettingsFrom } from '#kiosk/host/flow-settings.ts';
import { createMeasuringDevices, type MeasuringDeviceThere } from '#kiosk/host/measuring-devices.ts';
import { createSessionRunner, type SessionRunner } from '#kiosk/host/session-runner.ts';

/**
 * What of a kiosk measures: the flow and its clocks, the host's measuring, and a store on disk, with a device that is given. Without page,
 * printer and hospital, so that thousands sit down in a minute.
 */
export interface MeasuringKiosk {
  /** Somebody with this ticket sits down; whoever sat there is gone. */
  sitDown(visitId: VisitId): void;
  tell(event: FlowEvent): void;
  at(): Place;
  /** The patient is to press the device's own button. */
  asksForButton(): boolean;
  /** Of the rest before a reading. */
  restLeftMs(): number;
  readingsOf(visitId: VisitId): readonly StoredReading[];
  /** The kiosk's program is started again: nobody sits there. */
  restart(): void;
  close(): void;
}

export interface MeasuringKioskParts {
  readonly clock: Clock;
  readonly measuring: Readonly<Record<string, unknown>>;
  readonly driver: string;
  /** Named `cuff`; another one after a restart. */
  readonly device: () => MeasuringDeviceThere;
}

const day = '2026-07-11' as BusinessDay;

export function openMeasuringKiosk({ clock, measuring, driver, device }: MeasuringKioskParts): MeasuringKiosk {
  const dataDir = mkdtempSync(join(tmpdir(), 'tiep-don-measuring-'));
  const site = siteOf(dataDir, measuring, driver);
  const settings = flowSettingsFrom(site);
  const opened = openStore({
    path: join(dataDir, 'store.sqlite'),
    masterKey: new Uint8Array(32).fill(7),
    facility: { timeZone: site.site.timeZone, services: [] },
    renderers: [],
    endpoints: [],
    // A machine's clock has whole milliseconds; what passes on the wire of the bench has not.
    clock: { ...clock, now: () => Math.round(clock.now()) },
    randomBytes,
  });
  if (!opened.ok) throw new Error(opened.problem.kind);
  const store = opened.value;
  let sessions = 0;
  let runner = start();

  function start(): SessionRunner {
    const hands = createMeasuring({
      store,
      measuringDevices: createMeasuringDevices([device()], site.devices, settings.measuringSteps),
      turns: createMeasuringTurns(() => {}),
      log: () => {},
      wakeOutbox: () => {},
    });
    return createSessionRunner({
      settings,
      clock,
      onState: () => {},
      effects: {
        run(effect, report) {
          if (effect.do === 'start-measuring') hands.start(effect, report);
          else if (effect.do === 'stop-measuring') hands.stop();
          else if (effect.do === 'store-reading') report(hands.storeReading(effect));
        },
      },
    });
  }

  return {
    sitDown(visitId) {
      for (const type of ['finished', 'started-over'] as const)
        if (hasSession(runner.state())) runner.receive({ type });
      if (hasSession(runner.state())) throw new Error(`somebody still sits there: ${runner.state().at}`);
      sessions += 1;
      runner.receive({
        type: 'ticket-read',
        ticket: { facilityCode: settings.facilityCode, day, number: `A${sessions}`, visitId },
        standing: 'ours',
        sessionId: `session-${sessions}` as SessionId,
        today: day,
      });
    },
    tell: (event) => runner.receive(event),
    at: () => runner.state().at,
    asksForButton() {
      const state = runner.state();
      return state.at === 'measuring' && state.phase === 'waiting-for-button';
    },
    restLeftMs: () => runner.msLeft('quiet-sitting'),
    readingsOf: (visitId) => store.readingsOf(visitId),
    restart() {
      runner.stop();
      runner = start();
    },
    close() {
      runner.stop();
      store.close();
      rmSync(dataDir, { recursive: true });
    },
  };
}

function siteOf(dataDir: string, measuring: Readonly<Record<string, unknown>>, driver: string): SiteFile {
  return siteFile.parse({
    ...syntheticSite,
    kiosk: { ...syntheticSite.kiosk, dataDir, stations: ['vitals'] },
    devices: [
      {
        ...{ id: 'cuff', kind: 'blood-pressure-monitor', driver, simulated: true },
        transport: { kind: 'tcp', host: '127.0.0.1', port: 1 },
      },
    ],
    measuring,
  });
}
