import type { Facts } from '#kiosk/facts/facts.ts';
import { maskedPhone } from '#kiosk/facts/masked.ts';
import type { ContactScreen } from './words.ts';

export function contactScreen({ hospital }: Facts): ContactScreen {
  return { show: 'confirm-contact', phone: maskedPhone(hospital.contact?.phone ?? '') };
}
