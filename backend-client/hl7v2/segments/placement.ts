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

/** A segment that was made for this one message. */
export interface SegmentToFill extends Hl7SegmentToBuild {
  readonly fields: Record<number, Hl7Field>;
}

/** Fills the facts in at their places; a segment that nobody filled is left out. */
export function place(
  segments: readonly SegmentToFill[],
  placement: Placement,
  facts: PlacedFacts,
): readonly Hl7SegmentToBuild[] {
  for (const name of Object.keys(placement) as (keyof Placement)[]) {
    const fact = facts[name];
    if (!fact) continue;
    const where = placeFrom(placement[name]);
    const segment = segments.find((each) => each.name === where.segment);
    if (segment) put(segment.fields, where, fact);
  }
  return segments.filter(({ fields }) => Object.values(fields).some((field) => field !== undefined));
}

interface Place {
  readonly segment: string;
  readonly field: number;
  readonly component: number | undefined;
}

/** `where` as in the site file: `PV1-50`, `PV1-3.2`. */
function placeFrom(where: string): Place {
  const [segment = '', numbers = ''] = where.split('-');
  const [field = 0, component] = numbers.split('.').map(Number);
  return { segment, field, component };
}

function put(fields: Record<number, Hl7Field>, where: Place, { text, field = text }: PlacedFact): void {
  fields[where.field] =
    where.component === undefined ? field : withComponent(fields[where.field], where.component, text);
}

function withComponent(field: Hl7Field, component: number, text: string): Hl7Field {
  const before = typeof field === 'object' && 'components' in field ? field.components : {};
  return composite({ ...before, [component]: text });
}
