/**
 * The peoples of Vietnam as MA_DANTOC names them: "Danh mục các dân tộc Việt Nam", Decision 121-TCTK/PPCĐ of 2 March 1979 (CONFIRMED:
 * codes 01–54 are the same in two independent implementations that were read whole, and Decision 130/QĐ-BYT names this list for the field).
 *
 * `55` for foreigners is not of that list; the census is said to use it (UNKNOWN: no source was found).
 *
 * The most frequent first (census of 2019): whoever reads the list from its beginning finds themselves soon.
 */
export const ethnicities = [
  { code: '01', name: 'Kinh' },
  { code: '02', name: 'Tày' },
  { code: '03', name: 'Thái' },
  { code: '06', name: 'Mường' },
  { code: '08', name: 'Mông' },
  { code: '05', name: 'Khmer' },
  { code: '07', name: 'Nùng' },
  { code: '09', name: 'Dao' },
  { code: '04', name: 'Hoa' },
  { code: '10', name: 'Gia Rai' },
  { code: '12', name: 'Ê Đê' },
  { code: '13', name: 'Ba Na' },
  { code: '14', name: 'Xơ Đăng' },
  { code: '15', name: 'Sán Chay' },
  { code: '16', name: 'Cơ Ho' },
  { code: '18', name: 'Sán Dìu' },
  { code: '17', name: 'Chăm' },
  { code: '19', name: 'Hrê' },
  { code: '21', name: 'Ra Glai' },
  { code: '20', name: 'Mnông' },
  { code: '22', name: 'Xtiêng' },
  { code: '23', name: 'Bru Vân Kiều' },
  { code: '24', name: 'Thổ' },
  { code: '29', name: 'Khơ Mú' },
  { code: '26', name: 'Cơ Tu' },
  { code: '25', name: 'Giáy' },
  { code: '27', name: 'Gié Triêng' },
  { code: '31', name: 'Tà Ôi' },
  { code: '28', name: 'Mạ' },
  { code: '30', name: 'Co' },
  { code: '32', name: 'Chơ Ro' },
  { code: '34', name: 'Xinh Mun' },
  { code: '35', name: 'Hà Nhì' },
  { code: '36', name: 'Chu Ru' },
  { code: '37', name: 'Lào' },
  { code: '33', name: 'Kháng' },
  { code: '38', name: 'La Chí' },
  { code: '40', name: 'Phù Lá' },
  { code: '41', name: 'La Hủ' },
  { code: '39', name: 'La Ha' },
  { code: '46', name: 'Pà Thẻn' },
  { code: '44', name: 'Chứt' },
  { code: '42', name: 'Lự' },
  { code: '43', name: 'Lô Lô' },
  { code: '45', name: 'Mảng' },
  { code: '47', name: 'Cờ Lao' },
  { code: '49', name: 'Bố Y' },
  { code: '48', name: 'Cống' },
  { code: '11', name: 'Ngái' },
  { code: '50', name: 'Si La' },
  { code: '51', name: 'Pu Péo' },
  { code: '54', name: 'Rơ Măm' },
  { code: '52', name: 'Brâu' },
  { code: '53', name: 'Ơ Đu' },
  { code: '55', name: 'Người nước ngoài' },
] as const;

export type EthnicityCode = (typeof ethnicities)[number]['code'];

export const foreigner = '55' satisfies EthnicityCode;

export function isEthnicity(code: unknown): code is EthnicityCode {
  return ethnicities.some((each) => each.code === code);
}
