import assert from 'node:assert/strict';
import { test } from 'vitest';
import type { ReadingFact } from '../../contract/fact.ts';
import { syntheticSite } from '../../contract/synthetic-people.ts';
import { factOf, meanOfThree, secondOfThree, threeReadings } from '../../contract/synthetic-readings.ts';
import { controlId, endpointSettings } from '../../fhir/evidence/synthetic-facts.ts';
import { createFhirRenderer } from '../../fhir/renderer.ts';
import { parseMessage } from '../../hl7v2/parse.ts';
import { registration, render } from '../../hl7v2/sample-facts.ts';
import { createWebhookRenderer } from '../../webhook/renderer.ts';
import { receivedOverMllp } from './read-arrival.ts';
import { receivedOverHttp } from './read-http-arrival.ts';

const renderers = {
  fhir: createFhirRenderer({ endpoint: endpointSettings(), site: syntheticSite }),
  webhook: createWebhookRenderer({ endpoint: { id: 'rest', capabilities: ['readings'] }, site: syntheticSite }),
};

/** What the page says of it, whichever way it came. */
const shown = {
  mllp(fact: ReadingFact) {
    const message = parseMessage(render(fact));
    assert.ok(message.ok);
    const { says, facts } = receivedOverMllp(message.value, render(fact));
    return { says, quality: facts.quality };
  },
  fhir: (fact: ReadingFact) => overHttp('fhir', fact),
  webhook: (fact: ReadingFact) => overHttp('webhook', fact),
} as const;

function overHttp(protocol: 'fhir' | 'webhook', fact: ReadingFact) {
  const body = new TextDecoder().decode(renderers[protocol].render(fact, controlId(1)));
  const asked = { method: 'POST', path: '', query: '', headers: {}, ifNoneExist: undefined, body };
  const received = receivedOverHttp(protocol, asked, undefined);
  return { says: received?.says, quality: received?.facts.quality };
}

const everywhere = {
  protocol: 'esh, version 1',
  rest: '300 s',
  arm: 'left',
  'quiet-half-hour': 'yes',
  'empty-bladder': 'yes',
  'medicine-today': 'no',
  device: 'TM-2657, 5140700123',
  validation: 'validated',
  cuff: '17–42 cm',
};

test.for(['mllp', 'fhir', 'webhook'] as const)(
  'the hospital’s page shows over %s each reading of a sitting with its quality, and the mean with what it is made of',
  (protocol) => {
    const all = [...threeReadings, meanOfThree].map((reading) => shown[protocol](factOf(reading, registration)));
    assert.deepEqual(
      all.map(({ says, quality }) => [says, quality?.reading]),
      [
        ['148/90 mmHg, 82/min', '1 of 3'],
        ['136/85 mmHg, 74/min', '2 of 3'],
        ['132/83 mmHg, 72/min', '3 of 3'],
        ['mean 134/84 mmHg, 73/min', '3 of 3'],
      ],
    );
    const noticed = { 'irregular-pulse': 'no', moved: 'yes' };
    assert.deepEqual(all[0]?.quality, { reading: '1 of 3', ...everywhere, ...noticed });
    const made = { 'mean-of': '2, 3 by esh', spread: '4/2 mmHg' };
    assert.deepEqual(all[3]?.quality, { reading: '3 of 3', ...everywhere, ...made });
  },
);

test.for(['mllp', 'fhir', 'webhook'] as const)(
  'the hospital’s page shows over %s a weight, and a quantity that nobody foresaw, by their names',
  (protocol) => {
    const quantities = [
      { of: 'body-weight', value: 61.4, unit: 'kg' },
      { of: 'grip-strength', value: 31.5, unit: 'kg' },
    ];
    const taken = factOf(
      {
        ...meanOfThree,
        values: { kind: 'quantities', quantities },
        derivedFrom: undefined,
        circumstances: secondOfThree,
      },
      registration,
    );
    const { says, quality } = shown[protocol](taken);
    assert.equal(says, 'Body weight 61.4 kg, grip-strength 31.5 kg');
    assert.equal(quality?.protocol, 'esh, version 1');
  },
);
