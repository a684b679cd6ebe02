import type { HisMode, HisProtocol, HisState, HttpMode } from '../words.ts';
import { protocolNames } from './arrival-words.ts';
import { byId, post } from './elements.ts';

const form = byId('modes');
const seconds = byId('seconds') as HTMLInputElement;

/** Each fault with the words for its choice and what it means for the kiosk. */
type Choice = readonly [value: string, label: string, says: string];

const answers: Choice = ['answer', 'Answer normally', ''];
const mllpChoices: readonly Choice[] = [
  answers,
  ['slow', 'Be slow', 'Each message is accepted after this time.'],
  [
    'stop-answering',
    'Stop answering',
    'Messages are taken and never answered. The kiosk cannot know that they arrived.',
  ],
  [
    'refuse-ae',
    'Refuse: AE',
    'The hospital says that the content is wrong, and where. The kiosk leaves it to a person.',
  ],
  [
    'refuse-without-reason',
    'Refuse: AE, no reason',
    'One such message is for a person. When several in a row are refused so, the kiosk takes the hospital for ill and waits.',
  ],
  ['record-locked', 'AE: record locked', 'ERR-3 206. The kiosk tries again by itself.'],
  ['internal-error', 'AE: internal error', 'ERR-3 207. The kiosk tries again by itself.'],
  [
    'other-version',
    'AR: other version',
    'ERR-3 203. The kiosk leaves the hospital alone until the settings are mended.',
  ],
  ['one-per-connection', 'Close after each answer', 'The kiosk opens a new connection for each message.'],
  ['refuse-ar', 'Refuse: AR', 'The hospital says "not now". The kiosk tries again by itself.'],
  ['refuse-ce', 'Refuse: CE', 'Commit error: as AE. The kiosk leaves it to a person.'],
  ['refuse-cr', 'Refuse: CR', 'Commit reject: as AR. The kiosk tries again by itself.'],
  [
    'drop-connection',
    'Drop the connection',
    'Messages are taken and the connection is closed. The kiosk cannot know that they arrived.',
  ],
  ['half-frame', 'Half an answer', 'The acknowledgement breaks off. The kiosk sends again under the same id.'],
  ['garbage', 'Garbage', 'The answer is not HL7. The kiosk sends again under the same id.'],
  ['duplicate-acknowledgement', 'Acknowledge twice', 'The second one means nothing.'],
  ['wrong-msa-2', 'Wrong MSA-2', 'An acknowledgement of something else means nothing.'],
  ['empty-msa-2', 'Empty MSA-2', 'An acknowledgement of nothing means nothing.'],
  ['out-of-order', 'Out of order', 'The last message is acknowledged again before this one.'],
  ['cut-numbers 10', 'Cut numbers to 10 digits', 'Look-ups give numbers back cut: the kiosk does not believe them.'],
];
const httpChoices: readonly Choice[] = [
  answers,
  ['slow', 'Be slow', 'Each answer comes after this time.'],
  ['stop-answering', 'Stop answering', 'Everything is taken and never answered.'],
  ['half-answer', 'Half an answer', 'Everything is taken, and the answer breaks off.'],
  ['garbage', 'Garbage', 'HTML instead of an answer: 200 over FHIR, 302 over the webhook, where any 2xx accepts.'],
  ['drop-after-commit', 'Drop after commit', 'Everything is taken and the connection is closed.'],
  ...[401, 403, 404, 409, 412, 422, 429, 500, 502, 503].map(
    (status): Choice => [`status ${status}`, `Status ${status}`, 'Nothing is taken.'],
  ),
  ['cut-numbers 10', 'Cut numbers to 10 digits', 'Numbers come back cut: the kiosk does not believe them.'],
  [
    'duplicate-patient',
    'Duplicate patient (FHIR)',
    'Another kiosk creates the same patient at the same moment; of no effect on the webhook.',
  ],
  [
    'search-lags',
    'Search lags (FHIR)',
    'What was written within the last minute is not found; of no effect on the webhook.',
  ],
];
const choices = { mllp: mllpChoices, fhir: httpChoices, webhook: httpChoices } as const;
const protocols = ['mllp', 'fhir', 'webhook'] as const;

for (const protocol of protocols) {
  const select = choiceOf(protocol);
  for (const [value, label] of choices[protocol]) select.append(new Option(label, value));
  select.addEventListener('change', () => void chooseMode(protocol));
}
seconds.addEventListener('change', () => {
  for (const protocol of protocols) if (choiceOf(protocol).value === 'slow') void chooseMode(protocol);
});

form.addEventListener('submit', (event) => event.preventDefault());

export function showModes({ mode, fhir, webhook }: HisState): void {
  const modes = { mllp: mode, fhir: fhir.mode, webhook: webhook.mode };
  const says: string[] = [];
  for (const protocol of protocols) {
    const now = modes[protocol];
    choiceOf(protocol).value = valueOfMode(now);
    const [, , meaning = ''] = choices[protocol].find(([value]) => value === valueOfMode(now)) ?? answers;
    if (meaning) says.push(`${protocolNames[protocol]}: ${meaning}`);
    if (now.kind === 'slow' && document.activeElement !== seconds) seconds.value = String(now.seconds);
  }
  byId('seconds-label').hidden = !Object.values(modes).some(({ kind }) => kind === 'slow');
  byId('explanation').textContent = says.join(' ');
  form.dataset.fault = String(says.length > 0);
}

function valueOfMode(mode: HisMode | HttpMode): string {
  if (mode.kind === 'status') return `status ${mode.status}`;
  return mode.kind === 'cut-numbers' ? `cut-numbers ${mode.digits}` : mode.kind;
}

function choiceOf(protocol: HisProtocol): HTMLSelectElement {
  return byId(`mode-${protocol}`) as HTMLSelectElement;
}

async function chooseMode(protocol: HisProtocol): Promise<void> {
  const [kind = '', detailOf] = choiceOf(protocol).value.split(' ');
  const mode = {
    kind,
    ...(kind === 'slow' ? { seconds: Number(seconds.value) } : {}),
    ...(kind === 'status' ? { status: Number(detailOf) } : {}),
    ...(kind === 'cut-numbers' ? { digits: Number(detailOf) } : {}),
    ...((byId('once') as HTMLInputElement).checked ? { once: true } : {}),
  };
  await post(protocol === 'mllp' ? '/api/mode' : `/api/mode/${protocol}`, mode);
}
