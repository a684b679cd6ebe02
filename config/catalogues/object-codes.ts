/**
 * MA_DOITUONG_KCB: on what terms somebody is examined. The 27 rows of QĐ 3276/QĐ-BYT of 17/10/2025, in its order, shortened
 * (CONFIRMED: the annex in public code and qlbv_public `config/doi_tuong_kcb.php` agree).
 *
 * The facility fixes the code after the visit; where several apply, the first from the top. A kiosk's is provisional.
 */
export const objectCodes = {
  '1.1': 'Đúng nơi đăng ký khám chữa bệnh ban đầu (trừ mã 1.2)',
  '1.2': 'Cơ sở cấp ban đầu: trạm y tế, y học gia đình, phòng khám',
  '1.3': 'Có phiếu chuyển cơ sở khám chữa bệnh',
  '1.4': 'Thay đổi nơi lưu trú, cư trú',
  '1.5': 'Có phiếu hẹn khám lại',
  '1.6': 'Người đã hiến bộ phận cơ thể',
  '1.7': 'Trẻ sơ sinh',
  '1.11': 'Tự đến cơ sở cấp ban đầu còn lại',
  '1.12': 'Tự đến ngoại trú cấp cơ bản dưới 50 điểm',
  '1.13': 'Tự đến ngoại trú cấp cơ bản từ 50 đến 70 điểm',
  '1.14': 'Tự đến ngoại trú cấp cơ bản trước đây là tuyến tỉnh, trung ương',
  '1.15': 'Tự đến nội trú cấp cơ bản',
  '1.16': 'Tự đến cấp cơ bản, bệnh thuộc Phụ lục II',
  '1.17': 'Tự đến cấp chuyên sâu, bệnh thuộc Phụ lục I',
  '1.18': 'Tự đến ngoại trú cấp chuyên sâu trước đây là tuyến tỉnh',
  '2': 'Cấp cứu',
  '3.1': 'Tự đến cấp chuyên sâu trước đây là tuyến trung ương',
  '3.2': 'Tự đến nội trú cấp chuyên sâu trước đây là tuyến tỉnh',
  '3.3': 'Tự đến cơ sở trước đây là tuyến huyện',
  '3.6': 'Dân tộc thiểu số, hộ nghèo vùng khó khăn, xã đảo: nội trú cấp chuyên sâu',
  '7': 'Lĩnh thuốc theo hẹn khi có dịch, bất khả kháng',
  '7.2': 'Lĩnh thuốc theo hẹn qua người được ủy quyền',
  '7.3': 'Lĩnh thuốc theo hẹn tại cơ sở khác',
  '7.4': 'Lĩnh thuốc theo hẹn: thuốc được chuyển đến',
  '8': 'Thu hồi đề nghị thanh toán',
  '9': 'Không khám chữa bệnh bảo hiểm y tế',
  '10': 'Lĩnh thuốc theo giấy hẹn',
} as const;

export type ObjectCode = keyof typeof objectCodes;
