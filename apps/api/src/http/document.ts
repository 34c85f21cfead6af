import type { SwaggerTransform, SwaggerTransformObject } from '@fastify/swagger';
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { components, streamedComponents } from './components.ts';

/** The named shapes. Not in zod's own registry: there, names would turn up in the schemas of Kubernetes, too. */
function namedSchemas(): z.core.$ZodRegistry<{ id: string }> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(components)) registry.add(schema, { id });
  return registry;
}

/** Descriptions stand in zod's own registry, which is not looked at when names come from another. */
const zodToJsonConfig: NonNullable<Parameters<typeof createJsonSchemaTransform>[0]['zodToJsonConfig']> = {
  override: ({ zodSchema, jsonSchema }) => void Object.assign(jsonSchema, z.globalRegistry.get(zodSchema)),
};

/** How routes and their schemas become an OpenAPI document in which shapes have names. */
export function documentTransforms(): { readonly transform: SwaggerTransform; readonly transformObject: SwaggerTransformObject } {
  const schemaRegistry = namedSchemas();
  const ofRoute = createJsonSchemaTransform({ schemaRegistry, zodToJsonConfig });
  const ofDocument = createJsonSchemaTransformObject({ schemaRegistry, zodToJsonConfig });
  return {
    transform: (route) => {
      const { schema, url } = ofRoute(route);
      return { url, schema: { ...schema, ...(isRecord(schema.response) && { response: describeReferences(schema.response) }) } };
    },
    transformObject: (document) => {
      const whole: Readonly<Record<string, unknown>> = { ...ofDocument(document) };
      if (!isRecord(whole['components'])) return whole;
      const { schemas } = whole['components'];
      const used = reachable({ ...whole, components: {} }, isRecord(schemas) ? schemas : {});
      return { ...whole, components: { ...whole['components'], schemas: used } };
    },
  };
}

/** A response that is only a reference would have no words of its own; it gets those of what it refers to. */
function describeReferences(responses: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(responses).map(([status, response]) => {
      const id = isRecord(response) ? componentOf(response['$ref']) : undefined;
      const schema = id === undefined ? undefined : components[id];
      if (schema === undefined) return [status, response];
      return [status, { description: schema.description ?? id, content: { 'application/json': { schema: response } } }];
    }),
  );
}

/** The components that routes and streams lead to; every shape has one form for what is sent and one for what is answered. */
function reachable(from: unknown, schemas: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const found = new Set<string>();
  const look = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) look(item);
    if (!isRecord(value)) return;
    const id = componentOf(value['$ref']);
    if (id !== undefined) add(id);
    for (const item of Object.values(value)) look(item);
  };
  const add = (id: string): void => {
    if (found.has(id)) return;
    found.add(id);
    look(schemas[id]);
  };
  look(from);
  for (const id of streamedComponents) add(id);
  return Object.fromEntries(
    Object.entries(schemas)
      .filter(([id]) => found.has(id))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

function componentOf(reference: unknown): string | undefined {
  const prefix = '#/components/schemas/';
  return typeof reference === 'string' && reference.startsWith(prefix) ? reference.slice(prefix.length) : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
