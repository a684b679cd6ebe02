import { type Language, languages } from '#config/agreements/language.ts';
import { sayIn } from '#config/strings/messages.ts';
import type { Trouble } from '../overview/troubles.ts';
import type { Hand } from './mending.ts';

/** How a sentence says each movement: what stands beside it for a program must stand in it for a person. */
const said: Readonly<Record<Hand, Readonly<Record<Language, RegExp>>>> = {
  'insert-paper': { vi: /thay cuộn giấy/i, en: /change the roll/i },
  'close-cover': { vi: /đóng nắp/i, en: /close (the cover|it)/i },
  'free-the-cutter': { vi: /gỡ giấy kẹt/i, en: /take the jammed paper out/i },
  'switch-off-and-on': { vi: /tắt (rồi|và) bật/i, en: /switch (it|the printer) off and on/i },
  'plug-in': { vi: /cắm lại/i, en: /plug .*\bin\b/i },
  wipe: { vi: /lau /i, en: /wipe /i },
  'seat-cuff-and-hose': { vi: /lắp chặt vòng bít và ống/i, en: /push cuff and hose on/i },
  'lay-card': { vi: /đặt một thẻ/i, en: /lay a card/i },
  'take-card': { vi: /lấy thẻ ra/i, en: /take the card away/i },
  'read-off-device': { vi: /đọc .*trên máy/i, en: /read .*off the device/i },
  'scan-set-up-code': { vi: /quét mã đó/i, en: /scan that code/i },
  'set-device-clock': { vi: /chỉnh ngày giờ trên thiết bị/i, en: /set date and time on the device/i },
  'set-machine-clock': { vi: /chỉnh đồng hồ của máy/i, en: /set this machine's clock/i },
  'make-room': { vi: /giải phóng dung lượng/i, en: /make room/i },
  'call-hospital': {
    vi: /(gọi|nhờ|hỏi|đưa .*cho|với) nhóm HIS|nhờ nơi/i,
    en: /(call|ask|give|with) the HIS team|whoever has the record open/i,
  },
  wait: { vi: /chờ|không cần làm gì/i, en: /wait|nothing to do/i },
};

/** Movements that a sentence wants and does not name. */
export function unnamedHands({ hands, sentence }: Trouble): readonly string[] {
  return languages.flatMap((language) =>
    hands.filter((hand) => !said[hand][language].test(sentence(sayIn(language)))).map((hand) => `${language}: ${hand}`),
  );
}
