import { shownText } from '#config/agreements/shown-text.ts';

/** `Nguyễn Thị Ánh` → `N••• T••• Á•••`: its owner knows it, and nobody learns it. Whatever a hospital calls somebody, it is bounded. */
export function veiledName(fullName: string): string {
  return shownText(fullName, 80)
    .normalize('NFC')
    .split(' ')
    .map((word) => `${Array.from(word)[0] ?? ''}•••`)
    .join(' ');
}
