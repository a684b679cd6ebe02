import type { RegistrationFact } from '#backend-client/contract/fact.ts';
import type { HospitalSystem } from '#backend-client/contract/hospital-system.ts';
import type { Patient } from '#backend-client/contract/patient.ts';
import { createPassingMemory } from '#backend-client/contract/system-memory.ts';
import { openHospitalSystems } from '#backend-client/hospital-systems.ts';
import type { Clock } from '#config/agreements/clock.ts';
import { createControlId, createVisitId } from '#config/agreements/ids.ts';
import { businessDayAt } from '#config/agreements/local-time.ts';
import { ok, problem, type Result, unreachable } from '#config/agreements/result.ts';
import type { SiteFile } from '#config/settings/site-file.ts';
import type { AskedSystem, ConversationLine, TestQuestion } from '#kiosk/bridge/console/hospital-words.ts';
import type { World } from '../../world.ts';
import { maskAnswer } from './mask-answer.ts';
import { type Recorded, recordConversation } from './record-conversation.ts';

/**
 * Nobody: the name says so, and the number is one of those that the conformance kit keeps for tests; it registers another, and never
 * asks for this one.
 */
const madeUp: Patient = {
  fullName: 'THỬ NGHIỆM Nguyễn Văn Không',
  birth: { precision: 'day', date: '1990-01-01' },
  sex: 'male',
  address: undefined,
  citizen: { number: '001099000098', oldNumber: undefined, issuedOn: undefined },
  insurance: undefined,
  source: 'qr-cccd',
};

interface Needs extends Pick<World, 'randomBytes' | 'environment'> {
  readonly site: SiteFile;
  readonly clock: Clock;
}

/**
 * Asks one system something that harms nobody, over connections of its own, and says all that crossed the wire. Whatever the profile
 * of the site is, what is sent says that it is a test (MSH-11 `T`, FHIR `HTEST`, `"test": true`).
 */
export async function askSystem(
  { endpointId, question }: { readonly endpointId: string; readonly question: TestQuestion },
  { site, ...world }: Needs,
): Promise<Result<AskedSystem, { readonly kind: 'unknown-system' | 'secret' | 'not-offered' }>> {
  const settings = site.hospital.find(({ id }) => id === endpointId);
  if (!settings) return problem({ kind: 'unknown-system' });
  const { clock } = world;
  const startedAt = clock.monotonic();
  const { value, notes } = await recordConversation(async () => {
    const opened = await openHospitalSystems(
      { ...site, profile: 'demo', hospital: [settings] },
      { ...world, log: () => {}, memoryOf: createPassingMemory },
    );
    const [system] = opened.ok ? opened.value : [];
    if (!system) return problem({ kind: 'secret' } as const);
    try {
      const answer = await answerOf(system, question, { site, ...world });
      return answer ? ok({ ...answer, conformance: system.conformance }) : problem({ kind: 'not-offered' } as const);
    } finally {
      await system.endpoint.close();
    }
  });
  if (!value.ok) return value;
  const { reason, found, conformance } = value.value;
  const shown = notes.filter(({ address }) => !isSecret(address, conformance.secretAddress));
  const status = shown.findLast(({ way }) => way === 'in')?.status;
  return ok({
    reason: reason ?? reasonOfStatus(status),
    found,
    tookMs: Math.round(clock.monotonic() - startedAt),
    lines: linesOf(shown, conformance.encoding),
  });
}

/** `undefined`: this system is not asked such things. */
async function answerOf(
  { lookUps: { findPatient }, renderer, endpoint, askHarmless }: HospitalSystem,
  question: TestQuestion,
  needs: Needs,
): Promise<Pick<AskedSystem, 'reason' | 'found'> | undefined> {
  switch (question) {
    case 'harmless': {
      const asked = await askHarmless();
      return { reason: asked.ok ? undefined : asked.problem.reason, found: undefined };
    }
    case 'patient': {
      const asked = await findPatient?.(madeUp);
      if (!asked?.ok) return asked && { reason: asked.problem.kind, found: undefined };
      return { reason: undefined, found: asked.value ? 'somebody' : 'nobody' };
    }
    case 'registration': {
      const fact = madeUpVisit(needs);
      if (!fact || !renderer.takes.includes(fact.kind)) return undefined;
      const controlId = createControlId(needs.randomBytes);
      const bytes = renderer.render(fact, controlId);
      const told = await endpoint.send({ messageId: 1, endpointId: endpoint.id, controlId, attempts: 1, bytes });
      return { reason: told.ok ? undefined : told.problem.reason, found: undefined };
    }
    default:
      return unreachable(question);
  }
}

/** A visit of nobody, under a number that no kiosk gives. */
function madeUpVisit({ site, clock, randomBytes }: Needs): RegistrationFact | undefined {
  const [service] = site.services;
  const now = clock.now();
  return (
    service && {
      kind: 'registration',
      visit: {
        visitId: createVisitId(randomBytes, now),
        day: businessDayAt(now, site.site.timeZone),
        number: { series: 'THU', sequence: 998, text: 'THU998' },
        service,
        priority: undefined,
        storedAt: now,
        paper: 'pending',
        replaces: undefined,
      },
      patient: madeUp,
      purpose: 'examination',
      contact: undefined,
      insuranceCheck: undefined,
      appointment: undefined,
    }
  );
}

function isSecret(address: string, secretAddress: string | undefined): boolean {
  return secretAddress !== undefined && address.endsWith(` ${secretAddress}`);
}

/** Somebody answers, and would not let a patient's message in. A receiver that knows no ping says 404: that is an answer. */
function reasonOfStatus(status: number | undefined): AskedSystem['reason'] {
  return status === 401 || status === 403 ? 'http-unauthorized' : undefined;
}

const mostCharacters = 8_000;

function linesOf(notes: readonly Recorded[], encoding: 'utf-8' | 'latin1'): readonly ConversationLine[] {
  const decoder = new TextDecoder(encoding);
  const read = notes.map((note) => ({ ...note, text: decoder.decode(note.bytes) }));
  const sent = read.flatMap(({ way, text }) => (way === 'out' ? [text] : [])).join('\n');
  return read.map(({ way, address, status, text, leftOut }) => {
    const masked = readable(way === 'out' ? text : maskAnswer(text, sent));
    const cut = Math.max(0, masked.length - mostCharacters);
    return { way, address, status, text: masked.slice(0, mostCharacters), leftOut: leftOut + cut };
  });
}

/** Control characters become visible, and nothing turns the direction of text. */
function readable(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000b-\u001f]/g, (control) => String.fromCodePoint(0x2400 + control.charCodeAt(0)))
    .replace(/[\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '\ufffd')
    .toWellFormed();
}
