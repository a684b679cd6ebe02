import type { JSX } from 'preact';
import type { MessageKey } from '#config/strings/messages.ts';
import { DevicesPage } from './devices/devices-page.tsx';
import { HospitalPage } from './hospital/hospital-page.tsx';
import { LogsPage } from './logs/logs-page.tsx';
import { OverviewPage } from './overview/overview-page.tsx';
import type { PageName } from './page-names.ts';
import { PeoplePage } from './people/people-page.tsx';
import { ReadinessPage } from './readiness/readiness-page.tsx';
import { SettingsPage } from './settings/settings-page.tsx';
import type { ConsoleTools } from './tools.ts';

export interface ConsolePage {
  readonly title: MessageKey;
  readonly draw: (props: { readonly tools: ConsoleTools }) => JSX.Element;
}

/** What each page is called and drawn by. */
export const pages: Readonly<Record<PageName, ConsolePage>> = {
  overview: { title: 'console.pages.overview', draw: OverviewPage },
  devices: { title: 'console.pages.devices', draw: DevicesPage },
  settings: { title: 'console.pages.settings', draw: SettingsPage },
  hospital: { title: 'console.pages.hospital', draw: HospitalPage },
  readiness: { title: 'console.pages.readiness', draw: ReadinessPage },
  logs: { title: 'console.pages.logs', draw: LogsPage },
  people: { title: 'console.pages.people', draw: PeoplePage },
};
