import type { MessageKey, Say } from '#config/strings/messages.ts';
import { type KioskProblem, sayKioskProblem } from '#kiosk/bridge/console/kiosk-problem.ts';
import type { OverviewState } from '#kiosk/bridge/console/overview-words.ts';
import type { StaffState } from '#kiosk/bridge/console/people-words.ts';
import type { AlertOnPage, DeviceOnPage, EndpointOnPage, UpkeepState } from '#kiosk/bridge/console/upkeep-words.ts';
import { keyLost, peopleLost } from '../people/damage-words.ts';
import { letterWords, type TroubleWords, troubleWords } from '../upkeep/delivery-words.ts';
import { deviceAdvice, deviceWords, hintWords, isDeviceWell } from '../upkeep/device-words.ts';

/** What is wrong with a kiosk, in the order in which somebody should see to it. Pure. */
export interface Trouble {
  /** Which one of its kind: `device printer`, `system his`. */
  readonly id: string;
  readonly kind: TroubleKind;
  /** What it is and what to do, in whole sentences. */
  readonly sentence: (say: Say) => string;
  /** Where it is mended; `undefined`: by hand, and the sentence says how. */
  readonly place: MendingPlace | undefined;
}

/** A page of the console, or a part of the overview. */
export type MendingPlace =
  | { readonly page: 'devices'; readonly about: string }
  | { readonly page: 'hospital' | 'settings' | 'people' | 'readiness' | 'logs' }
  | { readonly page: 'overview'; readonly part: 'alerts' | 'time' | 'window' };

/**
 * What a trouble keeps patients from: everything, a part, or nothing. In the order in which somebody should see to them, whatever else
 * is wrong: first a person in need, then what nobody can be served without, then what is missing of the service, then what will be
 * missing soon or is missing at the hospital, then the rest.
 */
const kinds = {
  emergency: 'nothing',
  'does-not-open': 'everything',
  store: 'everything',
  'disk-full': 'everything',
  'out-of-service': 'everything',
  window: 'everything',
  call: 'nothing',
  printer: 'a-part',
  scanner: 'a-part',
  monitor: 'a-part',
  'card-reader': 'a-part',
  'other-device': 'a-part',
  'site-file': 'nothing',
  time: 'nothing',
  'self-test': 'nothing',
  'system-stands': 'nothing',
  'for-the-desk': 'nothing',
  letters: 'nothing',
  system: 'nothing',
  stranded: 'nothing',
  'look-ups': 'nothing',
  'disk-low': 'nothing',
  'paper-low': 'nothing',
  hint: 'nothing',
  'tickets-not-verified': 'nothing',
  'named-another': 'nothing',
  'audit-damaged': 'nothing',
  'people-lost': 'nothing',
  'key-lost': 'nothing',
  'lock-out-damaged': 'nothing',
} as const satisfies Readonly<Record<string, 'everything' | 'a-part' | 'nothing'>>;

export type TroubleKind = keyof typeof kinds;

const order = Object.keys(kinds);

export interface Known {
  readonly kiosk: UpkeepState;
  readonly overview: OverviewState;
  readonly staff: StaffState | undefined;
}

/** Everything that is wrong, the first thing first. */
export function troublesOf(known: Known): readonly Trouble[] {
  const { kiosk, overview, staff } = known;
  const found: readonly Trouble[] = [
    ...ofService(kiosk, overview),
    ...ofAlerts(kiosk.alerts),
    ...ofTimeAndWindow(kiosk),
    ...kiosk.devices.flatMap(ofDevice),
    ...ofSiteFile(overview.siteFile),
    ...kiosk.endpoints.flatMap(ofEndpoint),
    ...ofLetters(kiosk),
    ...overview.systems.flatMap(ofLookUps),
    ...(staff ? ofStaff(staff) : []),
  ];
  return found.toSorted((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind));
}

/** Of a kiosk that cannot be asked for more. */
export function notOpen(found: KioskProblem): Trouble {
  const isOfSite = found.kind === 'listen' || found.kind === 'secret' || found.kind === 'ticket-key';
  return {
    id: `does-not-open ${found.kind}`,
    kind: 'does-not-open',
    sentence: (say) => sayKioskProblem(found, say),
    place: isOfSite ? { page: 'settings' } : found.kind === 'bug' ? { page: 'logs' } : undefined,
  };
}

/** Whether patients can use the kiosk as it is meant. */
export function fitness(troubles: readonly Trouble[]): 'fit' | 'partly' | 'unfit' {
  const kept = troubles.map(({ kind }) => kinds[kind]);
  if (kept.includes('everything')) return 'unfit';
  return kept.includes('a-part') ? 'partly' : 'fit';
}

function trouble(
  kind: TroubleKind,
  key: MessageKey,
  more: {
    readonly of?: string;
    readonly values?: Readonly<Record<string, string | number>>;
    readonly place?: MendingPlace;
  } = {},
): Trouble {
  const { of, values, place } = more;
  return { id: of === undefined ? kind : `${kind} ${of}`, kind, sentence: (say) => say(key, values), place };
}

const storeSentences = {
  'disk-full': 'technician.outOfService',
  'not-writable': 'technician.store.notWritable',
  'file-lost': 'technician.store.fileLost',
  damaged: 'technician.store.damaged',
} as const satisfies Readonly<Record<Exclude<UpkeepState['store'], 'ok'>, MessageKey>>;

function ofService(
  { store, storage, outOfService, tickets }: UpkeepState,
  { byStaff }: OverviewState,
): readonly Trouble[] {
  const values = { free: `${Math.floor(storage.freeBytes / 1e6)} MB` };
  const found: Trouble[] = [];
  if (store !== 'ok') found.push(trouble('store', storeSentences[store], { of: store }));
  if (storage.condition === 'too-low') found.push(trouble('disk-full', 'technician.storage.tooLow', { values }));
  if (byStaff) found.push(trouble('out-of-service', 'console.overview.byStaff', { place: { page: 'readiness' } }));
  // What else takes it out of service has said so by now.
  if (outOfService && found.length === 0) found.push(trouble('out-of-service', 'console.overview.outOfService'));
  if (storage.condition === 'low') found.push(trouble('disk-low', 'technician.storage.low', { values }));
  if (tickets === 'not-verified')
    found.push(trouble('tickets-not-verified', 'technician.ticketsNotVerified', { place: { page: 'settings' } }));
  return found;
}

const alertSentences = {
  'help-wanted': ['call', 'console.overview.alerts.helpWanted'],
  emergency: ['emergency', 'console.overview.alerts.emergency'],
  'crisis-reading': ['emergency', 'console.overview.alerts.crisisReading'],
  // Said of the system itself.
  'hospital-standing': undefined,
  'self-test-failed': ['self-test', 'console.overview.alerts.selfTestFailed'],
} as const satisfies Readonly<Record<AlertOnPage['kind'], readonly [TroubleKind, MessageKey] | undefined>>;

function ofAlerts(alerts: readonly AlertOnPage[]): readonly Trouble[] {
  return alerts.flatMap(({ alertId, kind, state }) => {
    const said = alertSentences[kind];
    if (!said || (state !== 'raised' && state !== 'delivered')) return [];
    return [trouble(said[0], said[1], { of: alertId, place: alertPlace(kind) })];
  });
}

function alertPlace(kind: AlertOnPage['kind']): MendingPlace {
  return kind === 'self-test-failed' ? { page: 'readiness' } : { page: 'overview', part: 'alerts' };
}

function ofTimeAndWindow({ time, window }: UpkeepState): readonly Trouble[] {
  const { page, silentSeconds } = window;
  return [
    ...(page === 'lost' || page === 'never'
      ? [
          trouble('window', `technician.window.page.${page}`, {
            values: { seconds: silentSeconds },
            place: { page: 'overview', part: 'window' },
          }),
        ]
      : []),
    ...(time.trust === 'unconfirmed'
      ? [trouble('time', 'console.overview.time', { place: { page: 'overview', part: 'time' } })]
      : []),
  ];
}

const deviceKinds = {
  'barcode-scanner': 'scanner',
  'ticket-printer': 'printer',
  'card-reader': 'card-reader',
  'blood-pressure-monitor': 'monitor',
  'vital-signs': 'other-device',
} as const satisfies Readonly<Record<DeviceOnPage['kind'], TroubleKind>>;

function ofDevice(device: DeviceOnPage): readonly Trouble[] {
  const { id, kind, condition, hints } = device;
  if (isDeviceWell(device)) return [];
  const place = { page: 'devices', about: id } as const;
  const { name, stands } = deviceWords(device);
  const found: Trouble[] = hints.map((hint) => ({
    id: `hint ${id} ${hint}`,
    kind: 'hint',
    sentence: (say) => `${say(name)} ${id}: ${say(hintWords[hint])}`,
    place,
  }));
  if (isDeviceWell({ condition, hints: [] }) || condition === 'connecting') return found;
  const advice = deviceAdvice(device);
  const of = condition === 'paper-low' ? 'paper-low' : deviceKinds[kind];
  found.push({
    id: `${of} ${id}`,
    kind: of,
    sentence: (say) => joined(`${say(name)} ${id}: ${lowerFirst(say(stands))}.`, advice && say(advice)),
    place,
  });
  return found;
}

function ofSiteFile({ runs, mistakes }: OverviewState['siteFile']): readonly Trouble[] {
  if (runs === 'as-written') return [];
  return [trouble('site-file', 'console.overview.siteFile', { values: { mistakes }, place: { page: 'settings' } })];
}

const hospital: MendingPlace = { page: 'hospital' };

function ofEndpoint(endpoint: EndpointOnPage): readonly Trouble[] {
  const { id, protocol, stands, oldestMinutes, delayed, namedAnother, reason } = endpoint;
  const whole = troubleWords(endpoint, protocol);
  const some = delayed && delayed.reason !== reason ? troubleWords(delayed, protocol) : undefined;
  const found: Trouble[] = [];
  if (stands || whole)
    found.push({
      id: `system ${id}`,
      kind: stands ? 'system-stands' : 'system',
      sentence: (say) =>
        joined(
          stands && say('console.overview.systemStands', { id, minutes: oldestMinutes }),
          !stands && say('console.overview.system', { id }),
          whole ? inWords(whole, say) : say('console.overview.systemStandsNext'),
        ),
      place: hospital,
    });
  if (some && delayed)
    found.push({
      id: `delayed ${id}`,
      kind: 'system',
      sentence: (say) => joined(say('console.overview.delayed', { id, count: delayed.count }), inWords(some, say)),
      place: hospital,
    });
  if (namedAnother > 0)
    found.push(
      trouble('named-another', 'console.overview.namedAnother', {
        of: id,
        values: { id, count: namedAnother },
        place: hospital,
      }),
    );
  return found;
}

/** Why, whose turn it is, and what to do. */
export function inWords({ why, who, next }: TroubleWords, say: Say): string {
  return joined(say(why), who !== undefined && `${say(who)}:`, next.map((key) => say(key)).join(' '));
}

function ofLetters({ letterGroups, endpoints, expired, stranded }: UpkeepState): readonly Trouble[] {
  return [
    ...letterGroups.map((group): Trouble => {
      const { endpointId, state, reason, count } = group;
      const words = letterWords(group, endpoints.find(({ id }) => id === endpointId)?.protocol);
      return {
        id: `letters ${endpointId} ${state} ${reason}`,
        kind: 'letters',
        sentence: (say) =>
          joined(
            say('console.overview.letters', { id: endpointId, count, state: lowerFirst(say(words.state)) }),
            say(words.why),
            `${say(words.who)}:`,
            say(words.next),
          ),
        place: hospital,
      };
    }),
    ...(expired.length > 0
      ? [
          trouble('for-the-desk', 'console.overview.forTheDesk', {
            values: { count: expired.length },
            place: hospital,
          }),
        ]
      : []),
    ...stranded.map(({ endpointId, count }) =>
      trouble('stranded', 'console.overview.stranded', {
        of: endpointId,
        values: { id: endpointId, count },
        place: hospital,
      }),
    ),
  ];
}

/** The last questions of patients, all in vain. */
const manyInVain = 3;

function ofLookUps({ id, latest }: OverviewState['systems'][number]): readonly Trouble[] {
  const answers = latest.filter(({ what }) => what === 'answered' || what === 'unanswered');
  const [newest] = answers;
  if (newest?.what !== 'unanswered') return [];
  const since = answers.findIndex(({ what }) => what === 'answered');
  const count = answers.slice(0, since === -1 ? undefined : since).reduce((sum, { times }) => sum + times, 0);
  if (count < manyInVain) return [];
  const why = lookUpWhy[newest.reason ?? ''] ?? 'technician.letters.otherReason';
  return [
    {
      id: `look-ups ${id}`,
      kind: 'look-ups',
      sentence: (say) =>
        joined(say('console.overview.lookUps.inVain', { id, count }), say(why), say('console.overview.lookUps.next')),
      place: hospital,
    },
  ];
}

/** By `LookUpProblem`. */
export const lookUpWhy: Readonly<Record<string, MessageKey>> = {
  'not-offered': 'console.overview.lookUps.notOffered',
  'no-answer': 'technician.letters.reasons.no-answer',
  'not-connected': 'technician.letters.reasons.not-connected',
  refused: 'console.overview.lookUps.refused',
  'not-understood': 'technician.letters.reasons.answer-not-understood',
  ambiguous: 'console.overview.lookUps.ambiguous',
  'other-person': 'console.overview.lookUps.otherPerson',
};

function ofStaff({ damage }: StaffState): readonly Trouble[] {
  const place: MendingPlace = { page: 'people' };
  return [
    ...(damage.audit ? [trouble('audit-damaged', 'console.damage.audit', { place })] : []),
    ...(damage.people
      ? [
          trouble('people-lost', peopleLost(damage.people), {
            values: { file: damage.people.file ?? 'people.json' },
            place,
          }),
        ]
      : []),
    ...(damage.key ? [trouble('key-lost', keyLost[damage.key], { place })] : []),
    ...(damage.lockOut ? [trouble('lock-out-damaged', 'console.damage.lockOut', { place })] : []),
  ];
}

function joined(...parts: readonly (string | false | undefined)[]): string {
  return parts.filter((part) => part !== false && part !== undefined && part !== '').join(' ');
}

function lowerFirst(text: string): string {
  return `${text.slice(0, 1).toLowerCase()}${text.slice(1)}`;
}
