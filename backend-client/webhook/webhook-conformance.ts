import type { WebhookEndpointSettings } from '#config/settings/site-file.ts';
import type { ProtocolConformance, SystemNeeds } from '../contract/hospital-system.ts';
import { openForgeries } from './forgeries.ts';

/** What the conformance kit says of the webhook, and how it tries whether signatures are looked at. */
export function webhookConformance(settings: WebhookEndpointSettings, needs: SystemNeeds): ProtocolConformance {
  return {
    name: 'Webhook',
    guide: 'backend-client/webhook/README.md',
    keys: {
      address: 'url',
      credentials: 'secretFile, secretVariable',
      timeout: 'timeoutMs',
    },
    answerForm: {
      vi: 'Trả bất kỳ mã 2xx nào sau khi đã lưu; không chuyển hướng.',
      en: 'Answer with any 2xx once it is stored; do not redirect.',
    },
    contentRefused: {
      vi: 'So với Fact trong openapi.json; trường chưa biết thì bỏ qua, trường không có thì không bắt buộc.',
      en: 'Compare with Fact in openapi.json; ignore fields that you do not know, and require none that may be absent.',
    },
    encoding: 'utf-8',
    arrivalNeedsAppointment: false,
    openForgeries: () => openForgeries(settings, needs),
  };
}
