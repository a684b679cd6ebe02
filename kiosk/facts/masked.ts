import { shownText } from '#config/agreements/shown-text.ts';

/** What a screen in a lobby shows of somebody: its owner knows it, and nobody learns it. */

/** `Nguyễn Thị Ánh` → `N••• T••• Á•••`. Whatever a hospital calls somebody, it is bounded. */
export function veiledName(fullName: string): string {
  return shownText(fullName, 80)
    .normalize('NFC')
    .split(' ')
    .map((word) => `${Array.from(word)[0] ?? ''}•••`)
    .join(' ');
}

/** `027 •••• •• 123`: enough to recognise one's own card, too little to copy it from across the lobby. */
export function maskedDigits(number: string): string {
  // Of a short one six characters would be nearly all.
  const shown = number.length < 9 ? 2 : 3;
  return `${number.slice(0, shown)} •••• •• ${number.slice(-shown)}`;
}

/** `••• ••• 567`: its owner knows it by the end. */
export function maskedPhone(phone: string): string {
  return `••• ••• ${phone.slice(-3)}`;
}

/** `Số 1, Thôn Đông, Yên Phong, Bắc Ninh` → `•••, Yên Phong, Bắc Ninh`: where, and not at which door. */
export function maskedAddress(address: string): string {
  const parts = address.split(',').map((part) => part.trim());
  return ['•••', ...(parts.length > 1 ? parts.slice(parts.length > 2 ? -2 : -1) : [])].join(', ');
}
