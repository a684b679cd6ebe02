import * as z from 'zod';
import { placementMistakes } from './hl7-placement.ts';
import { priorityPrefixOf } from './site-file.ts';

/**
 * What no single field of a site file can promise: names that are unique, number series that never meet, no simulator in
 * production. Checked beside the schema, on whatever could be read, so that a technician sees every mistake at once.
 */
export interface BrokenRule {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** `file` is the merged site file as parsed from JSON, valid or not. */
export function brokenRules(file: unknown): readonly BrokenRule[] {
  const draft = tolerantFile.parse(file);
  return [uniqueNames, uniquePrefixes, oneHelpService, noSimulatorsInProduction, oneLanguageEach, onePlaceEach].flatMap(
    (rule) => rule(draft),
  );
}

const text = z.string().optional().catch(undefined);
const flag = z.boolean().catch(false);
const endpoint = z.object({ id: text, simulated: flag }).catch({ id: undefined, simulated: false });
const hospitalEndpoint = z
  .object({ id: text, simulated: flag, protocol: text, placement: z.unknown().optional() })
  .catch({ id: undefined, simulated: false, protocol: undefined, placement: undefined });
const service = z
  .object({ code: text, prefix: text, priorityPrefix: text, helpChoosing: flag })
  .catch({ code: undefined, prefix: undefined, priorityPrefix: undefined, helpChoosing: false });

const tolerantFile = z
  .object({
    profile: text,
    kiosk: z.object({ languages: z.array(z.unknown()).catch([]) }).catch({ languages: [] }),
    devices: z.array(endpoint).catch([]),
    services: z.array(service).catch([]),
    hospital: z.array(hospitalEndpoint).catch([]),
  })
  .catch({ profile: undefined, kiosk: { languages: [] }, devices: [], services: [], hospital: [] });

type Draft = z.infer<typeof tolerantFile>;

function uniqueNames({ devices, services, hospital }: Draft): readonly BrokenRule[] {
  return [
    ...repeated(devices.map(({ id }) => id)).map(({ at, first }) => notUnique('devices', at, 'id', first)),
    ...repeated(services.map(({ code }) => code)).map(({ at, first }) => notUnique('services', at, 'code', first)),
    ...repeated(hospital.map(({ id }) => id)).map(({ at, first }) => notUnique('hospital', at, 'id', first)),
  ];
}

function notUnique(place: string, at: number, key: string, first: number): BrokenRule {
  return { path: [place, at, key], message: `expected a name of its own: ${place}[${first}] has it already` };
}

/** A number must belong to one series only, or two patients could hold the same one. */
function uniquePrefixes({ services }: Draft): readonly BrokenRule[] {
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
        message: `expected letters of its own: services[${there.at}].${there.key} uses ${here.letters} already`,
      },
    ];
  });
}

function oneHelpService({ services }: Draft): readonly BrokenRule[] {
  const helping = services.flatMap(({ helpChoosing }, at) => (helpChoosing ? [at] : []));
  const more = helping.slice(1).map((at) => ({
    path: ['services', at, 'helpChoosing'],
    message: `expected one such service: services[${helping[0]}] is it already`,
  }));
  const none =
    services.length > 0 && helping.length === services.length
      ? [{ path: ['services', 0, 'helpChoosing'], message: 'expected at least one service that patients can choose' }]
      : [];
  return [...more, ...none];
}

function noSimulatorsInProduction(draft: Draft): readonly BrokenRule[] {
  if (draft.profile !== 'production') return [];
  return (['devices', 'hospital'] as const).flatMap((place) =>
    draft[place].flatMap(({ simulated }, at) =>
      simulated
        ? [
            {
              path: [place, at, 'simulated'],
              message: 'expected a real one: the production profile refuses simulators',
            },
          ]
        : [],
    ),
  );
}

function oneLanguageEach({ kiosk }: Draft): readonly BrokenRule[] {
  return repeated(kiosk.languages).map(({ at }) => ({
    path: ['kiosk', 'languages', at],
    message: 'expected each language once',
  }));
}

/** Two facts in one field of an HL7 message would overwrite each other. */
function onePlaceEach({ hospital }: Draft): readonly BrokenRule[] {
  return hospital.flatMap(({ protocol, placement }, at) =>
    protocol === 'hl7v2-mllp'
      ? placementMistakes(placement).map(({ fact, message }) => ({
          path: ['hospital', at, 'placement', fact],
          message,
        }))
      : [],
  );
}

/** Where a value stands that has stood before, and where it stood first. Missing values repeat nothing. */
function repeated(values: readonly unknown[]): readonly { readonly at: number; readonly first: number }[] {
  return values.flatMap((value, at) => {
    const first = values.indexOf(value);
    return value === undefined || first === at ? [] : [{ at, first }];
  });
}
