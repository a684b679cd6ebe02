import type { CheckTitle } from './conversation.ts';

/** Of the checks beside the registrations, which bring theirs along. */
export const titles = {
  repeated: {
    id: 'registration.repeated',
    title: { vi: 'Cùng tin đó, cùng mã, gửi lần thứ hai', en: 'The same message again, under the same id' },
  },
  once: {
    id: 'kept.ordinary',
    title: { vi: 'Tin gửi hai lần chỉ được ghi một lần', en: 'What was sent twice is kept once' },
  },
  correction: {
    id: 'correction',
    title: {
      vi: 'Bổ sung: đã đọc chip, có thêm số CMND cũ',
      en: 'Correction: the chip was read, the old number is known',
    },
  },
  knownOtherwise: {
    id: 'known-otherwise',
    title: { vi: 'Đăng ký bằng thẻ BHYT', en: 'Registration with the insurance card alone' },
  },
  knownOtherwiseCorrection: {
    id: 'known-otherwise.correction',
    title: {
      vi: 'Bổ sung: người đó đưa thêm thẻ CCCD',
      en: 'Correction: the same person shows the citizen card, too',
    },
  },
  keptOtherwise: {
    id: 'kept.known-otherwise',
    title: {
      vi: 'Đọc lại: một lượt, một người bệnh, có số định danh',
      en: 'Read back: one visit of one patient, with the citizen number',
    },
  },
  cancellation: {
    id: 'service-change.cancellation',
    title: {
      vi: 'Đổi dịch vụ: hủy lượt cũ (A11)',
      en: 'Change of service: the visit is taken back (A11)',
    },
  },
  serviceChange: {
    id: 'service-change',
    title: {
      vi: 'Đổi dịch vụ: cùng lượt khám, số khác, phòng khác',
      en: 'Change of service: the same visit, another number, another room',
    },
  },
  keptChange: {
    id: 'kept.service-change',
    title: {
      vi: 'Đọc lại: vẫn một lượt sau khi đổi dịch vụ',
      en: 'Read back: still one visit after the change of service',
    },
  },
  reading: {
    id: 'reading',
    title: { vi: 'Huyết áp và mạch của lượt này', en: 'Blood pressure and pulse of this visit' },
  },
  readingRepeated: {
    id: 'reading.repeated',
    title: { vi: 'Cùng số đo đó, cùng mã, gửi lần thứ hai', en: 'The same reading again, under the same id' },
  },
  keptReading: {
    id: 'kept.reading',
    title: { vi: 'Đọc lại: huyết áp đã gửi hai lần', en: 'Read back: the blood pressure that was sent twice' },
  },
  firstOfSitting: {
    id: 'reading.sitting-1',
    title: { vi: 'Một đợt đo theo quy trình: lần 1 trong 3', en: 'A sitting by protocol: reading 1 of 3' },
  },
  secondOfSitting: {
    id: 'reading.sitting-2',
    title: { vi: 'Một đợt đo theo quy trình: lần 2 trong 3', en: 'A sitting by protocol: reading 2 of 3' },
  },
  thirdOfSitting: {
    id: 'reading.sitting-3',
    title: { vi: 'Một đợt đo theo quy trình: lần 3 trong 3', en: 'A sitting by protocol: reading 3 of 3' },
  },
  mean: {
    id: 'reading.mean',
    title: { vi: 'Trung bình của đợt đo, và cách tính', en: 'The mean of the sitting, and what it is made of' },
  },
  keptMean: {
    id: 'kept.mean',
    title: {
      vi: 'Đọc lại: trung bình của đợt đo, và đo như thế nào',
      en: 'Read back: the mean of the sitting, and how it was taken',
    },
  },
  readingByTicket: {
    id: 'reading.by-ticket',
    title: {
      vi: 'Huyết áp từ kiosk chỉ đo: chỉ biết số thứ tự',
      en: 'Blood pressure from a kiosk that only measures: it knows the ticket alone',
    },
  },
  beforeArrival: {
    id: 'arrival.registration',
    title: { vi: 'Đăng ký của người đến theo hẹn', en: 'Registration of somebody with an appointment' },
  },
  arrival: {
    id: 'arrival',
    title: { vi: 'Người bệnh của lịch hẹn đã đến', en: 'The patient of an appointment is here' },
  },
} as const satisfies Record<string, CheckTitle>;
