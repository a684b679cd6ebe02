import { purposeOf } from '#kiosk/facts/purpose.ts';
import { hasSession } from '../state.ts';
import type { Promises } from './promise.ts';

/** Why somebody comes, and where that leads: closed and full services, letters, and those who come for one thing alone. */
export const promisesOfPurposes: Promises = {
  'nobody is sent where nobody is taken, unless the hospital gave them an appointment': () => ({
    each: ({ site, before, event, effects }) => {
      // Whoever has a number of today is shown that one, whoever is taken there by now.
      if (before.at === 'confirming-identity' && event.type === 'number-wanted') return undefined;
      for (const effect of effects) {
        if (effect.do === 'change-service' && site.notOpen.has(effect.serviceCode))
          return `change to ${effect.serviceCode}`;
        if (effect.do !== 'store-visit') continue;
        const { serviceCode, appointment } = effect.request;
        const seen = hasSession(before) ? (before.facts.notOpen ?? site.notOpen) : site.notOpen;
        // A number of today is found again, and nobody is sent anew.
        const has = hasSession(before) && before.facts.numbersToday.some(({ service }) => service.code === serviceCode);
        if (seen.has(serviceCode) && appointment === undefined && !has) return serviceCode;
      }
      return undefined;
    },
  }),

  'a service that was full once is not asked for again in the same turn': () => {
    const full = new Set<string>();
    return {
      each: ({ before, event, effects }) => {
        if (event.type === 'service-full' && before.at === 'storing-visit' && before.facts.choice) {
          full.add(`${before.facts.sessionId} ${before.facts.choice.serviceCode}`);
        }
        for (const effect of effects) {
          if (effect.do !== 'store-visit' || effect.request.appointment) continue;
          const key = `${effect.request.sessionId} ${effect.request.serviceCode}`;
          if (full.has(key) && event.type !== 'service-change-asked') return key;
        }
        return undefined;
      },
    };
  },

  'whoever comes for results or a measurement alone is asked for no clinic': () => ({
    each: ({ site, after }) => {
      if (after.at !== 'asking' || after.question !== 'service') return undefined;
      const purpose = purposeOf(site, after.facts);
      return purpose === 'results' || purpose === 'vitals' ? purpose : undefined;
    },
  }),

  'the hospital hears why somebody comes, and how a referral letter stands': () => ({
    each: ({ site, effects }) => {
      for (const effect of effects) {
        if (effect.do !== 'store-visit' || site.checkIn.purposes.length === 0) continue;
        const { purpose, answers } = effect.request;
        if (purpose === 'referral' && answers?.referral === undefined) return 'a letter without a word';
        const { referral } = answers ?? {};
        if (referral?.standing === 'valid' && referral.validFor === undefined) return 'valid, for how long?';
      }
      return undefined;
    },
  }),

  'whoever is to come fasting is asked, and nobody else': () => ({
    each: ({ site, effects }) => {
      for (const effect of effects) {
        if (effect.do !== 'store-visit') continue;
        const { serviceCode, answers } = effect.request;
        const isAsked = answers?.preparation !== undefined;
        if (isAsked !== site.preparationOf.has(serviceCode)) return `${serviceCode}: ${isAsked}`;
      }
      return undefined;
    },
  }),
};
