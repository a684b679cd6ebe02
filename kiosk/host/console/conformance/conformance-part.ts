import * as z from 'zod';
import type { Clock } from '#config/agreements/clock.ts';
import { ok, problem } from '#config/agreements/result.ts';
import type { ConformanceCalls, ConformanceEnd, ConformanceTopics } from '#kiosk/bridge/console/conformance-words.ts';
import type { Actor } from '#kiosk/staff/audit/acts.ts';
import type { Staff } from '#kiosk/staff/staff.ts';
import type { ConsolePart } from '../console-part.ts';
import type { KioskRooms } from '../kiosk-rooms.ts';
import { createConformanceRuns } from './conformance-runs.ts';

interface Needs {
  readonly rooms: () => KioskRooms | undefined;
  readonly staff: Pick<Staff, 'audit'>;
  readonly clock: Clock;
  readonly dataDir: string;
  readonly siteFile: string;
  readonly program: string | undefined;
}

export interface ConformancePart extends ConsolePart<ConformanceCalls, ConformanceTopics> {
  close(): Promise<void>;
}

const endpointId = z.string().min(1).max(64);
const types = { html: 'text/html; charset=utf-8', json: 'application/json; charset=utf-8' } as const;

/** The marked test set, sent to one system of the hospital by whoever has typed that system's name. */
export function conformancePart({ rooms, staff, ...needs }: Needs): ConformancePart {
  let startedBy: Actor = null;
  const noteEnd = (id: string, end: ConformanceEnd) =>
    void staff.audit.append(startedBy, { act: 'conformance-run', details: { endpointId: id, outcome: end } });
  const runs = createConformanceRuns({ ...needs, onEnd: noteEnd });

  return {
    close: runs.close,
    topics: { conformance: runs.state },
    calls: {
      'conformance/begin': {
        access: 'technician',
        asks: z.strictObject({ endpointId, typed: z.string().max(64) }),
        audit(asked) {
          const refused = refusal(asked);
          if (refused) return { refused };
          return { act: 'conformance-run', details: { endpointId: asked.endpointId, outcome: 'begun' } };
        },
        answer(asked, { name, actor }) {
          const refused = refusal(asked);
          if (refused) return problem({ kind: refused });
          const begun = runs.begin({ endpointId: asked.endpointId, by: name });
          if (begun.ok) startedBy = actor;
          return begun;
        },
      },
      'conformance/stop': {
        access: 'technician',
        asks: z.strictObject({}),
        audit() {
          const { running } = runs.state();
          if (!running) return { refused: 'not-running' };
          return { act: 'conformance-run', details: { endpointId: running.endpointId, outcome: 'stop-asked' } };
        },
        answer: () => (runs.stop() ? ok(undefined) : problem({ kind: 'not-running' })),
      },
      'conformance/report': {
        access: 'technician',
        asks: z.strictObject({ endpointId }),
        audit: 'none',
        answer(asked) {
          const report = runs.report(asked.endpointId);
          return report ? ok(report) : problem({ kind: 'none' });
        },
      },
    },
    routes: (['html', 'json'] as const).map((form) => ({
      kind: 'answer',
      access: 'technician',
      method: 'GET',
      path: `/conformance/:system/${form}`,
      handle({ params, reply }) {
        const { system = '' } = params;
        const text = runs.file(system, form);
        if (text === undefined) return reply.code(404).send();
        return reply
          .type(types[form])
          .header('content-disposition', `attachment; filename="conformance-${system}.${form}"`)
          .send(text);
      },
    })),
  };

  function refusal(asked: ConformanceCalls['conformance/begin']['asks']) {
    const room = rooms();
    if (!room) return 'no-kiosk';
    if (!room.site.hospital.some(({ id }) => id === asked.endpointId)) return 'unknown-system';
    if (asked.typed !== asked.endpointId) return 'not-confirmed';
    const { isHere, running } = runs.state();
    if (!isHere) return 'not-here';
    if (running) return 'running';
    // The program reads the file, and would ask other systems than those that the page shows.
    return room.health().siteFile.runs === 'as-written' ? undefined : 'site-file';
  }
}
