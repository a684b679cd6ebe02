import type { CheckInSettings } from '#config/settings/check-in-settings.ts';
import {
  identityFromTypedNumber,
  readTypedNumber,
  readTypedPassport,
  type TypedNumberForms,
} from '#drivers/identity-documents/typed-number.ts';
import type { NumberForm } from '#kiosk/bridge/words.ts';
import type { EventOf } from '#kiosk/flow/events.ts';

/** What came from the keys of the page, read again as anything hostile is (law 8). */
export function readNumber(
  text: string,
  of: 'card' | 'passport',
  { patientCode }: TypedNumberForms,
): EventOf<'number-typed'>['read'] {
  const read = of === 'passport' ? readTypedPassport(text) : readTypedNumber(text, { patientCode });
  return read.ok
    ? { identity: identityFromTypedNumber(read.value), groups: read.value.groups }
    : { wrong: read.problem };
}

/** What the keys explain, and count towards while somebody types. */
export function numberForms({ patientCode }: Pick<CheckInSettings['waysIn'], 'patientCode'>): readonly NumberForm[] {
  const { prefix = '', digits = 0 } = patientCode ?? {};
  // Where the hospital's own code is just as long, it is that.
  const isTaken = patientCode !== undefined && prefix === '' ? digits : 0;
  return [
    ...(patientCode
      ? [
          {
            of: 'patient-code',
            length: prefix.length + digits,
            letters: prefix === '' ? 'none' : { are: prefix },
          } as const,
        ]
      : []),
    ...digitForms.filter(({ length }) => length !== isTaken),
    { of: 'insurance-card', length: 15, letters: 'any-two' },
  ];
}

const digitForms: readonly NumberForm[] = [
  { of: 'citizen-card', length: 12, letters: 'none' },
  { of: 'social-insurance', length: 10, letters: 'none' },
  { of: 'old-identity-card', length: 9, letters: 'none' },
];
