import { expect, test } from 'vitest';
import { identityFromTypedNumber, readTypedNumber } from '#drivers/identity-documents/typed-number.ts';
import { newFacts } from '#kiosk/facts/facts.ts';
import { veiledName } from '#kiosk/facts/masked.ts';
import { anhCitizen, firstSession, today } from '#kiosk/flow/synthetic.ts';
import { personOnScreen } from './person-on-screen.ts';

test('whoever typed a number reads initials alone, though the hospital knows its holder; a scanned card is read out as before', () => {
  const typed = readTypedNumber('027148000123', {});
  const facts = newFacts({ sessionId: firstSession, today });
  const hospital = { ...facts.hospital, veiledName: 'N••• T••• N••• Á•••' };
  const identities = typed.ok ? [identityFromTypedNumber(typed.value)] : [];
  expect(personOnScreen({ ...facts, identities, hospital }, { hides: true })).toEqual({
    fullName: 'N••• T••• N••• Á•••',
    birth: undefined,
    numbers: [{ of: 'citizen-card', masked: '027 •••• •• 123' }],
    isTold: true,
  });
  expect(
    personOnScreen({ ...facts, identities: [...identities, anhCitizen], hospital }, { hides: false }).fullName,
  ).toBe('Nguyễn Thị Ngọc Ánh');
});

test('whatever a hospital calls somebody, a veil is short and holds one letter of each word', () => {
  expect(veiledName('  Nguyễn\u202e Thị ')).not.toMatch(/[\u202e\n]|guyễn/);
  expect(veiledName('x'.repeat(5000)).length).toBeLessThan(20);
  expect(veiledName('a '.repeat(5000)).length).toBeLessThan(300);
});
