import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'vitest';
import { hubSchemaPath, hubSchemaText, siteSchemaPath, siteSchemaText } from './site-schema.ts';

test('the JSON Schemas that editors use are those of today (else run: node scripts/site-schema.ts)', () => {
  assert.equal(readFileSync(siteSchemaPath, 'utf8'), siteSchemaText());
  assert.equal(readFileSync(hubSchemaPath, 'utf8'), hubSchemaText());
});

test('a file that extends another may leave things out, one that stands alone may not', () => {
  const schema = JSON.parse(siteSchemaText());
  assert.deepEqual(
    {
      always: schema.required,
      alone: schema.then.required,
      aloneInSite: schema.then.properties.site.required,
      ofAService: schema.properties.services.items.required,
      onlyWhen: schema.if,
    },
    {
      always: undefined,
      alone: ['profile', 'site', 'kiosk', 'services'],
      aloneInSite: ['facilityCode', 'name'],
      ofAService: ['name', 'hisCode', 'code', 'prefix', 'room'],
      onlyWhen: { not: { required: ['extends'] } },
    },
  );
});
