import type { ServiceWords } from '#backend-client/contract/visit.ts';
import { type Language, textIn } from '#config/agreements/language.ts';
import type { Arrow } from '#config/catalogues/arrows.ts';
import type { SiteFile } from '#config/settings/site-file.ts';

/** A door and the way to it. */
export interface WhereToGo {
  readonly room: string;
  readonly floor: string | undefined;
  readonly directions: string | undefined;
  /** As the site file has it now, where the service is still where it was when the number was given. */
  readonly arrow?: Arrow;
  /** Likewise: the file with the picture of the way. */
  readonly mapFile?: string;
}

/** The door of the service, or the room of one's own that a screening leads to; why stands nowhere. */
export function whereToGo(
  service: ServiceWords,
  toIsolation: boolean,
  { checkIn, services }: Pick<SiteFile, 'checkIn' | 'services'>,
  language: Language,
): WhereToGo {
  const isolation = toIsolation ? checkIn.screening : undefined;
  const { room, floor, directions } = isolation ?? service;
  const listed = isolation ? undefined : services.find(({ code }) => code === service.code);
  const now = listed?.room === room ? listed : undefined;
  const mapFile = (isolation ?? now)?.mapFile;
  return {
    room,
    floor: floor && textIn(language, floor),
    directions: directions && textIn(language, directions),
    ...(now?.arrow ? { arrow: now.arrow } : {}),
    ...(mapFile === undefined ? {} : { mapFile }),
  };
}
