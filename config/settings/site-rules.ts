import * as z from 'zod';
import { foldText } from '#config/agreements/vietnamese-text.ts';
import { placementMistakes } from './hl7-placement.ts';
import { mostSymptoms } from './service-settings.ts';
import { priorityPrefixOf, usualPagePort } from './site-file.ts';
import type { MistakeKind, MistakeValues } from './site-mistakes.ts';

/**
 * What no single field of a site file can promise: names that are unique, number series that never meet, no simulator in
 * production. Checked beside the schema, on whatever could be read, so that a technician sees every mistake at once.
 */
export interface BrokenRule {
  readonly path: readonly (string | number)[];
  readonly kind: MistakeKind;
  readonly values: MistakeValues;
}

/** What only the machine knows whose file it is. */
export interface Machine {
  /** The file that a link stands for; the path itself where there is none. */
  realPath(path: string): string;
  isDirectory(path: string): boolean;
}

/** No links, and every directory is there. */
const anyMachine: Machine = { realPath: (path) => path, isDirectory: () => true };

/** `file` is the merged site file as parsed from JSON, valid or not. */
export function brokenRules(file: unknown, machine: Machine = anyMachine): readonly BrokenRule[] {
  const draft = tolerantFile.parse(file);
  return [
    uniqueNames,
    uniquePrefixes,
    oneHelpService,
    onePlaceForEachPurpose,
    deskIsAlwaysOpen,
    servicesThatAreThere,
    symptomsOnOneScreen,
    noSimulatorsInProduction,
    eachOnce,
    onePlaceEach,
    oneDeviceOfItsKind,
    monitorForMeasuring,
    orderOfWhatMeasures,
    onePortEach,
    portsOfOthers,
    foldersThatAreThere,
  ].flatMap((rule) => rule(draft, machine));
}

const text = z.string().optional().catch(undefined);
const flag = z.boolean().catch(false);
const number = z.number().optional().catch(undefined);
const transport = z.record(z.string(), z.unknown()).optional().catch(undefined);
const deviceEntry = z.object({ id: text, kind: text, driver: text, simulated: flag, transport, cscaDir: text }).catch({
  id: undefined,
  kind: undefined,
  driver: undefined,
  simulated: false,
  transport: undefined,
  cscaDir: undefined,
});
const hospitalEndpoint = z
  .object({ id: text, simulated: flag, protocol: text, host: text, port: number, placement: z.unknown().optional() })
  .catch({
    id: undefined,
    simulated: false,
    protocol: undefined,
    host: undefined,
    port: undefined,
    placement: undefined,
  });
const listen = z.object({ host: text, port: number }).optional().catch(undefined);
const kioskPart = z.object({
  languages: z.array(z.unknown()).catch([]),
  stations: z.array(z.unknown()).catch([]),
  listen,
});
const noKiosk = { languages: [], stations: [], listen: undefined };
const noService = {
  code: undefined,
  prefix: undefined,
  priorityPrefix: undefined,
  helpChoosing: false,
  onlyFor: undefined,
  otherwise: undefined,
  hours: [],
  quota: undefined,
  keywords: [],
};
const service = z
  .object({
    code: text,
    prefix: text,
    priorityPrefix: text,
    helpChoosing: flag,
    onlyFor: text,
    otherwise: text,
    hours: z.array(z.unknown()).catch([]),
    quota: number,
    keywords: z.array(z.object({ vi: text }).catch({ vi: undefined })).catch([]),
  })
  .catch(noService);

const tolerantFile = z
  .object({
    profile: text,
    kiosk: kioskPart.catch(noKiosk),
    management: z.object({ listen }).catch({ listen: undefined }),
    devices: z.array(deviceEntry).catch([]),
    services: z.array(service).catch([]),
    hospital: z.array(hospitalEndpoint).catch([]),
    hub: z.unknown().optional(),
    measuring: z
      .object({ order: z.array(text).catch([]) })
      .optional()
      .catch(undefined),
  })
  .catch({
    profile: undefined,
    kiosk: noKiosk,
    management: { listen: undefined },
    devices: [],
    services: [],
    hospital: [],
    hub: undefined,
    measuring: undefined,
  });

type Draft = z.infer<typeof tolerantFile>;

/** The hub is one of the systems that are told, under a name that nobody gave it. */
const nameOfHub = 'hub';

function uniqueNames({ devices, services, hospital, hub }: Draft): readonly BrokenRule[] {
  return [
    ...repeated(devices.map(({ id }) => id)).map(({ at, first }) => notUnique('devices', at, 'id', first)),
    ...repeated(services.map(({ code }) => code)).map(({ at, first }) => notUnique('services', at, 'code', first)),
    ...repeated(hospital.map(({ id }) => id)).map(({ at, first }) => notUnique('hospital', at, 'id', first)),
    ...hospital.flatMap(({ id }, at): BrokenRule[] =>
      hub !== undefined && id === nameOfHub
        ? [{ path: ['hospital', at, 'id'], kind: 'name-taken', values: { place: 'hub' } }]
        : [],
    ),
  ];
}

export function notUnique(place: string, at: number, key: string, first: number): BrokenRule {
  return { path: [place, at, key], kind: 'name-taken', values: { place: `${place}[${first}]` } };
}

interface ServiceLetters {
  readonly services: readonly { readonly prefix?: string | undefined; readonly priorityPrefix?: string | undefined }[];
}

/** A number must belong to one series only, or two patients could hold the same one. */
export function uniquePrefixes({ services }: ServiceLetters): readonly BrokenRule[] {
  const series = services.flatMap(({ prefix, priorityPrefix }, at) =>
    prefix === undefined
      ? []
      : [
          { at, key: 'prefix', letters: prefix },
          { at, key: 'priorityPrefix', letters: priorityPrefixOf({ prefix, priorityPrefix }) },
        ],
  );
  return repeated(series.map(({ letters }) => letters)).flatMap(({ at, first }) => {
    const here = series[at];
    const there = series[first];
    if (!here || !there) return [];
    return [
      {
        path: ['services', here.at, here.key],
        kind: 'letters-taken' as const,
        values: { place: `services[${there.at}].${there.key}`, letters: here.letters },
      },
    ];
  });
}

function oneHelpService({ services }: Draft): readonly BrokenRule[] {
  const helping = services.flatMap(({ helpChoosing }, at) => (helpChoosing ? [at] : []));
  const more = helping.slice(1).map((at) => ({
    path: ['services', at, 'helpChoosing'],
    kind: 'second-help-service' as const,
    values: { place: `services[${helping[0]}]` },
  }));
  const none =
    services.length > 0 && services.every(({ helpChoosing, onlyFor }) => helpChoosing || onlyFor !== undefined)
      ? [{ path: ['services', 0, 'helpChoosing'], kind: 'no-service-to-choose' as const, values: {} }]
      : [];
  return [...more, ...none];
}

function onePlaceForEachPurpose({ services }: Draft): readonly BrokenRule[] {
  return repeated(services.map(({ onlyFor }) => onlyFor)).map(({ at, first }) => ({
    path: ['services', at, 'onlyFor'],
    kind: 'purpose-taken',
    values: { place: `services[${first}]` },
  }));
}

/** Whoever finds everything closed or full still gets a number, for the desk (law 1). */
function deskIsAlwaysOpen({ services }: Draft): readonly BrokenRule[] {
  const hasDesk = services.some(({ helpChoosing }) => helpChoosing);
  return services.flatMap(({ helpChoosing, hours, quota }, at) => {
    if (hasDesk && !helpChoosing) return [];
    const kind = helpChoosing ? ('desk-always-open' as const) : ('no-desk-service' as const);
    const closes = [...(hours.length > 0 ? ['hours'] : []), ...(quota === undefined ? [] : ['quota'])];
    return closes.map((key) => ({ path: ['services', at, key], kind, values: {} }));
  });
}

function servicesThatAreThere({ services }: Draft): readonly BrokenRule[] {
  return services.flatMap(({ code, otherwise }, at) =>
    otherwise === undefined || services.some((other) => other.code === otherwise && otherwise !== code)
      ? []
      : [{ path: ['services', at, 'otherwise'], kind: 'no-such-service' as const, values: {} }],
  );
}

/** Nothing scrolls: more complaints than fit on a screen would never be seen. */
function symptomsOnOneScreen({ services }: Draft): readonly BrokenRule[] {
  const words = services.flatMap(({ keywords }, at) => keywords.map(({ vi = '' }) => ({ at, folded: foldText(vi) })));
  const [tooMany] = [...Map.groupBy(words, ({ folded }) => folded).values()].slice(mostSymptoms).flat();
  if (!tooMany) return [];
  return [{ path: ['services', tooMany.at, 'keywords'], kind: 'too-many-symptoms', values: { most: mostSymptoms } }];
}

function noSimulatorsInProduction(draft: Draft): readonly BrokenRule[] {
  if (draft.profile !== 'production') return [];
  return (['devices', 'hospital'] as const).flatMap((place) =>
    draft[place].flatMap(({ simulated }, at) =>
      simulated ? [{ path: [place, at, 'simulated'], kind: 'simulated-in-production' as const, values: {} }] : [],
    ),
  );
}

function eachOnce({ kiosk }: Draft): readonly BrokenRule[] {
  const lists = [
    { key: 'languages', kind: 'language-twice', entries: kiosk.languages },
    { key: 'stations', kind: 'station-twice', entries: kiosk.stations },
  ] as const;
  return lists.flatMap(({ key, kind, entries }) =>
    repeated(entries).map(({ at }) => ({ path: ['kiosk', key, at], kind, values: {} })),
  );
}

/** Two facts in one field of an HL7 message would overwrite each other. */
function onePlaceEach({ hospital }: Draft): readonly BrokenRule[] {
  return hospital.flatMap(({ protocol, placement }, at) =>
    protocol === 'hl7v2-mllp'
      ? placementMistakes(placement).map(({ fact, kind, values }) => ({
          path: ['hospital', at, 'placement', fact],
          kind,
          values,
        }))
      : [],
  );
}

/** A kiosk uses one of each; of a second one nobody would know that it does nothing. Scanners may be many, typing ones not. */
function oneDeviceOfItsKind({ devices }: Draft): readonly BrokenRule[] {
  const kinds = devices.map(({ kind, driver }) => {
    if (kind === 'barcode-scanner') return driver === 'keyboard' ? ('second-typing-scanner' as const) : undefined;
    return kind === undefined || !Object.hasOwn(secondOnes, kind) ? undefined : secondOnes[kind];
  });
  return repeated(kinds).flatMap(({ at, first }) => {
    const kind = kinds[at];
    if (kind === undefined) return [];
    const key = kind === 'second-typing-scanner' ? 'driver' : 'kind';
    return [{ path: ['devices', at, key], kind, values: { place: `devices[${first}]` } }];
  });
}

const secondOnes: Readonly<Record<string, MistakeKind>> = {
  'ticket-printer': 'second-printer',
  'blood-pressure-monitor': 'second-monitor',
  'card-reader': 'second-card-reader',
};

/**
 * A kiosk that also checks in gives its tickets without one, and says at its start that it does not measure. Without a protocol nothing but
 * blood pressure is measured.
 */
function monitorForMeasuring({ kiosk, devices, measuring }: Draft): readonly BrokenRule[] {
  const { stations } = kiosk;
  const at = stations.indexOf('vitals');
  const measuresOnly = at !== -1 && stations.every((station) => station === 'vitals');
  const isMeasuredWith = ({ kind }: Draft['devices'][number]) =>
    kind === 'blood-pressure-monitor' || (measuring !== undefined && kind === 'vital-signs');
  if (!measuresOnly || devices.some(isMeasuredWith)) return [];
  return [{ path: ['kiosk', 'stations', at], kind: 'no-monitor', values: {} }];
}

/** What is left out of the order is not measured, so a slip of the finger in a name would take it from everybody. */
function orderOfWhatMeasures({ devices, measuring }: Draft): readonly BrokenRule[] {
  const names = devices.flatMap(({ id, kind }) => (kind !== undefined && measuringKinds.includes(kind) ? [id] : []));
  return (measuring?.order ?? []).flatMap((name, at) =>
    name === undefined || names.includes(name)
      ? []
      : [{ path: ['measuring', 'order', at], kind: 'measures-nothing' as const, values: {} }],
  );
}

const measuringKinds: readonly string[] = ['blood-pressure-monitor', 'vital-signs'];

/** Two drivers on one line take each other's bytes. */
function onePortEach({ devices }: Draft, machine: Machine): readonly BrokenRule[] {
  const lines = devices.map(({ transport: given }) => lineOf(given, machine));
  return repeated(lines).map(({ at, first }) => ({
    path: ['devices', at, 'transport'],
    kind: 'line-taken',
    values: { place: `devices[${first}]`, line: placeOf(devices[at]?.transport) },
  }));
}

/** Alike for two transports that lead to the same plug; `undefined` where nobody can tell, or where many may share it. */
function lineOf(given: Draft['devices'][number]['transport'], machine: Machine): string | undefined {
  if (!given || given.kind === 'pcsc') return undefined;
  const { kind, host, port, path, vendorId, productId, serialNumber } = given;
  // What is typed does not say by whom.
  if (kind === 'keyboard') return kind;
  if (kind === 'tcp') return isText(host) && typeof port === 'number' ? `tcp ${hostOf(host)} ${port}` : undefined;
  if (isText(path)) return `path ${machine.realPath(path)}`;
  const [vendor, product] = [usbNumber(vendorId), usbNumber(productId)];
  if (!isText(kind) || vendor === undefined || product === undefined) return undefined;
  return [kind, vendor, product, isText(serialNumber) ? serialNumber : ''].join(' ');
}

function placeOf(given: Draft['devices'][number]['transport']): string {
  const { kind, host, port, path, vendorId, productId } = given ?? {};
  if (kind === 'tcp') return `${host}:${port}`;
  if (kind === 'keyboard') return kind;
  return isText(path) ? path : `USB ${usbNumber(vendorId)}:${usbNumber(productId)}`;
}

/** `undefined`: what stands there is no number, and its own mistake says so. */
function usbNumber(id: unknown): string | undefined {
  if (typeof id === 'number') return id.toString(16).padStart(4, '0');
  return isText(id) ? id.replace(/^0x/, '').toLowerCase() : undefined;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** All names of this machine are one; what listens everywhere listens there, too. */
function hostOf(host: string): string {
  return /^(localhost|127(\.\d{1,3}){3}|::1|0\.0\.0\.0|::)$/i.test(host) ? 'localhost' : host.toLowerCase();
}

interface PlaceWithPort {
  readonly of: 'the kiosk' | 'a device' | 'the hospital';
  readonly name: string;
  readonly path: BrokenRule['path'];
  readonly address: string | undefined;
}

/** The kiosk's own pages, a device and a system of the hospital cannot be at one port. */
function portsOfOthers({ kiosk, management, devices, hospital }: Draft): readonly BrokenRule[] {
  const pages = [
    { name: 'kiosk.listen', path: ['kiosk', 'listen', 'port'], at: kiosk.listen, usual: usualPagePort },
    {
      name: 'management.listen',
      path: ['management', 'listen', 'port'],
      at: management.listen,
      usual: 0,
    },
  ];
  const all: readonly PlaceWithPort[] = [
    ...pages.map(({ name, path, at, usual }) => ({
      of: 'the kiosk' as const,
      name,
      path,
      address: addressOf(at?.host ?? 'localhost', at?.port ?? usual),
    })),
    ...devices.map(({ transport: given }, at) => ({
      of: 'a device' as const,
      name: `devices[${at}]`,
      path: ['devices', at, 'transport', 'port'],
      address: given?.kind === 'tcp' && isText(given.host) ? addressOf(given.host, given.port) : undefined,
    })),
    ...hospital.map(({ host, port }, at) => ({
      of: 'the hospital' as const,
      name: `hospital[${at}]`,
      path: ['hospital', at, 'port'],
      address: host === undefined ? undefined : addressOf(host, port),
    })),
  ];
  return repeated(all.map(({ address }) => address)).flatMap(({ at, first }) => {
    const [here, there] = [all[at], all[first]];
    if (!here || !there) return [];
    // Two devices on one port are told by their lines, and one engine may serve two systems of the hospital.
    if (here.of === there.of && here.of !== 'the kiosk') return [];
    return [{ path: here.path, kind: 'port-taken' as const, values: { place: there.name } }];
  });
}

function addressOf(host: string, port: unknown): string | undefined {
  return typeof port === 'number' && port > 0 ? `${hostOf(host)} ${port}` : undefined;
}

/** Without it no chip would ever be verified, and nobody would know why. What plays a chip brings its own. */
function foldersThatAreThere({ devices }: Draft, machine: Machine): readonly BrokenRule[] {
  return devices.flatMap(({ cscaDir, simulated }, at) =>
    cscaDir === undefined || cscaDir === '' || simulated || machine.isDirectory(cscaDir)
      ? []
      : [{ path: ['devices', at, 'cscaDir'], kind: 'no-such-folder' as const, values: {} }],
  );
}

/** Where a value stands that has stood before, and where it stood first. Missing values repeat nothing. */
export function repeated(values: readonly unknown[]): readonly { readonly at: number; readonly first: number }[] {
  return values.flatMap((value, at) => {
    const first = values.indexOf(value);
    return value === undefined || first === at ? [] : [{ at, first }];
  });
}
