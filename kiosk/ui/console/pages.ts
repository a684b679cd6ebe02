import type { JSX } from 'preact';
import type { MessageKey } from '#config/strings/messages.ts';
import { HospitalPage } from './hospital/hospital-page.tsx';
import { OverviewPage } from './overview/overview-page.tsx';
import type { ConsoleTools } from './tools.ts';

export interface ConsolePage {
  readonly title: MessageKey;
  readonly draw: (props: { readonly tools: ConsoleTools }) => JSX.Element;
}

/** The pages of the console, in the order of its menu. Each has the address of its name. */
export const pages = {
  overview: { title: 'console.pages.overview', draw: OverviewPage },
  hospital: { title: 'console.pages.hospital', draw: HospitalPage },
} as const satisfies Readonly<Record<string, ConsolePage>>;

export type PageName = keyof typeof pages;
export const pageNames = Object.keys(pages).filter((name): name is PageName => Object.hasOwn(pages, name));
