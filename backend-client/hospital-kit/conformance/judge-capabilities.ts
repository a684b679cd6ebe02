import type { Result } from '#config/agreements/result.ts';
import type { EndpointMismatch } from '../../contract/delivery.ts';
import { guideOf, settingOf } from './delivery-advice.ts';
import { type Judgement, judgeTime } from './judge-delivery.ts';
import type { TestedSystem } from './tested-system.ts';

/** What the system says of itself, held against what the site file counts on. */
export function judgeCapabilities(
  answer: Result<'as-expected', EndpointMismatch>,
  tookMs: number,
  system: TestedSystem,
): Judgement {
  if (answer.ok) return judgeTime(tookMs, { vi: 'Có đủ những gì cần.', en: 'Offers all that is needed.' }, system);
  const { kind, missing } = answer.problem;
  switch (kind) {
    case 'lacks':
      return {
        verdict: 'wrong',
        finding: { vi: `Thiếu: ${missing.join(', ')}.`, en: `Lacks: ${missing.join(', ')}.` },
        advice: {
          vi: 'Mở các khả năng này trên máy chủ, hoặc bớt capabilities của tệp cấu hình.',
          en: 'Offer them on the server, or take capabilities out of the site file.',
          where: `${guideOf(system)}; ${settingOf(system, 'capabilities, auth')}`,
        },
      };
    case 'not-reachable':
      return {
        verdict: 'refused',
        finding: { vi: 'Không hỏi được [base]/metadata.', en: 'No [base]/metadata can be had.' },
        advice: {
          vi: 'Kiểm tra địa chỉ, tường lửa và máy chủ.',
          en: 'Check address, firewall and server.',
          where: settingOf(system, 'baseUrl'),
        },
      };
    case 'not-understood':
      return {
        verdict: 'wrong',
        finding: { vi: 'Câu trả lời không phải CapabilityStatement.', en: 'The answer is no CapabilityStatement.' },
        advice: {
          vi: 'baseUrl phải là gốc của máy chủ FHIR R4.',
          en: 'baseUrl must be the base of a FHIR R4 server.',
          where: settingOf(system, 'baseUrl'),
        },
      };
  }
}
