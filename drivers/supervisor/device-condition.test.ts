import { expect, test } from 'vitest';
import { createConditionReport } from './device-condition.ts';

test('a hint is told once when it begins to stand, and once when it no longer does', () => {
  const report = createConditionReport();
  const heard: [string, boolean][] = [];
  report.onHint((hint, stands) => heard.push([hint, stands]));

  report.hint('set-the-clock', true);
  report.hint('set-the-clock', true);
  report.hint('wrong-line-settings', false);
  expect(report.hints()).toEqual(['set-the-clock']);
  report.hint('set-the-clock', false);

  expect(heard).toEqual([
    ['set-the-clock', true],
    ['set-the-clock', false],
  ]);
  expect(report.hints()).toEqual([]);
});

test('a closed device has no hints, and nobody is told any more', () => {
  const report = createConditionReport();
  const heard: string[] = [];
  report.onHint((hint) => heard.push(hint));
  report.hint('set-the-clock', true);
  report.end();
  report.hint('wrong-line-settings', true);
  expect(heard).toEqual(['set-the-clock']);
  expect(report.hints()).toEqual([]);
});
