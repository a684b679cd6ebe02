import { expect, test } from 'vitest';
import type { HospitalLookUps } from '#backend-client/contract/look-up.ts';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { ok, problem } from '#config/agreements/result.ts';
import type { Identity } from '#drivers/contract/identity.ts';
import { identityFromTypedNumber, readTypedNumber } from '#drivers/identity-documents/typed-number.ts';
import { patientFromIdentities } from '#kiosk/facts/patient.ts';
import { anhCitizen, firstSession, today } from '#kiosk/flow/synthetic.ts';
import { toldIdentity } from '#kiosk/flow/told.ts';
import { askHospital } from './ask-hospital.ts';

const effect = {
  do: 'ask-hospital',
  sessionId: firstSession,
  question: 1,
  patient: patientFromIdentities([anhCitizen], today),
  day: today,
  appointmentId: undefined,
} as const;
const appointment = {
  appointmentId: 'H-1',
  kind: 'appointment',
  serviceHisCode: 'K01',
  startsAt: undefined,
  description: undefined,
} as const;
const offersNothing: HospitalLookUps = {
  findPatient: async () => problem({ kind: 'not-offered' }),
  findAppointments: async () => problem({ kind: 'not-offered' }),
  findAppointment: async () => problem({ kind: 'not-offered' }),
  findEarlierPressures: async () => problem({ kind: 'not-offered' }),
  checkInsurance: async () => problem({ kind: 'not-offered' }),
};
const never = () => new Promise<never>(() => {});

function ask(lookUps: Partial<HospitalLookUps>, asksPressures = true) {
  const clock = createHandCrankedClock();
  const all = { ...offersNothing, ...lookUps };
  const answer = askHospital(effect, { lookUps: all, deadlineMs: 3_000, clock, asksPressures });
  return { answer, clock };
}

test('everything that the hospital knows comes back at once', async () => {
  const { answer, clock } = ask({
    findPatient: async () =>
      ok({
        patientCode: 'BN1',
        contact: { phone: '0912', patientCode: 'BN1', phoneConfirmed: undefined },
        particulars: { ethnicity: '01' },
      }),
    findAppointments: async (_patient, known) => ok(known?.patientCode === 'BN1' ? [appointment] : []),
  });
  expect((await answer).answers).toEqual({
    contact: { phone: '0912', patientCode: 'BN1' },
    particulars: { ethnicity: '01' },
    appointments: [appointment],
    insuranceCheck: undefined,
  });
  expect(clock.pending()).toBe(0);
});

test('a patient whom nobody knows may still have an appointment', async () => {
  const { answer } = ask({ findPatient: async () => ok(undefined), findAppointments: async () => ok([appointment]) });
  expect((await answer).answers.appointments).toEqual([appointment]);
});

test('of a hospital that answers about somebody else nothing is believed, appointments neither', async () => {
  const { answer } = ask({
    findPatient: async () => problem({ kind: 'other-person' }),
    findAppointments: async () => ok([appointment]),
  });
  expect((await answer).answers).toEqual({
    namesAnother: true,
    contact: undefined,
    appointments: [],
    insuranceCheck: undefined,
  });
});

test('when the deadline passes, what has come counts and the rest is left', async () => {
  const { answer, clock } = ask({
    findPatient: async () => ok({ patientCode: 'BN1', contact: undefined }),
    findAppointments: never,
  });
  await new Promise((resolve) => setImmediate(resolve));
  clock.advance(3_000);
  expect((await answer).answers).toEqual({
    contact: { phone: undefined, patientCode: 'BN1' },
    appointments: [],
    insuranceCheck: undefined,
  });
});

test('the appointment of a scanned slip is asked for by its id and comes first', async () => {
  const clock = createHandCrankedClock();
  const slip = { ...appointment, appointmentId: 'LK-1' };
  const lookUps: HospitalLookUps = {
    ...offersNothing,
    findAppointment: async (appointmentId) => ok(appointmentId === 'LK-1' ? slip : undefined),
    findAppointments: async () => ok([appointment, slip]),
  };
  const { answers } = await askHospital(
    { ...effect, appointmentId: 'LK-1' },
    {
      lookUps,
      deadlineMs: 3_000,
      clock,
      asksPressures: true,
    },
  );
  expect(answers.appointments).toEqual([slip, appointment]);
});

test('earlier blood pressures are asked for where the kiosk shows them, and one slow answer costs no other', async () => {
  const earlier = [{ day: '2026-01-05', systolic: 142, diastolic: 88 }];
  const hospital: Partial<HospitalLookUps> = {
    findPatient: async () => ok({ patientCode: 'BN1', contact: undefined }),
    findEarlierPressures: async (_patient, known) => ok(known.patientCode === 'BN1' ? earlier : []),
  };
  expect((await ask(hospital).answer).answers.earlierPressures).toEqual(earlier);
  expect((await ask(hospital, false).answer).answers).not.toHaveProperty('earlierPressures');
  const brought = async () => ok({ patientCode: 'BN1', contact: undefined, earlierPressures: earlier });
  const { answer } = ask({ findPatient: brought, findEarlierPressures: () => expect.fail('it was told already') });
  expect((await answer).answers.earlierPressures).toEqual(earlier);
  const slow = ask({ ...hospital, findAppointments: async () => ok([appointment]), findEarlierPressures: never });
  await new Promise((resolve) => setImmediate(resolve));
  slow.clock.advance(3_000);
  expect((await slow.answer).answers).toMatchObject({ contact: { patientCode: 'BN1' }, appointments: [appointment] });
});

test('a hospital that offers nothing keeps nobody waiting', async () => {
  const { answer } = ask({});
  expect((await answer).answers).toEqual({ contact: undefined, appointments: [], insuranceCheck: undefined });
});

test('of a number that was typed the hospital’s patient code is kept and the initials are shown, and nothing else of its holder', async () => {
  const holder = {
    patientCode: 'BN1',
    fullName: 'Nguyễn Thị Ngọc Ánh',
    contact: { phone: '0912000567', patientCode: 'BN1', phoneConfirmed: undefined },
    particulars: { address: 'Số 1, Thôn Đông', ethnicity: '01' },
    earlierPressures: [{ day: '2026-01-05', systolic: 142, diastolic: 88 }],
  } as const;
  const lookUps: HospitalLookUps = {
    ...offersNothing,
    findPatient: async () => ok(holder),
    findAppointments: async () => ok([appointment]),
  };
  const askAs = async (identity: Identity) => {
    const patient = patientFromIdentities([identity], today);
    const parts = { lookUps, deadlineMs: 3_000, clock: createHandCrankedClock(), asksPressures: true };
    return (await askHospital({ ...effect, patient }, parts)).answers;
  };
  const nothing = { contact: undefined, appointments: [], insuranceCheck: undefined };
  const number = readTypedNumber('027148000123', {});
  expect(number.ok && (await askAs(identityFromTypedNumber(number.value)))).toEqual({
    ...nothing,
    contact: { phone: undefined, patientCode: 'BN1' },
    veiledName: 'N••• T••• N••• Á•••',
  });
  const named = toldIdentity({ source: 'typed', fullName: 'Nguyễn Văn A', birth: { precision: 'year', year: 1950 } });
  expect(await askAs(named)).toEqual(nothing);
  expect(
    await askAs(toldIdentity({ source: 'typed', document: { kind: 'undocumented', phone: '0901234567' } })),
  ).toMatchObject({
    appointments: [],
    veiledName: 'N••• T••• N••• Á•••',
  });
});
