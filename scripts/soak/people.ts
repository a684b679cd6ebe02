/** People who do not exist, as many as a soak needs, each with a citizen card of their own. */
export interface SoakPerson {
  readonly fullName: string;
  readonly number: string;
  readonly address: string;
  /** The card's QR as a scanner sends it, terminator included. */
  readonly scan: Uint8Array;
}

const families = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Vũ', 'Đặng', 'Bùi'];
const middles = ['Thị Ngọc', 'Văn', 'Hữu', 'Thị Kiều', 'Quốc', 'Đức', 'Thu'];
const givens = ['Ánh', 'Bình', 'Cường', 'Dũng', 'Giang', 'Hạnh', 'Khôi', 'Liễu', 'Mỹ', 'Nghĩa', 'Oanh'];

export function soakPerson(index: number): SoakPerson {
  const pick = (from: readonly string[], step: number) => from[Math.floor(index / step) % from.length] ?? '';
  const year = 1930 + (index % 95);
  const number = `0${String(27_000_000_000 + index * 7919).slice(0, 11)}`;
  const fullName = `${pick(families, 1)} ${pick(middles, 3)} ${pick(givens, 7)} Thử${String(index).padStart(4, '0')}`;
  const address = `Số ${index}, Thôn Thử Nghiệm, Yên Phong, Bắc Ninh`;
  const fields = [number, '', fullName, `1508${year}`, index % 2 ? 'Nam' : 'Nữ', address, '25052021'];
  return { fullName, number, address, scan: new TextEncoder().encode(`${fields.join('|')}\r`) };
}
