import { expect, test } from 'vitest';
import { testedMonitors, validationOf } from './monitor-validation.ts';

test('a model that was tested is told as validated, however somebody writes its name', () => {
  for (const name of ['HBP-9031C', 'HBP9031C', 'hbp 9031c', 'Omron HBP-9031C'])
    expect(validationOf('omron-hbp9030', name)).toEqual({ status: 'validated' });
});

test('a sibling of it, a model that nobody tested and one that nobody names are unknown, never failed', () => {
  expect(validationOf('omron-hbp9030', 'HBP-9030')).toEqual({ status: 'unknown' });
  expect(validationOf('omron-hbp9030', 'HBP-9031')).toEqual({ status: 'unknown' });
  expect(validationOf('omron-hbp9030', undefined)).toEqual({ status: 'unknown' });
  expect(validationOf('and-tm2657', 'TM2657')).toEqual({ status: 'unknown' });
});

test('the range that stands on the cuff goes along', () => {
  const cuffCm = { from: 22, to: 32 };
  expect(validationOf('suntech-oem', undefined, cuffCm)).toEqual({ status: 'unknown', cuffCm });
});

test('whatever is not unknown says by which protocol and where that stands', () => {
  for (const { protocol, sources } of Object.values(testedMonitors).flat()) {
    expect(protocol).not.toBe('');
    for (const source of sources) expect(source).toMatch(/^(doi:10\.|https:)/);
  }
});
