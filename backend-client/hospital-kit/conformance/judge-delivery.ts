import type { Result } from '#config/agreements/result.ts';
import type { DeliveryProblem } from '../../contract/delivery.ts';
import { adviceFor, findingOf, guideOf } from './delivery-advice.ts';
import type { Advice, Check, Words } from './report.ts';
import type { TestedSystem } from './tested-system.ts';

/** What a check comes to; the rest of it is what went over the wire. */
export type Judgement = Pick<Check, 'verdict' | 'finding' | 'advice'>;

/** A patient at the kiosk, or the next message of the outbox, waits so long at most. */
export const slowAfterMs = 2_000;

/** `hint`: what this message has that an ordinary one has not; said when the failure may have to do with the message. */
export function judgeDelivery(
  delivery: Result<'accepted', DeliveryProblem>,
  tookMs: number,
  system: TestedSystem,
  hint?: Words,
): Judgement {
  if (delivery.ok) return judgeTime(tookMs, { vi: 'Đã nhận.', en: 'Accepted.' }, system);
  const { kind, reason, counts } = delivery.problem;
  const advice = adviceFor(reason, system);
  return {
    verdict: kind === 'ambiguous' ? 'wrong' : 'refused',
    finding: findingOf(reason),
    advice:
      hint && counts ? { vi: `${hint.vi} ${advice.vi}`, en: `${hint.en} ${advice.en}`, where: advice.where } : advice,
  };
}

/** Something that is right; slow when it took long. */
export function judgeTime(tookMs: number, finding: Words, system: TestedSystem): Judgement {
  if (tookMs <= slowAfterMs) return { verdict: 'accepted', finding, advice: null };
  return {
    verdict: 'slow',
    finding: { vi: `${finding.vi} Mất ${tookMs} ms.`, en: `${finding.en} It took ${tookMs} ms.` },
    advice: tooSlow(system),
  };
}

export function tooSlow(system: TestedSystem): Advice {
  return {
    vi: `Trả lời trong ${slowAfterMs / 1000} giây: tìm truy vấn thiếu chỉ mục, hoặc công việc có thể làm sau khi trả lời.`,
    en: `Answer within ${slowAfterMs / 1000} seconds: look for queries without an index, and for work that can be done after the answer.`,
    where: guideOf(system),
  };
}

/** Whether every further message would meet the same obstacle: nobody listens, or we are not let in. */
export function standsInTheWay(delivery: Result<'accepted', DeliveryProblem>): boolean {
  return !delivery.ok && !delivery.problem.counts && delivery.problem.reason !== 'http-too-many-429';
}

export function notCheckable(finding: Words, advice: Advice | null = null): Judgement {
  return { verdict: 'not-checkable', finding, advice };
}
