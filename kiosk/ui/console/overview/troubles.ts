import type { MessageKey, Say } from '#config/strings/messages.ts';
import { type KioskProblem, sayKioskProblem } from '#kiosk/bridge/console/kiosk-problem.ts';
import type { OverviewState } from '#kiosk/bridge/console/overview-words.ts';
import type { StaffState } from '#kiosk/bridge/console/people-words.ts';
import type { AlertOnPage, DeviceOnPage, EndpointOnPage, UpkeepState } from '#kiosk/bridge/console/upkeep-words.ts';
import { keyLost, peopleLost } from '../people/damage-words.ts';
import { letterWords, type TroubleWords, troubleWords } from '../upkeep/delivery-words.ts';
import { deviceAdvice, deviceWords, hintWords, isDeviceWell } from '../upkeep/device-words.ts';
import type { Control, ControlKind, Hand, Mending } from '../upkeep/mending.ts';

/** What is wrong with a kiosk, in the order in which somebody should see to it. Pure. */
export interface Trouble {
  /** Which one of its kind: `device printer`, `system his`. */
  readonly id: string;
  readonly kind: TroubleKind;
  /** What it is and what to do, in whole sentences. */
  readonly sentence: (say: Say) => string;
  /** What the sentence wants done beside the console. */
  readonly hands: readonly Hand[];
  /** What it leads to, the first thing first. */
  readonly controls: readonly Control[];
}

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
  hub: 'nothing',
  'look-ups': 'nothing',
  'disk-low': 'nothing',
  'paper-low': 'nothing',
  hint: 'nothing',
  'in-vain': 'nothing',
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
    ...kiosk.devices.flatMap((device, at) => ofDevice(device, `devices[${at}]`)),
    ...overview.inVain.map(ofInVain),
    ...ofSiteFile(overview.siteFile),
    ...kiosk.endpoints.flatMap((endpoint, at) => ofEndpoint(endpoint, `hospital[${at}]`)),
    ...ofHub(kiosk.hub),
    ...ofLetters(kiosk),
    ...overview.systems.flatMap(ofLookUps),
    ...(staff ? ofStaff(staff) : []),
  ];
  return found.toSorted((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind));
}

/** Of a kiosk that cannot be asked for more. */
export function notOpen(found: KioskProblem): Trouble {
  const leads = notOpenLeads[found.kind];
  return {
    id: `does-not-open ${found.kind}`,
    kind: 'does-not-open',
    sentence: (say) => sayKioskProblem(found, say),
    hands: [],
    controls: leads ? [{ kind: leads, of: found.kind === 'listen' ? found.field : '' }] : [],
  };
}

const notOpenLeads = {
  'store-key': undefined,
  store: undefined,
  listen: 'settings',
  'ticket-key': 'settings',
  secret: 'settings',
  certificate: undefined,
  'another-host': undefined,
  bug: 'look-at-log',
  ending: undefined,
} as const satisfies Readonly<Record<KioskProblem['kind'], ControlKind | undefined>>;

/** Whether patients can use the kiosk as it is meant. */
export function fitness(troubles: readonly Trouble[]): 'fit' | 'partly' | 'unfit' {
  const kept = troubles.map(({ kind }) => kinds[kind]);
  if (kept.includes('everything')) return 'unfit';
  return kept.includes('a-part') ? 'partly' : 'fit';
}

/** What is said in one sentence alone. */
const mendings = {
  'store disk-full': { sentence: 'technician.outOfService', hands: ['make-room'], controls: [] },
  'store not-writable': { sentence: 'technician.store.notWritable', hands: [], controls: [] },
  'store file-lost': { sentence: 'technician.store.fileLost', hands: [], controls: [] },
  'store damaged': { sentence: 'technician.store.damaged', hands: [], controls: [] },
  'disk-full': { sentence: 'technician.storage.tooLow', hands: ['make-room'], controls: [] },
  'disk-low': { sentence: 'technician.storage.low', hands: ['make-room'], controls: [] },
  'by-staff': { sentence: 'console.overview.byStaff', hands: [], controls: ['end-maintenance'] },
  'out-of-service': { sentence: 'console.overview.outOfService', hands: [], controls: [] },
  'tickets-not-verified': { sentence: 'technician.ticketsNotVerified', hands: [], controls: ['settings'] },
  call: { sentence: 'console.overview.alerts.helpWanted', hands: [], controls: ['take-call'] },
  emergency: { sentence: 'console.overview.alerts.emergency', hands: [], controls: ['take-call'] },
  isolation: { sentence: 'console.overview.alerts.isolation', hands: [], controls: ['take-call'] },
  'crisis-reading': { sentence: 'console.overview.alerts.crisisReading', hands: [], controls: ['take-call'] },
  'high-reading': { sentence: 'console.overview.alerts.highReading', hands: [], controls: ['take-call'] },
  'self-test': { sentence: 'console.overview.alerts.selfTestFailed', hands: [], controls: ['run-self-test'] },
  'window lost': { sentence: 'technician.window.page.lost', hands: [], controls: ['look-at-window'] },
  'window never': { sentence: 'technician.window.page.never', hands: [], controls: ['look-at-window'] },
  time: { sentence: 'console.overview.time', hands: ['set-machine-clock'], controls: ['look-at-time'] },
  'site-file': { sentence: 'console.overview.siteFile', hands: [], controls: ['put-back', 'settings'] },
  stands: { sentence: 'console.overview.systemStandsNext', hands: ['call-hospital'], controls: ['try-now'] },
  'named-another': { sentence: 'console.overview.namedAnother', hands: ['call-hospital'], controls: ['ask-system'] },
  'for-the-desk': { sentence: 'console.overview.forTheDesk', hands: [], controls: ['take-expired'] },
  stranded: { sentence: 'console.overview.stranded', hands: [], controls: ['move-stranded'] },
  'look-ups': { sentence: 'console.overview.lookUps.next', hands: ['call-hospital'], controls: ['ask-system'] },
  'hub no-answer': { sentence: 'console.overview.hub.no-answer', hands: [], controls: ['settings'] },
  'hub tls-refused': { sentence: 'console.overview.hub.tls-refused', hands: [], controls: ['settings'] },
  'hub file': { sentence: 'console.overview.hub.file', hands: [], controls: ['settings'] },
  'hub key-unknown': { sentence: 'console.overview.hub.key-unknown', hands: [], controls: ['settings'] },
  'hub key-revoked': { sentence: 'console.overview.hub.key-revoked', hands: [], controls: ['settings'] },
  'hub version': { sentence: 'console.overview.hub.version', hands: [], controls: ['settings'] },
  'hub profile': { sentence: 'console.overview.hub.profile', hands: [], controls: ['settings'] },
  'hub slow-down': { sentence: 'console.overview.hub.slow-down', hands: ['wait'], controls: ['settings'] },
  'hub not-deciding': { sentence: 'console.overview.hub.not-deciding', hands: ['wait'], controls: ['settings'] },
  'hub not-understood': { sentence: 'console.overview.hub.not-understood', hands: [], controls: ['settings'] },
  'hub documents other': { sentence: 'console.overview.hub.documents-other', hands: [], controls: ['settings'] },
  'hub documents not-usable': {
    sentence: 'console.overview.hub.documents-not-usable',
    hands: [],
    controls: ['settings'],
  },
  'hub services': { sentence: 'console.overview.hub.services', hands: [], controls: ['settings'] },
  codes: {
    sentence: 'console.overview.inVain.codes',
    hands: ['wipe', 'scan-set-up-code'],
    controls: ['test-device'],
  },
  chips: { sentence: 'console.overview.inVain.chips', hands: ['wipe', 'lay-card'], controls: ['test-device'] },
  measurements: {
    sentence: 'console.overview.inVain.measurements',
    hands: ['seat-cuff-and-hose', 'wipe'],
    controls: ['test-device'],
  },
  'audit-damaged': { sentence: 'console.damage.audit', hands: [], controls: ['look-at-people'] },
  'lock-out-damaged': { sentence: 'console.damage.lockOut', hands: [], controls: ['look-at-people'] },
} as const satisfies Readonly<Record<string, Mending>>;

function trouble(
  kind: TroubleKind,
  mending: Mending,
  more: {
    readonly of?: string;
    readonly values?: Readonly<Record<string, string | number>>;
    /** Which one of its controls. */
    readonly control?: string;
  } = {},
): Trouble {
  const { of, values, control = of ?? '' } = more;
  return {
    id: of === undefined ? kind : `${kind} ${of}`,
    kind,
    sentence: (say) => say(mending.sentence, values),
    ...leading(mending, control),
  };
}

function leading(
  { hands, controls, field }: Omit<Mending, 'sentence'>,
  of: string,
  /** Of the device or system in the site file: `devices[1]`. */
  entry = '',
): Pick<Trouble, 'hands' | 'controls'> {
  const settings = field === undefined ? entry : `${entry}.${field}`;
  return { hands, controls: controls.map((kind) => ({ kind, of: kind === 'settings' && entry ? settings : of })) };
}

function ofService(
  { store, storage, outOfService, tickets }: UpkeepState,
  { byStaff }: OverviewState,
): readonly Trouble[] {
  const values = { free: `${Math.floor(storage.freeBytes / 1e6)} MB` };
  const found: Trouble[] = [];
  if (store !== 'ok') found.push(trouble('store', mendings[`store ${store}`], { of: store }));
  if (storage.condition === 'too-low') found.push(trouble('disk-full', mendings['disk-full'], { values }));
  if (byStaff) found.push(trouble('out-of-service', mendings['by-staff']));
  // What else takes it out of service has said so by now.
  if (outOfService && found.length === 0) found.push(trouble('out-of-service', mendings['out-of-service']));
  if (storage.condition === 'low') found.push(trouble('disk-low', mendings['disk-low'], { values }));
  if (tickets === 'not-verified')
    found.push(trouble('tickets-not-verified', mendings['tickets-not-verified'], { control: 'site.ticketKeyFile' }));
  return found;
}

const alertSentences = {
  'help-wanted': ['call', mendings.call],
  emergency: ['emergency', mendings.emergency],
  'crisis-reading': ['emergency', mendings['crisis-reading']],
  'high-reading': ['call', mendings['high-reading']],
  isolation: ['call', mendings.isolation],
  // Said of the system itself.
  'hospital-standing': undefined,
  'self-test-failed': ['self-test', mendings['self-test']],
} as const satisfies Readonly<Record<AlertOnPage['kind'], readonly [TroubleKind, Mending] | undefined>>;

function ofAlerts(alerts: readonly AlertOnPage[]): readonly Trouble[] {
  return alerts.flatMap(({ alertId, kind, state }) => {
    const said = alertSentences[kind];
    if (!said || (state !== 'raised' && state !== 'delivered')) return [];
    return [trouble(said[0], said[1], { of: alertId, control: kind === 'self-test-failed' ? '' : alertId })];
  });
}

function ofTimeAndWindow({ time, window }: UpkeepState): readonly Trouble[] {
  const { page, silentSeconds } = window;
  return [
    ...(page === 'lost' || page === 'never'
      ? [trouble('window', mendings[`window ${page}`], { values: { seconds: silentSeconds } })]
      : []),
    ...(time.trust === 'unconfirmed' ? [trouble('time', mendings.time)] : []),
  ];
}

const deviceKinds = {
  'barcode-scanner': 'scanner',
  'ticket-printer': 'printer',
  'card-reader': 'card-reader',
  'blood-pressure-monitor': 'monitor',
  'vital-signs': 'other-device',
} as const satisfies Readonly<Record<DeviceOnPage['kind'], TroubleKind>>;

function ofDevice(device: DeviceOnPage, entry: string): readonly Trouble[] {
  const { id, kind, condition, hints } = device;
  if (isDeviceWell(device)) return [];
  const { name, stands } = deviceWords(device);
  const found: Trouble[] = hints.map((hint) => ({
    id: `hint ${id} ${hint}`,
    kind: 'hint',
    sentence: (say) => `${say(name)} ${id}: ${say(hintWords[hint].sentence)}`,
    ...leading(hintWords[hint], id, entry),
  }));
  if (isDeviceWell({ condition, hints: [] }) || condition === 'connecting') return found;
  const advice = deviceAdvice(device);
  const of = condition === 'paper-low' ? 'paper-low' : deviceKinds[kind];
  found.push({
    id: `${of} ${id}`,
    kind: of,
    sentence: (say) => joined(`${say(name)} ${id}: ${lowerFirst(say(stands))}.`, advice && say(advice.sentence)),
    ...leading(advice ?? { hands: [], controls: ['test-device'] }, id, entry),
  });
  return found;
}

function ofInVain({ deviceId, what, times }: OverviewState['inVain'][number]): Trouble {
  return trouble('in-vain', mendings[what], { of: deviceId, values: { id: deviceId, times } });
}

function ofSiteFile({ runs, mistakes }: OverviewState['siteFile']): readonly Trouble[] {
  if (runs === 'as-written') return [];
  return [trouble('site-file', mendings['site-file'], { values: { mistakes } })];
}

function ofEndpoint(endpoint: EndpointOnPage, entry: string): readonly Trouble[] {
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
          whole ? inWords(whole, say) : say(mendings.stands.sentence),
        ),
      ...leading(whole ?? mendings.stands, id, entry),
    });
  if (some && delayed)
    found.push({
      id: `delayed ${id}`,
      kind: 'system',
      sentence: (say) => joined(say('console.overview.delayed', { id, count: delayed.count }), inWords(some, say)),
      ...leading(some, id, entry),
    });
  if (namedAnother > 0)
    found.push(trouble('named-another', mendings['named-another'], { of: id, values: { id, count: namedAnother } }));
  return found;
}

/** Tickets go on whatever it is. */
function ofHub(hub: UpkeepState['hub']): readonly Trouble[] {
  if (!hub) return [];
  const { trouble: why, file = '', documentKey, servicesUnlike } = hub;
  const values = { file, services: servicesUnlike.join(', ') };
  return [
    ...(why === undefined ? [] : [trouble('hub', mendings[`hub ${why}`], { of: why, control: 'hub', values })]),
    ...(documentKey === 'other' || documentKey === 'not-usable'
      ? [trouble('hub', mendings[`hub documents ${documentKey}`], { of: 'documents', control: 'hub.documentKeyFile' })]
      : []),
    ...(servicesUnlike.length > 0
      ? [trouble('hub', mendings['hub services'], { of: 'services', control: 'services', values })]
      : []),
  ];
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
            say(words.next.sentence),
          ),
        ...leading(words.next, `${endpointId} ${state} ${reason}`),
      };
    }),
    ...(expired.length > 0
      ? [trouble('for-the-desk', mendings['for-the-desk'], { values: { count: expired.length } })]
      : []),
    ...stranded.map(({ endpointId, count }) =>
      trouble('stranded', mendings.stranded, { of: endpointId, values: { id: endpointId, count } }),
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
        joined(say('console.overview.lookUps.inVain', { id, count }), say(why), say(mendings['look-ups'].sentence)),
      ...leading(mendings['look-ups'], id),
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

const peopleMending = { hands: [], controls: ['look-at-people'] } as const;

function ofStaff({ damage }: StaffState): readonly Trouble[] {
  return [
    ...(damage.audit ? [trouble('audit-damaged', mendings['audit-damaged'])] : []),
    ...(damage.people
      ? [
          trouble(
            'people-lost',
            { ...peopleMending, sentence: peopleLost(damage.people) },
            { values: { file: damage.people.file ?? 'people.json' } },
          ),
        ]
      : []),
    ...(damage.key ? [trouble('key-lost', { ...peopleMending, sentence: keyLost[damage.key] })] : []),
    ...(damage.lockOut ? [trouble('lock-out-damaged', mendings['lock-out-damaged'])] : []),
  ];
}

function joined(...parts: readonly (string | false | undefined)[]): string {
  return parts.filter((part) => part !== false && part !== undefined && part !== '').join(' ');
}

function lowerFirst(text: string): string {
  return `${text.slice(0, 1).toLowerCase()}${text.slice(1)}`;
}
