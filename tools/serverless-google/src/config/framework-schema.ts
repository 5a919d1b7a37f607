import { z } from 'zod';
import { parts } from './schema.ts';

type JsonSchema = Record<string, unknown>;

interface SchemaHandler {
  defineProvider(name: string, options: Readonly<Record<string, unknown>>): void;
  defineTopLevelProperty(name: string, schema: JsonSchema): void;
}

/** Those that the framework brings itself. */
const OF_THE_FRAMEWORK = ['name', 'events', 'package'];

/**
 * Tells the framework how a service for Google is built: unknown names and wrong types it refuses itself, before anything
 * of ours runs. What words say better than patterns is left to `parseService`.
 */
export function defineSchemas(handler: SchemaHandler): void {
  const storage = (parts.event.options[1].shape as { storage: z.ZodType }).storage;
  handler.defineProvider('google', {
    provider: propertiesOf(parts.provider),
    function: propertiesOf(parts.function),
    functionEvents: { http: { const: true }, storage: toJsonSchema(storage) },
  });
  handler.defineTopLevelProperty('buckets', keyed(parts.bucket));
  handler.defineTopLevelProperty('workflows', keyed(parts.workflow));
}

function propertiesOf(schema: z.ZodType): JsonSchema {
  const { properties, required } = toJsonSchema(schema) as { properties: JsonSchema; required?: string[] };
  const isOurs = (name: string) => !OF_THE_FRAMEWORK.includes(name);
  return {
    properties: Object.fromEntries(Object.entries(properties).filter(([name]) => isOurs(name))),
    // A missing project is explained by us.
    required: (required ?? []).filter((name) => isOurs(name) && name !== 'project'),
  };
}

const keyed = (schema: z.ZodType): JsonSchema => ({ type: 'object', additionalProperties: toJsonSchema(schema) });

const toJsonSchema = (schema: z.ZodType): JsonSchema =>
  onlyStructure(z.toJSONSchema(schema, { target: 'draft-7', io: 'input', unrepresentable: 'any' }));

/** Names and types. Patterns, ranges and choices are told in words by `parseService`, all at once. */
function onlyStructure({ type, properties, required, additionalProperties, items, anyOf }: JsonSchema): JsonSchema {
  return {
    // Of several types, which the framework refuses to know, any will do.
    ...(typeof type === 'string' && { type: type === 'integer' ? 'number' : type }),
    ...(isSchema(properties) && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, value]) => [name, onlyStructure(value as JsonSchema)]),
      ),
    }),
    ...(Array.isArray(required) && { required }),
    ...(additionalProperties === false && { additionalProperties }),
    ...(isSchema(additionalProperties) && { additionalProperties: onlyStructure(additionalProperties) }),
    ...(isSchema(items) && { items: onlyStructure(items) }),
    ...(Array.isArray(anyOf) && { anyOf: (anyOf as JsonSchema[]).map(onlyStructure) }),
  };
}

const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
