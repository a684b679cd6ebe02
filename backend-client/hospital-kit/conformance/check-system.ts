import type { Clock } from '#config/agreements/clock.ts';
import { type BusinessDay, createControlId, type RandomBytes } from '#config/agreements/ids.ts';
import type { ServiceWords } from '../../contract/visit.ts';
import { checkDeliveries } from './check-deliveries.ts';
import { checkLookUps } from './check-look-ups.ts';
import { checkSignatures } from './check-signatures.ts';
import { type Conversation, createConversation } from './conversation.ts';
import { createRecorder, type ReportMasks } from './exchange.ts';
import { judgeCapabilities } from './judge-capabilities.ts';
import { notCheckable } from './judge-delivery.ts';
import { answerTimes, type Check, type SystemReport } from './report.ts';
import { createTestSet } from './test-set.ts';
import type { TestedSystem } from './tested-system.ts';

interface Needs {
  readonly clock: Clock;
  readonly randomBytes: RandomBytes;
  readonly day: BusinessDay;
  /** Of the site file; every test visit is for it. */
  readonly service: ServiceWords;
  /** But for the one that its patient changes to. */
  readonly otherService: ServiceWords;
  readonly appointmentId: string | undefined;
  readonly onCheck: (check: Check, systemId: string) => void;
  readonly masks: ReportMasks | undefined;
}

/** Everything that can be seen of one system from outside, in the order in which a kiosk meets it. */
export async function checkSystem(system: TestedSystem, needs: Needs): Promise<SystemReport> {
  const { settings, conformance } = system;
  const { encoding, secretAddress } = conformance;
  const { clock, randomBytes, day, service, otherService, appointmentId, onCheck, masks } = needs;
  const isShown = (address: string) => secretAddress === undefined || !address.endsWith(` ${secretAddress}`);
  const recorder = createRecorder({ clock, isShown, encoding, masks });
  const conversation = createConversation(recorder, (check) => onCheck(check, settings.id));
  const set = createTestSet({ randomBytes, now: clock.now(), day, service, otherService });

  await checkOffer(system, conversation);
  const accepted = await checkDeliveries({ system, set, conversation, randomBytes, appointmentId });
  await checkLookUps({ system, set, conversation, day, accepted });
  const [ordinary] = set.registrations;
  const sample = () => system.renderer.render(ordinary?.fact ?? set.readingOfVisit, createControlId(randomBytes));
  await checkSignatures({ system, conversation, sample });
  if (settings.capabilities.some((capability) => capability === 'alerts')) conversation.note(alerts, nobodyIsCalled);

  const checks = [...conversation.checks()];
  return {
    id: settings.id,
    protocol: settings.protocol,
    protocolName: conformance.name,
    address: system.address.text,
    secured: securedBy(system),
    capabilities: [...settings.capabilities],
    ...answerTimes(checks),
    checks,
  };
}

async function checkOffer(system: TestedSystem, conversation: Conversation): Promise<void> {
  const { check } = system.endpoint;
  if (!check) return;
  await conversation.ask(offer, check, ({ value, tookMs }) => judgeCapabilities(value, tookMs, system));
}

function securedBy({ address, settings: { tls } }: TestedSystem): SystemReport['secured'] {
  if (!address.isTls) return 'plain';
  return tls?.certFile === undefined ? 'tls' : 'mutual-tls';
}

const offer = {
  id: 'capabilities',
  title: { vi: 'Máy chủ có những gì tệp cấu hình cần', en: 'The server offers what the site file counts on' },
};

const alerts = { id: 'alerts', title: { vi: 'Gọi người đến giúp', en: 'Calls for a person' } };

const nobodyIsCalled = notCheckable({
  vi: 'Không gửi: một cuộc gọi sẽ làm nhân viên chạy đến. Hãy thử từ kiosk khi mọi người đã biết.',
  en: 'Not sent: a call makes people run. Try it from a kiosk when everybody knows.',
});
