import type { ServiceWords } from '#backend-client/contract/visit.ts';
import { type Language, textIn } from '#config/agreements/language.ts';
import type { SiteFile } from '#config/settings/site-file.ts';

/** A door and the way to it. */
export interface WhereToGo {
  readonly room: string;
  readonly floor: string | undefined;
  readonly directions: string | undefined;
}

/** The door of the service, or the room of one's own that a screening leads to; why stands nowhere. */
export function whereToGo(
  service: ServiceWords,
  toIsolation: boolean,
  { checkIn }: Pick<SiteFile, 'checkIn'>,
  language: Language,
): WhereToGo {
  const { room, floor, directions } = (toIsolation && checkIn.screening) || service;
  return {
    room,
    floor: floor && textIn(language, floor),
    directions: directions && textIn(language, directions),
  };
}
