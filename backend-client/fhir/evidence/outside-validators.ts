import { createRequire } from 'node:module';
import { OperationOutcomeError, type TypedValueWithPath, validateResource } from '@medplum/core';
import type { Resource } from '@medplum/fhirtypes';
import fhirpath, { type Model } from 'fhirpath';
import { expansion, structureDefinition } from './definitions.ts';

/**
 * Validators that others wrote, each with what it is good at. None finds everything; together they found 31 of 34 planted
 * mistakes with no false alarm. What they all miss is in `own-checks.ts`.
 */
export type Mistakes = readonly string[];

const require = createRequire(import.meta.url);

/** The official JSON schema through ajv: structure, at most so many, required codes, patterns, empty strings. */
const JsonSchemaValidator: new () => {
  validate(resource: unknown): readonly { readonly message: string; readonly dataPath: string }[] | null;
} = require('@asymmetrik/fhir-json-schema-validator');
let jsonSchema: InstanceType<typeof JsonSchemaValidator> | undefined;

export function byJsonSchema(resource: unknown): Mistakes {
  jsonSchema ??= new JsonSchemaValidator();
  return (jsonSchema.validate(resource) ?? []).map(({ dataPath, message }) => `json schema: ${dataPath} ${message}`);
}

/** Lantana's: structure, at least and at most so many, codes, types of what is referred to. */
const { Fhir }: { Fhir: new () => LantanaFhir } = require('fhir');
interface LantanaFhir {
  validate(
    resource: unknown,
    options: { readonly errorOnUnexpected: boolean },
  ): {
    readonly messages: readonly { readonly severity: string; readonly location: string; readonly message: string }[];
  };
}
let lantana: LantanaFhir | undefined;

export function byLantana(resource: unknown): Mistakes {
  lantana ??= new Fhir();
  const { messages } = lantana.validate(resource, { errorOnUnexpected: true });
  return messages
    .filter(({ severity }) => severity === 'error' || severity === 'fatal')
    .map(({ location, message }) => `lantana: ${location} ${message}`);
}

/**
 * Medplum's: structure, dates that exist, root invariants, profiles. Of the vital signs not `bp`, whose slices it cannot
 * tell apart even in HL7's own example; a blood pressure is held against `vitalsigns`, its parent.
 */
export function byMedplum(resource: Resource): Mistakes {
  const profile = profileFor(resource);
  const tokens: Record<string, TypedValueWithPath[]> = {};
  return [
    ...medplumSays(() => validateResource(resource, { collect: { tokens } })),
    ...(profile ? medplumSays(() => validateResource(resource, { profile })) : []),
    ...bindings(tokens),
  ];
}

function profileFor({ meta }: Resource) {
  const claimed = meta?.profile?.[0];
  return structureDefinition(claimed?.endsWith('/bp') ? 'vitalsigns' : (claimed ?? ''));
}

function medplumSays(validate: () => unknown): Mistakes {
  try {
    validate();
    return [];
  } catch (error) {
    if (!(error instanceof OperationOutcomeError)) throw error;
    return (error.outcome.issue ?? []).map(
      ({ expression, details }) => `medplum: ${expression?.[0] ?? ''} ${details?.text ?? ''}`,
    );
  }
}

/** Every code that must come from a value set, held against HL7's expansion of it. */
function bindings(tokens: Readonly<Record<string, readonly TypedValueWithPath[]>>): Mistakes {
  return Object.entries(tokens).flatMap(([valueSet, values]) => {
    const codes = expansion(valueSet);
    if (!codes) return [];
    return values
      .flatMap(({ value, path }) => codesIn(value).map((code) => ({ code, path })))
      .filter(({ code }) => !codes.has(code))
      .map(({ code, path }) => `expansion: ${path} ${code} is not in ${valueSet}`);
  });
}

function codesIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [`|${value}`];
  if (typeof value !== 'object' || value === null) return [];
  const { system, code, coding } = value as Readonly<Record<string, unknown>>;
  if (Array.isArray(coding)) return coding.flatMap(codesIn);
  return typeof code === 'string' ? [`${typeof system === 'string' ? system : ''}|${code}`] : [];
}

/** Every invariant of every resource and data type, through HL7's own FHIRPath engine (LHNCBC). */
export function byInvariants(resource: { readonly resourceType: string }): Mistakes {
  return invariants(resource, resource.resourceType, resource.resourceType, resource);
}

function invariants(value: unknown, type: string, path: string, resource: unknown): Mistakes {
  const elements = structureDefinition(type)?.snapshot?.element ?? [];
  return elements.flatMap((element) => {
    const relative = (element.path ?? '').split('.').slice(1);
    return nodesAt(value, relative).flatMap((node) => {
      const here = [path, ...relative].join('.');
      const broken = (element.constraint ?? []).filter(
        ({ severity, key = '', expression }) =>
          severity === 'error' &&
          expression &&
          !uncheckable.has(key) &&
          !holds(node, element.path ?? '', expression, resource),
      );
      const dataType = element.type?.length === 1 ? element.type[0]?.code : typeOfChoice(relative, value);
      const inside =
        relative.length > 0 &&
        dataType &&
        typeof node === 'object' &&
        structureDefinition(dataType) &&
        !/^(BackboneElement|Element|Resource)$/.test(dataType)
          ? invariants(node, dataType, here, resource)
          : [];
      return [...broken.map(({ key, human }) => `invariant: ${here} ${key} ${human}`), ...inside];
    });
  });
}

/**
 * dom-3 asks for references from anywhere in the resource, which the engine cannot follow; ele-1 needs the raw form of a primitive;
 * eld-16 and eld-19 are regular expressions with escapes that JavaScript does not have.
 */
const uncheckable: ReadonlySet<string> = new Set(['dom-3', 'ele-1', 'eld-16', 'eld-19']);

const r4: Model = require('fhirpath/fhir-context/r4');
const compiled = new Map<string, (node: unknown, variables: Record<string, unknown>) => unknown>();

function holds(node: unknown, base: string, expression: string, resource: unknown): boolean {
  const key = `${base}\n${expression}`;
  let evaluate = compiled.get(key);
  if (!evaluate) {
    const made: unknown = fhirpath.compile({ base, expression }, r4, { traceFn: () => {} });
    evaluate = made as (node: unknown, variables: Record<string, unknown>) => unknown;
    compiled.set(key, evaluate);
  }
  const result = evaluate(node, { resource, rootResource: resource });
  return !Array.isArray(result) || result.length === 0 || result.every((each) => each === true);
}

/** Values at a path of element names; `value[x]` is whatever choice is there. */
function nodesAt(value: unknown, path: readonly string[]): readonly unknown[] {
  return path.reduce<readonly unknown[]>(
    (nodes, name) =>
      nodes.flatMap((node) => {
        if (typeof node !== 'object' || node === null) return [];
        const found = (node as Readonly<Record<string, unknown>>)[fieldFor(name, node)];
        return found === undefined ? [] : Array.isArray(found) ? found : [found];
      }),
    [value],
  );
}

function fieldFor(name: string, node: object): string {
  if (!name.endsWith('[x]')) return name;
  const start = name.slice(0, -3);
  return Object.keys(node).find((key) => key.startsWith(start) && /[A-Z]/.test(key[start.length] ?? '')) ?? name;
}

function typeOfChoice(path: readonly string[], value: unknown): string | undefined {
  const name = path.at(-1);
  const [parent] = nodesAt(value, path.slice(0, -1));
  if (!name?.endsWith('[x]') || typeof parent !== 'object' || parent === null) return undefined;
  return fieldFor(name, parent).slice(name.length - 3);
}
