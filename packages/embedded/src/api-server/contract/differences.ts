import type { Json, JsonObject } from '../json.ts';
import { isObject, listAt, objectAt } from '../json.ts';
import { itemsOf, metadataOf } from './case.ts';
import type { ContractClient } from './client.ts';
import { configMap, pod, widget } from './samples.ts';

/** Something that the embedded API server does otherwise on purpose, and how either side shows it. */
export interface Difference {
  /** As docs/reference/embedded.md says it. */
  difference: string;
  reason: string;
  observe: (client: ContractClient) => Promise<Json>;
  embedded: Json;
  kubernetes: Json;
}

const widgets = 'widgets.contract.gse.cozystack.io';
const claim: JsonObject = {
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'c' },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
};
const lookAhead: JsonObject = {
  type: 'object',
  properties: { spec: { type: 'object', properties: { a: { type: 'string', pattern: '(?=x)' } } } },
};

function crd(group: string, openAPIV3Schema: JsonObject): JsonObject {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `things.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: { kind: 'Thing', plural: 'things' },
      versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema } }],
    },
  };
}

/** The differences that stay and can be shown; each is tested on both sides, and is a row of docs/reference/embedded.md. */
export const differences: readonly Difference[] = [
  {
    difference:
      'Every token may do everything; access reviews always allow and say why; only reviews of oneself are served; there is no RBAC',
    reason: 'one machine has one owner',
    async observe(client) {
      const review = {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SubjectAccessReview',
        spec: { user: 'somebody', resourceAttributes: { verb: 'get', resource: 'pods' } },
      };
      return (await client.send('POST', '/apis/authorization.k8s.io/v1/subjectaccessreviews', review)).status;
    },
    embedded: 404,
    kubernetes: 201,
  },
  {
    difference: 'Patterns in schemas run as JavaScript regular expressions, not RE2',
    reason: 'same results for what both can read; look-around is refused by a real server and not here',
    observe: async (client) =>
      (
        await client.send(
          'POST',
          '/apis/apiextensions.k8s.io/v1/customresourcedefinitions?dryRun=All',
          crd('patterns.gse.cozystack.io', lookAhead),
        )
      ).status,
    embedded: 201,
    kubernetes: 422,
  },
  {
    difference: 'A wrong type in a built-in kind, and a body that is no object, are refused in other words',
    reason: 'there are no Go structs whose fields could be named',
    async observe(client) {
      const { body } = await client.send('POST', client.path('configmaps'), configMap('a', { key: 1 }));
      return String(body['message']).replace(/^.*: json: /, '');
    },
    embedded: 'cannot unmarshal integer into field ConfigMap.data.key of type string',
    kubernetes: 'cannot unmarshal number into Go struct field ConfigMap.data of type string',
  },
  {
    difference: 'A member that comes twice in a JSON body is not noticed, also by strict validation; the last one counts',
    reason: 'the parser of the platform does not tell',
    async observe(client) {
      const text = '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"x":"1","x":"2"}}';
      return (await client.send('POST', `${client.path('configmaps')}?fieldValidation=Strict`, text)).status;
    },
    embedded: 201,
    kubernetes: 400,
  },
  {
    difference: 'Empty members outside of the metadata (`data: {}`) are kept',
    reason: 'typed Go programs drop them while encoding',
    observe: async (client) => 'data' in (await client.create('configmaps', configMap('a', {}))),
    embedded: true,
    kubernetes: false,
  },
  {
    difference:
      'Members that Go writes as `null` or empty when they are missing (times and source of an event, times of a condition) stay missing',
    reason: 'readers treat both alike',
    async observe(client) {
      const involvedObject = { kind: 'Pod', name: 'p', namespace: client.namespace };
      const event = await client.create('events', { apiVersion: 'v1', kind: 'Event', metadata: { name: 'e' }, involvedObject });
      return 'eventTime' in event;
    },
    embedded: false,
    kubernetes: true,
  },
  {
    difference: 'Services get no cluster IP and no node ports from the API server',
    reason: 'the address of a service on one machine is given by its controller',
    async observe(client) {
      const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 's' }, spec: { ports: [{ port: 80 }] } };
      return objectAt(await client.create('services', service), 'spec')?.['clusterIP'] !== undefined;
    },
    embedded: false,
    kubernetes: true,
  },
  {
    difference: 'Pods get no service account, token, priority or tolerations added',
    reason: 'there is nothing to use them',
    async observe(client) {
      const spec = objectAt(await client.create('pods', pod('p')), 'spec') ?? {};
      return ['priority', 'tolerations'].filter((name) => name in spec);
    },
    embedded: [],
    kubernetes: ['priority', 'tolerations'],
  },
  {
    difference: 'Claims are not held by `kubernetes.io/pvc-protection`',
    reason: 'the built-in controllers keep a claim that a pod uses; no finalizer has to tell them',
    async observe(client) {
      return listAt(metadataOf(await client.create('persistentvolumeclaims', claim)), 'finalizers');
    },
    embedded: [],
    kubernetes: ['kubernetes.io/pvc-protection'],
  },
  {
    difference: 'Items of a list carry `apiVersion` and `kind`',
    reason: 'the stored JSON is sent as it is, which is what makes lists cheap',
    async observe(client) {
      await client.create('secrets', { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' } });
      const [item] = itemsOf((await client.get(client.path('secrets'))).body);
      return item?.['kind'] ?? null;
    },
    embedded: 'Secret',
    kubernetes: null,
  },
  {
    difference: 'A `PUT` never creates',
    reason: 'a real server lets it for a few kinds (leases, events); clients create with `POST` or apply',
    async observe(client) {
      const lease = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: 'l' }, spec: {} };
      return (await client.send('PUT', client.path('leases.coordination.k8s.io', 'l'), lease)).status;
    },
    embedded: 404,
    kubernetes: 201,
  },
  {
    difference: 'The old addresses of watches (`/api/v1/watch/…`) are not served',
    reason: 'replaced by `?watch=true` ten years ago',
    observe: async (client) => (await client.get(`/api/v1/watch/namespaces/${client.namespace}/secrets?timeoutSeconds=1`)).status,
    embedded: 404,
    kubernetes: 200,
  },
  {
    difference: 'The log of a pod that has no node is refused instead of empty',
    reason: 'it says why there is nothing to read',
    async observe(client) {
      await client.create('pods', pod('p', { schedulerName: 'nobody' }));
      return (await client.get(`${client.path('pods', 'p')}/log`)).status;
    },
    embedded: 400,
    kubernetes: 204,
  },
  {
    difference: 'Responses are never protobuf or CBOR; OpenAPI is JSON only',
    reason: 'every client that asks for them accepts JSON too',
    observe: async (client) => (await client.get(client.path('secrets'), { accept: 'application/vnd.kubernetes.protobuf' })).status,
    embedded: 406,
    kubernetes: 200,
  },
  {
    difference: 'A CRD is established at once; deleting it deletes its objects at once, without waiting for their finalizers',
    reason: 'no controller sits in between',
    async observe(client) {
      const made = await client.send(
        'POST',
        '/apis/apiextensions.k8s.io/v1/customresourcedefinitions?dryRun=All',
        crd('established.gse.cozystack.io', { type: 'object' }),
      );
      return listAt(objectAt(made.body, 'status'), 'conditions')
        .filter(isObject)
        .map((condition) => condition['type'] ?? null);
    },
    embedded: ['NamesAccepted', 'Established'],
    kubernetes: [],
  },
  {
    difference: 'CEL rules (`x-kubernetes-validations`), admission policies and webhooks are accepted and not evaluated',
    reason: 'our CRDs need none; a CEL engine would outweigh the server',
    async observe(client) {
      const group = `${client.namespace}.cel.gse.cozystack.io`;
      const schema = { type: 'object', properties: { spec: { type: 'object', 'x-kubernetes-validations': [{ rule: 'false' }] } } };
      const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
      await client.send('POST', definitions, crd(group, schema));
      const path = `/apis/${group}/v1/namespaces/${client.namespace}/things`;
      const deadline = Date.now() + 30_000;
      while ((await client.get(path)).status !== 200 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 100));
      const answer = await client.send('POST', path, { apiVersion: `${group}/v1`, kind: 'Thing', metadata: { name: 't' }, spec: {} });
      await client.send('DELETE', `${definitions}/things.${group}`);
      return answer.status;
    },
    embedded: 201,
    kubernetes: 422,
  },
  {
    difference: 'The version ends in `+gse`',
    reason: 'whoever looks into a problem sees what answers',
    observe: async (client) => String((await client.get('/version')).body['gitVersion']).endsWith('+gse'),
    embedded: true,
    kubernetes: false,
  },
  {
    difference: 'A label that cannot be one is told once, not once for each place that checks it',
    reason: 'one check is enough',
    async observe(client) {
      await client.create(widgets, widget('w'));
      const answer = await client.patch(client.path(widgets, 'w'), 'merge', { metadata: { labels: { 'a b': 'c' } } });
      return listAt(objectAt(answer.body, 'details'), 'causes').length > 1;
    },
    embedded: false,
    kubernetes: true,
  },
];
