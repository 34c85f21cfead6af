import { strict as assert } from 'node:assert';
import { isObject, listAt, objectAt, type JsonObject } from '../json.ts';
import { accepted, type ContractCase } from './case.ts';

function byName(list: JsonObject, name: string): JsonObject | undefined {
  return listAt(list, 'resources')
    .filter(isObject)
    .find((resource) => resource['name'] === name);
}

/** What a client can find out about the API. */
export const discoveryCases: readonly ContractCase[] = [
  {
    name: 'a group lists its resources and their subresources',
    async run(client) {
      const list = accepted(await client.get('/apis/contract.gse.cozystack.io/v1'));
      assert.equal(list['kind'], 'APIResourceList');
      const widget = byName(list, 'widgets');
      assert.deepEqual(
        [widget?.['kind'], widget?.['namespaced'], widget?.['singularName'], widget?.['shortNames']],
        ['Widget', true, 'widget', ['wd']],
      );
      assert.deepEqual([...listAt(widget, 'verbs')].sort(), [
        'create',
        'delete',
        'deletecollection',
        'get',
        'list',
        'patch',
        'update',
        'watch',
      ]);
      assert.ok(byName(list, 'widgets/status'));
      assert.equal(byName(list, 'widgets/scale')?.['kind'], 'Scale');
    },
  },
  {
    name: 'groups are listed with the version to prefer',
    async run(client) {
      const list = accepted(await client.get('/apis'));
      const group = listAt(list, 'groups')
        .filter(isObject)
        .find((each) => each['name'] === 'apps');
      assert.deepEqual(group?.['preferredVersion'], { groupVersion: 'apps/v1', version: 'v1' });
      assert.deepEqual(accepted(await client.get('/api'))['versions'], ['v1']);
    },
  },
  {
    name: 'everything can be discovered in two requests',
    async run(client) {
      const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json';
      for (const path of ['/api', '/apis']) {
        const answer = await client.get(path, { accept });
        assert.equal(answer.headers.get('content-type'), 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList');
        assert.equal(accepted(answer)['kind'], 'APIGroupDiscoveryList');
      }
    },
  },
  {
    name: 'schemas are published for each group version',
    async run(client) {
      const index = accepted(await client.get('/openapi/v3'));
      const entry = objectAt(objectAt(index, 'paths'), 'apis/contract.gse.cozystack.io/v1');
      const document = accepted(await client.get(String(entry?.['serverRelativeURL'])));
      const schema = objectAt(objectAt(objectAt(document, 'components'), 'schemas'), 'io.cozystack.gse.contract.v1.Widget');
      assert.deepEqual(schema?.['x-kubernetes-group-version-kind'], [
        { group: 'contract.gse.cozystack.io', version: 'v1', kind: 'Widget' },
      ]);
      assert.equal(objectAt(objectAt(objectAt(objectAt(schema, 'properties'), 'spec'), 'properties'), 'color')?.['default'], 'red');
    },
  },
  {
    name: 'a new kind says that it is established',
    async run(client) {
      const crd = accepted(await client.get('/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.contract.gse.cozystack.io'));
      const conditions = listAt(objectAt(crd, 'status'), 'conditions').filter(isObject);
      assert.equal(conditions.find((condition) => condition['type'] === 'Established')?.['status'], 'True');
      assert.deepEqual(objectAt(crd, 'status')?.['storedVersions'], ['v1']);
    },
  },
  {
    name: 'a review says what the caller may do',
    async run(client) {
      const review = {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SelfSubjectAccessReview',
        spec: { resourceAttributes: { namespace: client.namespace, verb: 'get', resource: 'pods' } },
      };
      const answer = accepted(await client.send('POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', review), 201);
      assert.equal(objectAt(answer, 'status')?.['allowed'], true);
    },
  },
];
