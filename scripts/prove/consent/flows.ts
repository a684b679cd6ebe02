import type { VisitRequest } from '#backend-client/contract/visit.ts';
import { type Language, languages } from '#config/agreements/language.ts';
import { type ConsentWords, companionDetails } from '#config/settings/consent-words.ts';
import { awaitsCompanionCard } from '#kiosk/facts/companion.ts';
import { consentAsked } from '#kiosk/facts/consent.ts';
import type { FlowSettings } from '#kiosk/facts/flow-settings.ts';
import type { FlowEvent } from '#kiosk/flow/events.ts';
import { cards } from '#kiosk/flow/promises/random-walk.ts';
import { createWorld, type World } from '#kiosk/flow/promises/world.ts';
import { familySettings, settingsWithPurposes } from '#kiosk/flow/synthetic.ts';

/** One way to a number: what was tapped, what was asked, and what was stored. */
interface Way {
  readonly answers: readonly boolean[];
  readonly taps: number;
  readonly asked: readonly string[];
  readonly request: VisitRequest | undefined;
  readonly number: string | undefined;
}

export interface FlowsProved {
  /** Kiosk, language, patient and who stands there. */
  readonly flows: number;
  /** Of them where consent was asked, once or more. */
  readonly withConsent: number;
  /** A yes or a no to each purpose, in every order. */
  readonly ways: number;
  /** What was broken, in words. */
  readonly open: readonly string[];
}

const more = familySettings.checkIn;
const care = { emergency: {}, screening: { room: '9', feverCelsius: 37.5 }, priority: true } as const;

/** Kiosks that ask for consent, with little and with much beside it. */
const sites: Readonly<Record<string, FlowSettings>> = {
  'consent alone': { ...familySettings, checkIn: { ...more, companion: false, particulars: [] } },
  'companions and particulars': familySettings,
  'a hospital that answers': { ...familySettings, asksHospital: true },
  care: { ...familySettings, checkIn: { ...more, ...care } },
  purposes: {
    ...settingsWithPurposes,
    asksHospital: true,
    checkIn: { ...settingsWithPurposes.checkIn, companion: true, consents: more.consents },
    consentWords: familySettings.consentWords,
  },
};

const tapsOfPatients: readonly FlowEvent['type'][] = ['answered', 'identity-confirmed', 'number-wanted', 'went-back'];

/** So many moves lead to a number, whatever is asked. */
const longest = 60;

export function proveFlows(): FlowsProved {
  const open: string[] = [];
  let [flows, withConsent, ways] = [0, 0, 0];
  for (const [name, site] of Object.entries(sites)) {
    for (const language of languages) {
      for (const card of Object.keys(cards) as (keyof typeof cards)[]) {
        for (const by of ['patient', 'companion'] as const) {
          const found = waysOf(site, language, card, by);
          const flow = `${name}, ${language}, ${card}, answered by ${by}`;
          flows += 1;
          ways += found.length;
          if (found.length > 1) withConsent += 1;
          open.push(...differences(found).map((each) => `${flow}: ${each}`));
        }
      }
    }
  }
  if (withConsent === 0) open.push('nobody was asked for consent');
  return { flows, withConsent, ways, open };
}

/** The way of all yeses is what each other way is measured by. */
function differences(ways: readonly Way[]): readonly string[] {
  const [yes] = ways.toSorted((one, other) => refusals(one) - refusals(other));
  if (!yes) return ['no way to a number'];
  return ways.flatMap((way) => {
    const said = way.answers.map((each) => (each ? 'yes' : 'no')).join(', ');
    return [
      ...(way.number === undefined ? [`after ${said} there is no number`] : []),
      ...(way.taps > yes.taps ? [`${said} takes ${way.taps} taps, yes ${yes.taps}`] : []),
      ...(way.taps < yes.taps ? [`yes takes ${yes.taps} taps, ${said} ${way.taps}`] : []),
      ...(way.asked.join() === yes.asked.join() ? [] : [`after ${said} other questions are asked`]),
      ...(withoutConsents(way) === withoutConsents(yes) ? [] : [`after ${said} another visit is stored`]),
      ...(way.number === yes.number ? [] : [`after ${said} the number is ${way.number}, after yes ${yes.number}`]),
    ];
  });
}

function refusals({ answers }: Way): number {
  return answers.filter((granted) => !granted).length;
}

/** A yes to being noted notes them; nothing else may differ. */
function withoutConsents({ request }: Way): string {
  const { companion, ...answers } = request?.answers ?? {};
  return JSON.stringify({ ...request, answers: { ...answers, consents: undefined, companion: companion?.relation } });
}

function waysOf(
  site: FlowSettings,
  language: Language,
  card: keyof typeof cards,
  by: 'patient' | 'companion',
): readonly Way[] {
  const seen = nothingSeen();
  const world = createWorld(site, watch(seen));
  world.move({ does: { type: 'language-chosen', language } });
  world.move({ scans: card });
  return goOn(world, seen, card, by);
}

interface Seen {
  answers: boolean[];
  taps: number;
  asked: string[];
  request: VisitRequest | undefined;
}

function nothingSeen(): Seen {
  return { answers: [], taps: 0, asked: [], request: undefined };
}

type Watch = NonNullable<Parameters<typeof createWorld>[1]>;

function watch(seen: Seen): Watch {
  return ({ event, before, after, effects }) => {
    if (tapsOfPatients.includes(event.type) && after !== before) seen.taps += 1;
    if (after.at === 'asking' && after !== before) {
      const { question } = after;
      if (before.at !== 'asking' || before.question !== question || event.type === 'answered')
        seen.asked.push(question);
    }
    for (const effect of effects) if (effect.do === 'store-visit') seen.request = effect.request;
  };
}

/** To the number; where consent is asked the way forks. */
function goOn(world: World, seen: Seen, card: keyof typeof cards, by: 'patient' | 'companion'): readonly Way[] {
  for (let moves = 0; moves < longest; moves++) {
    const state = world.state();
    if (state.at === 'showing-ticket') {
      const { answers, taps, asked, request } = seen;
      return [{ answers, taps, asked, request, number: state.ticket.visit.number.text }];
    }
    if (state.at === 'asking' && state.question === 'companion' && awaitsCompanionCard(state.facts)) {
      world.move({ scans: card === 'binhCitizen' ? 'anhCitizen' : 'binhCitizen' });
      continue;
    }
    const words = wordsAsked(world);
    if (words) {
      return [true, false].flatMap((granted) => {
        const forked = { ...seen, answers: [...seen.answers, granted], asked: [...seen.asked] };
        const fork = world.copy(watch(forked));
        fork.move({ does: { type: 'answered', answer: { wordsHash: words.hash, granted } } });
        return goOn(fork, forked, card, by);
      });
    }
    const isConfirming = state.at === 'confirming-identity' && world.site.checkIn.companion;
    world.move(isConfirming ? { does: { type: 'identity-confirmed', by } } : { goesOn: 'good' });
  }
  return [{ ...seen, number: undefined }];
}

/** The words that a yes or no is asked to; of the patient's data, or of whoever has come with them. */
function wordsAsked(world: World): ConsentWords | undefined {
  const state = world.state();
  if (state.at !== 'asking') return undefined;
  const { facts, frame, question } = state;
  if (question === 'consent') return consentAsked(world.site, facts)?.[frame.language];
  const isLaid = question === 'companion' && facts.companionCard.stands === 'laid';
  return isLaid ? world.site.consentWords.get(companionDetails)?.[frame.language] : undefined;
}
