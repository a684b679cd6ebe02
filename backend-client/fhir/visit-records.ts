import { readAndOverwrite } from '#config/agreements/overwrite.ts';
import type { SystemMemory } from '../contract/system-memory.ts';
import { isObject, objectAt, objectFromBytes, textAt } from './read-json.ts';
import type { Written } from './three-way.ts';

/** The server's own records of one visit, as far as its answers have named them. */
export type VisitRecords = Readonly<Partial<Record<RecordKind, KnownRecord>>>;

export const recordKinds = [
  'Patient',
  'RelatedPerson',
  'Encounter',
  'Coverage',
  'QuestionnaireResponse',
  'Consent',
] as const;
export type RecordKind = (typeof recordKinds)[number];

export interface KnownRecord {
  /** Resource id. */
  readonly id: string;
  /** What we wrote there; empty in a record that was theirs before. */
  readonly written: Written;
}

export function isResourceId(id: string | undefined): id is string {
  return id !== undefined && /^[A-Za-z0-9.-]{1,64}$/.test(id);
}

export function recallRecords(memory: SystemMemory, visitId: string | undefined): VisitRecords {
  const bytes = visitId === undefined ? undefined : memory.recall(visitId);
  const kept = (bytes && readAndOverwrite(bytes, objectFromBytes)) ?? {};
  return Object.fromEntries(
    recordKinds.flatMap((kind) => {
      const record = objectAt(kept, kind);
      const id = record && textAt(record, 'id');
      return isResourceId(id) ? [[kind, { id, written: writtenFrom(record?.written) }]] : [];
    }),
  );
}

export function keepRecords(memory: SystemMemory, visitId: string | undefined, records: VisitRecords): void {
  if (visitId === undefined || Object.keys(records).length === 0) return;
  memory.keep(visitId, new TextEncoder().encode(JSON.stringify(records)));
}

function writtenFrom(value: unknown): Written {
  if (!isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, print]): [string, string | readonly string[]][] => {
      if (typeof print === 'string') return [[key, print]];
      return Array.isArray(print) ? [[key, print.filter((each) => typeof each === 'string')]] : [];
    }),
  );
}
