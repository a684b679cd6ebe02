import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'vitest';
import { anh, answersOfAnh } from '../contract/synthetic-people.ts';
import { controlId, endpointSettings, registration, site } from '../fhir/evidence/synthetic-facts.ts';
import { createFhirRenderer } from '../fhir/renderer.ts';
import { parseMessage } from '../hl7v2/parse.ts';
import { answered, render } from '../hl7v2/sample-facts.ts';
import { documentOf, sampleAnswered } from '../webhook/examples.ts';
import { questions } from './answered-questions.ts';

/** The table of answers in the guide for HIS teams, held against what is really sent. */

const guide = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const [, chapter = ''] = /## What patients answer, and where it stands\n(.*?)\n## /s.exec(guide) ?? [];
const rows = [...chapter.matchAll(/^\| (?!answer|---)(.*) \|$/gm)].map(([, row = '']) => row.split(' | '));
const codesIn = (cell = '') => [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);

function hl7Places(): ReadonlySet<string> {
  const message = parseMessage(render(answered));
  assert.ok(message.ok);
  return new Set(
    message.value.segments.flatMap(({ name, fields }) => [
      ...fields.flatMap((field, number) => (field.flat(2).some((part) => part !== '') ? [`${name}-${number}`] : [])),
      ...(name === 'OBX' ? [fields[3]?.[0]?.[0]?.[0] ?? ''] : []),
    ]),
  );
}

function fhirPlaces(): ReadonlySet<string> {
  const fact = registration(anh, { answers: answersOfAnh });
  const bytes = createFhirRenderer({ endpoint: endpointSettings(), site }).render(fact, controlId(1));
  const { entry } = JSON.parse(new TextDecoder().decode(bytes)) as { entry: { resource: Record<string, unknown> }[] };
  return new Set(
    entry.flatMap(({ resource }) => Object.keys(resource).map((key) => `${String(resource.resourceType)}.${key}`)),
  );
}

function isInWebhook(path: string): boolean {
  const found = path
    .split('.')
    .reduce<unknown>(
      (inside, key) => (inside as Record<string, unknown> | undefined)?.[key],
      documentOf(sampleAnswered),
    );
  return found !== undefined;
}

test('every answer has its row, and stands over each protocol where the row says', () => {
  assert.deepEqual(
    rows.flatMap(([answer]) => codesIn(answer)),
    Object.keys(questions),
  );
  const [hl7, fhir] = [hl7Places(), fhirPlaces()];
  for (const [answer, inHl7, inFhir, inWebhook] of rows) {
    for (const place of codesIn(inHl7)) assert.ok(hl7.has(place), `${answer}: ${place}`);
    for (const place of codesIn(inFhir)) assert.ok(fhir.has(place), `${answer}: ${place}`);
    for (const place of codesIn(inWebhook)) assert.ok(isInWebhook(place), `${answer}: ${place}`);
    assert.ok(
      [inHl7, inFhir, inWebhook].every((cell) => codesIn(cell).length > 0),
      answer,
    );
  }
  const told = new Set(rows.flatMap(([, cell]) => codesIn(cell)));
  const codes = [...hl7].filter((place) => /^(CONSENT|SCREENING|REFERRAL|OCCUPATION|HAS)/.test(place));
  assert.deepEqual(
    codes.filter((code) => !told.has(code)),
    [],
    'no code is sent that the table does not have',
  );
});
