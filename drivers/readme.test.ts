import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { device } from '#config/settings/device-settings.ts';

const readme = readFileSync(join(import.meta.dirname, 'README.md'), 'utf8');

/** The literals of a zod schema's `driver`, however deep the union. */
function driverNames(schema: unknown): readonly string[] {
  const json = JSON.stringify(schema);
  return [...json.matchAll(/"driver":\{[^{}]*"const":"([^"]+)"/g)].map(([, name = '']) => name);
}

test('a technician finds every driver of the site file in the table of devices', () => {
  const names = driverNames(device.toJSONSchema({ io: 'input' }));
  const [, table = ''] = /## Which device, which entry\n(.*?)\n\n[^|\n]/s.exec(readme) ?? [];
  expect(names.length).toBeGreaterThan(10);
  expect(names.filter((name) => !table.includes(`\`${name}\``))).toEqual([]);
});

test('whatever the README points to is there', () => {
  const links = [...readme.matchAll(/\]\(([^)#:]+)\)/g)].map(([, path = '']) => path);
  expect(links.filter((path) => !existsSync(join(import.meta.dirname, path)))).toEqual([]);
});
