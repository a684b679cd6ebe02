import type { Language } from '#config/agreements/language.ts';
import type { SiteFile } from '#config/settings/site-file.ts';
import type { FlowSettings } from '#kiosk/facts/flow-settings.ts';
import type { ChipOnScreen } from './chip-on-screen.ts';

/** What the host's side of a question may draw with, beside the facts. */
export interface QuestionSurroundings {
  readonly site: SiteFile;
  readonly settings: FlowSettings;
  readonly language: Language;
  readonly chip: ChipOnScreen;
  readonly scanner: 'ready' | 'unavailable';
}
