import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { afterEach, test } from 'vitest';
import { runConformance } from '#backend-client/hospital-kit/conformance/run.ts';
import { type FaultBench, openFaultBench } from './fault-bench.ts';

let bench: FaultBench;
afterEach(() => bench.close());

/** The webhook's answers hold no number, so nothing can be held against it there: the patient is simply not known. */
test.each([
  ['mllp', 'look-up.registered-patient'],
  ['fhir', 'kept.leading-zeros'],
  ['fhir', 'look-up.registered-patient'],
] as const)(
  '%s: a column of nine digits takes every registration, and the conformance kit finds it: %s',
  async (protocol, id) => {
    bench = await openFaultBench(protocol);
    await bench.setFault({ kind: 'cut-numbers', digits: 9 });
    const ran = await runConformance(bench.site, {
      clock: bench.clock,
      randomBytes,
      environment: {},
      kioskVersion: '0.0.0',
      appointmentId: undefined,
      onCheck: () => {},
    });
    assert.ok(ran.ok);
    const checks = ran.value.systems.flatMap((system) => system.checks);
    const found = checks.find((check) => check.id === id);
    const taken = checks.filter((check) => check.id.startsWith('registration.'));
    assert.deepEqual(new Set(taken.map(({ verdict }) => verdict)), new Set(['accepted']));
    assert.deepEqual(
      [found?.verdict, found?.finding],
      [
        'wrong',
        {
          vi: 'Số định danh 12 chữ số bị cắt hoặc đổi: trở về là 001099000.',
          en: 'The 12-digit number is cut or changed: it came back as 001099000.',
        },
      ],
    );
  },
);
