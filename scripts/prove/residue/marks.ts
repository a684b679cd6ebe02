import { foldText } from '#config/agreements/vietnamese-text.ts';
import { encodePassport } from '#drivers/identity-documents/encode-cards.simulator.ts';

/** What of a marked patient is looked for: the beginning that all of them share, so that one look finds any of them. */
export interface Mark {
  readonly of: MarkOf;
  readonly text: string;
}

export type MarkOf =
  | 'name'
  | 'citizen number'
  | 'insurance number'
  | 'phone'
  | 'address'
  | 'typed words'
  | 'patient code'
  | 'passport number'
  | 'name on a passport';

/** No word and no number of the project, of Node or of Chromium begins like these. */
export const marks = {
  name: 'Ẵqzwộ',
  'citizen number': '02714987',
  'insurance number': 'HT227149',
  phone: '09371498',
  address: 'Ngõ Ỹxqvẫ',
  // Such as the Vietnamese keyboard can write.
  'typed words': 'Ơkqzxư',
  'patient code': 'BNZQXW',
  'passport number': 'QX7149',
  'name on a passport': 'Qzxwvj',
} as const satisfies Record<MarkOf, string>;

export const everyMark: readonly Mark[] = Object.entries(marks).map(([of, text]) => ({ of: of as MarkOf, text }));

/** Somebody who does not exist, recognisable in every word and number. */
export interface MarkedPatient {
  readonly fullName: string;
  readonly number: string;
  readonly phone: string;
  readonly address: string;
  readonly typed: string;
  readonly patientCode: string;
  readonly passportNumber: string;
  /** In letters without marks. */
  readonly passportName: string;
  /** The citizen card's QR as a scanner sends it, terminator included. */
  readonly citizenScan: Uint8Array;
  /** The insurance card's, with the name in capitals and in hexadecimal. */
  readonly insuranceScan: Uint8Array;
  /** The two lines of a passport. */
  readonly passportScan: Uint8Array;
}

export function markedPatient(index: number): MarkedPatient {
  const letters = [...String(index).padStart(4, '0')].map((digit) => 'abcdeghikl'[Number(digit)]).join('');
  const digits = String(index).padStart(4, '0');
  const fullName = `Nguyễn Thị ${marks.name}${letters}`;
  const number = `${marks['citizen number']}${digits}`;
  const insurance = `${marks['insurance number']}000${digits}`;
  const address = `Số ${index}, ${marks.address}${letters}, Yên Phong, Bắc Ninh`;
  const citizen = [number, '', fullName, '15081949', 'Nữ', address, '25052021'];
  const hex = (text: string) => Buffer.from(text).toString('hex');
  const card = [insurance, hex(fullName.toUpperCase()), '15/08/1949', '2', hex(address), '27 - 005', '01/01/2026'];
  const rest = [
    '31/12/2026',
    '01/01/2026',
    `2705${insurance.slice(-10)}`,
    '-',
    '4',
    '01/01/2020',
    '0123456789abcdef-1234',
  ];
  const passportNumber = `${marks['passport number']}${digits.slice(-3)}`;
  const passportName = `${marks['name on a passport']}${letters}`;
  const passport = encodePassport({
    ...{ number: passportNumber, issuer: 'AUS', nationality: 'AUS', birth: '490815', sex: 'F', expiry: '391231' },
    ...{ surname: passportName.toUpperCase(), givenNames: 'ANNA' },
  });
  const bytes = (fields: readonly string[]) => new TextEncoder().encode(`${fields.join('|')}\r`);
  return {
    fullName,
    number,
    phone: `${marks.phone}${digits.slice(-2)}`,
    address,
    passportNumber,
    passportName,
    typed: `${marks['typed words']}${letters}`,
    patientCode: `${marks['patient code']}${digits}`,
    citizenScan: bytes(citizen),
    insuranceScan: bytes([...card, ...rest, '$']),
    passportScan: Uint8Array.of(...passport, 0x0d),
  };
}

/** A way in which a program may keep a text. */
export interface Needle {
  readonly of: MarkOf;
  readonly form: string;
  readonly bytes: Buffer;
}

/** Every form of a mark, each once. */
export function needlesOf({ of, text }: Mark): readonly Needle[] {
  const needles = new Map<string, Needle>();
  for (const [spelling, spelt] of Object.entries(spellingsOf(text))) {
    for (const [encoding, bytes] of Object.entries(encodingsOf(spelt))) {
      const key = bytes.toString('hex');
      if (!needles.has(key)) needles.set(key, { of, form: `${spelling}, ${encoding}`, bytes });
    }
  }
  return [...needles.values()];
}

/** As two kinds of strings of JavaScript and a file's text have it: what raw memory is looked through for. */
export function plainNeedlesOf(mark: Mark): readonly Needle[] {
  return needlesOf(mark).filter(({ form }) => form === 'as it is, UTF-8' || form === 'as it is, UTF-16');
}

function spellingsOf(text: string): Readonly<Record<string, string>> {
  const folded = foldText(text);
  return {
    'as it is': text.normalize('NFC'),
    'taken apart': text.normalize('NFD'),
    'in capitals': text.toUpperCase().normalize('NFC'),
    'in small letters': text.toLowerCase().normalize('NFC'),
    'without marks': folded,
    'without marks, in capitals': folded.toUpperCase(),
  };
}

function encodingsOf(text: string): Readonly<Record<string, Buffer>> {
  const utf8 = Buffer.from(text, 'utf8');
  const utf16 = Buffer.from(text, 'utf16le');
  const ascii = (written: string) => Buffer.from(written, 'latin1');
  const isLatin1 = [...text].every((letter) => (letter.codePointAt(0) ?? 0) < 256);
  return {
    'UTF-8': utf8,
    'UTF-16': utf16,
    'UTF-16, big end first': Buffer.from(utf16).swap16(),
    ...(isLatin1 ? { 'Latin-1': ascii(text) } : {}),
    hexadecimal: ascii(utf8.toString('hex')),
    'hexadecimal, in capitals': ascii(utf8.toString('hex').toUpperCase()),
    'JSON escapes': ascii(escaped(text, (unit) => `\\u${unit}`)),
    'JSON escapes, in capitals': ascii(escaped(text, (unit) => `\\u${unit.toUpperCase()}`)),
    'XML references': ascii(escaped(text, (unit) => `&#x${unit.replace(/^0+/, '')};`)),
    'percent signs': ascii(encodeURIComponent(text)),
    ...Object.fromEntries([0, 1, 2].map((before) => [`base64, ${before} bytes in`, ascii(base64Inside(utf8, before))])),
  };
}

function escaped(text: string, write: (unit: string) => string): string {
  return text.replace(/[^\x20-\x7e]/g, (unit) => write(unit.charCodeAt(0).toString(16).padStart(4, '0')));
}

/** What base64 of a longer text with these bytes in it always holds, when so many bytes stand before them in a group of three. */
function base64Inside(bytes: Buffer, before: number): string {
  const whole = Buffer.concat([Buffer.alloc(before), bytes]);
  const first = Math.ceil((before * 8) / 6);
  const last = Math.floor((whole.length * 8) / 6);
  return whole.toString('base64').slice(first, last);
}
