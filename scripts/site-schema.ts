/**
 * Writes config/settings/site.schema.json and hub.schema.json, the JSON Schemas that editors check a site file and a hub's file with. Run
 * after a change of config/settings/site-file.ts or hub-file.ts; a test says when it is due.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { hubFile } from '#config/settings/hub-file.ts';
import { extendsSentence, siteFile } from '#config/settings/site-file.ts';

export const siteSchemaPath = fileURLToPath(new URL('../config/settings/site.schema.json', import.meta.url));
export const hubSchemaPath = fileURLToPath(new URL('../config/settings/hub.schema.json', import.meta.url));

type JsonSchema = Readonly<Record<string, unknown>>;

/** The whole text of each schema file. */
export function siteSchemaText(): string {
  return schemaText(siteFile, 'Site file of a Tiếp Đón kiosk');
}

export function hubSchemaText(): string {
  return schemaText(hubFile, 'Settings of a Tiếp Đón hub');
}

function schemaText(file: z.ZodType, title: string): string {
  const { required, properties, ...whole } = z.toJSONSchema(file, { io: 'input' }) as JsonSchema;
  const { schema, rules } = separated({ required, properties });
  const described = {
    ...whole,
    title,
    properties: {
      extends: {
        type: 'string',
        description: extendsSentence,
      },
      ...(schema.properties as JsonSchema),
    },
    // What a file leaves out may stand in the file that it extends.
    if: { not: { required: ['extends'] } },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema; nobody awaits this object
    then: rules,
  };
  return `${JSON.stringify(described, null, 2)}\n`;
}

/** Takes the "required" rules out of an object and the objects in it; lists keep theirs, since they are replaced as a whole. */
function separated(schema: JsonSchema): { readonly schema: JsonSchema; readonly rules: JsonSchema } {
  if (!isObject(schema.properties)) return { schema, rules: {} };
  const { required, properties, ...rest } = schema;
  const parts = Object.entries(properties as JsonSchema).map(
    ([key, value]) => [key, separated(value as JsonSchema)] as const,
  );
  const rulesWithin = parts.flatMap(([key, { rules }]) => (Object.keys(rules).length > 0 ? [[key, rules]] : []));
  return {
    schema: { ...rest, properties: Object.fromEntries(parts.map(([key, part]) => [key, part.schema])) },
    rules: {
      ...(Array.isArray(required) ? { required } : {}),
      ...(rulesWithin.length > 0 ? { properties: Object.fromEntries(rulesWithin) } : {}),
    },
  };
}

function isObject(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null;
}

if (import.meta.main) {
  writeFileSync(siteSchemaPath, siteSchemaText());
  writeFileSync(hubSchemaPath, hubSchemaText());
  console.log('config/settings/site.schema.json and hub.schema.json are written.');
}
