import { type Language, textIn } from '#config/agreements/language.ts';
import type { TicketOnScreen } from '#kiosk/bridge/words.ts';

/** Four letters, and the mark that a kiosk has made up because it has a hub and never heard it. */
export const longestNumber = 'UABC-Z7K2M9QX-107';
export const longestReplaced = 'UABC-Z7K2M9QX-106';

export function ticketIn(language: Language, more: Partial<TicketOnScreen> = {}): TicketOnScreen {
  return {
    number: 'A012',
    priority: false,
    serviceName: textIn(language, { vi: 'Khám Nội', en: 'Internal medicine' }),
    room: '101',
    floor: textIn(language, { vi: 'Tầng 1', en: 'Ground floor' }),
    directions: textIn(language, {
      vi: 'Đi thẳng, rẽ phải cạnh quầy thuốc.',
      en: 'Straight on, then right at the pharmacy.',
    }),
    slot: 'right',
    code: 'TIEPDON:1:27005:20260314:A012:5K9Q2M7XW0C4R8ZT3VBN',
    paper: 'printed',
    again: false,
    canGoOnWithFamily: false,
    canMeasure: false,
    replaces: undefined,
    canChangeService: false,
    canReprint: false,
    leaving: false,
    ...more,
  };
}

export function longTicketIn(language: Language, more: Partial<TicketOnScreen> = {}): TicketOnScreen {
  return ticketIn(language, {
    number: longestNumber,
    priority: true,
    serviceName: textIn(language, {
      vi: 'Phục hồi chức năng, Vật lý trị liệu và Y học cổ truyền kết hợp',
      en: 'Rehabilitation, physiotherapy and combined traditional medicine',
    }),
    room: 'Phòng khám số 12B – Khu nhà kỹ thuật cao',
    floor: textIn(language, { vi: 'Tầng 3', en: 'Second floor' }),
    directions: textIn(language, {
      vi: 'Lên thang máy số 2 đến tầng 3, rẽ trái, đi hết hành lang, phòng cuối bên phải cạnh quầy thuốc.',
      en: 'Take lift 2 to the second floor, turn left, walk to the end of the corridor, last door on the right.',
    }),
    paper: 'perhaps-printed',
    canReprint: true,
    ...more,
  });
}
