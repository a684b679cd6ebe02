import assert from 'node:assert/strict';
import { test } from 'vitest';
import { type Log, type LogEventShape, logEvents } from './log-events.ts';

const events: readonly (readonly [string, LogEventShape])[] = Object.entries(logEvents);

test('every log line has a name in kebab-case and a sentence that tells the technician what it means', () => {
  const odd = events.filter(
    ([name, { says }]) => !/^[a-z]+(-[a-z]+)+$|^[a-z]+$/.test(name) || !/^[A-Z].{10,}\.$/.test(says),
  );
  assert.deepEqual(odd, []);
});

test('no field of any log line could hold a person', () => {
  const personal =
    /name|birth|address|phone|number|card|patient|document|identity|text|content|body|url|bytes$|message$/i;
  const fields = new Set(events.flatMap(([, { fields: declared }]) => declared));
  assert.deepEqual(
    [...fields].filter((field) => personal.test(field)),
    [],
  );
  assert.ok(fields.size > 10);
});

test('a field that an event does not declare does not compile, and none may be left out', () => {
  const lines: unknown[] = [];
  const log: Log = (id, fields) => void lines.push([id, fields]);
  log('card-read', { deviceId: 'scanner', source: 'qr-cccd' });
  // @ts-expect-error: nobody declared a name
  log('card-read', { deviceId: 'scanner', source: 'qr-cccd', fullName: 'Nguyễn Văn Mẫu' });
  // @ts-expect-error: the source is missing
  log('card-read', { deviceId: 'scanner' });
  // @ts-expect-error: there is no such event
  log('card-shown', {});
  assert.equal(lines.length, 4);
});
