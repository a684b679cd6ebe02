import type { Hl7v2EndpointSettings } from '#config/settings/site-file.ts';
import { composite, type Hl7Field, type Hl7SegmentToBuild } from '../encoding.ts';

/**
 * Facts for which HL7 leaves several places stand where the site file says. That no two of them meet in one field, and none
 * meets what the messages write themselves, is a rule of the site file (`site-rules.ts`), checked at start.
 */
export type PlacedFacts = Readonly<Partial<Record<keyof Placement, PlacedFact>>>;

interface PlacedFact {
  /** As it stands in a single component. */
  readonly text: string;
  /** As it stands in a whole field; without it: `text`. */
  readonly field?: Hl7Field;
}

type Placement = Hl7v2EndpointSettings['placement'];

/** The same segments with the facts in their places; a segment that nobody filled is left out. */
export function place(
  segments: readonly Hl7SegmentToBuild[],
  placement: Placement,
  facts: PlacedFacts,
): readonly Hl7SegmentToBuild[] {
  const added = new Map<string, Record<number, Hl7Field>>(segments.map(({ name, fields }) => [name, { ...fields }]));
  for (const name of Object.keys(placement) as (keyof Placement)[]) {
    const fact = facts[name];
    if (fact) put(added, placement[name], fact);
  }
  return segments
    .map(({ name }) => ({ name, fields: added.get(name) ?? {} }))
    .filter(({ fields }) => Object.values(fields).some((field) => field !== undefined));
}

/** `where` as in the site file: `PV1-50`, `PV1-3.2`. */
function put(segments: Map<string, Record<number, Hl7Field>>, where: string, { text, field = text }: PlacedFact): void {
  const [segment = '', numbers = ''] = where.split('-');
  const [number = 0, component] = numbers.split('.').map(Number);
  const fields = segments.get(segment);
  if (!fields) return;
  fields[number] = component === undefined ? field : withComponent(fields[number], component, text);
}

function withComponent(field: Hl7Field, component: number, text: string): Hl7Field {
  const before = typeof field === 'object' && 'components' in field ? field.components : {};
  return composite({ ...before, [component]: text });
}
