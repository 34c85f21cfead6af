import { canonical, isObject, stringAt, type Json, type JsonObject } from '../json.ts';
import { groupVersion, type ResourceDefinition } from '../resources/definition.ts';
import { anything, itemKey, memberOf, type SchemaNode } from '../schema/node.ts';
import { untypedConfiguration } from '../status.ts';

/** Fields every object has at its root, whatever the schema says. */
const rootFields = new Set(['apiVersion', 'kind', 'metadata']);

/**
 * An applied configuration must fit the schema before ownership can be told: no field that is not declared, no item
 * without its key or with a key twice, no value of another type. Throws a 500 Status, as a real server does.
 */
export function checkTyped(definition: ResourceDefinition, configuration: JsonObject): void {
  const problems: string[] = [];
  checkMap(definition.schema, configuration, '', true, problems);
  if (problems.length === 0) return;
  const metadata = isObject(configuration['metadata']) ? configuration['metadata'] : {};
  const name = `${stringAt(metadata, 'namespace') ?? ''}/${stringAt(metadata, 'name') ?? ''}`;
  throw untypedConfiguration(`${name}; ${groupVersion(definition)}, Kind=${definition.kind}`, problems);
}

function check(node: SchemaNode, value: Json, path: string, problems: string[]): void {
  if (value === null || node === anything) return;
  if (isObject(value)) return checkMap(node, value, path, node.embeddedResource, problems);
  if (Array.isArray(value)) return checkList(node, value, path, problems);
  const wanted = node.intOrString || node.checks.format === 'quantity' ? undefined : node.type;
  if (wanted === undefined) return;
  const found = typeof value;
  if ((wanted === 'integer' || wanted === 'number') && found !== 'number') {
    problems.push(`${path}: expected numeric (int or float), got ${found}`);
  } else if (wanted === 'string' && found !== 'string') {
    problems.push(`${path}: expected string, got &value.valueUnstructured{Value:${String(value)}}`);
  } else if (wanted === 'boolean' && found !== 'boolean') {
    problems.push(`${path}: expected boolean, got ${found}`);
  } else if (wanted === 'object' || wanted === 'array') {
    problems.push(`${path}: expected ${wanted === 'object' ? 'map' : 'list'}, got &{${String(value)}}`);
  }
}

function checkMap(node: SchemaNode, value: JsonObject, path: string, isResource: boolean, problems: string[]): void {
  if (node.preserveUnknown && !node.properties) return;
  for (const name of Object.keys(value)) {
    const child = memberOf(node, name);
    if (child) check(child, value[name] ?? null, `${path}.${name}`, problems);
    else if (!(isResource && rootFields.has(name))) problems.push(`${path}.${name}: field not declared in schema`);
  }
}

function checkList(node: SchemaNode, value: readonly Json[], path: string, problems: string[]): void {
  const seen = new Set<string>();
  value.forEach((item, index) => {
    const isAssociative = node.listType !== 'atomic';
    const key = node.listType === 'map' && isObject(item) ? itemKey(node, item) : item;
    if (node.listType === 'map' && isObject(key) && Object.keys(key).length === 0) {
      const names = node.listKeys.map((name) => JSON.stringify(name)).join(' ');
      problems.push(
        `${path}: element ${index}: associative list with keys has an element that omits all key fields [${names}] (and doesn't have default values for any key fields)`,
      );
      return;
    }
    if (isAssociative && seen.has(canonical(key))) problems.push(`${path}: duplicate entries for key ${keyText(key)}`);
    seen.add(canonical(key));
    check(node.items ?? anything, item, `${path}${isAssociative ? keyText(key) : `[${index}]`}`, problems);
  });
}

function keyText(key: Json): string {
  if (!isObject(key)) return `[=${JSON.stringify(key)}]`;
  return `[${Object.entries(key)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(',')}]`;
}
