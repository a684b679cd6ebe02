import { expect, test } from 'vitest';
import { maskedAddress, maskedDigits, maskedPhone, veiledName } from './masked.ts';

test('of an address the lobby reads where, and not at which door', () => {
  expect(maskedAddress('Số 1, Thôn Đông, Yên Phong, Bắc Ninh')).toBe('•••, Yên Phong, Bắc Ninh');
  expect(maskedAddress('12 Lê Lợi, Huế')).toBe('•••, Huế');
  expect(maskedAddress('12 Lê Lợi')).toBe('•••');
});

test('of a name, a number and a phone the lobby reads what only its owner knows', () => {
  expect(veiledName('Nguyễn Thị Ánh')).toBe('N••• T••• Á•••');
  expect([maskedDigits('027148000123'), maskedDigits('12345')]).toEqual(['027 •••• •• 123', '12 •••• •• 45']);
  expect(maskedPhone('0912000567')).toBe('••• ••• 567');
});
