import type { JSX } from 'preact';
import { DamageStrips } from '../people/damage-strips.tsx';
import type { ConsoleTools } from '../tools.ts';
import { Alerts, DeviceList, Endpoints, Strips, TimeAndWindow } from '../upkeep/sections.tsx';
import { useUpkeep } from '../upkeep/use-upkeep.ts';

/** Is this kiosk fit for patients, and if not, what is to be done first? */
export function OverviewPage({ tools: console }: { readonly tools: ConsoleTools }): JSX.Element {
  const { state, tools } = useUpkeep(console);
  if (!state)
    return (
      <>
        <DamageStrips tools={console} />
        <p class="empty">{console.say(state === null ? 'console.noKiosk' : 'console.opening')}</p>
      </>
    );
  const parts = { state, tools };
  return (
    <>
      <DamageStrips tools={console} />
      <Strips {...parts} />
      <Alerts {...parts} />
      <TimeAndWindow {...parts} />
      <div class="two">
        <Endpoints {...parts} />
        <DeviceList {...parts} />
      </div>
      <footer>
        {state.test && <span class="pill careful">{console.say('technician.test')}</span>}{' '}
        {console.say('technician.version', { version: state.version })}
      </footer>
    </>
  );
}
