import type { JsonObject } from '../json.ts';
import type { ResourceDefinition } from '../resources/definition.ts';
import { schemaName } from './components.ts';

const writeParameters = ['dryRun', 'fieldManager', 'fieldValidation'] as const;

/** The operations of some resources: as much as clients read, which is kinds, verbs and write parameters. */
export function pathsOf(definitions: readonly ResourceDefinition[], openapi: 2 | 3): JsonObject {
  const paths: JsonObject = {};
  for (const definition of definitions) {
    const { group, version, plural, namespaced } = definition;
    const root = group ? `/apis/${group}/${version}` : `/api/${version}`;
    const collection = `${root}${namespaced ? '/namespaces/{namespace}' : ''}/${plural}`;
    const operation = (verb: string, action: string) => operationOf(definition, verb, action, openapi);
    paths[collection] = {
      get: operation('list', 'list'),
      post: operation('create', 'post'),
      delete: operation('deletecollection', 'deletecollection'),
    };
    paths[`${collection}/{name}`] = {
      get: operation('read', 'get'),
      put: operation('replace', 'put'),
      patch: operation('patch', 'patch'),
      delete: operation('delete', 'delete'),
    };
  }
  return paths;
}

function operationOf(definition: ResourceDefinition, verb: string, action: string, openapi: 2 | 3): JsonObject {
  const { group, version, kind } = definition;
  const reference = { $ref: `${openapi === 3 ? '#/components/schemas/' : '#/definitions/'}${schemaName(definition)}` };
  const isWrite = action === 'post' || action === 'put' || action === 'patch';
  const parameters = isWrite ? writeParameters.map((name) => parameter(name, openapi)) : [];
  return {
    operationId: `${verb}${kind}${group.replace(/\W/g, '')}${version}`,
    parameters,
    responses: {
      200: { description: 'OK', ...(openapi === 3 ? { content: { 'application/json': { schema: reference } } } : { schema: reference }) },
    },
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': { group, version, kind },
  };
}

function parameter(name: string, openapi: 2 | 3): JsonObject {
  return openapi === 3 ? { name, in: 'query', schema: { type: 'string' } } : { name, in: 'query', type: 'string' };
}
