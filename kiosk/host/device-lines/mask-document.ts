import { readDocument } from '#drivers/identity-documents/read-document.ts';
import { maskText } from '#drivers/masking/mask-text.ts';

/**
 * The code of a card as the code of somebody who does not exist, as long as the original and, where the original read as
 * a card, a card of the same kind. Everything else keeps no digit and no letter.
 */
export function maskCode(code: Uint8Array): Uint8Array {
  const original = readDocument(code);
  if (!original.ok) return maskText(code);
  if (original.value.source === 'qr-appointment') return maskAppointment(code);
  // A passport's check digits, and a patient's code that only the site knows, are made up by nobody.
  if (original.value.source !== 'qr-cccd' && original.value.source !== 'qr-bhyt') return maskText(code);
  const fields = splitAtBars(code);
  const masked = joinWithBars(
    fields.map((field, at) =>
      original.value.source === 'qr-cccd' ? maskCccdField(field, at, fields) : maskBhytField(field, at),
    ),
  );
  const again = readDocument(masked);
  const isSameKind = again.ok && again.value.source === original.value.source;
  return isSameKind && masked.length === code.length ? masked : maskText(code);
}

/** `TIEPDON-HEN:1:facility:appointment`: the last part stands for a person. */
function maskAppointment(code: Uint8Array): Uint8Array {
  const at = code.lastIndexOf(0x3a) + 1;
  return Buffer.concat([code.subarray(0, at), maskText(code.subarray(at))]);
}

/** `number|old number|name|born|sex|address|issued…` */
function maskCccdField(field: Uint8Array, at: number, fields: readonly Uint8Array[]): Uint8Array {
  const text = latin1(field);
  switch (at) {
    case 0:
      return ascii(syntheticCitizenNumber(text, latin1(fields[3])));
    case 3:
      return ascii(decadeOf(text));
    case 4:
      return isSexWord(field) ? field : maskText(field);
    case 6:
      return ascii(text.length === 8 ? firstOfYear(text) : zeros(text));
    default:
      return maskText(field);
  }
}

/** `number|name|born|sex|address|facility|from|to|issued|…|five years|check|level|place`; names are UTF-8 in hex. */
function maskBhytField(field: Uint8Array, at: number): Uint8Array {
  const text = latin1(field);
  switch (at) {
    case 0:
      return ascii(/^[A-Za-z]{2}\d{13}$/.test(text) ? `DN${text[2]}010000000001` : '0000000001');
    case 1:
    case 4:
    case 10:
    case 15:
      return maskHex(text);
    case 2:
      return ascii(decadeOf(text));
    case 13:
      // The card's own check, in hex.
      return ascii(text.replace(/[\da-f]/gi, '0'));
    case 6:
    case 7:
    case 8:
    case 12:
      return ascii(text.replace(/\d{1,2}\/\d{1,2}(?=\/\d{4})/, (day) => day.replace(/\d+/g, oneOf)));
    case 3:
    case 14:
      // Sex, and the benefit level: one digit of a few.
      return field;
    default:
      return maskText(field);
  }
}

/** Province Hà Nội, the original's digit of sex and century, a year that fits the masked birth, a small running number. */
function syntheticCitizenNumber(number: string, birth: string): string {
  const year = decadeOf(birth).slice(-4);
  return `001${number[3] ?? '0'}${/^\d{4}$/.test(year) ? year.slice(2) : '00'}000001`;
}

/** A birth keeps its decade: young, grown or old is what a kiosk does differently. */
function decadeOf(text: string): string {
  const decade = (year: string) => `${year.slice(0, 3)}0`;
  if (/^\d{4}$/.test(text)) return decade(text);
  if (/^\d{8}$/.test(text)) return `0101${decade(text.slice(4))}`;
  const slashed = /^(\d{1,2}\/\d{1,2}\/|\d{1,2}\/)(\d{4})$/.exec(text);
  return slashed ? `${(slashed[1] ?? '').replace(/\d+/g, oneOf)}${decade(slashed[2] ?? '')}` : zeros(text);
}

function firstOfYear(ddMMyyyy: string): string {
  return /^\d{8}$/.test(ddMMyyyy) ? `0101${ddMMyyyy.slice(4)}` : zeros(ddMMyyyy);
}

const oneOf = (digits: string) => '1'.padStart(digits.length, '0');
const zeros = (text: string) => text.replace(/\d/g, '0').replace(/[^0 /.-]/g, 'x');

/** `Nam` and `Nữ` say nothing that is worth hiding, and the reader of cards needs them. */
function isSexWord(field: Uint8Array): boolean {
  return ['Nam', 'Nữ'].includes(new TextDecoder().decode(field));
}

function maskHex(hex: string): Uint8Array {
  if (!/^([0-9a-fA-F]{2})+$/.test(hex)) return maskText(ascii(hex));
  return ascii(Buffer.from(maskText(Buffer.from(hex, 'hex'))).toString('hex'));
}

const bar = 0x7c;

function splitAtBars(code: Uint8Array): readonly Uint8Array[] {
  const fields: Uint8Array[] = [];
  let start = 0;
  for (let end = code.indexOf(bar); end !== -1; end = code.indexOf(bar, start)) {
    fields.push(code.subarray(start, end));
    start = end + 1;
  }
  return [...fields, code.subarray(start)];
}

function joinWithBars(fields: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(fields.flatMap((field, at) => (at === 0 ? [field] : [Uint8Array.of(bar), field])));
}

function latin1(bytes: Uint8Array | undefined): string {
  return Buffer.from(bytes ?? []).toString('latin1');
}

function ascii(text: string): Uint8Array {
  return Buffer.from(text, 'latin1');
}
