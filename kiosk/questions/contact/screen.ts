import type { Facts } from '#kiosk/facts/facts.ts';
import type { ContactScreen } from './words.ts';

export function contactScreen({ hospital }: Facts): ContactScreen {
  return { show: 'confirm-contact', phone: maskedPhone(hospital.contact?.phone ?? '') };
}

/** `••• ••• 567`: its owner knows it by the end. */
function maskedPhone(phone: string): string {
  return `••• ••• ${phone.slice(-3)}`;
}
