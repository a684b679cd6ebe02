import assert from 'node:assert/strict';
import { describe, test } from 'vitest';
import type { EndpointMismatch } from '#backend-client/contract/delivery.ts';
import { cureOf, keptReasons, whoActs } from '#backend-client/contract/delivery-reasons.ts';
import type { LookUpProblem } from '#backend-client/contract/look-up.ts';
import { languages } from '#config/agreements/language.ts';
import { hospitalProtocols } from '#config/settings/hospital-settings.ts';
import { sayIn } from '#config/strings/messages.ts';
import { calm, calmEndpoint, calmKiosk, calmOverview } from '#kiosk/bridge/console/calm-kiosk.bench.ts';
import { type Known, troublesOf } from '#kiosk/ui/console/overview/troubles.ts';

/**
 * Every trouble of the hospital's side that a kiosk can have stands on the overview in a sentence that says what to do, with one
 * link to the page where it is done.
 */

function assertSaid(known: Known, about: string): void {
  const found = troublesOf(known);
  assert.equal(found.length, 1, about);
  const [trouble] = found;
  assert.deepEqual(trouble?.place, { page: 'hospital' });
  const said = languages.map((language) => trouble.sentence(sayIn(language)));
  assert.notEqual(said[0], said[1]);
  for (const sentence of said) {
    assert.doesNotMatch(sentence, /\{\{|undefined|technician\.|console\./, sentence);
    // Why, and then what to do.
    assert.ok(sentence.split(/[.:] /).length >= 3, sentence);
  }
  for (const unknown of [/Lý do mà phiên bản này chưa biết/, /that this version does not know/])
    assert.ok(
      said.every((sentence) => !unknown.test(sentence)),
      about,
    );
}

const asEndpoint = (reason: string): Known => ({
  ...calm,
  kiosk: {
    ...calmKiosk,
    endpoints: [{ ...calmEndpoint, circuit: 'open', reason, cure: cureOf(reason), since: 0, queued: 3 }],
  },
});

describe.each(keptReasons)('%s', (reason) => {
  test.each(hospitalProtocols)('when the whole system stands for it, over %s', (protocol) => {
    const { kiosk } = asEndpoint(reason);
    const endpoints = kiosk.endpoints.map((each) => ({ ...each, protocol }));
    assertSaid({ ...calm, kiosk: { ...kiosk, endpoints } }, `${reason} of a system`);
  });

  test('when single messages are delayed for it', () => {
    const delayed = { count: 2, reason, cure: cureOf(reason) };
    const known = { ...calm, kiosk: { ...calmKiosk, endpoints: [{ ...calmEndpoint, delayed }] } };
    assertSaid(known, `${reason} delays`);
  });

  test.each(['refused', 'unsure'] as const)('when messages are %s for it', (state) => {
    const group = { endpointId: 'his', state, reason, count: 2, whoActs: whoActs(reason) };
    const known = { ...calm, kiosk: { ...calmKiosk, endpoints: [calmEndpoint], letterGroups: [group] } };
    assertSaid(known, `${reason} ${state}`);
  });
});

const mismatches = {
  'not-reachable': true,
  'not-understood': true,
  lacks: true,
} as const satisfies Readonly<Record<EndpointMismatch['kind'], true>>;

test.each(Object.keys(mismatches))('what the question at the start has found: %s', (kind) => {
  assertSaid(asEndpoint(`${kind} Patient.create transaction`), kind);
});

const lookUpProblems = {
  'not-offered': true,
  'no-answer': true,
  'not-connected': true,
  refused: true,
  'not-understood': true,
  ambiguous: true,
  'other-person': true,
} as const satisfies Readonly<Record<LookUpProblem['kind'], true>>;

test.each(Object.keys(lookUpProblems))('questions of patients that come to nothing: %s', (reason) => {
  const system = {
    id: 'his',
    accepted: 0,
    refused: 0,
    unsure: 0,
    delayed: 0,
    answered: 0,
    unanswered: 3,
    lastAnswerAt: undefined,
    latest: [{ at: 0, what: 'unanswered', reason, times: 3 }],
  } as const;
  assertSaid({ ...calm, overview: { ...calmOverview, systems: [system] } }, reason);
});

test('a system that stands says for how long, and who is to be asked', () => {
  const endpoint = { ...calmEndpoint, stands: true, oldestMinutes: 31 };
  const known = { ...calm, kiosk: { ...calmKiosk, endpoints: [endpoint] } };
  assertSaid(known, 'stands');
  assert.match(troublesOf(known)[0]?.sentence(sayIn('vi')) ?? '', /31 phút/);
});
