import { type Language, textIn } from '#config/agreements/language.ts';
import type { ServiceSettings } from '#config/settings/site-file.ts';
import type { Facts } from '#kiosk/facts/facts.ts';
import type { QuestionSurroundings } from '../surroundings.ts';
import type { ServiceOnScreen, ServiceScreen } from './words.ts';

export function serviceScreen(_facts: Facts, { site, language, chip }: QuestionSurroundings): ServiceScreen {
  return {
    show: 'choose-service',
    services: site.services.filter(({ helpChoosing }) => !helpChoosing).map((each) => serviceOnScreen(each, language)),
    canAskForHelpChoosing: site.services.some(({ helpChoosing }) => helpChoosing),
    chip,
  };
}

function serviceOnScreen({ code, name, room, floor, icon }: ServiceSettings, language: Language): ServiceOnScreen {
  return { code, name: textIn(language, name), room, floor: floor && textIn(language, floor), icon };
}
