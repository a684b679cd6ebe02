import { encodeBhyt, encodeCccd } from '#drivers/identity-documents/encode-cards.simulator.ts';

/** People who do not exist, as they come to a lobby: alone, as twins whose names differ by a tone, and as families. */
export interface Visitor {
  readonly fullName: string;
  /** What stands on their cards; no two people have one in common. */
  readonly numbers: readonly string[];
  /** As a scanner sends them, terminator included. */
  readonly cards: readonly Uint8Array[];
}

/** Who comes together. */
export function group(index: number, random: () => number): readonly Visitor[] {
  const draw = random();
  if (draw < 0.4) return twins(index);
  if (draw < 0.7) return family(index);
  return [adult(index, 0, 'Thu', 'Bình')];
}

/** One birth date, one address, all letters of their names, and an insurance card each. */
function twins(index: number): readonly Visitor[] {
  return ['Anh', 'Ánh'].map((given, at) => child(index, at, 'Minh', given));
}

/** A mother with both cards, a grandmother with one, and a child. */
function family(index: number): readonly Visitor[] {
  return [adult(index, 0, 'Thị', 'Hạnh'), child(index, 1, 'Gia', 'Hân'), elder(index)];
}

function adult(index: number, at: number, middle: string, given: string): Visitor {
  const fullName = nameOf(index, middle, given);
  const citizen = citizenNumber(index, at, 90);
  const insurance = insuranceNumber('DN4', index, at);
  return {
    fullName,
    numbers: [citizen, insurance],
    cards: [citizenCard(citizen, fullName, '04031990'), insuranceCard(insurance, fullName.toUpperCase(), '04/03/1990')],
  };
}

function elder(index: number): Visitor {
  const fullName = nameOf(index, 'Thị Ngọc', 'Ánh');
  const citizen = citizenNumber(index, 2, 48);
  return { fullName, numbers: [citizen], cards: [citizenCard(citizen, fullName, '15081948')] };
}

function child(index: number, at: number, middle: string, given: string): Visitor {
  const fullName = nameOf(index, middle, given);
  const insurance = insuranceNumber('TE1', index, at);
  return { fullName, numbers: [insurance], cards: [insuranceCard(insurance, fullName, '04/03/2021')] };
}

function nameOf(index: number, middle: string, given: string): string {
  // A digit in a name looks like a damaged card.
  const letters = Array.from(String(index), (digit) => 'abcdeghiku'.charAt(Number(digit))).join('');
  return `Nguyễn Thử${letters} ${middle} ${given}`;
}

function citizenNumber(index: number, at: number, year: number): string {
  return `0271${year}${String(index * 3 + at).padStart(6, '0')}`;
}

function insuranceNumber(group: string, index: number, at: number): string {
  return `${group}27${String(2_700_000_000 + index * 3 + at)}`;
}

function citizenCard(number: string, fullName: string, birth: string): Uint8Array {
  const address = 'Thôn Thử Nghiệm, Yên Phong, Bắc Ninh';
  return ended(encodeCccd({ number, fullName, birth, sex: 'Nữ', address, issued: '25052021' }));
}

function insuranceCard(number: string, fullName: string, birth: string): Uint8Array {
  const [address, facility, fiveYears] = ['Thôn Thử Nghiệm, Yên Phong, Bắc Ninh', '27 - 005', '-'];
  const valid = { validFrom: '01/01/2026', validTo: '31/12/2027', issued: '01/01/2026' };
  return ended(encodeBhyt({ number, fullName, birth, sex: '2', address, facility, fiveYears, ...valid }));
}

function ended(code: Uint8Array): Uint8Array {
  return Uint8Array.of(...code, 0x0d);
}
