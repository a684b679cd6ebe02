import { createHash } from 'node:crypto';
import { type ControlId, crockford } from '#config/agreements/ids.ts';
import { unreachable } from '#config/agreements/result.ts';
import type { Fact, ReadingFact, VisitFacts } from '../contract/fact.ts';
import type { MessageRenderer } from '../contract/store.ts';
import type { ActId } from './act-id.ts';
import type { DocumentKey } from './document-day-mac.ts';
import type { KioskFact } from './wire.ts';

interface Needs {
  readonly endpointId: string;
  /** Without it nobody's card is known at another kiosk. */
  readonly documentKey: DocumentKey | undefined;
  /** Whether numbers of this series, without a kiosk's mark, are of the priority lane. */
  readonly isPrioritySeries: (letters: string) => boolean;
  /** From when on this kiosk has had a hub, epoch ms; `undefined`: as long as anybody knows. */
  readonly since?: () => number | undefined;
  /** Whether the hub asks people to be measured, and wants to hear who was. */
  readonly hearsMeasured: () => boolean;
}

/**
 * Facts about a visit as the hub knows them: numbers, lanes, times and what leads back to nobody. A message is a list of them, since a
 * correction may say two things; a correction that says nothing about the queue is an empty one.
 */
export function createHubRenderer({
  endpointId,
  documentKey,
  isPrioritySeries,
  since = () => undefined,
  hearsMeasured,
}: Needs): MessageRenderer {
  return {
    endpointId,
    takes: ['registration', 'correction', 'service-change', 'given-up', 'reading'],
    render: (fact, controlId) => Buffer.from(JSON.stringify(factsOf(fact, controlId))),
  };

  function factsOf(fact: Fact, controlId: ControlId): readonly KioskFact[] {
    switch (fact.kind) {
      case 'registration':
        return [entry(fact, controlId)];
      case 'correction':
        return [...laneRaised(fact, controlId), ...documentsKnown(fact, controlId)];
      case 'service-change':
        return [{ kind: 'change-service', actId: actIdOf(controlId, 0), ...standingOf(fact) }];
      case 'given-up':
        return [{ kind: 'give-up', actId: actIdOf(controlId, 0), visitId: fact.visit.visitId }];
      case 'reading':
        return [...goesFirst(fact, controlId), ...measured(fact, controlId)];
      case 'cancellation':
      case 'arrival':
      case 'survey':
        return [];
      default:
        return unreachable(fact);
    }
  }

  function entry(facts: VisitFacts, controlId: ControlId): KioskFact {
    const { visit, patient, appointment } = facts;
    const documents = documentKey ? [...documentKey.macsOf(patient, visit.day)] : [];
    const startsAt = appointment?.startsAt;
    const standing = standingOf(facts);
    return {
      kind: 'enter',
      actId: actIdOf(controlId, 0),
      ...standing,
      ...(standing.givenAt < (since() ?? 0) ? { mayBeServed: true } : {}),
      isLaneToBeConfirmed: visit.priority?.certain === false,
      // When it begins is all that hospitals say.
      ...(startsAt === undefined ? {} : { appointment: { from: startsAt, to: startsAt } }),
      documents,
      ...(documentKey ? { documentKey: documentKey.fingerprint } : {}),
    };
  }

  /** The number stays as it is on the paper, whatever lane it stands in from now on. */
  function laneRaised({ visit }: VisitFacts, controlId: ControlId): readonly KioskFact[] {
    const { visitId, priority, number } = visit;
    const [letters = ''] = number.series.split('-');
    if (!priority || isPrioritySeries(letters)) return [];
    return [{ kind: 'raise-lane', actId: actIdOf(controlId, 0), visitId, isLaneToBeConfirmed: !priority.certain }];
  }

  /** Also of a visit that another kiosk has stored, which is known here by its ticket alone. */
  function goesFirst({ reading, visitId }: ReadingFact, controlId: ControlId): readonly KioskFact[] {
    if (!reading.circumstances.goesFirst) return [];
    return [{ kind: 'raise-lane', actId: actIdOf(controlId, 0), visitId, isLaneToBeConfirmed: true }];
  }

  function measured({ visitId }: ReadingFact, controlId: ControlId): readonly KioskFact[] {
    return hearsMeasured() ? [{ kind: 'measured', actId: actIdOf(controlId, 1), visitId }] : [];
  }

  function documentsKnown({ visit, patient }: VisitFacts, controlId: ControlId): readonly KioskFact[] {
    const documents = documentKey ? [...documentKey.macsOf(patient, visit.day)] : [];
    if (!documentKey || documents.length === 0) return [];
    const { visitId, day } = visit;
    return [
      {
        kind: 'know-documents',
        actId: actIdOf(controlId, 1),
        visitId,
        day,
        documents,
        documentKey: documentKey.fingerprint,
      },
    ];
  }
}

function standingOf({ visit: { visitId, day, number, service, priority, storedAt, numberedAt } }: VisitFacts) {
  const { series, sequence, text } = number;
  return {
    visitId,
    day,
    number: { series, sequence, text },
    serviceCode: service.code,
    lane: priority ? ('priority' as const) : ('ordinary' as const),
    givenAt: numberedAt ?? storedAt,
  };
}

/** The first fact of a message has its control id; a second one has an id that follows from it, the same at every retry. */
function actIdOf(controlId: ControlId, at: number): ActId {
  return at === 0 ? (controlId as string as ActId) : derivedActId(`${controlId}\0${at}`);
}

/** The same words give the same act, whoever asks and whenever. */
export function derivedActId(words: string): ActId {
  const bytes = createHash('sha256').update(words).digest().subarray(0, 20);
  return [...bytes].map((byte) => crockford[byte & 31]).join('') as ActId;
}
