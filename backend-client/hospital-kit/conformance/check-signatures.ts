import type { Forgery } from '../../contract/hospital-system.ts';
import type { CheckTitle, Conversation } from './conversation.ts';
import { guideOf, settingOf } from './delivery-advice.ts';
import { type Judgement, notCheckable } from './judge-delivery.ts';
import type { TestedSystem } from './tested-system.ts';

interface Needs {
  readonly system: TestedSystem;
  readonly conversation: Conversation;
  /** A message that would be right if it were signed. */
  readonly sample: () => Uint8Array;
}

/** Whoever finds the address could register patients, or ask about them, if signatures were not checked. */
export async function checkSignatures({ system, conversation, sample }: Needs): Promise<void> {
  const forgeries = system.conformance.openForgeries?.();
  if (!forgeries) return;
  if (system.renderer.takes.length > 0) {
    for (const forgery of everyForgery) {
      await conversation.ask(
        titles[forgery],
        () => forgeries.send(forgery, 'facts', sample()),
        ({ value }) => judgeForgery(value, system),
      );
    }
  }
  if (system.lookUps.findPatient) {
    await conversation.ask(
      titles.question,
      () => forgeries.send('wrong-signature', 'look-ups', new TextEncoder().encode('{}')),
      ({ value }) => judgeForgery(value, system),
    );
  }
  await forgeries.close();
}

const everyForgery: readonly Forgery[] = ['unsigned', 'wrong-signature', 'old-signature'];

function judgeForgery(status: number | undefined, system: TestedSystem): Judgement {
  if (status === undefined) return notCheckable({ vi: 'Không có trả lời.', en: 'No answer.' });
  if (status >= 400 && status < 500)
    return {
      verdict: 'accepted',
      finding: { vi: `Bị từ chối (${status}), đúng.`, en: `Refused (${status}), as it should be.` },
      advice: null,
    };
  return {
    verdict: 'wrong',
    finding: {
      vi: status < 300 ? `Tin giả được nhận (${status}).` : `Không bị từ chối rõ ràng (${status}).`,
      en: status < 300 ? `A forged request was taken (${status}).` : `Not clearly refused (${status}).`,
    },
    advice: {
      vi: 'Kiểm tra TiepDon-Signature trên đúng từng byte nhận được, trước khi đọc JSON; sai hoặc lệch quá 300 giây thì trả 401.',
      en: 'Check TiepDon-Signature over the bytes as they came, before reading the JSON; answer 401 when it is wrong or more than 300 seconds off.',
      where: `${guideOf(system)}, "The signature"; ${settingOf(system, system.conformance.keys.credentials)}`,
    },
  };
}

const titles = {
  unsigned: {
    id: 'signature.missing',
    title: { vi: 'Tin không có chữ ký bị từ chối', en: 'A request without a signature is refused' },
  },
  'wrong-signature': {
    id: 'signature.wrong',
    title: { vi: 'Tin có chữ ký sai bị từ chối', en: 'A request with a wrong signature is refused' },
  },
  'old-signature': {
    id: 'signature.old',
    title: {
      vi: 'Tin có chữ ký đúng nhưng cũ (10 phút) bị từ chối',
      en: 'A request with a right but old signature (10 minutes) is refused',
    },
  },
  question: {
    id: 'signature.question',
    title: { vi: 'Câu hỏi có chữ ký sai bị từ chối', en: 'A question with a wrong signature is refused' },
  },
} as const satisfies Record<string, CheckTitle>;
