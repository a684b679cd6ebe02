import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { afterEach, test } from 'vitest';
import { createHospitalLookUps } from '#backend-client/look-ups/hospital-look-ups.ts';
import { createSessionId } from '#config/agreements/ids.ts';
import { businessDayAt } from '#config/agreements/local-time.ts';
import type { Identity } from '#drivers/contract/identity.ts';
import type { FlowState } from '#kiosk/flow/state.ts';
import { createEffects } from '#kiosk/host/effects/create-effects.ts';
import { flowSettingsFrom } from '#kiosk/host/flow-settings.ts';
import { createMeasuringDevices } from '#kiosk/host/measuring-devices.ts';
import { createSessionRunner } from '#kiosk/host/session-runner.ts';
import type { QuestionId } from '#kiosk/questions/every-question.ts';
import { type FaultBench, type Mode, nextAnswer, openFaultBench, type Protocol } from './fault-bench.ts';

/** A patient stands at the kiosk while it asks the hospital who they are, and the hospital has a fault. */

let bench: FaultBench;
afterEach(() => bench.close());

/** Somebody whom the simulated hospital knows as BN260007. */
const card: Identity = {
  source: 'qr-cccd',
  fullName: 'Trần Văn Ví Dụ',
  birth: { precision: 'day', date: '1980-09-02' },
  sex: 'male',
  address: undefined,
  document: { kind: 'citizen-card', number: '027080000007', oldNumber: undefined, issuedOn: undefined },
  warnings: [],
};
const code = 'BN260007';

interface Row {
  readonly protocol: Protocol;
  readonly name: string;
  readonly mode: Mode;
  /** After the hospital has the question: until the slow answer, or until the patience of the kiosk is over. */
  readonly passesMs?: number;
  /** Something comes back that must not count. */
  readonly afterBytes?: boolean;
  /** `verified`, or what the log's line tells the technician. */
  readonly ends: string;
}

const deadlineMs = 3_000;
const silence = { passesMs: deadlineMs, ends: 'no-answer' } as const;
const status = (code: Extract<Mode, { kind: 'status' }>['status'], ends = 'refused') =>
  ({ name: String(code), mode: { kind: 'status', status: code }, ends }) as const;

const mllp: readonly Omit<Row, 'protocol'>[] = [
  { name: 'no fault', mode: { kind: 'answer' }, ends: 'verified' },
  { name: 'slow, but in time', mode: { kind: 'slow', seconds: 2 }, passesMs: 2_000, ends: 'verified' },
  { name: 'too slow', mode: { kind: 'slow', seconds: 4 }, ...silence },
  { name: 'silent', mode: { kind: 'stop-answering' }, ...silence },
  { name: 'connection dropped', mode: { kind: 'drop-connection' }, ends: 'no-answer' },
  { name: 'half a frame', mode: { kind: 'half-frame' }, ...silence },
  { name: 'garbage', mode: { kind: 'garbage' }, ...silence, afterBytes: true },
  { name: 'the same answer twice', mode: { kind: 'duplicate-acknowledgement' }, ends: 'verified' },
  { name: 'a wrong MSA-2', mode: { kind: 'wrong-msa-2' }, ...silence, afterBytes: true },
  { name: 'an empty MSA-2', mode: { kind: 'empty-msa-2' }, ...silence, afterBytes: true },
  { name: "another question's answer first", mode: { kind: 'out-of-order' }, ends: 'verified' },
  { name: 'AE', mode: { kind: 'refuse-ae' }, ends: 'refused' },
  { name: 'AR', mode: { kind: 'refuse-ar' }, ends: 'refused' },
  { name: 'CE', mode: { kind: 'refuse-ce' }, ends: 'refused' },
  { name: 'CR', mode: { kind: 'refuse-cr' }, ends: 'refused' },
  { name: 'twelve digits cut to nine', mode: { kind: 'cut-numbers', digits: 9 }, ends: 'not-understood' },
];

const http: readonly Omit<Row, 'protocol'>[] = [
  { name: 'no fault', mode: { kind: 'answer' }, ends: 'verified' },
  { name: 'too slow', mode: { kind: 'slow', seconds: 4 }, ...silence },
  { name: 'silent', mode: { kind: 'stop-answering' }, ...silence },
  { name: 'half an answer', mode: { kind: 'half-answer' }, ends: 'no-answer' },
  { name: 'connection dropped', mode: { kind: 'drop-after-commit' }, ends: 'no-answer' },
  status(401),
  status(403),
  status(404),
  status(409),
  status(412),
  status(422),
  status(429, 'no-answer'),
  status(500, 'no-answer'),
  { name: 'twelve digits cut to nine', mode: { kind: 'cut-numbers', digits: 9 }, ends: 'unknown' },
];

const rows: readonly Row[] = [
  ...mllp.map((row) => ({ ...row, protocol: 'mllp' }) as const),
  ...http.map((row) => ({ ...row, protocol: 'fhir' }) as const),
  { name: 'garbage', mode: { kind: 'garbage' }, ends: 'not-understood', protocol: 'fhir' },
  // A redirect, which is not followed.
  { name: 'garbage', mode: { kind: 'garbage' }, ends: 'refused', protocol: 'webhook' },
  ...http.map((row) => ({ ...row, protocol: 'webhook' }) as const),
];

test.each(rows)(
  '$protocol: a look-up meets "$name": within three seconds it is $ends, and the patient has a number',
  async ({ protocol, mode, passesMs, afterBytes, ends }) => {
    bench = await openFaultBench(protocol);
    const { clock, log, site, systems, store } = bench;
    const patient = openPatient();
    await bench.setFault(mode);
    const startedAt = clock.now();
    const answered = nextAnswer();
    patient.receive({ type: 'card-read', identity: card, sessionId: createSessionId(randomBytes), today: today() });
    patient.receive({ type: 'identity-confirmed' });
    if (passesMs !== undefined) {
      // The webhook asks about person and insurance at once.
      const questions = protocol === 'webhook' ? 2 : 1;
      await bench.simulator.until((arrivals) => arrivals.filter(({ kind }) => kind === 'look-up').length === questions);
      if (afterBytes) await answered;
      clock.advance(passesMs);
    }
    const line = await questionEnded();
    await patient.until(({ at }) => at === 'asking');
    const tookMs = clock.now() - startedAt;
    const isAskedAbout = (question: QuestionId) => {
      const state = patient.state();
      return state.at === 'asking' && state.question === question;
    };
    const verified = isAskedAbout('contact');
    if (verified) patient.receive({ type: 'answered', answer: { isRight: true } });
    if (isAskedAbout('appointment')) patient.receive({ type: 'answered', answer: { appointmentId: null } });
    await bench.setFault({ kind: 'answer' });
    patient.receive({ type: 'answered', answer: { serviceCode: 'noi' } });
    const shown = patient.state();
    await bench.logged('delivery-accepted');

    assert.ok(tookMs <= deadlineMs, `${tookMs} ms`);
    assert.equal(verified ? 'verified' : (line ?? 'unknown'), ends);
    assert.equal(shown.at === 'showing-ticket' && shown.ticket.visit.number.text, 'A001');
    const [registration, ...others] = bench.registrations();
    assert.deepEqual(
      [others.length, registration?.facts.ticket, registration?.raw.includes(code)],
      // Over FHIR the hospital's own record goes back with what the card adds, and its code is in it.
      [0, 'A001', verified || protocol === 'fhir'],
      'only who was verified is registered under a code',
    );
    patient.stop();

    function today() {
      return businessDayAt(clock.now(), site.site.timeZone);
    }

    /** What became of "who is this"; `undefined`: the hospital answered. */
    async function questionEnded(): Promise<unknown> {
      for (;;) {
        const { event, fields } = await bench.logged('look-up-answered', 'look-up-failed');
        if (fields.question === 'findPatient') return event === 'look-up-failed' ? fields.reason : undefined;
      }
    }

    /** The check-in of the host, without a printer. */
    function openPatient() {
      const waiting = new Set<() => void>();
      const lookUps = createHospitalLookUps({ systems, deadlineMs, clock, log });
      const runner = createSessionRunner({
        settings: flowSettingsFrom(site),
        clock,
        effects: createEffects({
          store,
          printer: undefined,
          measuringDevices: createMeasuringDevices([], [], []),
          thermometers: [],
          cardReader: undefined,
          drawTicket: () => assert.fail('there is no printer'),
          drawReading: () => assert.fail('there is no printer'),
          clock,
          log,
          lookUps,
          deadlineMs,
          asksPressures: false,
          alerts: { raise() {}, raiseForReading() {}, raiseIsolation() {}, callOff() {} },
          isClosedByStaff: () => false,
          wakeOutbox: bench.wakeOutbox,
          keepBusy: () => {},
        }),
        onState: () => {
          for (const look of [...waiting]) look();
        },
      });
      const until = (fits: (state: FlowState) => boolean) =>
        new Promise<void>((resolve) => {
          const look = () => {
            if (!fits(runner.state())) return;
            waiting.delete(look);
            resolve();
          };
          waiting.add(look);
          look();
        });
      return { ...runner, until };
    }
  },
);
