import { type Language, textIn } from '#config/agreements/language.ts';
import type { ServiceSettings } from '#config/settings/site-file.ts';
import type { Facts } from '#kiosk/facts/facts.ts';
import { notOpenIn } from '#kiosk/facts/not-open.ts';
import { symptomsOf } from '#kiosk/facts/symptoms.ts';
import type { QuestionSurroundings } from '../surroundings.ts';
import type { ServiceOnScreen, ServiceScreen } from './words.ts';

/** Once a number is there, "choose again" offers the services alone. */
export function serviceScreen(facts: Facts, { site, language, chip }: QuestionSurroundings): ServiceScreen {
  const symptoms = symptomsOf(site.services);
  const canAskForHelpChoosing = site.services.some(({ helpChoosing }) => helpChoosing);
  const search = facts.choice === undefined ? facts.search : undefined;
  if (search && search.symptom === undefined) {
    return {
      show: 'choose-symptom',
      symptoms: symptoms.map(({ code, words, serviceCodes: [first] }) => ({
        code,
        words: textIn(language, words),
        icon: site.services.find((service) => service.code === first)?.icon ?? 'clipboard',
      })),
      canAskForHelpChoosing,
    };
  }
  const touched = symptoms.find(({ code }) => code === search?.symptom);
  const offered = site.services.filter(
    ({ code, helpChoosing, onlyFor }) =>
      !helpChoosing && onlyFor === undefined && (touched?.serviceCodes.includes(code) ?? true),
  );
  return {
    show: 'choose-service',
    services: offered.map((each) => serviceOnScreen(each, facts, site.services, language)),
    canAskForHelpChoosing,
    canSearch: symptoms.length > 0 && search === undefined && facts.choice === undefined,
    symptom: touched && textIn(language, touched.words),
    chip,
  };
}

function serviceOnScreen(
  service: ServiceSettings,
  facts: Facts,
  services: readonly ServiceSettings[],
  language: Language,
): ServiceOnScreen {
  const { code, name, room, floor, icon } = service;
  const notOpen = notOpenIn(facts, services, service, (other) => textIn(language, other));
  return {
    code,
    name: textIn(language, name),
    room,
    floor: floor && textIn(language, floor),
    icon,
    ...(notOpen && { notOpen }),
  };
}
