import { useMemo } from 'preact/hooks';
import type { UpkeepState } from '#kiosk/bridge/console/upkeep-words.ts';
import type { ConsoleLink } from '../console-link.ts';
import { type ConsoleTools, useTopic } from '../tools.ts';
import type { Tools } from './tools.ts';

/** The kiosk that runs, and what its rows are drawn with. */
export function useUpkeep(console: ConsoleTools): {
  readonly state: UpkeepState | null | undefined;
  readonly tools: Tools;
} {
  const { link, say, language } = console;
  const state = useTopic(console, 'kiosk').value;
  // The same ones as long as the page is open: what asks with them asks when it has to, and not with each state.
  const deeds = useMemo(() => deedsOf(link), [link]);
  const timeZone = state?.timeZone ?? 'Asia/Ho_Chi_Minh';
  return { state, tools: { say, language, timeZone, ...deeds } };
}

function deedsOf(link: ConsoleLink): Pick<Tools, 'act' | 'download' | 'reportOf'> {
  return {
    act: async (act) => (await link.call('kiosk/act', act)).ok,
    async download(day) {
      const asked = await link.call('check-in/ask', { day });
      if (!asked.ok) return false;
      const opened = document.createElement('a');
      opened.href = `/check-in/${day}?pass=${encodeURIComponent(asked.value.pass)}`;
      opened.download = '';
      opened.click();
      return true;
    },
    async reportOf(day) {
      const report = await link.call('check-in/report', { day });
      return report.ok ? report.value : undefined;
    },
  };
}
