/**
 * Writes `schemas.json` from the OpenAPI documents that Kubernetes publishes:
 *
 *     go mod download -json k8s.io/kubernetes@v1.35.4      # says where the folder is
 *     node packages/embedded/src/api-server/builtin/generate-schemas.ts <folder>/api/openapi-spec/v3
 *
 * Kept is what the server acts on (types, defaults, list keys, merge keys); prose is left out.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtinTypes } from './types.ts';

type Tree = { [key: string]: unknown };

const refPrefix = '#/components/schemas/';
const kept = new Set([
  'type',
  'format',
  'properties',
  'additionalProperties',
  'items',
  'required',
  'default',
  'allOf',
  'oneOf',
  '$ref',
  'x-kubernetes-list-type',
  'x-kubernetes-list-map-keys',
  'x-kubernetes-map-type',
  'x-kubernetes-patch-merge-key',
  'x-kubernetes-patch-strategy',
  'x-kubernetes-unions',
]);

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function strip(schema: unknown): unknown {
  if (!isTree(schema)) return schema;
  const out: Tree = {};
  for (const [key, value] of Object.entries(schema)) {
    if (!kept.has(key) || key === 'x-kubernetes-unions') continue;
    if (key === 'properties' && isTree(value)) {
      out[key] = Object.fromEntries(Object.entries(value).map(([name, child]) => [name, strip(child)]));
    } else if (key === 'allOf' || key === 'oneOf') {
      out[key] = Array.isArray(value) ? value.map(strip) : value;
    } else if (key === 'items' || key === 'additionalProperties') {
      out[key] = strip(value);
    } else {
      out[key] = value;
    }
  }
  return out;
}

function references(schema: unknown, into: (name: string) => void): void {
  if (Array.isArray(schema)) for (const item of schema) references(item, into);
  if (!isTree(schema)) return;
  for (const [key, value] of Object.entries(schema)) {
    if (key === '$ref' && typeof value === 'string') into(value.slice(refPrefix.length));
    else references(value, into);
  }
}

const folder = process.argv[2];
if (!folder) throw new Error('name the folder of the published OpenAPI v3 documents (…/api/openapi-spec/v3)');

const all: Tree = {};
const roots: string[] = [];
for (const [group, version] of new Set(builtinTypes.map((type) => `${type.group}/${type.version}`)).values().map((gv) => gv.split('/'))) {
  const file = group === '' ? `api__${version}_openapi.json` : `apis__${group}__${version}_openapi.json`;
  const document: unknown = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  const components = isTree(document) && isTree(document['components']) ? document['components'] : {};
  const schemas = isTree(components['schemas']) ? components['schemas'] : {};
  for (const [name, schema] of Object.entries(schemas)) {
    all[name] = strip(schema);
    const kinds = isTree(schema) ? schema['x-kubernetes-group-version-kind'] : undefined;
    if (!Array.isArray(kinds)) continue;
    const served = builtinTypes.some((type) =>
      kinds.some((kind) => isTree(kind) && kind['group'] === type.group && kind['version'] === type.version && kind['kind'] === type.kind),
    );
    if (served && kinds.length === 1) roots.push(name);
  }
}

const wanted = new Set<string>();
function take(name: string): void {
  if (wanted.has(name)) return;
  wanted.add(name);
  references(all[name], take);
}
for (const name of roots) take(name);

const lines = [...wanted].sort().map((name) => `${JSON.stringify(name)}: ${JSON.stringify(all[name])}`);
writeFileSync(join(import.meta.dirname, 'schemas.json'), `{\n${lines.join(',\n')}\n}\n`);
