import { randomBytes as nodeRandomBytes } from 'node:crypto';
import type { Clock } from '#config/agreements/clock.ts';
import { createControlId, type RandomBytes } from '#config/agreements/ids.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { Hl7v2EndpointSettings } from '#config/settings/site-file.ts';
import { readTlsFiles, type TlsOptions } from '../connection/tls-files.ts';
import type { SendingSite } from '../contract/hospital-system.ts';
import type { HospitalLookUps, KnownPatient, LookUpAnswer, LookUpProblem } from '../contract/look-up.ts';
import type { Patient } from '../contract/patient.ts';
import type { SecretFileProblem } from '../contract/secret-problem.ts';
import { identifierTypes, passportAuthority } from './local-codes.ts';
import { patientQuery, type SoughtIdentifier } from './messages/patient-query.ts';
import { knownPatientFrom, type PatientQuestion } from './messages/patient-response.ts';
import { type MllpLine, openMllpLine } from './mllp-line.ts';
import { type Hl7Message, parseMessage, valueAt } from './parse.ts';

/**
 * Questions to a hospital that answers QBP^Q22. Has a connection of its own, so that a question never waits behind the
 * outbox; one question at a time. An answer that is late meets a closed connection, never the next patient.
 */
export interface Hl7v2LookUps extends Pick<HospitalLookUps, 'findPatient'> {
  close(): Promise<void>;
}

interface Needs {
  readonly endpoint: Hl7v2EndpointSettings;
  readonly site: SendingSite;
  readonly clock: Clock;
  /** For everything together: waiting for the question before, connecting, and up to two questions. */
  readonly deadlineMs: number;
  readonly randomBytes?: RandomBytes;
}

type Found = LookUpAnswer<KnownPatient | undefined>;

export function createHl7v2LookUps(needs: Needs): Result<Hl7v2LookUps, SecretFileProblem> {
  const tls = readTlsFiles(needs.endpoint.tls);
  return tls.ok ? ok(lookUpsOver(needs, needs.endpoint.tls && tls.value)) : tls;
}

function lookUpsOver(
  { endpoint, site, clock, deadlineMs, randomBytes = nodeRandomBytes }: Needs,
  tlsOptions: TlsOptions | undefined,
): Hl7v2LookUps {
  const { citizenNumber, oldCitizenNumber, insuranceNumber, patientCode } = endpoint.assigningAuthorities;
  let line: MllpLine | undefined;
  let before: Promise<unknown> = Promise.resolve();
  let closed = false;

  /** Somebody without any number cannot be looked up, and is nobody the hospital knows. */
  function findPatient(person: Patient): Promise<Found> {
    const { citizen, insurance, passport, oldIdentityCard } = person;
    const sought: SoughtIdentifier[] = [];
    if (person.patientCode !== undefined)
      sought.push({ number: person.patientCode, authority: patientCode, type: identifierTypes.patient });
    if (citizen) sought.push({ number: citizen.number, authority: citizenNumber, type: identifierTypes.national });
    if (insurance)
      sought.push({ number: insurance.number, authority: insuranceNumber, type: identifierTypes.insurance });
    if (passport)
      sought.push({ number: passport.number, authority: passportAuthority, type: identifierTypes.passport });
    if (oldIdentityCard)
      sought.push({ number: oldIdentityCard.number, authority: oldCitizenNumber, type: identifierTypes.national });
    return inTurn(sought.map((each) => ({ sought: each, person })));
  }

  /** The first question that somebody fits; the ones after it are not asked. */
  function inTurn(questions: readonly PatientQuestion[]): Promise<Found> {
    const deadline = createDeadline(clock, deadlineMs);
    const asking = before.then(async (): Promise<Found> => {
      for (const question of questions) {
        if (deadline.passed()) return problem({ kind: 'no-answer' });
        const found = await ask(question, deadline);
        if (!found.ok || found.value) return found;
      }
      return ok(undefined);
    });
    before = asking;
    return Promise.race([asking, deadline.whenPassed]).finally(deadline.callOff);
  }

  async function ask(question: PatientQuestion, deadline: Deadline): Promise<Found> {
    const ready = await openLine(deadline);
    if (!ready) return problem({ kind: deadline.passed() ? 'no-answer' : 'not-connected' });
    const answer = await exchange(ready, question.sought, deadline);
    if (answer.ok) return knownPatientFrom(answer.value, question, endpoint.assigningAuthorities);
    await ready.close();
    return answer;
  }

  async function openLine(deadline: Deadline): Promise<MllpLine | undefined> {
    if (closed) return undefined;
    if (line && (await line.isStillOpen())) return line;
    void line?.close();
    const { host, port, lookUpPort = port } = endpoint;
    const secured = tlsOptions ? { tlsOptions } : {};
    line = openMllpLine({ host, port: lookUpPort, ...secured, connectTimeoutMs: deadline.leftMs(), clock });
    return (await line.connected) === 'connected' && (await line.isStillOpen()) ? line : undefined;
  }

  function exchange(
    ready: MllpLine,
    sought: SoughtIdentifier,
    deadline: Deadline,
  ): Promise<Result<Hl7Message, LookUpProblem>> {
    return new Promise((resolve) => {
      // Random, so that no hospital that remembers what it has answered mistakes it for another kiosk's question.
      const controlId = createControlId(randomBytes);
      let heardNonsense = false;

      function finish(answer: Result<Hl7Message, LookUpProblem>): void {
        ready.listen(undefined);
        resolve(answer);
      }
      function giveUp(kind: LookUpProblem['kind']): void {
        finish(problem({ kind: heardNonsense ? 'not-understood' : kind }));
      }

      ready.listen({
        frame(frame) {
          const parsed = parseMessage(frame, endpoint.characterSet);
          if (!parsed.ok) heardNonsense = true;
          else if (answers(parsed.value, controlId)) finish(parsed);
        },
        noise() {
          heardNonsense = true;
        },
        closed: (why) => giveUp(why === 'tls-refused' ? 'not-connected' : 'no-answer'),
      });
      void deadline.whenPassed.then(() => giveUp('no-answer'));
      ready.write(patientQuery({ endpoint, site, controlId }, sought, clock.now()));
    });
  }

  return {
    findPatient,
    async close() {
      closed = true;
      await line?.close();
    },
  };
}

/** Not a late answer, not somebody else's, and not the CA that may come before the answer. */
function answers(message: Hl7Message, controlId: string): boolean {
  return (
    valueAt(message, { segment: 'MSA', field: 2 }) === controlId &&
    valueAt(message, { segment: 'MSA', field: 1 }) !== 'CA'
  );
}

interface Deadline {
  passed(): boolean;
  leftMs(): number;
  readonly whenPassed: Promise<Result<never, LookUpProblem>>;
  callOff(): void;
}

function createDeadline(clock: Clock, ms: number): Deadline {
  const { promise, resolve } = Promise.withResolvers<Result<never, LookUpProblem>>();
  const until = clock.monotonic() + ms;
  let passed = false;
  const callOff = clock.after(ms, () => {
    passed = true;
    resolve(problem({ kind: 'no-answer' }));
  });
  return { passed: () => passed, leftMs: () => Math.max(1, until - clock.monotonic()), whenPassed: promise, callOff };
}
