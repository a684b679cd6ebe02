import type { JSX } from 'preact';
import { type ConsoleTools, useTopic } from '../tools.ts';
import { CheckInDays, Endpoints, Letters } from '../upkeep/sections.tsx';
import { useUpkeep } from '../upkeep/use-upkeep.ts';
import { ConformanceRuns } from './conformance-runs.tsx';
import { DeskListSection } from './desk-list.tsx';
import { SystemTests } from './system-tests.tsx';

/** The hospital's systems, what waits for them, and what somebody must decide. */
export function HospitalPage({ tools: console }: { readonly tools: ConsoleTools }): JSX.Element {
  const { state, tools } = useUpkeep(console);
  const overview = useTopic(console, 'overview').value;
  if (!state) return <p class="empty">{console.say(state === null ? 'console.noKiosk' : 'console.opening')}</p>;
  const parts = { state, tools };
  return (
    <>
      <Endpoints {...parts} />
      <Letters {...parts} />
      <DeskListSection endpoints={state.endpoints} console={console} tools={tools} />
      <SystemTests endpoints={state.endpoints} systems={overview?.systems ?? []} console={console} tools={tools} />
      <ConformanceRuns endpoints={state.endpoints} console={console} tools={tools} />
      <CheckInDays {...parts} />
    </>
  );
}
