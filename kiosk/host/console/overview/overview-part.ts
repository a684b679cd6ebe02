import type { KioskProblem } from '#kiosk/bridge/console/kiosk-problem.ts';
import type { OverviewTopics, SelfTestOnPage } from '#kiosk/bridge/console/overview-words.ts';
import { outcomeOf, type ReadinessReport } from '#kiosk/bridge/console/readiness-words.ts';
import type { ConsolePart } from '../console-part.ts';
import type { KioskRooms } from '../kiosk-rooms.ts';

/** What the overview shows of the kiosk that runs, or why none does. `newest`: its last self-test. */
export function overviewPart(
  rooms: () => KioskRooms | undefined,
  newest: () => ReadinessReport | undefined,
  doesNotOpen: () => KioskProblem | undefined,
): ConsolePart<object, OverviewTopics> {
  return {
    calls: {},
    topics: {
      'does-not-open': doesNotOpen,
      overview() {
        const kiosk = rooms()?.overview();
        return kiosk && { ...kiosk, selfTest: selfTestOf(newest()) };
      },
    },
  };
}

function selfTestOf(report: ReadinessReport | undefined): SelfTestOnPage | undefined {
  if (!report) return undefined;
  const { at, checks } = report;
  const first = (wanted: string) => checks.find((check) => outcomeOf(check) === wanted);
  const worst = first('fail') ?? first('warn');
  return {
    at: Date.parse(at),
    passed: checks.filter((check) => outcomeOf(check) === 'pass').length,
    checks: checks.length,
    worst: worst && { part: worst.part, about: worst.about },
  };
}
