import type { JSX } from 'preact';
import { type ConsoleTools, useTopic } from '../tools.ts';
import { replacedBy } from './addresses.ts';
import { DeviceList } from './device-list.tsx';
import { DevicePage } from './device-page.tsx';
import { Wizard } from './wizard.tsx';

/** The devices of this kiosk, one of them, or the wizard. */
export function DevicesPage({ tools }: { readonly tools: ConsoleTools }): JSX.Element {
  const { about, say } = tools;
  const state = useTopic(tools, 'devices').value;
  if (!state) return <p class="empty">{say('console.opening')}</p>;
  if (about === undefined) return <DeviceList state={state} tools={tools} />;
  if (about.startsWith('~')) return <Wizard state={state} tools={tools} replaces={replacedBy(about)} />;
  return <DevicePage id={about} tools={tools} />;
}
