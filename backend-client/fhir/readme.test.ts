import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'vitest';
import type { Fact } from '../contract/fact.ts';
import { anh, answersOfAnh, nobody } from '../contract/synthetic-people.ts';
import { factOf, meanOfThree } from '../contract/synthetic-readings.ts';
import {
  arrival,
  controlId,
  correction,
  endpointSettings,
  reading,
  registration,
  site,
  visitFacts,
} from './evidence/synthetic-facts.ts';
import { createFhirRenderer } from './renderer.ts';

const facts: Readonly<Record<string, readonly [Fact, number]>> = {
  registration: [registration(), 1],
  'registration without papers': [registration(nobody), 1],
  answers: [registration(anh, { answers: answersOfAnh }), 1],
  correction: [correction({ ...anh, source: 'chip', chip: 'genuine' }), 2],
  arrival: [arrival('LH-42'), 3],
  reading: [reading(visitFacts()), 4],
  'mean of a sitting': [factOf(meanOfThree, visitFacts()), 4],
  'reading without registration': [reading(undefined), 4],
};

const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8');
const examples = [...readme.matchAll(/<!-- example: ([a-z ]+)(?:, (\S+))? -->\n```jsonc\n(.*?)\n```/gs)].map(
  ([, name = '', path = '', text = '']) => ({ title: `${name} ${path}`.trim(), name, path, text }),
);

test('the documentation shows every kind of bundle', () => {
  assert.deepEqual([...new Set(examples.map(({ name }) => name))], Object.keys(facts));
  assert.equal(examples.length, readme.split('```jsonc').length - 1, 'no example goes unchecked');
});

test.for(examples)('the documented example is what the kiosk sends: $title', ({ name, path, text }) => {
  const [fact, number] = facts[name] ?? [];
  assert.ok(fact);
  const bytes = createFhirRenderer({ endpoint: endpointSettings(), site }).render(fact, controlId(number ?? 0));
  // Two spaces and `//` begin a remark; addresses have no spaces before theirs.
  const documented: unknown = JSON.parse(text.replaceAll(/ {2}\/\/ .*$/gm, ''));
  assert.deepEqual(documented, at(JSON.parse(new TextDecoder().decode(bytes)), path));
});

/** `entry[0].resource` */
function at(value: unknown, path: string): unknown {
  return (path.match(/[^.[\]]+/g) ?? []).reduce(
    (inside, key) => (inside as Readonly<Record<string, unknown>>)[key],
    value,
  );
}
