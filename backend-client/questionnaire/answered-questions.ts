import { ethnicities } from '#config/catalogues/ethnicities.ts';
import { type OccupationCode, officialOccupation } from '#config/catalogues/occupations.ts';
import type { ScreeningSign } from '#config/catalogues/screening-signs.ts';
import type { Companion, ConsentAnswer, ReferralLetter, Relation, VisitAnswers } from '../contract/visit-answers.ts';

/**
 * What a patient answered, question by question, in the words that every protocol sends: a code of ours, Vietnamese words for whoever
 * reads it, and values. Order is the order of reading. An answer is what somebody said: no diagnosis, no order, no verdict of ours.
 */
export interface AnsweredQuestion {
  readonly code: QuestionCode;
  readonly text: string;
  /** Several where several may be said at once; never empty. */
  readonly values: readonly [AnswerValue, ...AnswerValue[]];
}

export type AnswerValue =
  | (CodedAnswer & { readonly is: 'coded'; readonly also?: CodedAnswer })
  | { readonly is: 'yes-no'; readonly yes: boolean }
  /** `unit`: UCUM. */
  | { readonly is: 'number'; readonly number: number; readonly unit: string }
  | { readonly is: 'text'; readonly text: string }
  /** `yyyy-mm-dd` */
  | { readonly is: 'date'; readonly date: string };

export interface CodedAnswer {
  readonly code: string;
  readonly text: string;
  readonly list: AnswerList;
}

/** `ethnicity`: MA_DANTOC; `official-occupation`: MA_NGHE_NGHIEP; all others are ours. */
export type AnswerList =
  | 'ethnicity'
  | 'occupation'
  | 'official-occupation'
  | 'screening-sign'
  | 'referral-validity'
  | 'referral-standing';

/** Stable: hospitals look for them. */
export const questions = {
  ethnicity: 'Dân tộc',
  occupation: 'Nghề nghiệp',
  address: 'Nơi ở hiện tại',
  phone: 'Số điện thoại',
  'screening-signs': 'Dấu hiệu người bệnh tự khai khi đến',
  'screening-temperature': 'Nhiệt độ đo khi đến',
  'screening-isolate': 'Đã được hướng dẫn sang phòng riêng',
  'has-eaten': 'Đã ăn trước khi đến',
  'referral-signed-on': 'Ngày ký phiếu chuyển cơ sở khám bệnh, chữa bệnh',
  'referral-valid-for': 'Thời hạn của phiếu chuyển',
  'referral-standing': 'Hiệu lực của phiếu chuyển, theo lời người bệnh',
} as const;

export type QuestionCode = keyof typeof questions;

/** Everything but the companion and the consents, for which each protocol has words of its own. */
export function answeredQuestions(answers: VisitAnswers | undefined): readonly AnsweredQuestion[] {
  const { particulars, screening, preparation, referral } = answers ?? {};
  const values: Readonly<Record<QuestionCode, readonly (AnswerValue | undefined)[]>> = {
    ethnicity: [coded('ethnicity', particulars?.ethnicity)],
    occupation: [occupation(particulars?.occupation)],
    address: [text(particulars?.address)],
    phone: [text(particulars?.phone)],
    'screening-signs': screening ? signsSaid(screening.signs) : [],
    'screening-temperature': [
      screening?.temperature === undefined ? undefined : { is: 'number', number: screening.temperature, unit: 'Cel' },
    ],
    'screening-isolate': [yesNo(screening?.isolate)],
    'has-eaten': [yesNo(preparation?.hasEaten)],
    'referral-signed-on': [referral?.signedOn === undefined ? undefined : { is: 'date', date: referral.signedOn }],
    'referral-valid-for': [coded('referral-validity', referral?.validFor)],
    'referral-standing': [coded('referral-standing', referral?.standing)],
  };
  return (Object.keys(questions) as QuestionCode[]).flatMap((code) => {
    const [first, ...others] = values[code].filter((value) => value !== undefined);
    return first ? [{ code, text: questions[code], values: [first, ...others] as const }] : [];
  });
}

/** The companion's own goes with the others. */
export function consentsOf(answers: VisitAnswers | undefined): readonly ConsentAnswer[] {
  const { companion, consents = [] } = answers ?? {};
  return companion?.consent ? [...consents, companion.consent] : consents;
}

/** What the patient said that their phone number is, when they were asked. */
export function phoneSaid(answers: VisitAnswers | undefined): string | undefined {
  return answers?.particulars?.phone;
}

export function relationInWords({ relation }: Pick<Companion, 'relation'>): string {
  return wordsIn(relations, relation);
}

export const relations = {
  parent: 'Cha hoặc mẹ của người bệnh',
  guardian: 'Người giám hộ của người bệnh',
  child: 'Con của người bệnh',
  spouse: 'Vợ hoặc chồng của người bệnh',
  relative: 'Người thân của người bệnh',
  other: 'Người đi cùng',
} as const satisfies Readonly<Record<Relation, string>>;

export const screeningSigns = {
  fever: 'Sốt',
  cough: 'Ho',
  rash: 'Phát ban',
  contact: 'Tiếp xúc với người mắc bệnh truyền nhiễm',
} as const satisfies Readonly<Record<ScreeningSign, string>>;

/** Asked, and nothing of it said. */
const noSign = { is: 'coded', code: 'none', text: 'Không có dấu hiệu nào', list: 'screening-sign' } as const;

export const occupationNames = {
  farming: 'Nông, lâm, ngư nghiệp',
  trade: 'Buôn bán, kinh doanh',
  office: 'Nhân viên văn phòng, cán bộ',
  factory: 'Công nhân',
  craft: 'Thợ thủ công, xây dựng',
  transport: 'Lái xe, vận tải',
  'teaching-health': 'Giáo viên, nhân viên y tế',
  forces: 'Quân đội, công an',
  'free-labour': 'Lao động tự do',
  student: 'Học sinh, sinh viên',
  housework: 'Nội trợ',
  retired: 'Hưu trí',
  none: 'Không có nghề, hoặc chưa đi làm',
  other: 'Nghề khác',
} as const satisfies Readonly<Record<OccupationCode, string>>;

export const answerLists = {
  ethnicity: Object.fromEntries(ethnicities.map(({ code, name }) => [code, name])),
  occupation: occupationNames,
  'official-occupation': { '00000': 'Không có nghề nghiệp hoặc chưa có nghề nghiệp' },
  'screening-sign': { ...screeningSigns, none: noSign.text },
  'referral-validity': {
    'ten-working-days': '10 ngày làm việc từ ngày ký',
    'one-year': 'Một năm, bệnh trong danh mục',
  } satisfies Record<NonNullable<ReferralLetter['validFor']>, string>,
  'referral-standing': {
    valid: 'Còn hiệu lực',
    expired: 'Đã hết hiệu lực',
    'not-known': 'Chưa rõ',
  } satisfies Record<ReferralLetter['standing'], string>,
} as const satisfies Readonly<Record<AnswerList, Readonly<Record<string, string>>>>;

function signsSaid(signs: readonly ScreeningSign[]): readonly (AnswerValue | undefined)[] {
  return signs.length === 0 ? [noSign] : signs.map((sign) => coded('screening-sign', sign));
}

/** With MA_NGHE_NGHIEP beside it where that is certain. */
function occupation(code: string | undefined): AnswerValue | undefined {
  const said = coded('occupation', code);
  const official = code === undefined ? undefined : coded('official-occupation', officialOccupation(code));
  return said && official ? { ...said, also: official } : said;
}

function coded(list: AnswerList, code: string | undefined): (CodedAnswer & { readonly is: 'coded' }) | undefined {
  return code === undefined || code === ''
    ? undefined
    : { is: 'coded', code, text: wordsIn(answerLists[list], code), list };
}

function yesNo(yes: boolean | undefined): AnswerValue | undefined {
  return yes === undefined ? undefined : { is: 'yes-no', yes };
}

function text(said: string | undefined): AnswerValue | undefined {
  return said === undefined || said.trim() === '' ? undefined : { is: 'text', text: said };
}

/** A word that a later version of this kiosk has stored is told as it is. */
function wordsIn(list: Readonly<Record<string, string>>, code: string): string {
  return Object.hasOwn(list, code) ? (list[code] ?? code) : code;
}
