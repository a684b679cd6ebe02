import type { Language } from '#config/agreements/language.ts';
import { sayIn } from '#config/strings/messages.ts';
import type { UpkeepState } from '#kiosk/bridge/console/upkeep-words.ts';
import { letterWords, troubleWords } from '#kiosk/ui/console/upkeep/delivery-words.ts';

/** What the technician reads of deliveries, sentence by sentence, as the page puts them. Empty: all is well. */
export function pageInWords({ endpoints, letters }: UpkeepState, language: Language): readonly string[] {
  const say = sayIn(language);
  const ofEndpoints = endpoints.flatMap((endpoint) => {
    const { circuit, reason, delayed, protocol, queued } = endpoint;
    const isWell = circuit === 'closed' && reason === undefined && delayed === undefined && queued === 0;
    if (isWell) return [];
    const isAnother = delayed !== undefined && delayed.reason !== reason;
    const troubles = [endpoint, ...(isAnother ? [delayed] : [])].flatMap((each) => troubleWords(each, protocol) ?? []);
    return [
      say(`technician.endpoints.circuits.${circuit === 'half-open' ? 'halfOpen' : circuit}`),
      ...(delayed ? [say('technician.endpoints.delayed', { count: delayed.count })] : []),
      ...troubles.flatMap(({ why, who, next }) => [
        say(why),
        ...(who ? [say(who)] : []),
        next.map((key) => say(key)).join(' '),
      ]),
      say('technician.endpoints.queued', { count: queued }),
    ];
  });
  const ofLetters = letters.flatMap((letter) => {
    const protocol = endpoints.find(({ id }) => id === letter.endpointId)?.protocol;
    const { state, why, who, next } = letterWords(letter, protocol);
    return [
      letter.ticketNumber,
      ...[`technician.letters.facts.${letter.fact}` as const, state, why, who, next.sentence].map((key) => say(key)),
    ];
  });
  return [...ofEndpoints, ...ofLetters];
}
